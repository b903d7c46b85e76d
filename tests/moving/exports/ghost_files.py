"""Ghost exports, whole until a test breaks them."""

from __future__ import annotations

import io
import json
from typing import Any

from terbit.moving.exports import ghost
from terbit.moving.exports.records import Item, Record
from terbit.moving.exports.streams import Stream
from terbit.moving.exports.troubles import Reason, Trouble


def post(number: int = 1, **fields: Any) -> dict[str, Any]:
    row = {
        "id": f"p{number}",
        "uuid": f"u{number}",
        "title": f"Judul {number}",
        "slug": f"judul-{number}",
        "html": f"<p>Isi {number}</p>",
        "status": "published",
        "type": "post",
        "visibility": "public",
        "published_at": "2026-02-01T01:00:00.000Z",
        "updated_at": "2026-02-01T02:00:00.000Z",
        "featured": 0,
    }
    return row | fields


def tables(*posts: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"posts": list(posts)} | others


def export(*posts: dict[str, Any], **others: Any) -> str:
    """As Ghost writes it since 1.0."""
    meta = {"exported_on": 1772323200000, "version": "5.82.2"}
    return json.dumps({"db": [{"meta": meta, "data": tables(*posts, **others)}]})


def records(text: str | bytes) -> list[Record]:
    data = text.encode() if isinstance(text, str) else text
    return list(ghost.read(lambda: Stream(io.BytesIO(data), Reason.UNREADABLE), "ghost.json"))


def items(text: str | bytes) -> list[Item]:
    return [record for record in records(text) if isinstance(record, Item)]


def troubles(text: str | bytes) -> list[Trouble]:
    return [record for record in records(text) if isinstance(record, Trouble)]
