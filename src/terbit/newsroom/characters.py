"""What text carries unseen when it is pasted: composed letters, odd spaces, marks without width."""

from __future__ import annotations

import re
import unicodedata

# Soft hyphen, zero-width space, word joiner, byte order mark, direction marks and overrides (WhatsApp puts
# them around names and numbers), object replacement, private use and control characters.
UNSEEN = re.compile(
    "[\u00ad\u200b\u2060-\u2064\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufffc\ufff9-\ufffb"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff]"
)
# Joiners shape emoji, Arabic and Javanese; beside Latin letters and spaces they are debris.
STRAY_JOINER = re.compile("(?<![\u0250-\U0010ffff])[\u200c\u200d]+|[\u200c\u200d]+(?![\u0250-\U0010ffff])")
SPACES = re.compile(r"[^\S\n]+")


def visible(text: str) -> str:
    """`text` in NFC without characters that nobody sees; runs of any spaces become one, line breaks stay."""
    text = re.sub("\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text)
    text = STRAY_JOINER.sub("", UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    return SPACES.sub(" ", text)


def line(text: str) -> str:
    """`text` as one line. Printable ASCII carries nothing unseen: most cells of a table."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(visible(text).split())


def lines(text: str) -> str:
    """`text` with its line breaks, without empty lines and spaces at the edges of a line."""
    return "\n".join(row for part in visible(text).split("\n") if (row := part.strip()))
