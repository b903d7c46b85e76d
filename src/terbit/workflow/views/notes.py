"""Notes on a story between those who work on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terbit.newsroom import references
from terbit.workflow import notices
from terbit.workflow.models import Note
from terbit.workflow.policy import authors
from terbit.workflow.views.actions import StoryOperation

PASSAGE_LENGTH = 1000


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ("passage", "text")


class NoteOperation(StoryOperation):
    """Without leaving the editor where the browser can, else by a reload."""

    needs = "view"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.refused = False
        response = super().post(request, *args, **kwargs)
        if request.headers.get("X-Requested-With") != "XMLHttpRequest":
            return response
        status = 400 if self.refused else 200
        return render(request, "terbit_workflow/notes.html", {"story": self.row}, status=status)


class AddNoteView(NoteOperation):
    """Whoever may see the story may write a note; the others at it are told."""

    def operate(self) -> None:
        form = NoteForm(self.request.POST)
        if not form.is_valid():
            self.refused = True
            messages.error(self.request, _("The note is empty; write what should be done."))
            return
        note = form.save(commit=False)
        note.article, note.author, note.passage = self.row, self.request.user, note.passage[:PASSAGE_LENGTH]
        note.save()
        notices.tell(self._others(), self.row, notices.Kind.NOTE, actor=self.request.user, text=note.text)

    def _others(self) -> list[Any]:
        """The authors and everybody who has written a note before."""
        from django.contrib.auth import get_user_model

        wrote = set(self.row.notes.values_list("author_id", flat=True))
        return list(get_user_model().objects.filter(pk__in=wrote | authors(self.row)))


class ResolveNoteView(NoteOperation):
    def operate(self) -> None:
        number = self.request.POST.get("note", "")
        note = get_object_or_404(Note, pk=references.key(number), article=self.row)
        note.resolved_at, note.resolved_by = timezone.now(), self.request.user
        note.save(update_fields=["resolved_at", "resolved_by"])
