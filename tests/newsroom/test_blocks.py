"""What readers get of each block, and what is refused when a story is to be published."""

from __future__ import annotations

import datetime
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ReferenceIndex

from terbit.newsroom import plaintext
from terbit.newsroom.blocks import Body
from terbit.newsroom.models import Article, Office
from terbit.pictures.models import Picture
from tests.factories import ArticleFactory, PersonFactory, PictureFactory, publish, redraft
from tests.newsroom.bodies import body_of, every_block, media_file

pytestmark = pytest.mark.django_db

HOSTILE = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1) {{ 7 }} {% now 'Y' %}"
)


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


def refusal(*blocks: tuple[str, Any]) -> str:
    return " ".join(plaintext.problems_in(body_of(list(blocks))))


# Readers -------------------------------------------------------------------------------------------


def test_hostile_words_in_any_field_of_any_block_stay_words() -> None:
    blocks = every_block(HOSTILE)
    page = rendered(*blocks)
    assert_harmless(page)
    assert "alert(1)" in page.text and "{{ 7 }}" in page.text


def test_a_hostile_value_that_no_form_let_in_does_no_harm() -> None:
    """An import or an old revision may hold anything."""
    page = rendered(
        ("paragraph", "<p onclick=x>a<script>alert(1)</script><a href=javascript:alert(1)>b</a></p>"),
        ("note", "<img src=x onerror=alert(1)>"),
        ("subheading", {"text": "a", "level": "2 onclick=alert(1)"}),
        ("statement", {"words": "a", "name": "b", "source": "c", "source_url": "javascript:alert(1)"}),
        ("embed", {"url": "javascript:alert(1)", "title": "a"}),
        ("embed", {"url": "https://contoh.id/x", "title": "Situs lain"}),
        ("table", {"data": [["<b>x</b>", None, {"a": 1}], "y"], "cell": [{"className": '"><script>'}]}),
        ("table", "x"),
        ("safe_html", "<div onclick=x style=y>a<style>b</style><a href=data:x>c</a></div>"),
    )
    assert_harmless(page)
    assert {"href": "https://contoh.id/x"} in page.attributes("a")


def test_no_block_needs_a_script_or_loads_anything_foreign() -> None:
    page = rendered(*every_block())
    assert_harmless(page)
    for tag, attributes in page.elements:
        assert not str(attributes.get("src", "")).startswith("http"), tag
        assert not str(attributes.get("poster", "")).startswith("http"), tag


def test_an_embed_is_a_link_until_it_is_asked_for() -> None:
    page = rendered(("embed", {"url": "https://youtu.be/dQw4w9WgXcQ", "title": "Sidang", "still": None}))
    [link] = page.attributes("a")
    assert link["href"] == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert link["data-player"] == "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
    assert "Sidang" in page.text and "YouTube" in page.text


def test_a_whole_body_needs_one_query_for_each_kind_of_record(django_assert_num_queries: Any) -> None:
    stories = ArticleFactory.create_batch(3, published=True)
    links = [("paragraph", f'<p><a linktype="article" id="{story.pk}">x</a></p>') for story in stories]
    body = body_of([*every_block(), *every_block(), *links])
    with django_assert_num_queries(4):  # stories, people, pictures, media
        str(body)


def test_the_words_of_a_body_need_at_most_the_names_of_its_speakers(django_assert_num_queries: Any) -> None:
    body = body_of(every_block())
    with django_assert_num_queries(1):
        plaintext.visible_words(body)


# Stories that follow -------------------------------------------------------------------------------


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


# Statements ----------------------------------------------------------------------------------------


def test_a_statement_reads_as_a_sentence_in_right_spelling() -> None:
    person = PersonFactory(name="Laras Wibisana")
    page = rendered(
        (
            "statement",
            {
                "words": '"Kami siap."',
                "person": person,
                "office": "Wali Kota Arumbai",
                "verb": "kata",
                "where": "Jumpa pers di Balai Kota",
                "said_on": datetime.date(2026, 11, 16),
            },
        )
    )
    assert page.text == (
        "“Kami siap,” kata Laras Wibisana, Wali Kota Arumbai. Jumpa pers di Balai Kota, Senin, 16 November 2026"
    )
    assert page.attributes("time") == [{"datetime": "2026-11-16"}]
    assert page.attributes("a") == [{"href": person.path}]


