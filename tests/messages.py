"""The texts of catalogues, of our sources and of rendered pages, for the tests of the translation."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src/terbit"
OURS = SOURCE / "locale/id/LC_MESSAGES"
FOR_WAGTAIL = SOURCE / "locale_wagtail/id/LC_MESSAGES"

Key = tuple[str, str]  # context ("" for none), English text (the singular)

_ONE, _PLURAL = (1,), (1, 2)
_IN_CONTEXT, _PLURAL_IN_CONTEXT = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), _ONE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), _PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), _IN_CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), _PLURAL_IN_CONTEXT),
}


def key(message: Message) -> Key:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def english(message: Message) -> str:
    """The English form an Indonesian text must match: of two, the one with the number in it."""
    return message.id if isinstance(message.id, str) else message.id[1]


def indonesian(message: Message) -> str:
    return message.string if isinstance(message.string, str) else message.string[0]


def read(path: Path) -> dict[Key, Message]:
    """The entries of a .po file that translate something; nothing of a file that is not there."""
    if not path.exists():
        return {}
    with path.open("rb") as po:
        return {key(message): message for message in read_po(po, abort_invalid=True) if message.id}


def translated(path: Path) -> dict[Key, Message]:
    """As `read`, without the empty and the doubtful."""
    return {
        known: message
        for known, message in read(path).items()
        if indonesian(message).strip() and not message.fuzzy
    }


def in_source(domain: str, root: Path = SOURCE) -> dict[Key, str]:
    """Every text marked for translation under `root` for `django` or `djangojs`, with a file that has it."""
    found: dict[Key, str] = {}
    for path in sorted(root.rglob("*")):
        for message in _marked(path, domain):
            found.setdefault(message, str(path.relative_to(root)))
    return found


def _marked(path: Path, domain: str) -> Iterator[Key]:
    if domain == "djangojs":
        if path.suffix == ".js" and "static" in path.parts:
            yield from _calls("javascript", path.read_text())
    elif path.suffix == ".py" and "migrations" not in path.parts:
        yield from _calls("python", path.read_text())
    elif path.suffix in {".html", ".txt", ".xml"} and "templates" in path.parts:
        for line in templatize(path.read_text(), origin=str(path)).splitlines():
            yield from _calls("python", line.strip())  # the lines are calls between masked text


def _calls(method: str, source: str) -> Iterator[Key]:
    for _line, message, _comments, context in extract(
        method, io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        yield context or "", message if isinstance(message, str) else message[0]


class _Text(HTMLParser):
    """What a reader of the page sees or hears: text and speaking attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in {"script", "style"}
        spoken = {"title", "aria-label", "placeholder", "alt"}
        self.texts.update(value.strip() for name, value in attrs if name in spoken and value)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.texts.add(re.sub(r"\s+", " ", data.strip()))


def texts(html: str) -> set[str]:
    page = _Text()
    page.feed(html)
    return page.texts


def english_left_in(html: str) -> set[str]:
    """Texts of the page that a catalogue would have turned into something else."""
    messages = [*translated(FOR_WAGTAIL / "django.po").values(), *translated(OURS / "django.po").values()]
    answers = {indonesian(message).strip() for message in messages}
    sources = {form.strip() for message in messages for form in _forms(message)}
    return texts(html) & (sources - answers)


def _forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)
