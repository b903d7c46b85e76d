"""Quotations with their attribution as EYD V wants them: koma 7–8, tanda petik 1, petik tunggal 1.

    sentence("Kami siap", "kata", "Laras Wibisana", "Wali Kota Arumbai")
    → “Kami siap,” kata Laras Wibisana, Wali Kota Arumbai.

Words are plain text; a line break begins a new paragraph of the same quotation.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from terbit.newsroom import quotation_marks

# The verbs that may stand between a quotation and a name, commonest first; “aku”, “kelit” and “duga” may not.
ATTRIBUTION_VERBS = tuple(
    """kata ujar ucap tutur jelas terang tegas ungkap papar sebut imbuh tambah lanjut sambung pungkas
    tandas urai beber cetus tanya jawab seru kilah keluh harap pinta pesan saran klaim dalih
    kenang canda seloroh timpal sahut bantah tukas simpul nilai celetuk sindir kritik kecam""".split()
)
# Their full stop belongs to the word, so a comma follows it and a sentence ends with it.
ABBREVIATIONS = frozenset("dll. dsb. dst. dkk. tbk. jl. jln. hlm. tgl. yth.".split())
INITIALS = re.compile(r"([^\W\d_]{1,3}\.){2,}")  # S.H., M.Si., A.K.B.P.
SOFT = " \t\n.,;:"


def paragraphs(words: str) -> list[str]:
    """The bare words, one string a paragraph: no marks around them, quotations inside in single marks."""
    lines = (re.sub(r"\.{3,}", "…", " ".join(line.split())) for line in words.splitlines())
    return [bare for line in lines if (bare := quotation_marks.bare(line)).strip(SOFT)]


def standing_alone(words: str) -> list[str]:
    """Paragraphs in quotation marks, with nothing after them: the last ends with . ? or !"""
    return _quoted(words, ".")


def before_attribution(words: str) -> list[str]:
    """Paragraphs in quotation marks, with the speaker after them: the last ends with , ? or !"""
    return _quoted(words, ",")


def attribution(verb: str, name: str, office: str = "") -> str:
    """What follows the quotation: “kata Laras Wibisana, Wali Kota Arumbai.”"""
    return "".join(attribution_parts(verb, name, office))


class Attribution(NamedTuple):
    """In three: what stands before the name, the name, what stands after it."""

    before: str
    name: str
    after: str


def attribution_parts(verb: str, name: str, office: str = "") -> Attribution:
    verb, name, office = _plain(verb), _plain(name), _plain(office)
    before = f"{verb} " if verb and name else verb
    after = f", {office}" if office else ""
    end = "" if not name or (after or name).endswith(".") else "."
    return Attribution(before, name, after + end)


def sentence(words: str, verb: str, name: str, office: str = "") -> str:
    """Quotation and attribution as running text; without a verb, “kata” is said."""
    if not _plain(name):
        return "\n".join(standing_alone(words))
    quoted = before_attribution(words)
    return " ".join(["\n".join(quoted), attribution(verb or "kata", name, office)]) if quoted else ""


def _quoted(words: str, end: str) -> list[str]:
    """Every paragraph opens the quotation again, only the last closes it."""
    *earlier, last = paragraphs(words) or [""]
    if not last:
        return []
    return [f"“{_ended(line, '.')}" for line in earlier] + [f"“{_ended(last, end)}”"]


def _ended(line: str, end: str) -> str:
    """The line with exactly one mark of end. A closing inner mark stays before it: “… ‘kring-kring’,”"""
    text, inner = _split_inner_marks(line)
    text = re.sub(r"([!?])[!?.,;: ]*$", lambda run: "?!" if {*"?!"} <= {*run[0]} else run[1], text)
    if not text.endswith(("?", "!")):
        text = text if _is_abbreviation(text) else text.rstrip(SOFT)
    closed = text + inner
    if text.endswith(("?", "!")) and (not inner or end == "."):
        return closed
    return closed if closed.endswith(end) else closed + end


def _split_inner_marks(line: str) -> tuple[str, str]:
    """The line, and the closing marks of a quotation inside it that ends where the line ends."""
    line = line.rstrip(SOFT if not _is_abbreviation(line.rstrip()) else " ")
    text = line.rstrip("’”")
    marks = line[len(text) :]
    return (text, marks) if marks else (line, "")


def _is_abbreviation(text: str) -> bool:
    """Whether the last word's full stop is its own: “dll.”, “S.H.”, “M.Si.”"""
    last = text.rsplit(" ", maxsplit=1)[-1].lstrip("‘“(")
    return last.lower() in ABBREVIATIONS or INITIALS.fullmatch(last) is not None


def _plain(text: str) -> str:
    words = re.sub(r" (?=[.,;:])", "", " ".join(text.split())).strip(" ,;:")
    return words if any(char.isalnum() for char in words) else ""
