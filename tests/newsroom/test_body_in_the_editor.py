"""The body's blocks in a real Chromium: links that follow, several stories at once, tables, what only imports make."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import gettext as _

from tests.factories import ArticleFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


CHOSEN = """[...document.querySelectorAll('input[name^="body-0-value-"][name$="-value"]')]
  .filter((input) => input.value).length === 3"""


def test_words_are_linked_to_a_story_by_choosing_it(open_story: Callable[..., Any]) -> None:
    target = ArticleFactory(headline="Semen Padang menang", published=True)
    ArticleFactory(headline="Harga cabai naik", published=True)
    ArticleFactory(headline="Semen RAHASIA")
    story = open_story([("paragraph", "<p>Lihat naskah itu</p>")])
    story.editor().click()
    story.page.keyboard.press("Control+A")
    story.page.locator("button[name=ARTICLE]").click()
    story.page.locator(".modal #id_q").fill("semen")
    choices = story.page.locator(".modal [data-chooser-modal-choice]")
    story.page.wait_for_function(
        "document.querySelectorAll('.modal [data-chooser-modal-choice]').length === 1"
    )
    choices.click()
    story.wait_for_link("ARTICLE")
    stored = story.saved()[0].value.source
    assert stored == f'<p><a linktype="article" id="{target.pk}">Lihat naskah itu</a></p>'
    assert story.page.locator(".TooltipEntity").get_attribute("href") == target.path


def test_a_link_to_the_web_begins_with_its_address(open_story: Callable[..., Any]) -> None:
    story = open_story([("paragraph", "<p>Lihat</p>")])
    story.page.get_by_role("textbox", name=_("Paragraph"), exact=True).click()
    story.page.keyboard.press("Control+A")
    story.page.locator("button[name=LINK]").click()
    story.page.locator(".modal input[name$=url]").fill("https://contoh.id/a?utm_source=x")
    story.page.locator(".modal form [type=submit]").click()
    story.wait_for_link("LINK")
    assert story.saved()[0].value.source == '<p><a href="https://contoh.id/a">Lihat</a></p>'


def test_several_stories_are_chosen_at_once_for_baca_juga(open_story: Callable[..., Any]) -> None:
    ArticleFactory.create_batch(4, published=True)
    story = open_story([("baca_juga", [])])
    story.page.get_by_role("button", name=_("Choose several")).click()
    boxes = story.page.locator("[data-multiple-choice-select]")
    boxes.first.wait_for()
    for number in range(4):
        boxes.nth(number).check()
    story.page.locator("[data-multiple-choice-submit]").click()
    story.page.wait_for_function(CHOSEN)
    [read_also] = story.saved()
    assert len(read_also.value) == 3 and all(read_also.value)


def test_imported_html_can_be_kept_or_deleted_but_not_added(open_story: Callable[..., Any]) -> None:
    story = open_story([("safe_html", "<dl><dt>a</dt><script>1</script></dl>"), ("paragraph", "<p>b</p>")])
    story.page.locator("[data-streamfield-stream-container] > div > button.c-sf-add-button").last.click()
    options = story.page.get_by_role("option").all_inner_texts()
    assert str(_("Paragraph")) in options and str(_("Imported HTML")) not in options
    story.page.keyboard.press("Escape")
    assert story.page.locator("textarea[name=body-0-value]").input_value().startswith("<dl>")
    assert story.saved()[0].value == "<dl><dt>a</dt></dl>"


def test_a_table_can_be_typed_into_after_it_was_saved_empty(open_story: Callable[..., Any]) -> None:
    story = open_story([("table", None)])
    story.saved()
    story.page.locator(".htCore td").first.dblclick()
    story.page.keyboard.type("Nama")
    story.page.keyboard.press("Enter")
    assert story.saved()[0].value["data"] == [["Nama"]]


def test_a_statement_is_stored_with_the_office_of_its_day(open_story: Callable[..., Any]) -> None:
    person = PersonFactory(name="Laras Wibisana")
    person.offices.create(title="Wali Kota Arumbai", start=datetime.date(2025, 1, 1))
    person.save()
    statement = {"words": "Kami siap", "person": person.pk, "said_on": "2026-11-16", "verb": "kata"}
    story = open_story([("statement", statement)])
    story.page.locator("textarea[name=body-0-value-words]").fill("“Kami\u00a0siap.”")
    [saved] = story.saved()
    assert saved.value["office"] == "Wali Kota Arumbai"
    assert saved.value.sentence == "“Kami siap,” kata Laras Wibisana, Wali Kota Arumbai."
    assert not story.page.locator("input[name=body-0-value-filled_office]").is_visible()
