"""Pictures, galleries, embeds and recordings, with their captions."""

from __future__ import annotations

import re
from dataclasses import replace

from terbit.moving.bodies import credit_lines, enclosing, runs, tokens
from terbit.moving.bodies.pieces import (
    APART,
    Embed,
    Gallery,
    Picture,
    Piece,
    Quote,
    Raw,
    Recording,
    Table,
    Words,
)
from terbit.moving.bodies.reading import Reader, lone_address
from terbit.moving.bodies.result import Reference
from terbit.moving.bodies.runs import Run, Style
from terbit.moving.bodies.tree import Node
from terbit.newsroom import embeds
from terbit.pictures.models.picture import FILE_NAME

LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-orig-file")
NUMBER = re.compile(r"\bwp-image-(\d{1,15})\b")
BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)


def image(reader: Reader, node: Node, style: Style) -> None:
    address = next((node.get(name) for name in LAZY if node.get(name)), node.get("src")).strip()
    if tokens.SMILEY.search(f"{node.get('class')} {address}"):
        reader.runs.append(Run(node.get("alt"), style))
        return
    if not address and node.get("srcset"):
        address = node.get("srcset").split(",")[0].split()[0] if node.get("srcset").strip(" ,") else ""
    if node.get("width") in {"0", "1"} and node.get("height") in {"0", "1"}:
        reader.dropped.append("tracking pixel")
        return
    number = NUMBER.search(node.get("class"))
    attachment = _number(number[1] if number else node.get("data-id") or node.get("data-attachment-id"))
    if not address and not attachment:
        reader.dropped.append("picture without an address")
        reader.flush()
        return
    alt = " ".join(node.get("alt").split())
    reader.add(Picture(Reference(address, attachment, alt="" if FILE_NAME.fullmatch(alt) else alt)))


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[1-9]\d{0,14}", text) else None


def figure(reader: Reader, node: Node, style: Style) -> None:
    if chosen := node.get("data-gallery"):
        numbers = (
            reader.finders.attached if chosen == "attached" else [int(each) for each in chosen.split(",")]
        )
        reader.add(*gallery([Picture(Reference(attachment=number)) for number in numbers]))
    elif address := node.get("data-embed"):
        reader.add(Embed(address))
    else:
        inner = reader.another(node, style, in_figure=True)
        reader.add(*_with_caption(_completed(inner.pieces, node), inner))


def _completed(pieces: list[Piece], node: Node) -> list[Piece]:
    """The number of its attachment goes to the picture or recording that is in it; an unknown site is one, too."""
    number = _number(node.get("data-attachment"))
    if number and len(pieces) == 1 and isinstance(pieces[0], Picture | Recording):
        piece = pieces[0]
        piece.reference = replace(piece.reference, attachment=piece.reference.attachment or number)
    if "wp-block-embed" in node.classes and len(pieces) == 1 and isinstance(pieces[0], Words):
        address = lone_address(pieces[0].lines[0]) if len(pieces[0].lines) == 1 else ""
        return [Embed(address)] if address else pieces
    return pieces


def _with_caption(pieces: list[Piece], inner: Reader) -> list[Piece]:
    caption = [piece for piece in inner.captions if not isinstance(piece, APART)]
    pieces = pieces + [piece for piece in inner.captions if isinstance(piece, APART)]
    words = enclosing.text(caption)
    if pieces and all(isinstance(piece, Picture | Gallery) for piece in pieces):
        pictures = [
            each for piece in pieces for each in (piece.pictures if isinstance(piece, Gallery) else [piece])
        ]
        if len(pictures) == 1 and not pictures[0].written:
            return [captioned(pictures[0], words)]
        pieces = gallery(pictures)
    elif (
        len(pieces) == 1
        and words
        and (merged := _merged(pieces[0], caption, words, first=inner.caption_first))
    ):
        return [merged]
    return [*caption, *pieces] if inner.caption_first else [*pieces, *caption]


def _merged(piece: Piece, caption: list[Piece], words: str, *, first: bool) -> Piece | None:
    if isinstance(piece, Embed) and len(words) <= 200 and "\n" not in words and not piece.title:
        return Embed(piece.address, words)
    if isinstance(piece, Recording) and not piece.written:
        return Recording(replace(piece.reference, caption=words), words)
    if isinstance(piece, Raw | Table):
        html = f"<figcaption>{enclosing.enclosed(caption)[0]}</figcaption>"
        return Raw(
            f"<figure>{html}{piece.html()}</figure>" if first else f"<figure>{piece.html()}{html}</figure>"
        )
    if isinstance(piece, Quote) and not piece.attribution and not first and len(words) <= 200:
        return Quote(piece.paragraphs, words)
    return None


