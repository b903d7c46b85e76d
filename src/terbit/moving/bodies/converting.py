"""From the HTML that another system holds to the blocks of `Article.body`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from terbit.moving.bodies import blockeditor, drawings, expanding, figures, structures, tables, tree
from terbit.moving.bodies.autop import autop
from terbit.moving.bodies.conserved import text_of
from terbit.moving.bodies.reading import Reader
from terbit.moving.bodies.result import Body, Finders, Links, Media, Pictures, nothing
from terbit.moving.bodies.settling import Settler

# How the HTML was written: "classic" text gets its paragraphs here, "blocks" stand between comments, "html" is whole
# already and has no shortcodes (Ghost), "auto" is one of the first two.
Kind = Literal["classic", "blocks", "html", "auto"]
HANDLERS = (figures, structures, tables)  # they register with the reader when they are imported
MORE = re.compile(r"<!--more\b[^<>]*-->")
NEXT_PAGE = re.compile(r"<!--nextpage-->")


def convert(
    html: str,
    *,
    kind: Kind = "auto",
    pictures: Pictures = nothing,
    media: Media = nothing,
    links: Links = nothing,
    attached: Sequence[int] = (),
) -> Body:
    """The body of a post, whatever is in it. Writes nothing and asks no database; raises nothing.

    `pictures`, `media` and `links` find what the body names (`bodies.result`); `attached` are numbers of the post's
    own attachments in order, which a [gallery] without numbers shows.
    """
    body = Body(pages=len(NEXT_PAGE.findall(html)) + 1)
    if more := MORE.search(html):
        body.teaser = " ".join(text_of(html[: more.start()], has_shortcodes=kind != "html").split())
    finders = Finders(pictures, media, links, tuple(attached))
    reader = Reader(finders, body.dropped)
    reader.read(tree.parse(_plain_html(html, kind, body)))
    reader.flush()
    Settler(body, finders).settle(reader.pieces)
    return body


def _plain_html(html: str, kind: Kind, body: Body) -> str:
    """Without what only WordPress understands, and with words in the place of drawings."""
    html, drawn = drawings.words_alone(html)
    body.dropped += drawn
    if kind == "html":
        return html
    if kind == "blocks" or (kind == "auto" and blockeditor.is_written_in_blocks(html)):
        html, body.unknown_blocks = blockeditor.plain_html(html)
        html, body.shortcodes = expanding.expand(html)
        return html
    html, body.shortcodes = expanding.expand(html)
    return autop(html)
