"""Sets words in a picture: a headline of any length in a box, in the letters of Latin, Greek, Cyrillic and Arabic.

What these have no letters for (emoji, other scripts) is left out, not drawn as boxes. The faces are Noto's, under the
SIL Open Font License.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

SERIF = ("fontpkg_noto_serif", "NotoSerif[wdth,wght].ttf")
ARABIC = ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf")
BOLD = 700
MEASURED = 100
LEADING = 1.24  # of lines, by the size of the letters
_ARABIC = r"\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
_SERIF = (
    r"\u0020-\u007e\u00a0-\u024f\u0300-\u036f\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u203a"
    r"\u20a0-\u20bf\u2122\u2212"
)
RIGHT_TO_LEFT = re.compile(f"[{_ARABIC}]")
UNDRAWN = re.compile(f"[^{_ARABIC}{_SERIF}]+")
Face = tuple[str, str]
Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """Words of one line in the order they are read, and the size of their letters."""

    words: tuple[str, ...]
    size: int

    @property
    def runs(self) -> list[tuple[Face, str]]:
        """What is set in one face each."""
        return [(face, " ".join(words)) for face, words in groupby(self.words, key=face_of)]

    @property
    def width(self) -> float:
        widths = [_width(word) for word in self.words]
        return (sum(widths) + _width(" ") * (len(widths) - 1)) * self.size / MEASURED


def drawable(text: str) -> str:
    """The text in the letters we have, composed, with single spaces."""
    return " ".join(UNDRAWN.sub(" ", unicodedata.normalize("NFC", text)).split())


def face_of(word: str) -> Face:
    return ARABIC if RIGHT_TO_LEFT.search(word) else SERIF


def reads_from_right(text: str) -> bool:
    """Whether most of its words do."""
    words = text.split()
    return sum(face_of(word) == ARABIC for word in words) * 2 > len(words)


@lru_cache(64)
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """The bold one of the face, with the shaping of joined letters where the machine has it."""
    package, name = face
    spec = find_spec(package)
    path = Path(str(spec and spec.origin)).with_name("files") / name
    engine = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
    found = ImageFont.truetype(str(path), size, layout_engine=engine)
    found.set_variation_by_axes(
        [BOLD if axis["name"] == b"Weight" else axis["default"] for axis in found.get_variation_axes()]
    )
    return found


def fitted(text: str, box: tuple[int, int], sizes: range) -> list[Line]:
    """The text in lines no wider than the box, in the first size that fits its height, else in the last."""
    lines: list[Line] = []
    for size in sizes:
        lines = broken(text, box[0], size)
        if len(lines) * size * LEADING <= box[1]:
            return lines
    return lines[: max(1, int(box[1] / (sizes[-1] * LEADING)))]


def broken(text: str, width: int, size: int) -> list[Line]:
    """As many words to a line as it holds; a word that is wider than a line is cut."""
    lines: list[Line] = []
    words: tuple[str, ...] = ()
    waiting = text.split()[::-1]
    while waiting:
        word = waiting.pop()
        if Line((*words, word), size).width <= width:
            words = (*words, word)
        elif words:
            lines.append(Line(words, size))
            words = ()
            waiting.append(word)
        else:
            cut = _letters_that_fit(word, width, size)
            lines.append(Line((word[:cut],), size))
            waiting += [word[cut:]] if word[cut:] else []
    return [*lines, Line(words, size)] if words else lines


def _letters_that_fit(word: str, width: int, size: int) -> int:
    ends = range(1, len(word))
    return max(1, bisect_right(ends, width, key=lambda end: Line((word[:end],), size).width))


@lru_cache(1024)
def _width(word: str) -> float:
    """In letters of the size `MEASURED`, of which all others are multiples."""
    return font(face_of(word), MEASURED).getlength(word)


def draw(image: Image.Image, lines: list[Line], at: Point, width: int, colour: str) -> float:
    """Draw lines from a left upper corner downwards, from the right where that is how they are read; the end below."""
    pen, (left, top) = ImageDraw.Draw(image), at
    from_right = reads_from_right(" ".join(word for line in lines for word in line.words))
    for line in lines:
        x = left + width - line.width if from_right else left
        gap = _width(" ") * line.size / MEASURED
        for face, text in line.runs[::-1] if from_right else line.runs:
            used = font(face, line.size)
            pen.text((x, top + line.size), text, font=used, fill=colour, anchor="ls")
            x += used.getlength(text) + gap
        top += line.size * LEADING
    return top
