"""Rich text of stories: cleaned when it is saved, sanitised again when readers see it.

Stored is a small HTML: <p> or <ul>/<ol>/<li>, in them <b> <i> <br/> and links, either <a href="…"> or
<a linktype="article" id="…">, which follows the story wherever it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from html import escape, unescape
from itertools import groupby
from typing import Literal

from terbit.newsroom.richtext_reader import BREAK, PARAGRAPH, Line, Link, Run, read

Shape = Literal["paragraphs", "list", "mixed"]
WHATSAPP_HEAD = re.compile(
    r"^\[\d{1,2}[.:]\d{2}(?:[.:]\d{2})?,? \d{1,2}[/.]\d{1,2}[/.]\d{2,4}\] [^:\n]{1,60}: "
)
WHATSAPP_MARKS = {
    "bold": re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*[^\W_][^*\n]*)(?<=\S)\*(?![\w*])"),
    "italic": re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]*[^\W_][^_\n]*)(?<=\S)_(?![\w_])"),
}
READ_ALSO = re.compile(r"\W*baca (juga|pula)\s*:", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
LINE_END = re.compile(
    r"<(?:br|hr)\b[^>]*>|</?(?:p|h\d|ul|ol|li|dl|dt|dd|tr|td|th|table|pre|blockquote|figure|figcaption|caption)\b[^>]*>"
)
BULLET = re.compile(r"^[•·▪◦‣●○■] *")


def clean(html: str, shape: Shape = "paragraphs") -> str:
    """Pasted or typed HTML of any kind as the small HTML above; "" where there are no words.

    `shape` says what may stand in it: paragraphs, the items of a list, or both.
    """
    lines = [part for line in read(html) for part in _tidied(line, shape)]
    return "".join(_serialised(lines))


def text(html: str) -> str:
    """The words of stored HTML, one paragraph, item, cell or line of it a line."""
    lines = unescape(TAG.sub("", LINE_END.sub("\n", html))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def headings_in_disguise(html: str) -> list[str]:
    """Short paragraphs, bold from end to end and without a mark of end: subheadings that are none.

    Bold questions of an interview are not meant.
    """
    return [
        line.text
        for line in read(html)
        if len(line.text.split()) <= 15
        and not line.text.rstrip().endswith((".", "?", "!", "…", ":", "”", '"'))
        and all(run.bold for run in line.runs if run.text.strip())
    ]


def typed_read_also(html: str) -> list[str]:
    """Paragraphs where somebody typed “Baca juga: …” instead of choosing the story."""
    return [
        line.text for line in read(html) if re.match(r"\W*baca (juga|pula)\s*:", line.text, re.IGNORECASE)
    ]


# Tidying ---------------------------------------------------------------------------------------------


def _tidied(line: Line, shape: Shape) -> list[Line]:
    """The line without debris; two line breaks in a paragraph make two of it; empty ones are gone."""
    kind, depth = line.kind, line.depth
    if shape == "paragraphs":
        kind, depth = PARAGRAPH, 0
    elif shape == "list" and kind == PARAGRAPH:
        kind = "ul"
    parts = [_headless(_trimmed(part), kind) for part in _split(_spaced(line.runs))]
    return [Line(kind, depth, _marked_up(part)) for part in parts if part]


def _spaced(runs: list[Run]) -> list[Run]:
    """One space between words, none beside a line break; a space alone has no style."""
    spaced: list[Run] = []
    for run in runs:
        before = spaced[-1].text[-1] if spaced else "\n"
        words = run.text.lstrip(" ") if before in " \n" else run.text
        if run is BREAK and before == " ":
            spaced[-1] = spaced[-1].saying(spaced[-1].text.rstrip(" "))
            spaced = spaced if spaced[-1].text else spaced[:-1]
        if words:
            spaced.append(run.saying(words) if words.strip() else Run(words))
    return spaced


def _split(runs: list[Run]) -> list[list[Run]]:
    """Cut wherever line breaks follow each other."""
    parts: list[list[Run]] = [[]]
    for position, run in enumerate(runs):
        if runs[position : position + 2] == [BREAK, BREAK]:
            parts.append([])
        else:
            parts[-1].append(run)
    return parts


def _trimmed(runs: list[Run]) -> list[Run]:
    while runs and not runs[0].text.strip():
        runs = runs[1:]
    while runs and not runs[-1].text.strip():
        runs = runs[:-1]
    if runs:
        runs = [runs[0].saying(runs[0].text.lstrip()), *runs[1:]]
        runs = [*runs[:-1], runs[-1].saying(runs[-1].text.rstrip())]
    return runs


def _headless(runs: list[Run], kind: str) -> list[Run]:
    """Without a typed bullet before an item, or WhatsApp's “[10.21, 18/2/2025] Name: ” before a paragraph."""
    if not runs:
        return runs
    head = (WHATSAPP_HEAD if kind == PARAGRAPH else BULLET).sub("", runs[0].text)
    return _trimmed([runs[0].saying(head), *runs[1:]])


def _marked_up(runs: list[Run]) -> list[Run]:
    """WhatsApp's *bold* and _italic_, where the marks hug words, as bold and italic.

    Again and again, for one mark may have hidden the end of another: *tebal*_miring_.
    """
    before: list[Run] = []
    while runs != before:
        before = runs
        for style, pattern in WHATSAPP_MARKS.items():
            runs = [part for run in runs for part in _styled(run, style, pattern)]
    return runs


def _styled(run: Run, style: str, pattern: re.Pattern[str]) -> list[Run]:
    parts = enumerate(pattern.split(run.text))
    return [
        replace(run, text=words, **({style: True} if number % 2 else {})) for number, words in parts if words
    ]


# Writing ---------------------------------------------------------------------------------------------


def _serialised(lines: list[Line]) -> list[str]:
    html: list[str] = []
    lists: list[str] = []
    for line in lines:
        level = 0 if line.kind == PARAGRAPH else min(line.depth, len(lists)) + 1
        while len(lists) > level or (lists and len(lists) == level and lists[-1] != line.kind):
            html.append(f"</li></{lists.pop()}>")
        if line.kind == PARAGRAPH:
            html.append(f"<p>{_inline(line.runs)}</p>")
            continue
        if len(lists) == level:
            html.append("</li>")
        else:
            lists.append(line.kind)
            html.append(f"<{line.kind}>")
        html.append(f"<li>{_inline(line.runs)}")
    return html + [f"</li></{kind}>" for kind in reversed(lists)]


def _inline(runs: Iterable[Run]) -> str:
    """Links outermost, then bold, then italic: the same words always make the same HTML."""
    return "".join(
        f"<a{_attributes(link)}>{_bold(linked)}</a>" if link else _bold(linked)
        for link, linked in groupby(runs, lambda run: run.link)
    )


def _bold(runs: Iterable[Run]) -> str:
    groups = groupby(runs, lambda run: run.bold)
    return "".join(f"<b>{_italic(same)}</b>" if bold else _italic(same) for bold, same in groups)


def _italic(runs: Iterable[Run]) -> str:
    groups = groupby(runs, lambda run: run.italic)
    return "".join(f"<i>{_words(same)}</i>" if italic else _words(same) for italic, same in groups)


def _attributes(link: Link) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in link)


def _words(runs: Iterable[Run]) -> str:
    return escape("".join(run.text for run in runs), quote=False).replace("\n", "<br/>")
