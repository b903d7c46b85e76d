"""Bodies of the invented stories, from the short form of their files to that of the database."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Block = tuple[str, Any]
STORY_LINK = re.compile(r'<a href="story:([^"]+)">')


@dataclass
class Records:
    """Primary keys of what a body names, by its name; those of stories grow as they are written."""

    people: Mapping[str, int]
    pictures: Mapping[str, int]
    media: Mapping[str, int]
    stories: dict[str, int]

    def html(self, words: str) -> str:
        return STORY_LINK.sub(lambda link: f'<a linktype="article" id="{self.stories[link[1]]}">', words)


def stream(key: str, blocks: list[dict[str, Any]], records: Records) -> str:
    """Stream data as JSON; the ids of blocks depend on nothing but the story's key and the order."""
    written = []
    for number, block in enumerate(blocks):
        kind, value = _written(block, records)
        written.append({"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{key}#{number}"))})
    return json.dumps(written)


def _written(block: dict[str, Any], records: Records) -> Block:
    (name, given), *rest = block.items()
    return BLOCKS[name](given, records, **dict(rest))


def _paragraph(words: str, records: Records) -> Block:
    return "paragraph", f"<p>{records.html(words.strip())}</p>"


def _subheading(words: str, records: Records) -> Block:
    return "subheading", {"text": words, "level": "2"}


def _statement(given: dict[str, Any], records: Records) -> Block:
    value = dict(given)
    if person := value.pop("person", ""):
        value["person"] = records.people[person]
    if day := value.get("said_on"):
        value["said_on"] = day.isoformat()
    return "statement", value


def _baca_juga(keys: list[str], records: Records) -> Block:
    return "baca_juga", [
        {"type": "item", "value": records.stories[key], "id": str(uuid5(NAMESPACE_URL, key))} for key in keys
    ]


def _list(items: list[str], records: Records, *, ordered: bool = False) -> Block:
    tag = "ol" if ordered else "ul"
    return "list", f"<{tag}>{''.join(f'<li>{records.html(item)}</li>' for item in items)}</{tag}>"


def _table(given: dict[str, Any], records: Records) -> Block:
    rows = [given["head"], *([str(cell) for cell in row] for row in given["rows"])]
    source = f"Sumber: {given['source']}" if given.get("source") else ""
    caption = ". ".join(filter(None, (given.get("caption", ""), source)))
    return "table", {
        "data": rows,
        "table_caption": caption,
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
    }


def _picture_value(given: dict[str, Any], records: Records) -> dict[str, Any]:
    return {"picture": records.pictures[given["name"]], "caption": given.get("caption", "")}


def _picture(given: dict[str, Any], records: Records) -> Block:
    return "picture", _picture_value(given, records)


def _gallery(given: dict[str, Any], records: Records) -> Block:
    items = [
        {
            "type": "item",
            "value": _picture_value(each, records),
            "id": str(uuid5(NAMESPACE_URL, each["name"])),
        }
        for each in given["pictures"]
    ]
    return "gallery", {"title": given.get("title", ""), "pictures": items}


def _fact_box(given: dict[str, Any], records: Records) -> Block:
    rows = [
        {"type": "item", "value": {"label": label, "value": value}, "id": str(uuid5(NAMESPACE_URL, label))}
        for label, value in given.get("rows", [])
    ]
    return "fact_box", {"title": given["title"], "rows": rows, "text": given.get("text", "")}


def _note(words: str, records: Records) -> Block:
    return "note", f"<p>{escape(words, quote=False)}</p>"


def _pull_quote(given: dict[str, Any], records: Records) -> Block:
    return "pull_quote", {"text": given["text"], "attribution": given.get("attribution", "")}


def _embed(given: dict[str, Any], records: Records) -> Block:
    still = records.pictures[given["still"]] if given.get("still") else None
    return "embed", {"url": given["url"], "title": given.get("title", ""), "still": still}


def _media(given: dict[str, Any], records: Records) -> Block:
    return "media", {"file": records.media[given["name"]], "caption": given.get("caption", "")}


def _safe_html(html: str, records: Records) -> Block:
    """As an archive brings it that was moved in."""
    return "safe_html", html.strip()


BLOCKS: dict[str, Callable[..., Block]] = {
    "paragraph": _paragraph,
    "subheading": _subheading,
    "statement": _statement,
    "baca_juga": _baca_juga,
    "list": _list,
    "table": _table,
    "picture": _picture,
    "gallery": _gallery,
    "fact_box": _fact_box,
    "note": _note,
    "pull_quote": _pull_quote,
    "embed": _embed,
    "media": _media,
    "safe_html": _safe_html,
}
