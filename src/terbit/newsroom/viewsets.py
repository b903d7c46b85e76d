"""The newsroom's screens for what stories are about and who makes them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Select, TextInput
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from terbit.newsroom import name_choosers
from terbit.newsroom.models import ArchivedComment, Contributor, Person, Section, Topic


def _yes(is_so: bool) -> str:
    return _("yes") if is_so else ""


def name_field(placeholder: Any) -> FieldPanel:
    """As large as a headline; without its label, so that the empty field says what belongs there."""
    return FieldPanel("name", classname="title", widget=TextInput(attrs={"placeholder": placeholder}))


class NewsroomViewSet(SnippetViewSet):
    """Plain lists with an address in Indonesian and a place in the menu."""

    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_per_page = 50
    chooser_per_page = 20


class NameIndexView(IndexView):
    """Found as in the choosers."""

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return name_choosers.named(queryset, self.search_query) if self.is_searching else queryset


class PersonViewSet(NewsroomViewSet):
    model = Person
    chooser_viewset_class = name_choosers.PersonChooserViewSet
    index_view_class = NameIndexView
    icon = "user"
    menu_name = "people"
    menu_order = 30
    base_url_path = "tokoh"
    list_display = ["name", Column("office", label=_("Present office"), accessor=name_choosers.office_today)]
    search_fields = ["name", "aliases__name"]
    panels = [
        name_field(_("Name of the person")),
        FieldPanel("picture"),
        FieldPanel("biography"),
        InlinePanel("offices", heading=_("Offices"), label=_("Office")),
        InlinePanel("aliases", heading=_("Other names"), label=_("Other name")),
        FieldPanel("slug"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return Person.objects.prefetch_related("offices")


class TopicViewSet(NewsroomViewSet):
    model = Topic
    chooser_viewset_class = name_choosers.TopicChooserViewSet
    index_view_class = NameIndexView
    icon = "tag"
    menu_name = "topics"
    menu_order = 40
    base_url_path = "topik"
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name", "aliases__name"]
    panels = [
        name_field(_("Name of the topic")),
        FieldPanel("kind"),
        FieldPanel("description"),
        InlinePanel("aliases", heading=_("Other names"), label=_("Other name")),
        FieldPanel("slug"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return Topic.objects.current()


class ContributorViewSet(NewsroomViewSet):
    model = Contributor
    chooser_viewset_class = name_choosers.ContributorChooserViewSet
    index_view_class = NameIndexView
    icon = "group"
    menu_name = "contributors"
    menu_order = 50
    base_url_path = "penulis"
    list_display = [
        "name",
        "initials",
        Column("roles", label=_("Part"), accessor=lambda contributor: capfirst(contributor.role_labels)),
    ]
    search_fields = ["name", "initials"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("initials")]),
        FieldPanel("roles"),
        FieldPanel("picture"),
        FieldPanel("biography"),
        # Whoever says whose account this is says who is the author of the stories.
        FieldPanel("user", permission="terbit_staff.change_user"),
        FieldPanel("collective"),
        FieldPanel("slug"),
    ]


class SectionViewSet(NewsroomViewSet):
    model = Section
    icon = "folder-open-inverse"
    menu_name = "sections"
    menu_order = 60
    base_url_path = "rubrik"
    list_display = [
        "__str__",
        Column("slug", label=_("Address"), accessor="path"),
        Column("broad", label=_("Too broad to publish in"), accessor=lambda section: _yes(section.broad)),
    ]
    search_fields = ["name", "parent__name"]
    panels = [
        name_field(_("Name of the section")),
        FieldPanel("parent", widget=Select),
        FieldPanel("description"),
        FieldPanel("broad"),
        FieldPanel("workflow"),
        FieldRowPanel([FieldPanel("order"), FieldPanel("slug")]),
    ]


class ArchivedCommentViewSet(NewsroomViewSet):
    """To take one from readers' sight after a complaint, and nothing else."""

    model = ArchivedComment
    icon = "comment"
    menu_name = "archived_comments"
    add_to_admin_menu, add_to_settings_menu = False, True
    menu_order = 200
    base_url_path = "komentar-arsip"
    ordering = ["-pk"]
    list_display = ["__str__", "article", "written_at", "hidden"]
    list_filter = ["hidden"]
    search_fields = ["name", "text"]
    panels = [
        FieldPanel("hidden"),
        *(FieldPanel(name, read_only=True) for name in ("article", "name", "written_at", "text")),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArchivedComment]:
        return ArchivedComment.objects.select_related("article")


VIEW_SETS = (PersonViewSet, TopicViewSet, ContributorViewSet, SectionViewSet, ArchivedCommentViewSet)
