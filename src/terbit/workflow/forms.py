"""The form of a story."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import BaseChooser
from wagtail.blocks import StreamValue

from terbit.newsroom import plaintext, readiness, references
from terbit.newsroom.clock import FIRST_YEAR, LAST_YEAR
from terbit.newsroom.models import Article, Section
from terbit.workflow import embargo
from terbit.workflow.models.role import STORY_ROLES
from terbit.workflow.roles import reach

TIMES = {"embargo_until", "go_live_at", "expire_at"}
UNREADABLE = (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError)
OFFLINE = gettext_lazy("A story that is not online was chosen or linked: choose one that readers can open.")
logger = logging.getLogger(__name__)


def check_year(moment: datetime) -> None:
    """At either end of the calendar a moment has no place in another time zone."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValidationError(_("Check the year."))


class ArticleForm(WagtailAdminModelForm):
    """Section and address belong to the form until the story is published; then the move screen changes them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.ever_published:
            for name in ("section", "slug"):
                self.fields.pop(name, None)
        elif "section" in self.fields:
            self.fields["section"].queryset = self._sections()
        if "translation_of" in self.fields:
            field = self.fields["translation_of"]
            field.queryset = Article.objects.filter(path__isnull=False).defer("body")
            field.widget.get_display_title = lambda story: story.public_name
        if "article_topics" in self.formsets:
            self.formsets["article_topics"].max_num = readiness.most_topics(self.instance)
        for name in TIMES & self.fields.keys():
            self.fields[name].validators = [*self.fields[name].validators, check_year]
            self.fields[name].help_text = _("By the publication's clock: %(zone)s.") % {
                "zone": timezone.localtime().tzname()
            }

        if self.instance.pk is None and not self.is_bound:
            self._begin()

    def _begin(self) -> None:
        """A new story opens with an empty paragraph, and with the byline of whoever has one."""
        if "body" in self.fields:
            self.initial["body"] = StreamValue(self.fields["body"].block, [("paragraph", "")])
        contributor = getattr(self.for_user, "contributor", None)
        if contributor and "bylines" in self.formsets:
            bylines = self.formsets["bylines"]
            bylines.extra, bylines.initial_extra = 1, [{"contributor": contributor.pk}]

    def full_clean(self) -> None:
        """What no browser sends is answered with 400; logged, because it might be an error of ours."""
        try:
            self._read_keys()
            super().full_clean()
        except UNREADABLE as error:
            logger.warning("The form of a story could not be read", exc_info=True)
            raise BadRequest from error

    def _read_keys(self) -> None:
        """A chooser shown again asks the database for whatever was posted. Raises ValueError."""
        forms = [self, *(form for formset in self.formsets.values() for form in formset.forms)]
        for field in (field for form in forms if form.is_bound for field in form):
            if isinstance(field.field.widget, BaseChooser) and field.data and not references.key(field.data):
                raise ValueError(field.name)

    def clean_headline(self) -> str:
        """The field grows with long headlines, but a headline is one line."""
        return " ".join(self.cleaned_data["headline"].split())

    def clean_section(self) -> Section | None:
        """Also of a draft: without a section nobody could judge the story any more."""
        section = self.cleaned_data["section"]
        if section is None and self.instance.pk and self.instance.workflow_in_progress:
            raise ValidationError(
                _("The story waits for approval: choose the section whose editors judge it.")
            )
        return section

    def clean_translation_of(self) -> Article | None:
        """Always the story that was first, so that all its translations find each other."""
        chosen = self.cleaned_data["translation_of"]
        if chosen is None or chosen.pk == self.instance.translation_of_id:
            return chosen
        if not chosen.live:
            raise ValidationError(OFFLINE)
        first = chosen.translation_of or chosen
        if self.instance.pk is not None:
            if first.pk == self.instance.pk:
                raise ValidationError(_("A story is no translation of itself or of its own translation."))
            if self.instance.translations.exists():
                raise ValidationError(_("Other stories are translations of this one: choose it there."))
        return first

    def clean(self) -> dict[str, Any]:
        """What was posted is asked, valid or not: a form shown again shows the pictures it names."""
        cleaned = super().clean()
        if self.for_user is not None and "body" in self.fields:
            before = embargo.files_in(self.instance.lead_picture_id, self.instance.body, self.instance.pk)
            after = embargo.files_in(self["lead_picture"].data, self["body"].data, self.instance.pk)
            embargo.refuse_hidden(self.for_user, before, after)
        if "body" in cleaned:
            self._refuse_new_choices(cleaned["body"])
        return cleaned

    def _refuse_new_choices(self, body: StreamValue) -> None:
        """What went offline after it was chosen stays; it may come back."""
        added = set(plaintext.articles_in(body)) - set(plaintext.articles_in(self.instance.body))
        if added and Article.objects.filter(pk__in=added, live=False).exists():
            raise ValidationError(OFFLINE)

    def _sections(self) -> Any:
        """Where the user works, and where the story already is."""
        sections = Section.objects.select_related("parent")
        if self.for_user is None:
            return sections
        allowed = sections.leaves().filter(reach(self.for_user).where(STORY_ROLES, "pk"))
        return allowed | sections.filter(pk=self.instance.section_id)

    def save(self, commit: bool = True) -> Any:
        if commit and self.instance.pk is not None:
            self.instance.catch_up()
            commit = not self.instance.live  # of what was published since then this is a new draft
        return super().save(commit=commit)
