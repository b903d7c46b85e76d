"""What is refused when a body is to be published, and kept in a draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from terbit.newsroom import plaintext
from terbit.newsroom.blocks import Body
from tests.factories import ArticleFactory, PictureFactory
from tests.newsroom.bodies import (
    EMPTY,
    body_of,
    every_block,
    media_file,
    problems,
    refusal,
    rendered,
)

pytestmark = pytest.mark.django_db


def test_a_complete_body_has_no_problems() -> None:
    assert plaintext.problems_in(body_of(every_block("Kata-kata."))) == []


def test_a_body_without_blocks_is_a_matter_of_the_story_not_of_blocks() -> None:
    assert plaintext.problems_in(body_of([])) == []


@pytest.mark.parametrize("name", sorted(EMPTY.keys() - {"paragraph"}))
def test_an_empty_block_can_be_kept_in_a_draft_and_not_published(name: str) -> None:
    body = Body()
    value = body.to_python([(name, EMPTY[name])])
    saved = body.clean_deferred(value)
    str(saved)
    assert refusal((name, saved[0].value))
    with pytest.raises(ValidationError):
        body.clean(value)


def test_an_empty_paragraph_is_no_fault_and_readers_see_nothing_of_it() -> None:
    assert refusal(("paragraph", "")) == ""
    page = rendered(("paragraph", ""), ("paragraph", "<p>Kata.</p>"), ("paragraph", ""))
    assert [tag for tag, _ in page.elements] == ["p"]


def test_every_kind_of_block_is_in_the_test_above() -> None:
    assert set(EMPTY) == set(Body().child_blocks)


@pytest.mark.parametrize(
    ("blocks", "reason"),
    [
        ([("subheading", {"text": "a", "level": "3"})], "“a” stands under no subheading"),
        ([("paragraph", "<p><b>Sikap Rusia</b></p>")], "“Sikap Rusia” is bold like a subheading"),
        ([("paragraph", "<p>Baca juga: Trump</p>")], "“Baca juga: Trump” is typed"),
        ([("embed", {"url": "https://contoh.id/", "title": "a"})], "cannot be embedded"),
        ([("table", {"data": [["a"]], "table_header_choice": "row"})], "Give the table a caption"),
        (
            [("table", {"data": [["a"]], "table_caption": "a", "table_header_choice": "neither"})],
            "are headers",
        ),
        ([("fact_box", {"title": "a"})], "The fact box is empty"),
    ],
)
def test_a_fault_is_refused_in_one_sentence(blocks: list[Any], reason: str) -> None:
    [sentence] = problems(blocks)
    assert reason in sentence and sentence.startswith("Block 1, ")


def test_levels_in_order_are_fine() -> None:
    levels = [("subheading", {"text": "a", "level": level}) for level in "2332"]
    assert refusal(*levels) == ""


def test_two_baca_juga_in_a_row_are_refused() -> None:
    story = ArticleFactory(published=True)
    assert "in a row" in refusal(("baca_juga", [story]), ("baca_juga", [story]))


def test_a_picture_without_credit_or_words_for_the_blind_is_refused_unless_the_story_gives_them() -> None:
    picture = PictureFactory(description="")
    assert "alt text" in refusal(("picture", {"picture": picture}))
    assert refusal(("picture", {"picture": picture, "alt": "Sungai"})) == ""
    picture = PictureFactory(credit="")
    assert "credit" in refusal(("picture", {"picture": picture}))


@pytest.mark.parametrize(("field", "lack"), [("description", "alt text"), ("credit", "credit")])
def test_the_still_of_an_embed_and_the_poster_of_a_film_are_pictures_like_any(field: str, lack: str) -> None:
    picture = PictureFactory(**{field: ""})
    embed = {"url": "https://youtu.be/dQw4w9WgXcQ", "title": "Sidang", "still": picture}
    for block in (("embed", embed), ("media", {"file": media_file(poster=picture)})):
        assert lack in refusal(block), block[0]
        body_of([block]).stream_block.clean_deferred(body_of([block]))


def test_readers_see_who_took_the_still_and_the_poster() -> None:
    picture = PictureFactory(credit="Rina/Arumbai")
    film = media_file(poster=picture)
    film.file.name = film.file.name.replace(".mp3", ".mp4")
    film.save()
    embed = {"url": "https://youtu.be/dQw4w9WgXcQ", "title": "Sidang", "still": picture}
    for block in (("embed", embed), ("media", {"file": film})):
        assert "Rina/Arumbai" in rendered(block).text, block[0]


def test_publishing_stays_strict_while_another_draft_is_being_saved() -> None:
    """Wagtail marks the blocks themselves as lenient while a form saves a draft."""
    body, blocks = Body(), body_of([("subheading", {})])
    body.defer_required_validation()
    try:
        assert plaintext.problems_in(blocks)
    finally:
        body.restore_deferred_validation()
