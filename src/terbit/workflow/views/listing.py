"""*Naskah*: the list of stories that a user may see."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.permissions import policy_registry
from wagtail.snippets.views import snippets

from terbit.newsroom import archive
from terbit.newsroom.clock import FIRST_YEAR, LAST_YEAR
from terbit.newsroom.models import Article, Contributor, Section
from terbit.search import api as search
from terbit.workflow import status
from terbit.workflow.views.permissions import StoryPermissionMixin

MOST_HITS = 500
WINDOWS = 10  # of 500 hits that are looked through for them


class DaysFilter(django_filters.DateFromToRangeFilter):
    def filter(self, stories: QuerySet[Article], days: slice | None) -> QuerySet[Article]:
        """None from days that no time zone has."""
        ends = [day for day in (days.start, days.stop) if day] if days else []
        if any(not FIRST_YEAR <= day.year <= LAST_YEAR for day in ends):
            return stories.none()
        return super().filter(stories, days)


class StoryFilters(WagtailFilterSet):
    status = django_filters.ChoiceFilter(choices=status.CHOICES, method="filter_status", label=_("Status"))
    section = django_filters.ModelChoiceFilter(
        queryset=Section.objects.select_related("parent"), method="filter_section", label=_("Section")
    )
    author = django_filters.ModelChoiceFilter(
        queryset=Contributor.objects.all(), method="filter_author", label=_("Author")
    )
    created_at = DaysFilter(label=_("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = Article
        fields: list[str] = []

    def filter_status(self, stories: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        return status.in_status(stories, value)

    def filter_section(self, stories: QuerySet[Article], name: str, value: Section) -> QuerySet[Article]:
        return stories.filter(section__in=_with_children(value))

    def filter_author(self, stories: QuerySet[Article], name: str, value: Contributor) -> QuerySet[Article]:
        return stories.filter(pk__in=value.bylines.values("article_id"))


class BylineColumn(Column):
    def get_value(self, instance: Article) -> str:
        return format_html_join(", ", "{}", ((row.contributor.name,) for row in instance.bylines.all()))


class StoryStatusColumn(Column):
    """Taken from the annotations of `with_status`; each status has its colour, beside its word."""

    cell_template_name = "terbit_workflow/cells/status.html"

    def get_value(self, instance: Article) -> Any:
        return status.LABELS[status.status_of(instance)]

    def get_cell_context_data(self, instance: Article, parent_context: Any) -> dict[str, Any]:
        return super().get_cell_context_data(instance, parent_context) | {"key": status.status_of(instance)}


class StoryIndexView(StoryPermissionMixin, snippets.IndexView):
    """Filters and order come from partial and composite indexes; words from the archive's own engine."""

    needs = "view"
    of_one_story = False
    page_title = _("Stories")
    add_item_label = _("Write a story")
    default_ordering = "-created_at"
    filterset_class = StoryFilters
    is_searchable = True
    is_export = False

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("headline", label=_("Headline")),
            Column("section", label=_("Section")),
            BylineColumn("byline", label=_("Byline")),
            StoryStatusColumn("status", label=_("Status")),
            DateColumn("created_at", label=_("Created"), sort_key="created_at"),
        ]

    def _get_title_column(self, field_name: str, **kwargs: Any) -> Column:
        kwargs.pop("label", None)
        column = IndexView._get_title_column(
            self, field_name, get_title_id=lambda story: f"snippet_{story.pk}_title", **kwargs
        )
        column.sort_key = None  # nobody reads an archive by the alphabet, and no index serves it
        return column

    def get_base_queryset(self) -> QuerySet[Article]:
        policy = policy_registry.get_by_type(Article)
        return policy.instances_user_has_permission_for(self.request.user, "view")

    def order_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Stories of the same second keep their order from page to page."""
        return queryset.order_by(self.ordering, "-pk" if self.ordering.startswith("-") else "pk")

    def paginate_queryset(self, queryset: QuerySet[Article], page_size: int) -> Any:
        """The keys of the page first, out of indexes alone: sorting and skipping whole rows is what costs."""
        paginator, page, stories, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = _rows(list(stories.values_list("pk", flat=True)))
        return paginator, page, page.object_list, is_paginated

    def search_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if not self.is_searching:
            return queryset
        return queryset.filter(pk__in=_found(self.search_query, self._facets(), queryset.order_by()))

    def _facets(self) -> dict[str, list[str]]:
        """What the engine narrows by itself: otherwise its hits in other sections are looked through for nothing."""
        chosen = self.filters.form.cleaned_data.get("section") if self.filters.form.is_valid() else None
        return {"section": [str(section.pk) for section in _with_children(chosen)]} if chosen else {}


def _with_children(section: Section) -> list[Section]:
    return [section, *section.children.all()]


def _found(words: str, facets: dict[str, list[str]], stories: QuerySet[Article]) -> set[int]:
    """Keys of the newest of these stories with the words: hits that the user may not see take nobody's place."""
    found: set[int] = set()
    visible: set[int] = set()
    after = None
    for window in range(WINDOWS):
        results = search.find(
            words,
            facets=facets,
            collections=[archive.ARCHIVE, archive.NEWSROOM],
            order="newest",
            limit=search.BATCH,
            after=after,
            typing=True,
        )
        keys = {int(hit.key) for hit in results.hits}
        if window == 0:  # mostly the only one
            found.update(stories.filter(pk__in=keys).values_list("pk", flat=True))
        else:
            visible = visible or set(stories.values_list("pk", flat=True))
            found |= keys & visible
        after = results.after
        if len(found) >= MOST_HITS or after is None:
            break
    return found


def _rows(keys: list[int]) -> list[Article]:
    """What the columns show of these stories, in this order."""
    stories = Article.objects.defer("body", "standfirst").select_related("section__parent")
    found = status.with_status(stories).prefetch_related("bylines__contributor").in_bulk(keys)
    return [found[key] for key in keys if key in found]
