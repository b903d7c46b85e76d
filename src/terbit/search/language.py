"""How Indonesian text becomes words, and words become stems.

Stemming is Snowball "indonesian" behind a table of news words it misreads (`terbit.search.roots`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from Stemmer import Stemmer

from terbit.search.roots import FORMS

MAX_CHARACTERS = 80_000
"""Text beyond this length is not read: a `tsvector` holds 1 MB, whatever the alphabet."""
MAX_WORD = 40

STOP_WORDS = frozenset(
    """
    ada adalah agar akan aku anda antara apa apakah atas atau bagi bahwa banyak beberapa begitu belum
    bisa dalam dan dapat dari dengan di dia dua hal hanya harus hingga ia ini itu jika juga kami
    karena ke kepada ketika kita lagi lain lebih maka masih mereka namun oleh pada para pun saat saja
    sampai sangat saya sebagai sebuah secara sedang sehingga sejak seorang seperti serta sudah supaya
    tapi telah tentang tersebut tetapi tidak untuk yakni yaitu yang
    """.split()
)

_snowball = Stemmer("indonesian")
_PUNCTUATION = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | {"–": " ", "—": " ", "…": " ", "\N{SOFT HYPHEN}": None, "\N{ZERO WIDTH SPACE}": None}
    | {"\N{ZERO WIDTH NON-JOINER}": None, "\N{ZERO WIDTH JOINER}": None, "\N{WORD JOINER}": None}
    | {"\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-", "\ufeff": None}
)
_ACCENTS = re.compile("[\u0300-\u036f]+")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_WORD = re.compile(r"[^\W_]+")
_CLITIC = re.compile("(?<=...)(?:nya|lah|kah|pun|ku|mu)$")


def normalise(text: str) -> str:
    """Fold what readers do not type alike: case, accents, curly quotes, ligatures, invisible marks."""
    text = text[:MAX_CHARACTERS].translate(_PUNCTUATION)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        text = unicodedata.normalize("NFC", _ACCENTS.sub("", text))[:MAX_CHARACTERS]
    # Jum'at and Jumat, Ma'ruf and Maruf are one word.
    return _APOSTROPHE.sub("", text.lower())


def words(text: str) -> list[str]:
    """The words of normalised text, in order; a hyphen parts words, so `anak-anak` is `anak` twice."""
    return [word[:MAX_WORD] for word in _WORD.findall(text)]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem that every form of one word shares. Not for showing: it may be no word at all."""
    if known := FORMS.get(word) or FORMS.get(_CLITIC.sub("", word)):
        return known
    stemmed: str = _snowball.stemWord(word)
    return stemmed
