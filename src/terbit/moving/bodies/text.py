"""A page saved as text, told apart: headline, dateline, paragraphs, quotations, “baca juga”, initials, tags.

What a page has around its story (buttons to share, lists of other stories) is left out and kept in `left_out`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from terbit.moving.bodies import tag_line
from terbit.newsroom import characters, quotations


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Subheading:
    text: str


@dataclass(frozen=True)
class Spoken:
    """A paragraph that is a quotation with who said it: “words” `verb` `name`, `office`."""

    words: str
    verb: str
    name: str
    office: str = ""


@dataclass(frozen=True)
class ReadAlso:
    title: str


Part = Paragraph | Subheading | Spoken | ReadAlso


@dataclass
class Page:
    headline: str = ""
    section: str = ""  # the word above the headline
    standfirst: str = ""
    byline: str = ""
    dateline: str = ""  # the place
    outlet: str = ""  # the paper's name in the dateline
    parts: list[Part] = field(default_factory=list)
    initials: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    uncut_tags: str = ""  # run together, and no order tells where one ends
    left_out: list[str] = field(default_factory=list)


NAME = r"[A-ZÀ-Ý][\w.'’-]*(?:\s+(?:[A-ZÀ-Ý][\w.'’-]*|bin|binti|al|van|von|de))*"
READ_ALSO = re.compile(r"\W*(?:baca|lihat|simak)\s+(?:juga|pula)\s*[:：]?\s*(?P<title>.*)", re.IGNORECASE)
TAGS = re.compile(
    r"(?:tags?|topik(?: terkait)?|label|kata kunci)\s*[:：]\s*(?P<tags>.*)|(?:tags?|topik terkait)",
    re.IGNORECASE,
)
INITIALS = re.compile(r"[(\[]?(?P<all>[a-z]{2,4}\d?(?:\s*[|/,&-]\s*[a-z]{2,4}\d?)*)[)\]]?")
INITIALS_AT_THE_END = re.compile(r"\s*[(\[](?P<all>[a-z]{2,4}\d?(?:\s*[|/,&-]\s*[a-z]{2,4}\d?)*)[)\]]\.?$")
DATELINE = re.compile(
    r"(?P<place>[A-ZÀ-Ý][\w.'’/-]*(?:\s[A-ZÀ-Ý][\w.'’/-]*){0,3})(?:\s*,\s*(?P<outlet>[\w.-]+(?:\s[\w.-]+){0,3}))?"
    r"(?:\s*\((?P<other>[^()]{2,40})\))?\s*(?:–|—|--|\s-\s)\s*(?=\S)"
)
BYLINE = re.compile(
    r"(?:oleh|penulis|reporter|pewarta|wartawan|laporan|editor|by)\b\s*[:：]?\s*(?P<who>.+)", re.IGNORECASE
)
DAY = re.compile(
    r"(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad)?,?\s*\d{1,2}\s+[a-z]+\s+\d{4}.*"
    r"|.*\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}.*",
    re.IGNORECASE,
)
FURNITURE = re.compile(
    r"share(?: this)?|bagikan(?: ke)?|sebarkan|facebook|twitter|x|whatsapp|telegram|line|copy link"
    r"|salin tautan|print|cetak"
    r"|iklan|advertisement|adv|scroll to (?:continue|resume).*|lanjutkan membaca.*|ikuti (?:kami|berita|saluran).*"
    r"|baca selengkapnya|selengkapnya|follow us.*|komentar|\d+ komentar|home|beranda|menu|cari|search|editor'?s? picks?"
    r"|leave a comment|next|previous|sebelumnya|selanjutnya|\d+ views?|dilihat \d+.*|loading.*",
    re.IGNORECASE,
)
REST_IS_FURNITURE = re.compile(
    r"(?:recent|related|popular|latest) (?:posts?|articles?|news|stories)|(?:berita|artikel|pos|tulisan|kabar) "
    r"(?:terkait|lainnya|terbaru|terpopuler|populer|pilihan)|terpopuler|terkini|rekomendasi(?: untuk anda)?"
    r"|you (?:may|might) also like|tinggalkan balasan|leave a reply|copyright.*|©.*|hak cipta.*|about us|tentang kami",
    re.IGNORECASE,
)
PUBLISHED_BY = re.compile(
    r"(?:published|diterbitkan|ditulis|posted) (?:by|oleh)\s*:?\s*(?P<who>.*)", re.IGNORECASE
)
QUOTE = re.compile(
    rf"[“\"„](?P<words>[^“”\"„]+)[”\"]\s*,?\s*(?P<verb>{'|'.join(quotations.ATTRIBUTION_VERBS)})\s+"
    rf"(?P<name>{NAME})(?:\s*,\s*(?P<office>[^,()\d“”\"]+?))?\s*[.,]?"
)
SENTENCE_END = (".", "!", "?", "…", "”", '"', ":", ";", ",", ")")
LONG = 100  # characters: a paragraph, not a line of furniture or a subheading
SUBHEADING = 12  # words


def read(text: str) -> Page:
    """The page; a line that is none of the known things is a paragraph of it."""
    lines = _lines(text)
    page = Page()
    begin = _head(lines, page)
    _Reading(lines[begin:], page).read()
    _take_dateline(page)
    _take_initials(page)
    return page


def _lines(text: str) -> list[str]:
    """Lines without empty ones; text that was wrapped at a width is joined."""
    joined: list[str] = []
    for group in re.split(r"\n\s*\n", characters.visible(text)):
        lines = [line.strip() for line in group.split("\n") if line.strip()]
        wrapped = len(lines) > 2 and all(45 <= len(line) <= 100 for line in lines[:-1])
        if wrapped and sum(line.endswith((".", "”", '"')) for line in lines[:-1]) <= len(lines) / 2:
            lines = [" ".join(lines)]
        joined += lines
    return joined


# Above the story -------------------------------------------------------------------------------------


def _head(lines: list[str], page: Page) -> int:
    """How many lines stand above the first paragraph; the longest of those without a full stop is the headline."""
    begin = next(
        (at for at, line in enumerate(lines) if at and (len(line) > 160 or _opens(line))), min(len(lines), 1)
    )
    above = [line for line in lines[:begin] if not _is_furniture(line, page)]
    named = [line for line in above if not BYLINE.fullmatch(line) and not DAY.fullmatch(line)]
    first = next((at for at, line in enumerate(named) if len(line.split()) > 3), 0)
    if named:
        page.headline = named[first]
        page.section = named[first - 1] if first else ""
        page.left_out += named[: max(first - 1, 0)]
        page.standfirst = " ".join(named[first + 1 :])
    for line in above:
        if byline := BYLINE.fullmatch(line):
            page.byline = page.byline or byline["who"].strip()
        elif DAY.fullmatch(line):
            page.left_out.append(line)
    return begin


def _opens(line: str) -> bool:
    found = DATELINE.match(line)
    return bool(found) and len(line) > LONG


def _is_furniture(line: str, page: Page) -> bool:
    if FURNITURE.fullmatch(line):
        page.left_out.append(line)
        return True
    return False


# The story -------------------------------------------------------------------------------------------


class _Reading:
    def __init__(self, lines: list[str], page: Page) -> None:
        self.lines = lines
        self.page = page
        self.position = 0

    def read(self) -> None:
        while self.position < len(self.lines):
            line = self.lines[self.position]
            self.position += 1
            if REST_IS_FURNITURE.fullmatch(line):
                self.page.left_out += [line, *self.lines[self.position :]]
                return
            self._line(line)

    def _line(self, line: str) -> None:
        page = self.page
        if _is_furniture(line, page):
            return
        if published := PUBLISHED_BY.fullmatch(line):
            page.left_out.append(line)
            page.byline = page.byline or published["who"] or self._next()
        elif tags := TAGS.fullmatch(line):
            self._tags(tags["tags"] or "")
        elif self._ended and len(line) < LONG:
            page.byline = page.byline or line
            page.left_out.append(line)
        elif INITIALS.fullmatch(line) and page.parts:
            page.initials += _initials(line)
        elif also := READ_ALSO.fullmatch(line):
            if title := also["title"].strip() or self._next():
                page.parts.append(ReadAlso(title))
        else:
            page.parts.append(self._part(line))

    @property
    def _ended(self) -> bool:
        """The desk's initials close a story."""
        return bool(self.page.initials)

    def _next(self) -> str:
        """The line after this one, which belongs to it; "" at the end."""
        self.position += 1
        return self.lines[self.position - 1] if self.position <= len(self.lines) else ""

    def _part(self, line: str) -> Part:
        if quote := QUOTE.fullmatch(line):
            return Spoken(
                quote["words"].strip(" ,"),
                quote["verb"],
                quote["name"].rstrip("."),
                (quote["office"] or "").strip(),
            )
        return Subheading(line) if self._is_subheading(line) else Paragraph(line)

    def _is_subheading(self, line: str) -> bool:
        """Few words without an end, above a paragraph."""
        following = self.lines[self.position] if self.position < len(self.lines) else ""
        return (
            len(line.split()) <= SUBHEADING
            and not line.endswith(SENTENCE_END)
            and (line[0].isupper() or line[0].isdigit())
            and len(following) > LONG * 0.6
            and len(following) > len(line)
        )

    def _tags(self, written: str) -> None:
        if not written:
            while self.position < len(self.lines) and _is_tag(self.lines[self.position]):
                self.page.tags.append(self._next().lstrip("#").strip())
            return
        parts = [part.strip(" #.") for part in re.split(r"\s*[,;|•·]\s*|\s*#", written) if part.strip(" #.")]
        if len(parts) > 1:
            self.page.tags += parts
            return
        story = " ".join([self.page.headline, *map(_text, self.page.parts)])
        tags = tag_line.cut(parts[0], story) if parts else []
        self.page.tags += tags or []
        self.page.uncut_tags = "" if tags else written


def _is_tag(line: str) -> bool:
    return len(line.split()) <= 6 and not FURNITURE.fullmatch(line) and not REST_IS_FURNITURE.fullmatch(line)


def _initials(line: str) -> list[str]:
    return re.findall(r"[a-z]{2,4}\d?", line)


def _text(part: Part) -> str:
    if isinstance(part, Spoken):
        return f"{part.words} {part.name} {part.office}"
    return part.title if isinstance(part, ReadAlso) else part.text


def _take_dateline(page: Page) -> None:
    first = page.parts[0] if page.parts else None
    if isinstance(first, Paragraph) and (found := DATELINE.match(first.text)):
        page.dateline, page.outlet = found["place"], found["outlet"] or found["other"] or ""
        page.parts[0] = Paragraph(first.text[found.end() :])


def _take_initials(page: Page) -> None:
    """Those in brackets after the last sentence."""
    last = page.parts[-1] if page.parts else None
    if isinstance(last, Paragraph) and not page.initials and (found := INITIALS_AT_THE_END.search(last.text)):
        page.initials = _initials(found["all"])
        page.parts[-1] = Paragraph(last.text[: found.start()])
