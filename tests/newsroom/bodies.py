"""Bodies with one block of every kind, and how readers get them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.core.files.base import ContentFile
from django.utils import translation

from terbit.newsroom import plaintext
from terbit.newsroom.blocks import Body
from terbit.newsroom.models import Article, Person
from terbit.pictures.models import MediaFile, Picture
from tests.factories import ArticleFactory, PersonFactory, PictureFactory

MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 40

# What a new block of each kind holds.
EMPTY = {
    "paragraph": "",
    "subheading": {},
    "list": "",
    "table": None,
    "statement": {},
    "baca_juga": [],
    "picture": {},
    "gallery": {},
    "media": {},
    "embed": {},
    "pull_quote": {},
    "fact_box": {},
    "note": "",
    "safe_html": "",
}


def media_file(title: str = "Rekaman sidang", **fields: Any) -> MediaFile:
    media = MediaFile(title=title, credit="Kabar Arumbai", transcript="Sidang dibuka.", **fields)
    media.file.save("rekaman.mp3", ContentFile(MP3), save=True)
    return media


def every_block(
    words: str = "kata",
    *,
    picture: Picture | None = None,
    person: Person | None = None,
    story: Article | None = None,
    media: MediaFile | None = None,
) -> list[tuple[str, Any]]:
    """One complete block of each kind, `words` in every field that takes words."""
    picture = picture or PictureFactory(caption=words)
    person = person or PersonFactory(name=f"Laras {words}", picture=picture)
    story = story or ArticleFactory(headline=f"Judul {words}"[:200], published=True)
    media = media or media_file(words, poster=picture)
    one_picture = {"picture": picture, "caption": words, "alt": words}
    return [
        ("paragraph", f'<p>Satu {words} <a linktype="article" id="{story.pk}">tautan</a>.</p>'),
        ("subheading", {"text": words, "level": "2"}),
        ("subheading", {"text": words, "level": "3"}),
        ("list", f"<ul><li>{words}</li></ul>"),
        (
            "table",
            {
                "data": [[words, words], [words, "2"]],
                "table_header_choice": "both",
                "table_caption": words,
            },
        ),
        (
            "statement",
            {
                "words": words,
                "person": person,
                "office": words,
                "verb": "kata",
                "where": words,
                "to_whom": words,
                "source": words,
                "source_url": "https://contoh.id/sumber",
            },
        ),
        ("statement", {"words": words, "unnamed": "withheld", "reason": words, "needs_verification": True}),
        ("baca_juga", [story]),
        ("picture", one_picture),
        ("gallery", {"title": words, "pictures": [one_picture, one_picture]}),
        ("media", {"file": media, "caption": words}),
        ("embed", {"url": "https://youtu.be/dQw4w9WgXcQ", "title": words, "still": picture}),
        ("pull_quote", {"text": words, "attribution": words}),
        ("fact_box", {"title": words, "rows": [{"label": words, "value": words}], "text": f"<p>{words}</p>"}),
        ("note", f"<p>{words}</p>"),
        ("safe_html", f"<p>{words}</p>"),
    ]


def body_of(blocks: list[tuple[str, Any]]) -> Any:
    """The blocks as they come from the database."""
    body = Body()
    return body.to_python(body.get_prep_value(body.to_python(blocks)))


class Page(HTMLParser):
    """The elements of a page, with what must not be among them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem != "script":  # what software reads is no text
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def attributes(self, element: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == element]

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}


def assert_harmless(page: Page) -> None:
    for tag, attributes in page.elements:
        assert tag not in {"script", "style", "iframe", "object", "embed", "form", "input", "svg", "link"}
        for name, value in attributes.items():
            assert name != "style" and not name.startswith("on"), (tag, name)
            if name in {"href", "src", "cite", "poster", "data-player"}:
                assert re.match(r"https://|/(?!/)", value or ""), (tag, name, value)


def rendered(*blocks: tuple[str, Any]) -> Page:
    return Page(str(body_of(list(blocks))))


def problems(blocks: list[tuple[str, Any]]) -> list[str]:
    with translation.override("en"):
        return plaintext.problems_in(body_of(blocks))


def refusal(*blocks: tuple[str, Any]) -> str:
    return " ".join(problems(list(blocks)))
