"""Words of one style, and what is written of them: the small HTML of a story's rich text, or a fuller one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

SPACES = re.compile(r"\s+")
# Elements whose loss changes what is said: 10<sup>6</sup>, words that were struck out.
TELLING = frozenset({"sup", "sub", "s"})


class Link(NamedTuple):
    """Where words lead: to our story of that key, or to an address that is fit to be kept."""

    story: int | None
    address: str  # "" where readers should not be sent there
    written: str  # as the source has it


class Style(NamedTuple):
    link: Link | None = None
    bold: bool = False
    italic: bool = False
    extra: str = ""  # an element of the fuller HTML


class Run(NamedTuple):
    """`text` has any white space; a line break is `BREAK`."""

    text: str
    style: Style = Style()


PLAIN = Style()
BREAK = Run("\n", Style(extra="br"))
Line = list[Run]


def lines(runs: Sequence[Run]) -> list[Line]:
    """Cut at line breaks, with one space between words and none at the edges; empty lines are kept as []."""
    cut: list[Line] = [[]]
    spaced = True
    for run in runs:
        if run is BREAK:
            cut.append([])
            spaced = True
            continue
        text = SPACES.sub(" ", run.text)
        if spaced and text[:1] == " ":
            text = text[1:]
        if text:
            cut[-1].append(Run(text, run.style if text != " " else PLAIN._replace(link=run.style.link)))
            spaced = text[-1] == " "
    return [_trimmed(line) for line in cut]


def _trimmed(line: Line) -> Line:
    while line and not (last := line[-1].text.rstrip(" ")):
        line = line[:-1]
    if line and last != line[-1].text:
        line = [*line[:-1], line[-1]._replace(text=last)]
    return line


def text(line: Iterable[Run]) -> str:
    return "".join(run.text for run in line)


def linked(line: Line) -> list[tuple[Link, str]]:
    """Every link of the line with its words, in order."""
    groups = groupby(line, lambda run: run.style.link)
    return [(link, words) for link, runs in groups if link is not None and (words := text(runs).strip())]


def unlinked(line: Line) -> str:
    return "".join(" " if run.style.link else run.text for run in line)


def rich(some: Sequence[Line]) -> str:
    """As a story's rich text holds it: links, bold, italic, line breaks."""
    return "<br/>".join(_linked(line, rich_text=True) for line in some)


def full(some: Sequence[Line]) -> str:
    """As a block of safe HTML holds it."""
    return "<br>".join(_linked(line, rich_text=False) for line in some)


def _linked(line: Line, *, rich_text: bool) -> str:
    html = []
    for link, runs in groupby(line, lambda run: run.style.link):
        inside = _bold(runs, rich_text)
        html.append(
            f"<a {_target(link, rich_text)}>{inside}</a>" if link and _target(link, rich_text) else inside
        )
    return "".join(html)


def _target(link: Link, rich_text: bool) -> str:
    if link.story and rich_text:
        return f'linktype="article" id="{link.story}"'
    return f'href="{escape(link.address)}"' if link.address else ""


def _bold(runs: Iterable[Run], rich_text: bool) -> str:
    groups = groupby(runs, lambda run: run.style.bold)
    return "".join(
        f"<b>{_italic(same, rich_text)}</b>" if bold else _italic(same, rich_text) for bold, same in groups
    )


def _italic(runs: Iterable[Run], rich_text: bool) -> str:
    groups = groupby(runs, lambda run: run.style.italic)
    return "".join(
        f"<i>{_extra(same, rich_text)}</i>" if italic else _extra(same, rich_text) for italic, same in groups
    )


def _extra(runs: Iterable[Run], rich_text: bool) -> str:
    html = []
    for run in runs:
        words, extra = escape(run.text, quote=False), run.style.extra
        html.append(f"<{extra}>{words}</{extra}>" if extra and not rich_text else words)
    return "".join(html)


def all_bold(line: Line) -> bool:
    return all(run.style.bold for run in line if run.text.strip())


def without_bold(line: Line) -> Line:
    return [run._replace(style=run.style._replace(bold=False)) for run in line]


def tells_by_element(some: Sequence[Line]) -> bool:
    return any(run.style.extra in TELLING for line in some for run in line)
