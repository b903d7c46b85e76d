"""What a body refers to: stories, people, pictures, media files, each kind fetched in one query.

Inside `with references.known(body):` choosers and links to stories find their records here, whether the body
is rendered or its values are read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock, StreamValue

from terbit.newsroom.prepared import Prepared

ARTICLE = "terbit_newsroom.Article"
PERSON = "terbit_newsroom.Person"
PICTURE = "terbit_pictures.Picture"
MEDIA_FILE = "terbit_pictures.MediaFile"
STORY_FIELDS = (
    "uuid",
    "headline",
    "short_headline",
    "withdrawn_headline",
    "path",
    "live",
    "kind",
    "first_published_at",
    "updated_at",
    "sponsor",
    "unverified",
    "language",
    "section",
)
ARTICLE_LINK = re.compile(r'<a linktype="article" id="([0-9]{1,18})">')

_current: ContextVar[References | None] = ContextVar("terbit_references", default=None)


def model(name: str) -> Any:
    """The model class; looked up late because stories' models are built on the blocks."""
    return apps.get_model(name)


def key(text: Any) -> int:
    """The primary key that a link names; 0, which no record has, where it names none."""
    digits = str(text)
    return int(digits) if re.fullmatch("[0-9]{1,18}", digits) else 0


def queryset(name: str) -> QuerySet[Any]:
    """Records as readers' pages need them: what stands beside them is joined, stories come as teasers."""
    records = model(name)._default_manager.all()
    if name == ARTICLE:
        # Half the time of whole rows; whoever needs more of a story asks for it.
        return records.select_related("lead_picture", "section").only(*STORY_FIELDS, "lead_picture")
    beside = {PERSON: ["picture"], MEDIA_FILE: ["poster"]}.get(name)
    return records.select_related(*beside) if beside else records


@cache
def _asking(name: str) -> Prepared[Any]:
    records = queryset(name).order_by()  # they are found by their keys
    return Prepared(records, "pk", "uuid") if name == ARTICLE else Prepared(records, "pk")


class References:
    """Primary keys of everything a body names, by model, in the order they occur; records on demand.

    `beside` are UUIDs of stories that stand on the same page and are fetched with those of the body.
    """

    def __init__(self, body: StreamValue | None, beside: Iterable[str] = ()) -> None:
        self.beside = list(beside)
        self.keys: dict[str, list[int]] = defaultdict(list)
        for name, number in named(body.stream_block, body.raw_data) if body else ():
            if number not in self.keys[name]:
                self.keys[name].append(number)
        self._found: dict[str, dict[int, Model]] = {}

    def records(self, name: str) -> dict[int, Any]:
        """The records of a model by primary key, those that exist."""
        if name not in self._found:
            self._found[name] = {record.pk: record for record in self._fetch(name)}
        return self._found[name]

    def _fetch(self, name: str) -> Iterable[Any]:
        return _asking(name)(self.keys[name], *([self.beside] if name == ARTICLE else []))

    @property
    def stories_beside(self) -> list[Any]:
        """Those of the stories beside that readers may see, in the order given."""
        found = (
            {str(story.uuid): story for story in self.records(ARTICLE).values() if story.live}
            if self.beside
            else {}
        )
        return [found[uuid] for uuid in self.beside if uuid in found]

    def knows(self, name: str, keys: list[int]) -> bool:
        return set(keys) <= set(self.keys[name])

    @cached_property
    def addresses(self) -> dict[int, str]:
        """Paths of the stories readers may see."""
        return {number: story.path for number, story in self.records(ARTICLE).items() if story.live}


def prepare(body: StreamValue, beside: Iterable[str]) -> References:
    """Let the body's records be fetched together with those of stories that stand beside it."""
    body.prepared = References(body, beside)
    return body.prepared


@contextmanager
def known(body: StreamValue | None) -> Iterator[References]:
    token = _current.set(getattr(body, "prepared", None) or References(body))
    try:
        yield _current.get()
    finally:
        _current.reset(token)


def current() -> References | None:
    return _current.get()


def addresses_of(keys: list[int]) -> dict[int, str]:
    """Paths of those of the stories that readers may see; from the body at hand if it names them."""
    references = current()
    if references is not None and references.knows(ARTICLE, keys):
        return references.addresses
    stories = model(ARTICLE)._default_manager.filter(pk__in=keys, live=True)
    return dict(stories.values_list("pk", "path"))


def list_item(item: Any) -> Any:
    """The stored value of an item in a list block, which old and imported bodies give without an id."""
    return item["value"] if isinstance(item, dict) and item.get("type") == "item" else item


def named(block: Block, raw: Any) -> Iterator[tuple[str, int]]:
    """(model, key) for each record named in a block's stored value, following the block's definition."""
    if isinstance(block, BaseStreamBlock):
        for item in raw:
            yield from named(block.child_blocks[item["type"]], item["value"])
    elif isinstance(block, BaseStructBlock):
        for name, child in getattr(block, "naming", block.child_blocks.items()):
            yield from named(child, (raw or {}).get(name))
    elif isinstance(block, ListBlock):
        for item in raw or []:
            yield from named(block.child_block, list_item(item))
    elif name := getattr(block, "names", None):
        if isinstance(raw, int):
            yield name, raw
    elif getattr(block, "shape", None) and raw and "linktype" in raw:
        yield from ((ARTICLE, int(number)) for number in ARTICLE_LINK.findall(raw))
