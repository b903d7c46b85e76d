"""The body of a Ghost post as HTML.

Ghost keeps each body twice: as its editor needs it (Markdown, mobiledoc or Lexical) and as the HTML it shows, made
anew whenever the post is saved. The HTML is taken: it is what readers saw, cards and embeds included. Where it is
missing, or has fewer words than the paragraphs of the source (posts put in by scripts), the source is rendered here.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

from terbit.moving.exports.ghost_cards import markdown_html
from terbit.moving.exports.lexical import lexical_html
from terbit.moving.exports.mobiledoc import mobiledoc_html
from terbit.moving.exports.rendered import Rendered
from terbit.moving.exports.tables import Row, text_of
from terbit.moving.exports.troubles import Reason

Troubles = list[tuple[Reason, dict[str, str | int]]]

# What Ghost takes out of a page before it hands it to those whom it is not for.
_GATED = re.compile(
    r"<!--\s*kg-gated-block:begin\s(?P<whom>[^\n>]*)-->(?:(?!<!--\s*kg-gated-block:).)*<!--\s*kg-gated-block:end\s*-->",
    re.DOTALL,
)
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"<[^>]*>")
_INLINE = re.compile(r"</?(?:a|b|i|u|s|em|strong|code|mark|span|sub|sup|del|small)\b[^>]*>", re.IGNORECASE)


def body_of(row: Row) -> tuple[str, Troubles]:
    troubles: Troubles = []
    stored, left_out = _for_everybody(rooted(text_of(row, "html")))
    if left_out:
        troubles.append((Reason.CARD_FOR_MEMBERS, {"count": left_out}))
    rendered = _rendered(row, troubles)
    if rendered is None:
        return stored, troubles
    troubles += [(Reason.CARD_UNKNOWN, {"card": card}) for card in sorted(rendered.unknown)]
    if not stored.strip():
        return rooted(rendered.html), troubles
    in_stored, in_source = _words(stored), _words(rendered.prose)
    if in_stored < in_source:
        troubles.append((Reason.STORED_HTML_INCOMPLETE, {"stored": in_stored, "source": in_source}))
        return rooted(rendered.html), troubles
    return stored, [(reason, values) for reason, values in troubles if reason is not Reason.CARD_UNKNOWN]


def _for_everybody(stored: str) -> tuple[str, int]:
    """Without the cards that only members see, and how many there were."""
    hidden = [found for found in _GATED.finditer(stored) if "nonMember:false" in found["whom"]]
    for found in reversed(hidden):
        stored = stored[: found.start()] + stored[found.end() :]
    return stored, len(hidden)


def rooted(text: str) -> str:
    """Without the mark that stands for the site's own address since Ghost 4: addresses begin at its root."""
    return text.replace("__GHOST_URL__", "")


def _rendered(row: Row, troubles: Troubles) -> Rendered | None:
    readers: tuple[tuple[str, Callable[[object], Rendered]], ...] = (
        ("lexical", lexical_html),
        ("mobiledoc", mobiledoc_html),
    )
    for name, render in readers:
        if source := row.get(name):
            try:
                return render(json.loads(source, strict=False) if isinstance(source, str) else source)
            except (ValueError, RecursionError) as error:
                stated = str(error)[:100] or type(error).__name__
                troubles.append((Reason.BODY_UNREADABLE, {"format": name, "error": stated}))
    if markdown := text_of(row, "markdown"):
        # Its words are counted as rendered: Markdown of 0.x holds HTML of any kind.
        return Rendered([(True, markdown_html(markdown))])
    return None


def _words(markup: str) -> int:
    text = _MARKUP.sub(" ", _INLINE.sub("", _HIDDEN.sub(" ", markup)))
    return len(html.unescape(text).split())
