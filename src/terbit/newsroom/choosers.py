"""Choosing a published story: by words, section and date, newest first, however large the archive is.

What is listed comes from the readers' search, so drafts, embargoed and withdrawn stories cannot be in it;
the views that hand over a choice ask the database again.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView
from wagtail.snippets.views import chooser as snippet_chooser

from terbit.newsroom import archive
from terbit.newsroom.models import Article, Publication, Section
from terbit.search import api as search

PER_PAGE = 20
FILTER = {"data-chooser-modal-search-filter": True}


class StoryFilterForm(BaseFilterForm):
    """Ids of its own: the story being written has fields of these names on the same page."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    section = forms.ModelChoiceField(
        label=_("Section"),
        queryset=Section.objects.select_related("parent"),
        required=False,
        empty_label=_("All sections"),
        widget=forms.Select(attrs=FILTER | {"id": "chooser-section"}),
    )
    since = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs=FILTER | {"id": "chooser-since", "type": "date"}),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs=FILTER | {"id": "chooser-until", "type": "date"}),
    )

    def find(self, after: str | None) -> search.Results:
        """One page of what was asked for; what cannot be understood is left out of the question."""
        self.is_valid()
        asked = getattr(self, "cleaned_data", {})
        self.search_query = asked.get("q", "")
        self.is_searching = any(asked.values())
        return search.find(
            self.search_query,
            collections=[archive.ARCHIVE],
            facets=_facets(asked.get("section")),
            since=_midnight(asked.get("since")),
            until=_midnight(asked.get("until"), days=1),
            limit=PER_PAGE,
            after=after,
            typing=True,
        )


def _facets(section: Section | None) -> dict[str, list[str]] | None:
    """The section and those under it."""
    if section is None:
        return None
    keys = [section.pk, *section.children.values_list("pk", flat=True)]
    return {"section": [str(key) for key in keys]}


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    """The beginning of a day, or of one `days` later, in the publication's time zone."""
    try:
        return day and datetime.combine(day + timedelta(days=days), time.min, Publication.load().zone)
    except OverflowError:
        return None


class _StoryListing(BaseChooseView):
    filter_form_class = StoryFilterForm
    template_name = "terbit_newsroom/chooser/chooser.html"
    results_template_name = "terbit_newsroom/chooser/results.html"

    @property
    def columns(self) -> list[Column]:
        zone = Publication.load().zone

        def day(story: Article) -> str:
            return date_format(timezone.localtime(story.first_published_at, zone), "j F Y")

        return [
            self.title_column,
            Column("section", label=_("Section")),
            Column("published", label=_("Published"), accessor=day),
        ]

    def get_results_page(self, request: HttpRequest) -> Any:
        found = self.filter_form.find(request.GET.get("after"))
        self.after = found.after
        stories = _live(found.keys(archive.ARCHIVE))
        self.paginator = WagtailPaginator(stories, per_page=PER_PAGE)
        return self.paginator.page(1)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(after=self.after, is_later_page="after" in self.request.GET, **kwargs)


class ChooseView(_StoryListing, snippet_chooser.ChooseView):
    pass


class ChooseResultsView(_StoryListing, snippet_chooser.ChooseResultsView):
    pass


class _ChosenStory:
    def get_chosen_response_data(self, item: Article) -> dict[str, Any]:
        """Also `title` and `url`, for links in text."""
        return super().get_chosen_response_data(item) | {"title": item.headline, "url": item.path}


class ChosenView(_ChosenStory, snippet_chooser.SnippetChosenView):
    def get_object(self, pk: str) -> Article:
        stories = _live([pk])
        if not stories:
            raise Http404
        return stories[0]


class ChosenMultipleView(_ChosenStory, snippet_chooser.SnippetChosenMultipleView):
    def get_objects(self, pks: list[str]) -> list[Article]:
        return _live(pks[:PER_PAGE])


class ArticleChooserViewSet(snippet_chooser.SnippetChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView

    def get_urlpatterns(self) -> list[Any]:
        """Stories are not created in passing."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


def _live(keys: list[str]) -> list[Article]:
    """The stories of these keys that readers may see now, in this order."""
    wanted = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
    stories = Article.objects.live().filter(pk__in=wanted).select_related("section__parent").defer("body")
    found = {story.pk: story for story in stories}
    return [found[key] for key in wanted if key in found]
