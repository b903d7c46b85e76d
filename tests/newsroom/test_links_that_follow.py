"""Links and choices that follow a story wherever it goes, and leave with it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ReferenceIndex

from terbit.newsroom import plaintext, publishing
from terbit.newsroom.blocks import Body
from terbit.newsroom.models import Article
from tests.factories import ArticleFactory, PersonFactory, PictureFactory, redraft
from tests.newsroom.bodies import (
    Page,
    body_of,
    rendered,
)

pytestmark = pytest.mark.django_db


def test_a_link_follows_its_story_and_goes_when_the_story_does() -> None:
    story = ArticleFactory(published=True)
    link = ("paragraph", f'<p>Lihat <a linktype="article" id="{story.pk}">naskah <b>itu</b></a>.</p>')
    assert rendered(link).attributes("a") == [{"href": story.path}]
    Article.objects.filter(pk=story.pk).update(path="/pindah/ke-sini/")
    assert rendered(link).attributes("a") == [{"href": "/pindah/ke-sini/"}]
    Article.objects.filter(pk=story.pk).update(live=False)
    page = rendered(link)
    assert page.attributes("a") == [] and page.text == "Lihat naskah itu."


def test_baca_juga_shows_the_headline_of_today_and_only_what_readers_may_see() -> None:
    shown, draft = ArticleFactory(published=True), ArticleFactory(headline="RAHASIA EMBARGO")
    Article.objects.filter(pk=shown.pk).update(headline="Judul Baru")
    page = rendered(("baca_juga", [shown, draft]))
    assert page.attributes("a") == [{"href": shown.path}]
    assert "Judul Baru" in page.text and "RAHASIA" not in page.text


def test_baca_juga_without_a_story_left_is_not_there() -> None:
    story = ArticleFactory(published=True)
    block = ("baca_juga", [story])
    Article.objects.filter(pk=story.pk).update(live=False)
    assert rendered(block).elements == []


def test_a_deleted_target_leaves_words_and_no_error() -> None:
    draft = ArticleFactory()
    key = draft.pk
    body = body_of([("paragraph", f'<p><a linktype="article" id="{key}">x</a></p>'), ("baca_juga", [draft])])
    draft.delete()
    assert Page(str(body)).text == "x"


def test_links_and_choices_are_known_to_the_reference_index() -> None:
    linked, chosen = ArticleFactory.create_batch(2, published=True)
    person, picture = PersonFactory(), PictureFactory()
    story = ArticleFactory(
        body=[
            ("paragraph", f'<p><a linktype="article" id="{linked.pk}">x</a></p>'),
            ("baca_juga", [chosen]),
            ("statement", {"words": "a", "person": person}),
            ("gallery", {"title": "", "pictures": [{"picture": picture}]}),
        ]
    )
    named = set(ReferenceIndex.get_references_for_object(story).values_list("to_object_id", "model_path"))
    assert {path for _, path in named} >= {
        "body.paragraph",
        "body.baca_juga.item",
        "body.statement.person",
        "body.gallery.pictures.item.picture",
    }
    assert {str(linked.pk), str(chosen.pk)} <= {key for key, _ in named}


def test_the_address_of_our_own_story_becomes_a_link_that_follows_it(settings: Any) -> None:
    settings.TERBIT_URL = "https://kabar.example"
    story, draft = ArticleFactory(published=True), ArticleFactory()
    block = Body().child_blocks["paragraph"]
    for href in (story.path, f"https://kabar.example{story.path}", f"http://www.kabar.example{story.path}"):
        value = block.clean(block.normalize(f'<p><a href="{href}">x</a></p>'))
        assert value.source == f'<p><a linktype="article" id="{story.pk}">x</a></p>'
    for href in (
        f"https://kabar.example.contoh.id{story.path}",
        "https://kabar.example/tokoh/x/",
        f"/x/{draft.pk}/",
    ):
        value = block.clean(block.normalize(f'<p><a href="{href}">x</a></p>'))
        assert value.source == f'<p><a href="{href}">x</a></p>'


def test_a_story_that_was_never_published_cannot_be_chosen_by_any_form() -> None:
    draft = ArticleFactory()
    block = Body().child_blocks["baca_juga"]
    with pytest.raises(ValidationError):
        block.clean_deferred(block.normalize([draft]))


def test_a_story_that_went_offline_stays_chosen() -> None:
    story = ArticleFactory(published=True)
    Article.objects.filter(pk=story.pk).update(live=False)
    block = Body().child_blocks["baca_juga"]
    assert list(block.clean(block.normalize([story]))) == [story]


def test_the_editor_shows_nothing_of_a_story_that_was_never_published() -> None:
    draft, story = ArticleFactory(headline="RAHASIA"), ArticleFactory(headline="Judul", published=True)
    block = Body().child_blocks["paragraph"]
    state = block.get_form_state(
        block.normalize(
            f'<p><a linktype="article" id="{draft.pk}">x</a><a linktype="article" id="{story.pk}">y</a></p>'
        )
    )
    assert "Judul" in state and "RAHASIA" not in state


@pytest.mark.parametrize("kind", ["paragraph", "baca_juga"])
def test_the_editor_shows_of_a_story_that_went_offline_what_readers_knew(kind: str) -> None:
    story = publishing.take_offline(
        ArticleFactory(headline="Judul Lama", published=True), reason="Diperiksa ulang."
    )
    redraft(story, headline="RAHASIA BARU")
    link = f'<p><a linktype="article" id="{story.pk}">x</a></p>'
    body = body_of([(kind, link if kind == "paragraph" else [story])])
    state = json.dumps(body.stream_block.get_form_state(body), default=str)
    assert "Judul Lama" in state and "RAHASIA" not in state
    compared = body.stream_block.child_blocks[kind].render_basic(body[0].value)
    assert "RAHASIA" not in compared


@pytest.mark.parametrize("key", ["", "x", "-1", "1 or 1=1", None, "9" * 30])
def test_a_strange_number_of_a_story_makes_no_link(key: Any) -> None:
    block = Body().child_blocks["paragraph"]
    contentstate = {
        "blocks": [
            {
                "key": "a",
                "text": "x",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"key": 0, "offset": 0, "length": 1}],
            }
        ],
        "entityMap": {"0": {"type": "ARTICLE", "mutability": "MUTABLE", "data": {"id": key}}},
    }
    value = block.value_from_datadict({"p": json.dumps(contentstate)}, {}, "p")
    assert block.clean(value).source == "<p>x</p>"


def test_a_list_of_stories_without_ids_is_read_as_well() -> None:
    """As Wagtail wrote lists long ago, and as an import may write them now."""
    story = ArticleFactory(published=True)
    body = Body().to_python([{"type": "baca_juga", "value": [story.pk], "id": "a"}])
    assert plaintext.articles_in(body) == [story.pk]
    assert plaintext.visible_words(body) == ""
    assert Page(str(body)).attributes("a") == [{"href": story.path}]


def test_a_number_too_big_for_any_database_is_no_error() -> None:
    page = rendered(
        ("paragraph", f'<p><a id="{"9" * 30}" linktype="article">x</a><a linktype="article">y</a></p>')
    )
    assert page.text == "xy" and page.attributes("a") == []
