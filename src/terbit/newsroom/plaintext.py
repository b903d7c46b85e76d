"""A body without its shape: the words readers see, and whom and what it names."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks

from terbit.newsroom import references

if TYPE_CHECKING:
    from terbit.newsroom.blocks.statement import StatementValue
    from terbit.newsroom.models import Person
    from terbit.pictures.models import MediaFile, Picture


def visible_words(body: blocks.StreamValue) -> str:
    """What readers read, one paragraph, row of cells or caption a line; “baca juga” is not the story's text."""
    with references.known(body):
        return "\n".join(_words(body.stream_block, body.raw_data))


def word_count(body: blocks.StreamValue) -> int:
    return sum(any(char.isalnum() for char in word) for word in visible_words(body).split())


def statements_in(body: blocks.StreamValue) -> list[StatementValue]:
    """Every statement, in order."""
    if not any(item["type"] == "statement" for item in body.raw_data):
        return []
    with references.known(body):
        return [child.value for child in body if child.block_type == "statement"]


def is_unverified(body: blocks.StreamValue) -> bool:
    """Whether a statement of it still needs verification; fetches nothing."""
    said = (item["value"] for item in body.raw_data if item["type"] == "statement")
    return any(statement.get("needs_verification") for statement in said)


def people_in(body: blocks.StreamValue) -> list[Person]:
    """Whoever speaks in a statement and has a record, each once, in order."""
    return _records(body, references.PERSON)


def articles_in(body: blocks.StreamValue) -> list[int]:
    """Keys of the stories linked to or chosen to be read also, whether readers may see them or not."""
    return references.References(body).keys[references.ARTICLE]


def media_in(body: blocks.StreamValue) -> list[MediaFile]:
    """Sound and film, each once, in order."""
    return _records(body, references.MEDIA_FILE)


def pictures_in(body: blocks.StreamValue) -> list[Picture]:
    """Every picture as the story uses it, with the alt text given to it there; stills of embeds, too."""
    pictures = []
    with references.known(body):
        for child in body:
            if child.block_type == "picture":
                pictures.append(child.value.shown)
            elif child.block_type == "gallery":
                pictures += [item.shown for item in child.value["pictures"]]
            elif child.block_type == "embed":
                pictures.append(child.value["still"])
    return [picture for picture in pictures if picture is not None]


class Problem(str):
    """A sentence with the block it concerns, and the `fault` alone, which is the same wherever the block stands."""

    fault: str

    def __new__(cls, sentence: str, fault: str) -> Problem:
        problem = super().__new__(cls, sentence)
        problem.fault = fault
        return problem

    def __str__(self) -> Problem:
        return self


def problems_in(body: blocks.StreamValue) -> list[str]:
    """What keeps the body from being published, one sentence per reason, with the block it concerns.

    Never lenient, whatever form is being saved as a draft in another thread at the same moment.
    """
    strict = _strict_block()
    with references.known(body):
        values = [(child.block_type, child.value, child.id) for child in body]
    try:
        strict.clean(blocks.StreamValue(strict, values))
    except ValidationError as error:
        return list(_sentences(error, strict, values))
    return []


@cache
def _strict_block() -> blocks.StreamBlock:
    """A body of its own: Wagtail marks the blocks of a form as lenient while it saves a draft."""
    from terbit.newsroom.blocks import Body

    strict = copy.deepcopy(Body(required=False))
    strict.restore_deferred_validation()
    return strict


def _records(body: blocks.StreamValue, name: str) -> list[Any]:
    named = references.References(body)
    records = named.records(name)
    return [records[key] for key in named.keys[name] if key in records]


def _words(block: blocks.Block, raw: Any) -> Iterator[str]:
    """Words of a stored value, following the block's definition; no record is fetched for it."""
    if hasattr(block, "words_in"):
        yield from filter(None, block.words_in(raw))
    elif isinstance(block, blocks.BaseStreamBlock):
        for item in raw:
            yield from _words(block.child_blocks[item["type"]], item["value"])
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from _words(child, (raw or {}).get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in raw or []:
            yield from _words(block.child_block, references.list_item(item))


def _sentences(error: ValidationError, strict: blocks.StreamBlock, values: list[Any]) -> Iterator[str]:
    for position, fault in sorted(error.block_errors.items()):
        label = strict.child_blocks[values[position][0]].label
        for message in _messages(fault):
            values_of = {"number": position + 1, "block": label, "message": message}
            yield Problem(_("Block %(number)d, %(block)s: %(message)s") % values_of, message)


def _messages(error: ValidationError) -> Iterator[str]:
    """The sentences of an error and of those nested in it."""
    nested = getattr(error, "block_errors", None)
    if nested is None:
        yield from error.messages
        return
    for fault in getattr(error, "non_block_errors", []):
        yield str(fault)
    for _name, fault in sorted(nested.items(), key=lambda item: str(item[0])):
        yield from _messages(fault)
