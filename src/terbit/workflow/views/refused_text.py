"""What cannot be saved, because somebody else has the story or saved it meanwhile, is kept beside it."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Revision

from terbit.workflow import edit_locks


class RefusedTextMixin:
    """Goes before Wagtail's edit view, which asks for a newer version only when it saves by itself."""

    kept: Revision | None = None
    leads_to_newest = False

    def is_valid(self, form: Form) -> bool:
        if self.locked_for_user:
            super().is_valid(form)
            if self._keep(form, str(self.live_object.locked_at)) and self.kept:
                self.produced_error_message = self._told_who_has_it()
            return False
        if not self.is_out_of_date:
            return super().is_valid(form)
        self.produced_error_code = "invalid_revision"
        self.produced_error_message = self.get_error_message()
        posted = self.request.POST
        if self._keep(form, posted.get("overwrite_revision_id") or posted.get("loaded_revision_id", "")):
            self.leads_to_newest = True
            self.produced_error_message = self._told_who_saved()
        return False

    def _keep(self, form: Form, since: str) -> bool:
        """As one version for as long as it is the same page. False if the form cannot be read at all."""
        form.defer_required_fields()
        readable = form.is_valid()
        if readable:
            draft = form.save(commit=False)
            key = f"kept-{self.live_object.pk}-{since[:50]}"
            kept = Revision.objects.filter(pk=self.request.session.get(key), user=self.request.user).first()
            self.kept = edit_locks.keep_text(self.live_object, draft, self.request.user, kept)
            if self.kept:
                self.request.session[key] = self.kept.pk
        form.restore_required_fields()
        return readable

    def _told_who_has_it(self) -> str:
        holder = self.live_object.locked_by
        return _(
            "%(who)s has the story now. Your text was not lost: it is kept as a version in its history."
        ) % {"who": holder.name if holder else _("Somebody else")}

    def _told_who_saved(self) -> str:
        saved_by = self.latest_revision.user
        if self.kept:
            told = _(
                "%(who)s saved this story while you had it open, so yours was neither saved over it nor published. "
                "Your text is kept as a version in the history; take from it what is missing here."
            )
        else:
            told = _("%(who)s saved this story meanwhile with the same text; this is the newest version.")
        return told % {"who": saved_by.name if saved_by else _("Somebody else")}

    def form_invalid(self, form: Form) -> HttpResponseBase:
        if not self.leads_to_newest or self.expects_json_response:
            return super().form_invalid(form)
        messages.error(self.request, self.produced_error_message, buttons=self._comparison())
        return redirect(self.get_edit_url())

    def _comparison(self) -> list[Any]:
        if not self.kept:
            return []
        versions = [self.live_object.pk, self.latest_revision.pk, self.kept.pk]
        return [
            messages.button(reverse(self.revisions_compare_url_name, args=versions), _("Compare with mine"))
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if (
            self.request.method == "POST" and self.is_out_of_date
        ):  # shown again with errors: still the old text
            context["loaded_revision_created_at"] = "outdated"
        return context
