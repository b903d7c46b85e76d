"""The ledger as a table: a screenful of lines at a time, found without counting or skipping any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from terbit.moving.arriving import ledger, permalinks, uploads
from terbit.moving.models import Move, OldItem
from terbit.moving.screens import words
from terbit.newsroom.models import Article, Contributor, Section, StandingPage, Topic
from terbit.pictures.models import MediaFile, Picture
from terbit.theme import former

ON_A_PAGE = 50
NOT_WHOLE = ~Q(words_before=F("words_kept")) | ~Q(words_kept=F("words_after"))
VIEWS = "arsip"
SHOWN = {
    "naskah": gettext_lazy("Stories"),
    "halaman": gettext_lazy("Standing pages"),
    "foto": gettext_lazy("Pictures and recordings"),
    "nama": gettext_lazy("Sections, topics, contributors"),
    "dilewati": gettext_lazy("Left out"),
    VIEWS: gettext_lazy("Front, feeds, archives by date"),
    "catatan": gettext_lazy("With a remark"),
    "kata": gettext_lazy("Words not whole"),
    "tanpa-foto": gettext_lazy("Pictures missing"),
}


@dataclass(frozen=True)
class Way:
    """Another address of the same thing."""

    address: str
    kind: str
    now: str
    why: str


@dataclass(frozen=True)
class Row:
    line: OldItem
    address: str
    kind: str
    now: str
    edit: str
    why: str
    ways: list[Way]

    @property
    def has_words(self) -> bool:
        return bool(self.line.words_before or self.line.words_after)

    @property
    def is_whole(self) -> bool:
        return self.line.words_before == self.line.words_kept == self.line.words_after


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    next: int | None  # the line after which the next page begins; of views, their number


def page(move: Move, shown: str, words_sought: str, after: int) -> Page:
    if shown == VIEWS:
        return _views(move, after)
    lines = list(found(move, shown, words_sought).filter(pk__gt=after).order_by("pk")[: ON_A_PAGE + 1])
    more = len(lines) > ON_A_PAGE
    lines = lines[:ON_A_PAGE]
    return Page(list(_rows(move, lines)), lines[-1].pk if more else None)


def _views(move: Move, after: int) -> Page:
    """They are no rows of a table, and at most some thousands: one for each day with stories."""
    some = list(islice(ledger.views(move), after, after + ON_A_PAGE + 1))
    rows = [
        Row(line.item, line.address, words.kind(line.kind), line.now, "", "", []) for line in some[:ON_A_PAGE]
    ]
    return Page(rows, after + ON_A_PAGE if len(some) > ON_A_PAGE else None)


def found(move: Move, shown: str, sought: str) -> QuerySet[OldItem]:
    lines = OldItem.objects.filter(move=move)
    lines = lines.filter(_shown(shown)) if shown in SHOWN else lines
    sought = sought.strip().replace("\0", "")[:200]
    return lines.filter(_sought(sought)) if sought else lines


def _shown(shown: str) -> Q:
    if shown == "dilewati":
        return Q(content_type=None)
    if shown == "catatan":
        return ~Q(reason="") | Q(notes__has_any_keys=["cut", "unknown"])
    if shown == "kata":
        return NOT_WHOLE
    if shown == "tanpa-foto":
        return Q(pictures_after__lt=F("pictures_before"))
    models = {
        "naskah": [Article],
        "halaman": [StandingPage],
        "foto": [Picture, MediaFile],
        "nama": [Section, Topic, Contributor],
    }
    return Q(content_type__in=[ContentType.objects.get_for_model(model) for model in models[shown]])


def _sought(sought: str) -> Q:
    """An old address as it is pasted, a number of the old site, or words of a title."""
    if sought.startswith(("/", "http://", "https://")) and (path := _path_in(sought)):
        return Q(url__gte=path, url__lt=f"{path}\U0010ffff") | _by_another_way(sought, path)
    if sought.isascii() and sought.isdecimal():
        return Q(key=f"item:{sought}") | Q(title__icontains=sought)
    return Q(title__icontains=sought)


def _by_another_way(sought: str, path: str) -> Q:
    """`/?p=17`, a copy of a picture, or what stands behind the address of a story or list for a view of it."""
    if number := permalinks.number_of(sought):
        return Q(key=f"item:{number}")
    if permalinks.UPLOADS.search(path):
        return Q(key__in=uploads.keys_of(permalinks.below_uploads(path)))
    bare = former.plain(path)[0]
    return Q(url__in=former.spellings(path)) if bare != path else Q(pk=None)


def _path_in(sought: str) -> str:
    """What an address has behind its host; "" where it is none."""
    try:
        parts = urlsplit(sought)
    except ValueError:
        return ""
    return unquote(parts.path).replace("\0", "") + (f"?{parts.query}" if parts.query else "")


def _rows(move: Move, lines: list[OldItem]) -> Iterator[Row]:
    stories, viewset = ContentType.objects.get_for_model(Article).pk, Article.snippet_viewset
    for own, others in ledger.of(move, lines):
        line, edit = own.item, ""
        if line.content_type_id == stories:
            edit = reverse(viewset.get_url_name("edit"), args=[line.object_id])
        remarks = [words.why(own.reason) if own.reason else "", words.unknown(ledger.unknown_of(line))]
        why = "; ".join(filter(None, remarks))
        yield Row(line, own.address, words.kind(line.kind), own.now, edit, why, [_way(way) for way in others])


def _way(line: ledger.Line) -> Way:
    why = words.why(line.reason) if line.reason and not line.now else ""
    return Way(line.address, str(words.WAYS[line.way]), line.now, why)


def asked(shown: str, sought: str) -> dict[str, Any]:
    return {name: value for name, value in (("tampil", shown), ("cari", sought)) if value}
