"""Body text without keys of the database: what it points at is named instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.blocks.field_block import ChooserBlock
from wagtail.rich_text import features

# Names a row for people, or says that there is none any more.
Namer = Callable[[type[Model], Any], str | None]

TAG = re.compile(r"<(a|embed)\s[^>]*?\b(link|embed)type=[^>]*>")
ATTRIBUTE = re.compile(r'\b(linktype|embedtype|id)="([^"]*)"')


def neutral(block: Block, value: Any, name: Namer) -> Any:
    """The stored JSON of a block without its own ids and with names for the keys of other rows."""
    if isinstance(block, ChooserBlock):
        return None if value is None else name(block.model_class, value)
    if isinstance(block, StreamBlock) and isinstance(value, list):
        return [_child(block, child, name) for child in value]
    if isinstance(block, ListBlock) and isinstance(value, list):
        return [neutral(block.child_block, _item(item), name) for item in value]
    if isinstance(block, StructBlock) and isinstance(value, dict):
        return {
            key: neutral(block.child_blocks[key], child, name) if key in block.child_blocks else child
            for key, child in value.items()
        }
    return rich_text(value, name) if isinstance(value, str) else value


def rich_text(text: str, name: Namer) -> str:
    """Stored rich text with names in its links and embeds."""
    return TAG.sub(lambda tag: _tag(tag[0], name), text) if "type=" in text else text


def _child(block: StreamBlock, child: dict[str, Any], name: Namer) -> dict[str, Any]:
    kind, value = child.get("type", ""), child.get("value")
    known = block.child_blocks.get(kind)
    return {"type": kind, "value": neutral(known, value, name) if known else value}


def _item(item: Any) -> Any:
    return item["value"] if isinstance(item, dict) and set(item) == {"type", "value", "id"} else item


def _tag(tag: str, name: Namer) -> str:
    found = dict(ATTRIBUTE.findall(tag))
    handlers = features.get_link_types() | features.get_embed_types()
    handler = handlers.get(found.get("linktype") or found.get("embedtype") or "")
    if handler is None or "id" not in found:
        return tag
    named = name(handler.get_model(), found["id"])
    return re.sub(r'\bid="[^"]*"', lambda _: f'id="{named}"', tag, count=1)
