"""Languages that stories are written in beside Indonesian: tags of BCP 47, and what they are called."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

PAPER = "id"
# With the territory by which Open Graph names each (https://ogp.me/#optional: language_TERRITORY).
TERRITORIES = {
    "ace": "ID",
    "ar": "AR",
    "ban": "ID",
    "bbc": "ID",
    "bjn": "ID",
    "bug": "ID",
    "de": "DE",
    "en": "US",
    "fr": "FR",
    "ja": "JP",
    "jv": "ID",
    "ko": "KR",
    "mad": "ID",
    "mak": "ID",
    "min": "ID",
    "ms": "MY",
    "nl": "NL",
    "sas": "ID",
    "su": "ID",
    "zh": "CN",
}
IN_INDONESIAN = Locale(PAPER).languages


def choices() -> list[tuple[str, str]]:
    """By their names in Indonesian, the paper's own first."""
    others = sorted(((tag, IN_INDONESIAN[tag]) for tag in TERRITORIES), key=lambda each: each[1])
    return [("", IN_INDONESIAN[PAPER]), *others]


def known(tag: str) -> str:
    """The tag here of what another system calls a language (`en_US`, `zh-hans`); "" for Indonesian and unknown ones."""
    main = tag.replace("_", "-").split("-")[0].lower()
    return main if main in TERRITORIES else ""


@cache
def own_name(tag: str) -> str:
    """What those who read it call it: “English”; where CLDR does not know that, what Indonesians do."""
    tag = tag or PAPER
    try:
        name = Locale.parse(tag).get_language_name()
    except UnknownLocaleError:
        name = None
    return name or IN_INDONESIAN.get(tag, tag)


def locale(tag: str) -> str:
    """As Open Graph writes it: `id_ID`."""
    return f"{tag}_{TERRITORIES[tag]}" if tag in TERRITORIES else "id_ID"