def captioned(picture: Picture, words: str) -> Picture:
    caption, credit = credit_lines.split(words)
    return Picture(replace(picture.reference, caption=caption, credit=credit), words)


def gallery(pictures: list[Picture]) -> list[Piece]:
    """In galleries of twenty at most; one picture alone is no gallery."""
    parts = [pictures[start : start + 20] for start in range(0, len(pictures), 20)]
    return [part[0] if len(part) == 1 else Gallery(part) for part in parts]


def caption(reader: Reader, node: Node, style: Style) -> None:
    if not reader.in_figure:
        reader.block(node, style)
        return
    reader.flush()
    reader.caption_first = reader.caption_first or not reader.pieces
    reader.captions += reader.inside(node, style)


def paragraph(reader: Reader, node: Node, style: Style) -> None:
    """A picture and its caption often share one."""
    reader.flush()
    before = len(reader.pieces)
    reader.block(node, style)
    match reader.pieces[before:]:
        case [Picture(written="") as picture, Words() as words] if _is_caption(words):
            reader.pieces[before:] = [captioned(picture, words.text)]


def _is_caption(words: Words) -> bool:
    text = words.text
    italic = all(run.style.italic for line in words.lines for run in line if run.text.strip())
    return credit_lines.is_caption(text) or (italic and len(text.split()) <= 60)


def cover(reader: Reader, node: Node, style: Style) -> None:
    if background := BACKGROUND.search(node.get("style")):
        reader.add(Picture(Reference(background[1].strip(), _number(node.get("data-attachment")))))
    reader.block(node, style)


def embedded_post(reader: Reader, node: Node, style: Style) -> None:
    """A post of another site with its words: they stay, the last line of them opens the player."""
    addresses = [node.get("data-instgrm-permalink"), node.get("cite"), node.get("data-href")]
    addresses += [link.get("href") for link in reversed(list(node.descendants("a")))]
    address = next((each for each in addresses if each and embeds.recognise(each)), "")
    pieces = reader.inside(node, style)
    words = [piece for piece in pieces if isinstance(piece, Words)]
    if not address or len(words) != len(pieces):
        quote, apart = enclosing.enclosed(pieces)
        reader.add(*([_raw_quote(quote)] if quote else []), *apart)
        return
    title = ""
    if words and len(last := runs.text(words[-1].lines[-1])) <= 200:
        title = last
        words[-1].lines.pop()
    rest = "".join(each.html() for each in words if each.lines)
    reader.add(*([_raw_quote(rest)] if rest else []), Embed(address, title))


def _raw_quote(html: str) -> Piece:
    return Raw(f"<blockquote>{html}</blockquote>")


def frame(reader: Reader, node: Node, style: Style) -> None:
    _player(reader, next((node.get(name) for name in (*LAZY, "src") if node.get(name)), ""))


def plugin(reader: Reader, node: Node, style: Style) -> None:
    """<object> and <embed>, as players were put in once."""
    addresses = [node.get("data"), node.get("src")]
    for inner in node.descendants("param", "embed", "iframe"):
        addresses += [inner.get("src"), inner.get("value") if inner.get("name") in {"movie", "src"} else ""]
    _player(
        reader,
        next((each for each in addresses if embeds.recognise(each)), next(filter(None, addresses), "")),
    )


def _player(reader: Reader, address: str) -> None:
    address = f"https:{address}" if address.startswith("//") else address.strip()
    if address.startswith(("http://", "https://")):
        reader.add(Embed(address))
    else:
        reader.dropped.append("frame without an address")
        reader.flush()


def recording(reader: Reader, node: Node, style: Style) -> None:
    address = node.get("src") or next((each.get("src") for each in node.descendants("source")), "")
    number = _number(node.get("data-attachment"))
    if address or number:
        reader.add(Recording(Reference(address.strip(), number)))
    else:
        reader.dropped.append("recording without an address")
        reader.flush()


Reader.HANDLERS |= {
    "img": image,
    "figure": figure,
    "figcaption": caption,
    "p": paragraph,
    "iframe": frame,
    "object": plugin,
    "embed": plugin,
    "audio": recording,
    "video": recording,
}
Reader.BY_CLASS |= {
    "wp-caption": figure,
    "tr-caption-container": figure,
    "gallery": figure,
    "kg-gallery-container": figure,
    "wp-caption-text": caption,
    "tr-caption": caption,
    "gallery-caption": caption,
    "wp-block-cover": cover,
    "wp-block-cover-image": cover,
    "twitter-tweet": embedded_post,
    "twitter-video": embedded_post,
    "instagram-media": embedded_post,
    "tiktok-embed": embedded_post,
    "fb-post": embedded_post,
    "fb-video": embedded_post,
}
