"""Choosing a person, a topic or a contributor: by any part of the name, with what tells namesakes apart."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, Model, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView
from wagtail.snippets.views import chooser as snippet_chooser

from terbit.newsroom.models import Contributor, Person, Topic
from terbit.newsroom.models.person import Office, PersonAlias
from terbit.newsroom.models.topic import TopicAlias


def named(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Those of the rows with each of the words in their name, another name or initials; beginnings first."""
    for word in words.split()[:8]:
        rows = rows.filter(_with(rows.model, word))
    first = Case(When(name__istartswith=words, then=Value(0)), default=Value(1))
    return rows.order_by(first, "name", "pk")


def _with(model: type[Model], word: str) -> Q:
    named = Q(name__icontains=word)
    if model is Contributor:
        return named | Q(initials__istartswith=word)
    aliases, owner = (PersonAlias, "person") if model is Person else (TopicAlias, "topic")
    return named | Q(pk__in=aliases.objects.filter(name__icontains=word).values(owner))


class NameFilterForm(BaseFilterForm):
    q = forms.CharField(label=_("Name"), required=False, max_length=100)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        self.search_query = self.cleaned_data["q"].strip()
        self.is_searching = bool(self.search_query)
        return named(objects, self.search_query) if self.is_searching else objects


class _NameListing(BaseChooseView):
    filter_form_class = NameFilterForm
    page_subtitle = ""
    results_template_name = "terbit_newsroom/chooser/names.html"

    @property
    def columns(self) -> list[Column]:
        title = self.title_column
        title.label = _("Name")
        title.accessor = "name"
        return [title, *_FACTS[self.model_class]()]

    def get_object_list(self) -> QuerySet[Any]:
        rows = self.model_class.objects.order_by("name", "pk")
        if self.model_class is Topic:
            return rows.current().defer("description")
        rows = rows.defer("biography")
        return rows.prefetch_related("offices") if self.model_class is Person else rows


def office_today(person: Person) -> str:
    return str(person.office_on(timezone.localdate()) or "")


_FACTS = {
    Person: lambda: [Column("office", label=_("Office"), accessor=office_today)],
    Topic: lambda: [
        Column("kind", label=_("Kind"), accessor=lambda topic: capfirst(topic.get_kind_display()))
    ],
    Contributor: lambda: [
        Column("initials", label=_("Initials"), accessor="initials"),
        Column("roles", label=_("Part"), accessor=lambda contributor: capfirst(contributor.role_labels)),
    ],
}


class ChooseView(_NameListing, snippet_chooser.ChooseView):
    pass


class ChooseResultsView(_NameListing, snippet_chooser.ChooseResultsView):
    pass


class NewPersonForm(forms.ModelForm):
    """The least that makes somebody known; the rest is on the person's own screen."""

    office = forms.CharField(
        label=_("Present office"), max_length=200, required=False, help_text=_("For example: Bupati Agam")
    )

    class Meta:
        model = Person
        fields = ["name"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        known = Person.objects.filter(Q(name__iexact=name) | Q(aliases__name__iexact=name)).first()
        if known:
            raise forms.ValidationError(
                _(
                    "“%(name)s” is on file already: choose them from the list, or add a namesake under People."
                ),
                params={"name": known.name},
            )
        return name

    def save(self, commit: bool = True) -> Person:
        if office := self.cleaned_data["office"].strip():
            self.instance.offices.add(Office(title=office))
        return super().save(commit=commit)


class NameChooserViewSet(snippet_chooser.SnippetChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    search_tab_label = _("Search")


class PersonChooserViewSet(NameChooserViewSet):
    choose_one_text = _("Choose a person")
    creation_form_class = NewPersonForm
    creation_tab_label = _("New person")
    create_action_label = _("Add and choose")


class TopicChooserViewSet(NameChooserViewSet):
    choose_one_text = _("Choose a topic")
    form_fields = ["name", "kind"]
    creation_tab_label = _("New topic")
    create_action_label = _("Add and choose")


class ContributorChooserViewSet(NameChooserViewSet):
    choose_one_text = _("Choose a contributor")
    form_fields = ["name", "initials"]
    creation_tab_label = _("New contributor")
    create_action_label = _("Add and choose")
