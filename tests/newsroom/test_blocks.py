"""What readers get of each block."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from terbit.newsroom import plaintext
from tests.factories import ArticleFactory, UserFactory, publish, redraft
from tests.newsroom.bodies import (
    EMPTY,
    Page,
    assert_harmless,
    body_of,
    every_block,
    rendered,
)

pytestmark = pytest.mark.django_db

HOSTILE = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1) {{ 7 }} {% now 'Y' %}"
)


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


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("both", [("<th>", "a & b"), ("<th>", "c"), ("<th>", "<d>"), ("<td>", "e")]),
        ("column", [("<th>", "a & b"), ("<td>", "c"), ("<th>", "<d>"), ("<td>", "e")]),
        ("row", [("<th>", "a & b"), ("<th>", "c"), ("<td>", "<d>"), ("<td>", "e")]),
        ("neither", [("<td>", "a & b"), ("<td>", "c"), ("<td>", "<d>"), ("<td>", "e")]),
    ],
)
def test_every_cell_of_a_table_is_shown_as_what_it_is(header: str, shown: list[tuple[str, str]]) -> None:
    assert _cells([["a & b", "c"], ["<d>", "e"]], header) == shown


def test_a_table_of_one_column_has_no_cell_beside_its_headers() -> None:
    assert _cells([["a"], ["b"]], "column") == [("<th>", "a"), ("<th>", "b")]


def _cells(data: list[list[str]], header: str) -> list[tuple[str, str]]:
    table = {"data": data, "table_header_choice": header, "table_caption": "Angka"}
    html = str(body_of([("table", table)]))
    cells = re.findall("<(t[hd])(?: scope=[^>]*)?>(.*?)</t[hd]>", html)
    return [(f"<{element}>", unescape(words)) for element, words in cells]


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


def test_a_published_story_shows_its_body_to_readers(client: Any) -> None:
    story = ArticleFactory()
    redraft(story, body=body_of(every_block("Kata-kata.")))
    publish(story)
    response = client.get(story.path)
    assert response.status_code == 200
    assert_harmless(Page(re.search(r'<div class="body">.*?</article>', response.text, re.DOTALL)[0]))


def test_two_revisions_of_any_blocks_can_be_compared(client: Any) -> None:
    user = UserFactory(role="chief_editor")
    story = ArticleFactory(body=body_of(every_block("dulu")))
    first = story.get_latest_revision()
    second = redraft(story, body=body_of([*every_block("kini"), *EMPTY.items()]))
    client.force_login(user)
    name = "wagtailsnippets_terbit_newsroom_article:revisions_compare"
    for one, other in ((first.pk, second.pk), (second.pk, first.pk)):
        response = client.get(reverse(name, args=[story.pk, one, other]))
        assert response.status_code == 200
        assert "kini" in response.text
        assert_harmless(
            Page(response.text[response.text.index("comparison__child-object") :].split("</table>")[0])
        )
