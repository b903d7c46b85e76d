"""The ledger: a line for every old address, with where it is now and how much of it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType

from terbit.moving.arriving import standing, uploads
from terbit.moving.models import Move, OldItem
from terbit.newsroom.models import Article, ArticleTopic, Byline, Contributor, Section, StandingPage, Topic
from terbit.pictures.addresses import media_url
from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.public import public_media, public_pictures

COLUMNS = (
    "old_address kind id title status became now words_before words_after words_kept pictures_before "
    "pictures_after byline date reason comments language translations unknown"
).split()
AT_ONCE = 500


def write(move: Move, file: Path) -> int:
    """All lines as CSV (UTF-8, RFC 4180); returns how many."""
    number = -1
    with file.open("w", encoding="utf-8", newline="") as written:
        for number, text in enumerate(as_csv(move)):  # noqa: B007 - the head is line 0
            written.write(text)
    return number


def as_csv(move: Move) -> Iterator[str]:
    """The same text as `write` writes, line by line."""
    out = csv.writer(_Handed())
    yield out.writerow(COLUMNS)
    for line, now in lines(move):
        yield out.writerow(map(_harmless, row(line, now)))


class _Handed:
    """A file for `csv`, whose `writerow` returns what `write` does."""

    def write(self, text: str) -> str:
        return text


def lines(move: Move) -> Iterator[tuple[OldItem, str]]:
    """Each with the address where it is now; "" where readers do not see it."""
    if not move.pk:
        return
    remaining = OldItem.objects.filter(move=move).order_by("pk").iterator(chunk_size=AT_ONCE)
    while some := list(islice(remaining, AT_ONCE)):
        now = addresses(some)
        yield from ((line, now.get(line.pk, "")) for line in some)


def row(line: OldItem, now: str) -> list[Any]:
    kind = (
        line.content_type_id
    )  # its own row is remembered; by the relation it would be asked for line by line
    became = ContentType.objects.get_for_id(kind).model if kind else ""
    return [
        line.url, line.kind, line.key.partition(":")[2], line.title, line.status, became, now, line.words_before,
        line.words_after, line.words_kept, line.pictures_before, line.pictures_after, line.byline, line.dated,
        line.reason, line.notes.get("comments", {}).get("kept", 0), line.notes.get("language", ""),
        line.notes.get("translation_group", ""), " ".join(unknown_of(line)),
    ]  # fmt: skip


def unknown_of(line: OldItem) -> list[str]:
    """What of it may have stood behind the end of its file: `text`, `topics`, `authors`, `details`."""
    return ["text"] * bool(line.notes.get("cut")) + line.notes.get("unknown", [])


def addresses(some: Iterable[OldItem]) -> dict[int, str]:
    """The paths at which readers find what some old things became, by the keys of their lines."""
    by_type: dict[int, dict[int, int]] = {}
    for line in some:
        if line.content_type_id and line.object_id:
            by_type.setdefault(line.content_type_id, {})[line.pk] = int(line.object_id)
    found: dict[int, str] = {}
    for kind, keys in by_type.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        paths = _paths(model, set(keys.values()))
        found |= {line: paths[pk] for line, pk in keys.items() if paths.get(pk)}
    return found


def _paths(model: Any, keys: set[int]) -> dict[int, str]:
    if model is Article:
        return dict(Article.objects.filter(pk__in=keys, live=True).values_list("pk", "path"))
    if model is StandingPage:
        return {page.pk: standing.path_of(page) for page in StandingPage.objects.live().filter(pk__in=keys)}
    if model is Topic:
        topics = Topic.objects.select_related("merged_into").in_bulk(keys)
        current = {pk: topic.current for pk, topic in topics.items()}
        read = _with_stories(ArticleTopic, "topic", {topic.pk for topic in current.values()})
        return {pk: topic.path for pk, topic in current.items() if topic.pk in read}
    if model is Contributor:
        keys = _with_stories(Byline, "contributor", keys)
    if model in (Section, Contributor):
        return {pk: row.path for pk, row in model.objects.in_bulk(keys).items()}
    if model is Picture:
        shown = Picture.objects.filter(pk__in=public_pictures(keys))
        return {picture.pk: uploads.picture_address(picture) for picture in shown}
    if model is MediaFile:
        return {media.pk: media_url(media) for media in MediaFile.objects.filter(pk__in=public_media(keys))}
    return {}


def _with_stories(rows: Any, name: str, keys: set[int]) -> set[int]:
    """Those names of which readers have a story; the others have no page yet."""
    of_some = rows.objects.filter(**{f"{name}__in": keys}, article__live=True)
    return set(of_some.order_by().values_list(name, flat=True).distinct())


def _harmless(value: Any) -> Any:
    """A cell that begins like a formula is none (CWE-1236)."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value[:1] else value
