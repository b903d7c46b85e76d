"""What others ask of a body: its words, and whom and what it names."""

from __future__ import annotations

import pytest

from terbit.newsroom import plaintext
from terbit.pictures.models import Picture
from tests.factories import ArticleFactory, PersonFactory, PictureFactory
from tests.newsroom.bodies import (
    body_of,
    every_block,
    media_file,
)

pytestmark = pytest.mark.django_db


def test_visible_words_are_what_readers_read_without_other_stories() -> None:
    story = ArticleFactory(headline="Judul Lain", published=True)
    person = PersonFactory(name="Laras Wibisana")
    body = body_of(
        [
            ("paragraph", "<p>Satu.</p><p>Dua &amp; tiga.</p>"),
            ("statement", {"words": "Kami siap", "person": person, "verb": "ujar"}),
            ("baca_juga", [story]),
            ("table", {"data": [["Nama", "Suara"], ["Budi", "12"]], "table_caption": "Hasil"}),
            ("embed", {"url": "https://youtu.be/dQw4w9WgXcQ", "title": "Sidang"}),
        ]
    )
    assert plaintext.visible_words(body).splitlines() == [
        "Satu.",
        "Dua & tiga.",
        "“Kami siap,” ujar Laras Wibisana.",
        "Hasil",
        "Nama Suara",
        "Budi 12",
        "Sidang",
    ]
    assert plaintext.word_count(body) == 14


def test_a_body_tells_whom_and_what_it_names() -> None:
    person, draft = PersonFactory(), ArticleFactory()
    story, picture, media = ArticleFactory(published=True), PictureFactory(), media_file()
    body = body_of(
        [
            *every_block(person=person, story=story, picture=picture, media=media),
            ("paragraph", f'<p><a linktype="article" id="{draft.pk}">x</a></p>'),
        ]
    )
    assert plaintext.people_in(body) == [person]
    assert plaintext.articles_in(body) == [story.pk, draft.pk]
    assert plaintext.media_in(body) == [media]
    pictures = plaintext.pictures_in(body)
    assert {shown.pk for shown in pictures} == {picture.pk} and len(pictures) == 4
    assert next(iter(plaintext.statements_in(body))).speaker == person.name


def test_each_use_of_a_picture_has_its_own_alt_text() -> None:
    picture: Picture = PictureFactory(description="umum")
    body = body_of([("picture", {"picture": picture, "alt": "di sini"}), ("picture", {"picture": picture})])
    assert [shown.alt for shown in plaintext.pictures_in(body)] == ["di sini", "umum"]
