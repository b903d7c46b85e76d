"""Takes the place where it was recorded out of a sound or film, in the stored file itself.

Phones write it into the file's header as an ISO 6709 string (`+00.0000+100.0000/`), Apple's and Android's
alike. Its digits are put to zero, which keeps every length and so the file playable. 3GPP's `loci` box is
renamed to `free`, which players skip.
"""

from __future__ import annotations

import mmap
import re
from pathlib import Path

_PLACE = re.compile(
    rb"[+-]\d{2,6}\.\d{2,8}[+-]\d{3,7}\.\d{2,8}(?:[+-]\d{1,6}(?:\.\d{1,6})?)?(?:CRS[\w:]{1,20})?/"
)
_LOCI = re.compile(rb"\x00\x00[\x00-\x02].(loci)\x00\x00\x00\x00", re.DOTALL)


def remove_location(path: Path) -> bool:
    """Blank every place in a file; True if there was one. Raises OSError if the file cannot be written."""
    if path.stat().st_size == 0:
        return False
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as content:
        places = [match.span() for match in _PLACE.finditer(content)]
        boxes = [match.span(1) for match in _LOCI.finditer(content)]
        for start, end in places:
            content[start:end] = re.sub(rb"\d", b"0", content[start:end])
        for start, end in boxes:
            content[start:end] = b"free"
    return bool(places or boxes)
