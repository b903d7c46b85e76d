"""Where readers find what old things became, or why they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet

from terbit.moving.arriving import permalinks, standing, uploads
from terbit.moving.arriving.lines import NAMES
from terbit.moving.models import OldItem
from terbit.newsroom.models import (
    Article,
    ArticleTopic,
    Byline,
    Contributor,
    Redirect,
    Section,
    StandingPage,
    Topic,
)
from terbit.pictures.addresses import media_url
from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.public import public_media, public_pictures

# Why readers find nothing, beside the reasons for which things were left out or came as drafts.
OFFLINE, GONE, DROPPED, NO_STORIES, NOT_SHOWN = "offline", "gone", "dropped", "no-stories", "not-shown"

AT_ONCE = 500  # names of files asked for


@dataclass(frozen=True)
class Place:
    """`now` is an address of the paper, "" where readers find nothing; then `reason` says why."""

    now: str = ""
    reason: str = ""
    stories: int = 0  # of a section, topic or contributor


def of(some: Iterable[OldItem]) -> dict[int, Place]:
    """The places of some old things, by the keys of their lines."""
    some = list(some)
    by_type: dict[int, list[OldItem]] = {}
    for item in some:
        if item.content_type_id and item.object_id:
            by_type.setdefault(item.content_type_id, []).append(item)
    found = {item.pk: Place("", item.reason) for item in some}
    for kind, items in by_type.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        places = _places(model, {int(item.object_id) for item in items})
        for item in items:
            place = places.get(int(item.object_id), Place("", GONE))
            # What came as a draft is one for the reason for which it came so.
            found[item.pk] = place if place.now else Place("", item.reason or place.reason)
    return found | _pages_of_their_own(some, found)


def _pages_of_their_own(some: list[OldItem], found: dict[int, Place]) -> dict[int, Place]:
    """Pages that pictures had lead to what shows them; so does the address of what became nothing, if it leads."""
    things = [item for item in some if item.url and item.kind not in NAMES]
    asked = [item for item in things if item.kind == "attachment" or not found[item.pk].now]
    leading = _leading([item.url for item in asked])
    led = {item.pk: Place(leading[item.url]) for item in asked if item.url in leading}
    alone = (item for item in asked if item.kind == "attachment" and found[item.pk].now)
    return {item.pk: Place("", NOT_SHOWN) for item in alone} | led


def _leading(paths: list[str]) -> dict[str, str]:
    rows = Redirect.objects.filter(path__in=paths).select_related("article")
    rows = rows.only("path", "target", "article__path", "article__live")
    return {row.path: row.destination for row in rows if not row.article_id or row.article.live}


def _places(model: Any, keys: set[int]) -> dict[int, Place]:
    if model is Article:
        rows = Article.objects.filter(pk__in=keys).values_list("pk", "live", "path")
        return {pk: Place(path) if live else Place("", OFFLINE) for pk, live, path in rows}
    if model is StandingPage:
        pages = StandingPage.objects.in_bulk(keys)
        return {
            pk: Place(standing.path_of(row)) if row.live else Place("", OFFLINE) for pk, row in pages.items()
        }
    if model is Topic:
        return _topics(keys)
    if model is Contributor:
        numbers = _number_of(Byline.objects.filter(contributor__in=keys), "contributor")
        return {pk: _named(row, numbers[pk]) for pk, row in Contributor.objects.in_bulk(keys).items()}
    if model is Section:
        numbers = _in_sections()
        return {pk: Place(row.path, "", numbers[pk]) for pk, row in Section.objects.in_bulk(keys).items()}
    if model is Picture:
        return _shown(Picture, keys, public_pictures(keys), uploads.picture_address)
    if model is MediaFile:
        return _shown(MediaFile, keys, public_media(keys), media_url)
    return {}


def _topics(keys: set[int]) -> dict[int, Place]:
    rows = Topic.objects.select_related("merged_into").in_bulk(keys)
    current = {pk: topic.current for pk, topic in rows.items()}
    numbers = _number_of(ArticleTopic.objects.filter(topic__in={row.pk for row in current.values()}), "topic")
    return {
        pk: Place("", DROPPED) if row.dropped else _named(row, numbers[row.pk]) for pk, row in current.items()
    }


def _named(row: Any, stories: int) -> Place:
    """A name has a page once readers have a story of it."""
    return Place(row.path, "", stories) if stories else Place("", NO_STORIES)


def _number_of(rows: QuerySet[Any], name: str) -> Counter[int]:
    numbered = rows.filter(article__live=True).order_by().values_list(name)
    return Counter(dict(numbered.annotate(number=Count("article", distinct=True))))


def _in_sections() -> Counter[int]:
    """With those of the sections under each, as the old site listed them."""
    numbered = Article.objects.live().order_by().values_list("section").annotate(number=Count("pk"))
    own = Counter(dict(numbered))
    whole = Counter(own)
    for pk, parent in Section.objects.filter(parent__isnull=False).values_list("pk", "parent"):
        whole[parent] += own[pk]
    return whole


def _shown(model: Any, keys: set[int], shown: set[int], address: Any) -> dict[int, Place]:
    rows = model.objects.in_bulk(keys)
    return {pk: Place(address(row)) if pk in shown else Place("", NOT_SHOWN) for pk, row in rows.items()}


def of_files(addresses: Iterable[str]) -> dict[str, str]:
    """Where those old addresses of files lead, in whatever size, as far as readers may see them.

    Of several sites that had one, the paper gives that of the first (`uploads.address_of`).
    """
    names = {address: uploads.keys_of(permalinks.below_uploads(address)) for address in addresses}
    keys = list({key for some in names.values() for key in some})
    found: dict[str, dict[int, str]] = {}
    for begin in range(0, len(keys), AT_ONCE):
        files = list(OldItem.objects.filter(key__in=keys[begin : begin + AT_ONCE]))
        places = of(files)
        for file in files:
            if now := places[file.pk].now:
                found.setdefault(file.key, {})[file.move_id] = now
    led = {address: _first(found, some) for address, some in names.items()}
    return {address: now for address, now in led.items() if now}


def _first(found: dict[str, dict[int, str]], keys: list[str]) -> str:
    moves = {move for key in keys for move in found.get(key, ())}
    return next(found[key][min(moves)] for key in keys if min(moves) in found.get(key, ())) if moves else ""
