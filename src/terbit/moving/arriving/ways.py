"""The other addresses that the old site had for one thing: by number, AMP, feeds, later pages, smaller pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise

from django.contrib.contenttypes.models import ContentType
from django.db.models.functions import Substr

from terbit.lib import prints
from terbit.moving.arriving import permalinks
from terbit.moving.arriving.here import Place
from terbit.moving.arriving.lines import NAMES
from terbit.moving.models import Move, OldItem, Source
from terbit.newsroom.models import Article, StandingPage
from terbit.theme import former

# Stories of a list, as both have it unless told otherwise.
ON_A_PAGE = {Source.WORDPRESS: 10, Source.GHOST: 25}
FEED = {Source.WORDPRESS: "feed/", Source.GHOST: "rss/"}
# The kinds of what is no thing of the old site but a view of many.
FRONT, FEEDS, YEAR, MONTH, DAY = "front", "feed", "year", "month", "day"
LENGTHS = {YEAR: len("2024"), MONTH: len("2024-06"), DAY: len("2024-06-05")}


@dataclass(frozen=True)
class Way:
    """`kind` is put behind that of the thing: `post-number`."""

    address: str
    kind: str
    now: str
    reason: str = ""


class Ways:
    def __init__(self, move: Move) -> None:
        self.move, self.source = move, Source(move.source)
        self.folder = permalinks.folder_of(move.site)
        types = ContentType.objects.get_for_models(Article, StandingPage)
        self.numbers = {types[Article].pk: "p", types[StandingPage].pk: "page_id"}

    def to(self, item: OldItem, place: Place, pictures: Mapping[str, str]) -> Iterator[Way]:
        """Beside its own address. `pictures` says where those are now that its text has."""
        if item.kind in NAMES:
            yield from self._to_list(item, place)
            return
        yield from self._by_number(item, place)
        if place.now and item.url and item.content_type_id in self.numbers:
            bare = item.url.rstrip("/")
            yield Way(f"{bare}/amp/", "amp", place.now)
            if self.source == Source.WORDPRESS:
                yield Way(f"{bare}/feed/", "feed", place.now)
        for address in self.files_of(item):
            now = pictures.get(address, "")
            yield Way(address, "picture", now, "" if now else _why_not(item))

    def files_of(self, item: OldItem) -> list[str]:
        """Addresses of the old uploads that it has: pictures in another size than theirs, and what is not here."""
        own = {"", permalinks.host_of(self.move.site)}
        absent = [*item.notes.get("missing", ()), *item.notes.get("files", ())]
        uploads = (address for address in absent if permalinks.UPLOADS.search(address))
        paths = (permalinks.path_of(address) for address in uploads if permalinks.host_of(address) in own)
        named = [
            *item.notes.get("copies", ()),
            *filter(permalinks.is_usable, paths),
            item.notes.get("upload", ""),
        ]
        return list(filter(None, dict.fromkeys(named)))

    def _by_number(self, item: OldItem, place: Place) -> Iterator[Way]:
        number = item.key.removeprefix("item:")
        name = "attachment_id" if item.kind == "attachment" else self.numbers.get(item.content_type_id or 0)
        if self.source == Source.WORDPRESS and name and permalinks.is_number(number):
            yield self._way(f"{self.folder}/?{name}={number}", "number", place.now)

    def _way(self, address: str, kind: str, now: str) -> Way:
        """Queries mean something at the root and in one folder below it, see `prints.FOLDER`."""
        is_heard = "?" not in address or prints.FOLDER.match(address.partition("?")[0])
        return Way(address, kind, now) if is_heard else Way(address, kind, "", "unusable")

    def _to_list(self, item: OldItem, place: Place) -> Iterator[Way]:
        first, *others = item.notes.get("leads") or [""]
        for address in others:
            yield self._way(address, "number" if "?" in address else "short", place.now)
        if not first:
            return
        if place.stories > ON_A_PAGE[self.source]:
            yield Way(f"{first}page/2/", "page-2", place.now)
        yield Way(f"{first}{FEED[self.source]}", "feed", place.now and place.now + former.RSS)

    # Views of the whole site -------------------------------------------------------------------------

    def of_site(self) -> Iterator[tuple[str, str, str]]:
        """Address, kind and where it is now: the front, its feeds, and the archives by date."""
        feed = f"/{former.RSS}"
        yield f"{self.folder}/", FRONT, "/"
        yield f"{self.folder}/page/2/", FRONT, "/"
        yield f"{self.folder}/{FEED[self.source]}", FEEDS, feed
        if self.source == Source.WORDPRESS:
            for more in ("feed/atom/", "comments/feed/", "?feed=rss2"):
                way = self._way(f"{self.folder}/{more}", FEEDS, feed)
                yield way.address, way.kind, way.now
            yield from self._by_date()

    def _by_date(self) -> Iterator[tuple[str, str, str]]:
        """WordPress has one of each day, month and year that has a post."""
        kind = ContentType.objects.get_for_model(Article)
        posts = OldItem.objects.filter(move=self.move, content_type=kind, kind="post", dated__gt="")
        days = posts.filter(reason="").order_by().annotate(day=Substr("dated", 1, LENGTHS[DAY]))
        found = days.order_by("day").values_list("day", flat=True).distinct().iterator()
        for before, day in pairwise(chain([""], found)):
            for name, length in LENGTHS.items():
                if day[:length] != before[:length]:
                    address = f"/{day[:length].replace('-', '/')}/"
                    yield self.folder + address, name, former.by_date(address) or ""


def _why_not(item: OldItem) -> str:
    """Why a picture of it is not here."""
    return item.reason if item.reason.startswith("file-") else "file-missing"
