"""The block editor keeps its blocks as HTML between comments: <!-- wp:image {"id":5} --> … <!-- /wp:image -->.

What a block says stands in its HTML; only numbers of attachments stand in the comment alone.
"""

from __future__ import annotations

import json
import re
from typing import Any

from terbit.moving.bodies import tokens
from terbit.moving.bodies.autop import autop

COMMENT = re.compile(
    r"<!--\s+(?P<end>/)?wp:(?P<name>[a-z][a-z0-9_/-]*+)\s+(?P<json>\{(?:(?!-->|<!--).)*\}\s+)?(?P<alone>/)?-->",
    re.DOTALL,
)
FREEFORM = frozenset({"freeform", "classic", "core/freeform"})
NUMBERED = {"audio": "id", "video": "id", "file": "id", "image": "id", "cover": "id", "media-text": "mediaId"}
# The blocks of WordPress whose HTML says everything, and those that say nothing of the story.
KNOWN = frozenset(
    """paragraph heading list list-item image gallery quote pullquote embed table html freeform classic more nextpage
    separator spacer columns column group media-text file audio video buttons button shortcode cover code verse
    preformatted details missing text-columns subhead social-links social-link""".split()
)
OPENING = re.compile(r"<(?:figure|div)\b", re.IGNORECASE)


def is_written_in_blocks(html: str) -> bool:
    return "<!-- wp:" in html


def plain_html(html: str) -> tuple[str, list[str]]:
    """The HTML without comments of blocks, text between blocks made into paragraphs, and unknown blocks as written."""
    written: list[str] = []
    unknown: list[str] = []
    open_blocks: list[str] = []
    position = 0
    for match in COMMENT.finditer(html):
        written.append(_content(html[position : match.start()], open_blocks))
        position = match.end()
        block = match["name"].removeprefix("core/")
        if match["end"]:
            _leave(block, open_blocks)
            continue
        if block not in KNOWN and not block.startswith("core-embed/"):
            unknown.append(_shortened(match[0]))
        if match["alone"]:
            continue
        open_blocks.append(block)
        if mark := _mark(block, match["json"]):
            opening = OPENING.search(html, position)
            nearest = html.find("<!--", position)
            if opening and (nearest < 0 or opening.start() < nearest):
                written.append(f"{html[position : opening.end()]}{mark}")
                position = opening.end()
    written.append(_content(html[position:], open_blocks))
    return "".join(written), unknown


def _content(html: str, open_blocks: list[str]) -> str:
    freeform = not open_blocks or open_blocks[-1] in FREEFORM
    return f"\n{autop(html)}\n" if freeform and html.strip() else html


def _leave(block: str, open_blocks: list[str]) -> None:
    if block in open_blocks[-tokens.DEEPEST :]:
        while open_blocks.pop() != block:
            pass


def _mark(block: str, attributes: str | None) -> str:
    """The number of the attachment, as an attribute for the block's first element."""
    name = NUMBERED.get(block)
    number = _read(attributes).get(name) if name and attributes else None
    return f' data-attachment="{number}"' if isinstance(number, int) and number > 0 else ""


def _read(attributes: str) -> dict[str, Any]:
    try:
        read = json.loads(attributes)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _shortened(comment: str) -> str:
    inside = comment.removeprefix("<!--").removesuffix("-->").strip()
    return inside if len(inside) <= 300 else f"{inside[:299]}…"
