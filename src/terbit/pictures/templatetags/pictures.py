"""Pictures, sound and film in templates.

With `preview` in the context the addresses are those that need a sign-in: a story that is not out must not
need its pictures to be.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from terbit.pictures import addresses
from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.sizes import FORMATS, Size

register = template.Library()

WIDTHS = (320, 640, 960, 1200)
FALLBACK = 960  # the widest `src`, for what does not read `srcset`


@register.simple_tag(takes_context=True)
def picture(
    context: Context,
    picture: Picture | None,
    *,
    sizes: str = "100vw",
    widths: str | Iterable[int] = WIDTHS,
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
    fitting = addresses.fitting(picture, _numbers(widths), ratio)
    source_sets = {extension: _srcset(context, picture, fitting, extension) for extension in FORMATS}
    fallback = max((size for size in fitting if size.width <= FALLBACK), default=next(iter(fitting)))
    width, height = fitting[fallback]
    image = {
        **attributes,
        "src": _url(context, picture, fallback, "jpg"),
        "srcset": source_sets.pop("jpg"),
        "sizes": sizes,
        "width": width,
        "height": height,
        "alt": picture.alt if alt is None else alt,
        "loading": loading or ("eager" if fetchpriority == "high" else "lazy"),
        "decoding": decoding,
        "fetchpriority": fetchpriority or None,
    }
    sources = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        ((FORMATS[extension], source_set, sizes) for extension, source_set in source_sets.items()),
    )
    return format_html("<picture>{}<img{}></picture>", sources, flatatt(image))


@register.simple_tag(takes_context=True)
def picture_url(
    context: Context, picture: Picture, width: int, ratio: str = "", extension: str = "jpg"
) -> str:
    """The path of one rendition, for `og:image` and the like; the site's address goes before it."""
    return _url(context, picture, Size.of(width, ratio), extension)


@register.simple_tag(takes_context=True)
def media_url(context: Context, media: MediaFile) -> str:
    return addresses.media_url(media, preview=_is_preview(context))


def _is_preview(context: Context) -> bool:
    return bool(context.get("preview"))


def _url(context: Context, picture: Picture, size: Size, extension: str) -> str:
    return addresses.picture_url(picture, size, extension, preview=_is_preview(context))


def _srcset(context: Context, picture: Picture, fitting: dict[Size, tuple[int, int]], extension: str) -> str:
    return ", ".join(
        f"{_url(context, picture, size, extension)} {width}w" for size, (width, _height) in fitting.items()
    )


def _numbers(widths: str | Iterable[Any]) -> list[int]:
    return [int(width) for width in (widths.split(",") if isinstance(widths, str) else widths)]
