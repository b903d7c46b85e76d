"""Shortcodes become the HTML that WordPress would make of them, with marks of our own where it asks its database."""

from __future__ import annotations

import re
from html import escape, unescape

from terbit.moving.bodies import plugins, shortcodes, tokens
from terbit.moving.bodies.shortcodes import Shortcode

FILES = tuple("src mp3 m4a ogg wav wma flac mp4 m4v webm ogv wmv flv mov".split())
FILM = re.compile(r"\.(mp4|m4v|webm|ogv|wmv|flv|mov)(\?|$)", re.IGNORECASE)
IMAGE = re.compile(r"(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a\s*>)?", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s\"'<>\[\]]+")
NUMBERS = re.compile(r"\d{1,15}")


def expand(html: str) -> tuple[str, list[str]]:
    """The HTML, and the tags of shortcodes that nobody knows, as they were written."""
    found = shortcodes.find(html)
    if not found:
        return html, []
    unknown: list[str] = []
    written: list[str] = []
    opened: list[tuple[Shortcode, int]] = []  # halves whose other half is to come, and where they began
    position = 0
    for code in found:
        written.append(html[position : code.start])
        position = code.end
        kind = plugins.kind(code)
        if code.escaped:
            written.append(shortcodes.shown(code))
        elif code.pair and not code.closes:
            opened.append((code, len(written)))
        elif code.pair:
            first, begin = opened.pop()
            # Each level reads all that is in it anew; what is in deeper ones stays as it is.
            if len(opened) < tokens.DEEPEST:
                content = "".join(written[begin:])
                written[begin:] = [_expanded(first, kind, content)]
        else:
            written.append(_expanded(code, kind, "") if not code.closes or kind == "text" else "")
        if kind in {"frame", "lone"} and not code.closes and not code.escaped:
            unknown.append(code.text)
    written.append(html[position:])
    return "".join(written), unknown


def _expanded(code: Shortcode, kind: plugins.Kind, content: str) -> str:
    if kind == "caption":
        return _caption(code, content)
    if kind == "gallery":
        chosen = code.named.get("ids") or code.named.get("include") or ""
        return f'<figure data-gallery="{",".join(NUMBERS.findall(chosen)) or "attached"}"></figure>{content}'
    if kind == "embed":
        return _embed(code, content)
    if kind == "media":
        return _media(code)
    if kind == "playlist":
        element = "video" if code.named.get("type") == "video" else "audio"
        numbers = NUMBERS.findall(code.named.get("ids", ""))
        return "".join(
            f'<figure><{element} data-attachment="{number}"></{element}></figure>' for number in numbers
        )
    if kind == "related":
        return _related(code)
    if kind == "frame":
        return content
    return code.text if kind in {"lone", "text"} else content


def _caption(code: Shortcode, content: str) -> str:
    number = NUMBERS.search(code.named.get("id", ""))
    words = code.named.get("caption", "")
    image = IMAGE.search(content)
    if not image:
        return f"<p>{content} {escape(words)}</p>"
    before, after = content[: image.start()], content[image.end() :]
    beside = f"{before} {after}".strip() if before.strip() else after.strip()
    mark = f' data-attachment="{number[0]}"' if number else ""
    caption = " ".join(filter(None, (beside, _markup(words))))
    return f"<figure{mark}>{image[0]}<figcaption>{caption}</figcaption></figure>"


def _markup(words: str) -> str:
    """A caption in an attribute may hold HTML."""
    return words if "<" in words else escape(words)


def _embed(code: Shortcode, content: str) -> str:
    found = ADDRESS.search(content)
    address = unescape(found[0]) if found else code.address
    rest = f"{content[: found.start()]} {content[found.end() :]}".strip() if found else content
    return (f'<figure data-embed="{escape(address)}"></figure>' if address else "") + rest


def _media(code: Shortcode) -> str:
    address = next((code.named[name] for name in FILES if code.named.get(name)), "") or code.address
    film = code.name == "video" or FILM.search(address)
    element = "video" if film else "audio"
    number = NUMBERS.search(code.named.get("id", ""))
    mark = f' data-attachment="{number[0]}"' if number and not address else ""
    return f'<figure><{element} src="{escape(address)}"{mark}></{element}></figure>'


def _related(code: Shortcode) -> str:
    number = NUMBERS.search(code.named.get("posts", ""))
    title = escape(code.named.get("name", ""))
    if not number or not title:
        return ""
    return f'<p>Baca juga: <a href="?p={number[0]}">{title}</a></p>'
