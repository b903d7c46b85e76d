"""Cards of Ghost's editors as plain HTML: the same in mobiledoc and in Lexical, but for a few names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt

from terbit.moving.exports.encodings import without_surrogates

Card = Mapping[str, Any]

NOT_ON_THE_WEB = frozenset({"email", "email-cta"})
_SAYING = "heading title header subheader text html content caption description disclaimer buttonText".split()


def card_html(kind: str, card: Card) -> str | None:
    """The HTML of a card; None where its kind is not known."""
    if kind in NOT_ON_THE_WEB or _is_for_members(card):
        return ""
    render = _CARDS.get(kind)
    return render(card) if render else None


def _is_for_members(card: Card) -> bool:
    """Who is not logged in does not see it (`visibility`, since Ghost 5.94)."""
    visibility = card.get("visibility")
    if not isinstance(visibility, Mapping):
        return False
    web = visibility.get("web")
    return visibility.get("showOnWeb") is False or (
        isinstance(web, Mapping) and web.get("nonMember") is False
    )


def words_of(card: Card) -> str:
    """What an unknown card says, as far as the names of its fields tell."""
    return "".join(f"<p>{said}</p>" for name in _SAYING if (said := _html(card, name)))


def markdown_html(text: str) -> str:
    return str(_markdown().render(text))


@cache
def _markdown() -> MarkdownIt:
    """As Ghost set it up: HTML passes, line ends are breaks."""
    return MarkdownIt("commonmark", {"html": True, "breaks": True}).enable(["table", "strikethrough"])


def _text(card: Card, name: str) -> str:
    value = card.get(name)
    return escape(without_surrogates(value)) if isinstance(value, str) else ""


def _html(card: Card, name: str) -> str:
    """Of a field that holds HTML; whoever takes it in makes it safe."""
    value = card.get(name)
    return without_surrogates(value).strip() if isinstance(value, str) else ""


def _figure(inside: str, caption: str) -> str:
    return (
        f"<figure>{inside}<figcaption>{caption}</figcaption></figure>"
        if caption
        else f"<figure>{inside}</figure>"
    )


def _picture(card: Card) -> str:
    source = _text(card, "src")
    picture = f'<img src="{source}" alt="{_text(card, "alt")}">' if source else ""
    return f'<a href="{address}">{picture}</a>' if picture and (address := _text(card, "href")) else picture


def _image(card: Card) -> str:
    return (
        _figure(_picture(card), _html(card, "caption"))
        if card.get("src")
        else _paragraph(_html(card, "caption"))
    )


def _gallery(card: Card) -> str:
    images = card.get("images")
    pictures = (
        [_image(image) for image in images if isinstance(image, dict)] if isinstance(images, list) else []
    )
    return _figure("".join(pictures), _html(card, "caption"))


def _code(card: Card) -> str:
    code = f"<pre><code>{_text(card, 'code')}</code></pre>"
    return _figure(code, _html(card, "caption")) if card.get("caption") else code


def _embed(card: Card) -> str:
    inside = _html(card, "html") or _link(_text(card, "url"), "")
    return _figure(inside, _html(card, "caption"))


def _bookmark(card: Card) -> str:
    about = card.get("metadata") if isinstance(card.get("metadata"), dict) else {}
    about = about or {}
    address = _text(card, "url") or _text(about, "url")
    title = _text(about, "title") or _text(card, "title")
    inside = _link(address, title) + _paragraph(_text(about, "description"))
    return _figure(inside, _html(card, "caption"))


def _callout(card: Card) -> str:
    emoji = _text(card, "calloutEmoji")
    return _block("blockquote", " ".join(part for part in (emoji, _html(card, "calloutText")) if part))


def _toggle(card: Card) -> str:
    return _block("h4", _html(card, "heading")) + _html(card, "content")


def _button(card: Card) -> str:
    return _paragraph(_link(_text(card, "buttonUrl"), _text(card, "buttonText")))


def _sound(tag: str) -> Callable[[Card], str]:
    def render(card: Card) -> str:
        inside = f'<{tag} src="{_text(card, "src")}" controls></{tag}>' if card.get("src") else ""
        return _figure(inside, _html(card, "caption") or _text(card, "title"))

    return render


def _file(card: Card) -> str:
    name = _text(card, "fileTitle") or _text(card, "fileName")
    return _paragraph(_link(_text(card, "src"), name)) + _paragraph(_html(card, "fileCaption"))


def _header(card: Card) -> str:
    button = _button(card) if card.get("buttonUrl") else ""
    said = (_html(card, name) for name in ("subheader", "disclaimer"))
    return _block("h2", _html(card, "header")) + "".join(map(_paragraph, said)) + button


def _product(card: Card) -> str:
    picture = _image({"src": card.get("productImageSrc")}) if card.get("productImageSrc") else ""
    link = _paragraph(_link(_text(card, "productUrl"), _text(card, "productButton")))
    return f"{picture}{_block('h4', _html(card, 'productTitle'))}{_html(card, 'productDescription')}{link}"


def _call_to_action(card: Card) -> str:
    picture = _image({"src": card.get("imageUrl")}) if card.get("imageUrl") else ""
    button = _button(card) if card.get("buttonUrl") else ""
    return f"{picture}{_html(card, 'sponsorLabel')}{_html(card, 'textValue')}{button}"


def _block(tag: str, inside: str) -> str:
    return f"<{tag}>{inside}</{tag}>" if inside else ""


def _paragraph(inside: str) -> str:
    return _block("p", inside)


def _link(address: str, text: str) -> str:
    return f'<a href="{address}">{text or address}</a>' if address else text


def _markdown_card(card: Card) -> str:
    value = card.get("markdown")
    return markdown_html(without_surrogates(value)) if isinstance(value, str) else ""


_CARDS: dict[str, Callable[[Card], str]] = {
    "audio": _sound("audio"),
    "bookmark": _bookmark,
    "button": _button,
    "call-to-action": _call_to_action,
    "callout": _callout,
    "card-markdown": _markdown_card,
    "code": _code,
    "codeblock": _code,
    "embed": _embed,
    "file": _file,
    "gallery": _gallery,
    "header": _header,
    "horizontalrule": lambda card: "<hr>",
    "hr": lambda card: "<hr>",
    "html": lambda card: _html(card, "html"),
    "image": _image,
    "markdown": _markdown_card,
    "paywall": lambda card: "<!--members-only-->",
    "product": _product,
    "signup": _header,
    "toggle": _toggle,
    "video": _sound("video"),
}
