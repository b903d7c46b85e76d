"""Which addresses the paper has, and in which order they are pressed."""

from __future__ import annotations

from collections.abc import Iterator

from terbit.newsroom import contexts, days, named
from terbit.newsroom.models import Article, Publication, Section
from terbit.press import api as press
from terbit.theme import beside, pages

FRONT, SECTION, LIST = 1, 2, 4
MANY = 2000


def register() -> None:
    press.register_order(order)
    press.register_addresses(addresses)


def order(address: str) -> int | None:
    if address == "/":
        return FRONT
    if address.count("/") == 2 and Section.objects.filter(slug=address.strip("/")).exists():
        return SECTION
    return LIST if address in beside.ADDRESSES else None


def addresses() -> Iterator[str]:
    """What matters most first: fronts, the newest stories, names, the archive."""
    yield "/"
    yield from (section.path for section in contexts.sections())
    yield from beside.ADDRESSES
    stories = Article.objects.latest().values_list("path", "first_published_at")
    yield from (path for path, _moment in stories[:100])
    yield from (path for path, _changed in contexts.all_standing_pages())
    yield from ("/indeks/", "/cari/", "/luring/", "/sw.js", "/manifest.webmanifest", "/favicon.ico")
    yield from (path for path, _moment in stories.iterator(chunk_size=MANY))
    publication = Publication.load()
    for place, (model, _stories) in named.PLACES.items():
        for row in model.objects.order_by("pk").iterator(chunk_size=MANY):
            yield row.path
            yield from pages.years_of(place, row, publication)
    moments = stories.values_list("first_published_at", flat=True).iterator(chunk_size=MANY)
    issued = dict.fromkeys(moment.astimezone(publication.zone).date() for moment in moments)
    yield from (days.address(day) for day in issued)
    yield from dict.fromkeys(days.address_of_month(day) for day in issued)