def test_a_statement_without_a_verb_stands_alone() -> None:
    page = rendered(("statement", {"words": "Kami siap", "name": "Laras", "office": "Wali Kota"}))
    assert page.text == "“Kami siap.” Laras Wali Kota"


def test_readers_are_told_why_a_speaker_has_no_name() -> None:
    page = rendered(("statement", {"words": "Kami takut", "unnamed": "withheld", "reason": "takut dipecat"}))
    assert "takut dipecat" in page.text


def test_the_office_of_the_day_is_filled_in_and_follows_until_one_is_typed() -> None:
    person, other = PersonFactory(), PersonFactory()
    Office.objects.create(person=person, title="Wakil Wali Kota", end=datetime.date(2024, 12, 31))
    Office.objects.create(person=person, title="Wali Kota", start=datetime.date(2025, 1, 1))
    Office.objects.create(person=other, title="Camat")
    block = Body().child_blocks["statement"]

    def saved(**fields: Any) -> Any:
        return block.clean_deferred(block.normalize(fields))

    first = saved(words="a", person=person, said_on=datetime.date(2023, 5, 1))
    assert first["office"] == "Wakil Wali Kota"
    assert saved(**dict(first) | {"said_on": datetime.date(2025, 5, 1)})["office"] == "Wali Kota"
    assert saved(**dict(first) | {"person": other})["office"] == "Camat"
    assert saved(**dict(first) | {"person": None, "name": "Budi"})["office"] == ""
    typed = saved(**dict(first) | {"office": "Ketua Panitia"})
    assert saved(**dict(typed) | {"person": other})["office"] == "Ketua Panitia"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"words": "a", "source": "s"}, "Say who spoke"),
        ({"words": "a", "name": "b", "unnamed": "unknown", "source": "s"}, "Keep one speaker"),
        ({"words": "a", "unnamed": "unknown", "source": "s"}, "Say why the speaker has no name"),
        ({"words": "a", "name": "b"}, "Say where the words come from"),
        ({"words": '""', "name": "b", "source": "s"}, "Write down what was said"),
    ],
)
def test_an_incomplete_statement_is_a_draft_and_nothing_more(fields: dict[str, Any], reason: str) -> None:
    block = Body().child_blocks["statement"]
    block.clean_deferred(block.normalize(fields))
    assert reason in refusal(("statement", fields))


# Publishing ----------------------------------------------------------------------------------------


def test_a_complete_body_has_no_problems() -> None:
    assert plaintext.problems_in(body_of(every_block("Kata-kata."))) == []


def test_a_body_without_blocks_is_a_matter_of_the_story_not_of_blocks() -> None:
    assert plaintext.problems_in(body_of([])) == []


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


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_block_can_be_kept_in_a_draft_and_not_published(name: str) -> None:
    body = Body()
    value = body.to_python([(name, EMPTY[name])])
    saved = body.clean_deferred(value)
    str(saved)
    assert refusal((name, saved[0].value))
    with pytest.raises(ValidationError):
        body.clean(value)


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
    [sentence] = plaintext.problems_in(body_of(blocks))
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


def test_publishing_stays_strict_while_another_draft_is_being_saved() -> None:
    """Wagtail marks the blocks themselves as lenient while a form saves a draft."""
    body, blocks = Body(), body_of([("subheading", {})])
    body.defer_required_validation()
    try:
        assert plaintext.problems_in(blocks)
    finally:
        body.restore_deferred_validation()


# What others ask of a body -------------------------------------------------------------------------


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


def test_a_published_story_shows_its_body_to_readers(client: Any) -> None:
    story = ArticleFactory()
    redraft(story, body=body_of(every_block("Kata-kata.")))
    publish(story)
    response = client.get(story.path)
    assert response.status_code == 200
    assert_harmless(Page(re.search(r'<div class="body">.*?</article>', response.text, re.DOTALL)[0]))
