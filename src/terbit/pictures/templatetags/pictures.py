"""Pictures, sound and film in templates.

With `preview` in the context the addresses are those that need a sign-in: a story that is not out must not
need its pictures to be.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from terbit.pictures import addresses
from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.sizes import FORMATS, Size

register = template.Library()


@register.simple_tag(takes_context=True)
def picture(
    context: Context,
    picture: Picture | None,
    *,
    sizes: str = "100vw",
    widths: str | Iterable[int] = addresses.SHOWN_WIDTHS,
    ratio: str = "",
    alt: str | None = None,
    loading: str = "",
    decoding: str = "async",
    fetchpriority: str = "",
    **attributes: str,
) -> SafeString:
    """`{% picture picture sizes="(min-width: 60em) 40em, 100vw" widths="320,640" ratio="16:9" class="a" %}`

    A `<picture>` with AVIF, WebP and JPEG, always with width, height and alt. `widths` and `ratio` are those
    of `terbit.pictures.sizes`; `alt` replaces the picture's own; the only further attribute is `class`, on
    the `<img>`. What is fetched with high priority is not loaded lazily. Nothing at all for None. Makes no
    rendition and no query.
    """
    if unknown := set(attributes) - {"class"}:
        raise TypeError(f"The picture tag does not know {', '.join(sorted(unknown))}.")
    if picture is None:
        return SafeString("")
    offered = addresses.offer(picture, _numbers(widths), ratio)
    starts = addresses.picture_starts(picture, offered.sizes, preview=_is_preview(context))
    shown = ", ".join(
        f"{start}.jpg {width}w" for start, (width, _height) in zip(starts, offered.dimensions, strict=True)
    )
    sizes = escape(sizes)
    sources = "".join(
        f'<source type="{type_}" srcset="{shown.replace(".jpg ", f".{extension} ")}" sizes="{sizes}">'
        for extension, type_ in FORMATS.items()
        if extension != "jpg"
    )
    width, height = offered.dimensions[offered.usual]
    class_ = f' class="{escape(attributes["class"])}"' if "class" in attributes else ""
    words = escape(picture.alt if alt is None else alt)
    fetching = (
        f'loading="{escape(loading or ("eager" if fetchpriority == "high" else "lazy"))}"'
        f' decoding="{escape(decoding)}"'
    )
    priority = f' fetchpriority="{escape(fetchpriority)}"' if fetchpriority else ""
    return SafeString(
        f'<picture>{sources}<img{class_} src="{starts[offered.usual]}.jpg" srcset="{shown}" sizes="{sizes}"'
        f' width="{width}" height="{height}" alt="{words}" {fetching}{priority}></picture>'
    )


@register.simple_tag(takes_context=True)
def picture_url(
    context: Context, picture: Picture, width: int, ratio: str = "", extension: str = "jpg"
) -> str:
    """The path of one rendition, for `og:image` and the like; the site's address goes before it."""
    return addresses.picture_url(picture, Size.of(width, ratio), extension, preview=_is_preview(context))


@register.simple_tag(takes_context=True)
def media_url(context: Context, media: MediaFile) -> str:
    return addresses.media_url(media, preview=_is_preview(context))


def _is_preview(context: Context) -> bool:
    return bool(context.get("preview"))


def _numbers(widths: str | Iterable[Any]) -> tuple[int, ...]:
    return _split(widths) if isinstance(widths, str) else tuple(map(int, widths))


@cache
def _split(widths: str) -> tuple[int, ...]:
    return tuple(map(int, widths.split(",")))
