"""The text of a standing page as readers see it, with its pictures in the sizes of phones."""

from __future__ import annotations

import re
from typing import Any

from django.template.loader import render_to_string
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.rewriters import extract_attrs

from terbit.newsroom.models import StandingPage
from terbit.pictures.models import Picture

EMBED = re.compile(r"<embed\b([^>]*\bembedtype=\"image\"[^>]*)>")


def body(page: StandingPage, *, preview: bool = False) -> str:
    """HTML. A picture that is not there (any more) leaves nothing; in a `preview` all need a sign-in."""
    places = [extract_attrs(found) for found in EMBED.findall(page.body)]
    keys = [int(place["id"]) for place in places if place.get("id", "").isdecimal()]
    pictures = Picture.objects.in_bulk(keys) if keys else {}

    def figure(found: re.Match[str]) -> str:
        place = extract_attrs(found[1])
        picture = pictures.get(int(place["id"])) if place.get("id", "").isdecimal() else None
        return _figure(picture, place.get("alt", ""), preview=preview) if picture else ""

    return expand_db_html(EMBED.sub(figure, page.body))


def _figure(picture: Picture, alt: str, *, preview: bool) -> str:
    context: dict[str, Any] = {"picture": picture, "alt": alt or picture.alt, "preview": preview}
    return render_to_string("terbit_theme/blocks/picture_of_page.html", context)
