"""Who took a picture, where the caption says so: “… (Foto: Antara/Rina Sari)”, “… Sumber: BPBD”."""

from __future__ import annotations

import re

LABEL = (
    r"(?:foto|photo|sumber(?:\s+foto)?|source|kredit|credit|gambar|image|ilustrasi"
    r"|dok(?:umentasi)?(?:\s+foto)?|ist)"
)
IN_BRACKETS = re.compile(
    rf"\s*[(\[]\s*(?:{LABEL}\s*[:：/.]\s*)(?P<credit>[^()\[\]]{{2,80}})[)\]]\s*\.?$", re.IGNORECASE
)
AT_THE_END = re.compile(
    rf"(?:^|(?<=[.!?…”\"|)])\s*|\s*[|/–—-]\s+|\n){LABEL}\s*[:：]\s*(?P<credit>[^:\n()\[\]]{{2,80}})$",
    re.IGNORECASE,
)
AGENCY = re.compile(r"\s*[(\[]?(?P<credit>ANTARA(?: FOTO)?/[^()\[\]\n]{2,60})[)\]]?\s*$")


def split(caption: str) -> tuple[str, str]:
    """The caption without its credit, and the credit; "" where none is written."""
    for pattern in (IN_BRACKETS, AT_THE_END, AGENCY):
        if found := pattern.search(caption):
            return caption[: found.start()].rstrip(" |/–—-\n"), found["credit"].strip().rstrip(".")
    return caption, ""


def is_caption(text: str) -> bool:
    """Whether a paragraph under a picture is its caption, by the credit it ends with."""
    return len(text.split()) <= 60 and split(text)[1] != ""
