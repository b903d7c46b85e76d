"""What is measured: the newsroom's screens as three people see them, readers' pages, publishing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.measure import Figure, measure
from bench.paper import EDITED
from terbit.newsroom.models import Article, Byline, Contributor, Section
from terbit.staff.models import User
from terbit.workflow.status import CHOICES

SCREEN = 200.0  # milliseconds of CPU, from the design
READER = 8.0
PEOPLE = {
    "chief": "chief_editor@kabar.example",
    "editor": "editor@kabar.example",
    "reporter": "reporter@kabar.example",
}


@dataclass
class Case:
    what: str
    act: Callable[[], Any]
    runs: int
    bar: float | None = None

    def figure(self) -> Figure:
        return measure(self.what, self.act, runs=self.runs, bar=self.bar)


def everything(runs: int) -> Iterator[Case]:
    for name, email in PEOPLE.items():
        user = User.objects.get(email=email)
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        for what, address in _screens(name, user):
            yield Case(f"{what}, {name}", _visit(client, address), runs, SCREEN)
    yield from _readers(runs)
    yield from _publishing(runs)


def _visit(client: Client, address: str, status: int = 200) -> Callable[[], None]:
    def visit() -> None:
        response = client.get(address)
        assert response.status_code == status, f"{address} answered {response.status_code}"

    return visit


# Screens ---------------------------------------------------------------------------------------------


def _screens(name: str, user: User) -> Iterator[tuple[str, str]]:
    yield "board", reverse("wagtailadmin_home")
    yield from _lists()
    yield from _choosers()
    yield from _editors(name, user)


def _lists() -> Iterator[tuple[str, str]]:
    address = _address("list")
    section = Section.objects.get(name=EDITED)
    author = Contributor.objects.get(user__email=PEOPLE["reporter"])
    year = timezone.now().year - 2
    yield "list, page 1", address
    yield "list, page 500 or last", f"{address}?p=500"
    for status, _label in CHOICES:
        yield f"list, {status}", f"{address}?status={status}"
    yield "list, section", f"{address}?section={section.pk}"
    yield "list, author", f"{address}?author={author.pk}"
    yield "list, month", f"{address}?created_at_from={year}-03-01&created_at_to={year}-03-31"
    yield "list, frequent word", f"{address}?q=pemerintah"
    yield "list, two words", f"{address}?q=warga+banjir"
    yield "list, word and section", f"{address}?q=pemerintah&section={section.pk}"


def _choosers() -> Iterator[tuple[str, str]]:
    chooser = Article.snippet_viewset.chooser_viewset
    section = Section.objects.get(name=EDITED)
    results = reverse(chooser.get_url_name("choose_results"))
    yield "chooser, first page", reverse(chooser.get_url_name("choose"))
    yield "chooser, frequent word", f"{results}?q=pemerintah"
    yield "chooser, two words in a section", f"{results}?q=warga+banjir&section={section.pk}"


def _editors(name: str, user: User) -> Iterator[tuple[str, str]]:
    """Published stories with and without a revision, and a draft: each that the person may open."""
    edited = Section.objects.get(name=EDITED)
    stories = {
        "chief": Article.objects.exclude(section__parent=edited),
        "editor": Article.objects.filter(section__parent=edited),
        "reporter": Article.objects.filter(created_by=user),
    }[name].filter(locked=False, go_live_at=None)
    kinds = {
        "imported story": stories.filter(live=True, latest_revision=None),
        "published story": stories.filter(live=True, live_revision__isnull=False),
        "draft": stories.filter(live=False, path=None),
    }
    for kind, of_this_kind in kinds.items():
        if story := of_this_kind.order_by("pk").first():
            yield f"editor open, {kind}", _address("edit", story.pk)
    yield "editor open, new story", _address("add")


def _address(view: str, *args: object) -> str:
    return reverse(Article.snippet_viewset.get_url_name(view), args=args)


# Readers ---------------------------------------------------------------------------------------------


def _readers(runs: int) -> Iterator[Case]:
    client = Client(SERVER_NAME="localhost")
    middle = Article.objects.live().count() // 2
    story = Article.objects.latest()[middle]
    yield Case("article by its path", lambda: Article.objects.get(path=story.path), runs)
    yield Case("reader page of a story", _visit(client, story.path), runs, READER)
    yield Case("reader page of a section", _visit(client, story.section.path), runs)
    yield Case("no such page", _visit(client, "/politik/tidak-ada/", 404), runs)


# Publishing ------------------------------------------------------------------------------------------


def _publishing(runs: int) -> Iterator[Case]:
    """As the newsroom does it: a draft saved, then published by the chief editor."""
    chief = User.objects.get(email=PEOPLE["chief"])
    reporter = User.objects.get(email=PEOPLE["reporter"])
    times, most = max(runs, 30), count(timezone.now().timestamp())
    drafts = [_draft(reporter, f"Naskah Pengukur {next(most):.3f}") for _ in range(times + 3)]
    yield Case("publish a new story", _each(drafts, lambda story: _publish(story, chief)), times)
    stories = Article.objects.live().filter(live_revision=None).order_by("-pk")[: times + 3]
    updates = [_update(story, reporter) for story in stories]
    if len(updates) == times + 3:
        yield Case(
            "publish an update of an imported story", _each(updates, lambda s: _publish(s, chief)), times
        )
    yield Case("save a draft", _each(drafts, lambda story: _update(story, reporter)), times)


def _each(stories: list[Article], act: Callable[[Article], Any]) -> Callable[[], Any]:
    remaining = iter(stories)
    return lambda: act(next(remaining))


def _publish(story: Article, user: User) -> None:
    revision = story.get_latest_revision()
    story.publish(revision, user=user)


def _draft(user: User, headline: str) -> Article:
    """A new draft with the text of an older story."""
    model = Article.objects.live().filter(section__broad=False).order_by("pk")[len(headline) % 7]
    standfirst = "Warga memperbaiki jembatan gantung yang rusak."
    story = Article(headline=headline, standfirst=standfirst, section=model.section, body=model.body)
    story.no_picture, story.live = True, False
    story.created_by, story.created_at = user, timezone.now() - timedelta(hours=1)
    story.bylines = [Byline(contributor=user.contributor)]
    story.save()
    story.save_revision(user=user, clean=False)
    return Article.objects.get(pk=story.pk)


def _update(story: Article, user: User) -> Article:
    draft = Article.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.standfirst = "Keterangan dalam berita ini diperbarui sesudah jumpa pers."
    draft.save_revision(user=user, clean=False)
    return Article.objects.get(pk=story.pk)
