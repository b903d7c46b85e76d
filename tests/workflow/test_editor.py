"""The editor of a story in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from terbit.newsroom.models import Article
from terbit.workflow.models import BreakingStory, Note
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.workflow.desk import Desk
from tests.workflow.screens import latest, signed_in, url


@pytest.fixture
def desk(transactional_db: None, new_page: Any, live_house: Any) -> Desk:
    section = SectionFactory(name="Daerah", slug="daerah")
    editor = UserFactory(name="Bahri Lubis", role="editor", role__section=section)
    opened = Desk(new_page(), live_house, editor)
    opened.user = editor
    opened.story = ArticleFactory(headline="Pasar Pindah", section=section)
    return opened


# Notes ------------------------------------------------------------------------------------------------


def write_note(desk: Desk, words: str) -> None:
    desk.page.fill("[name=text]", words)
    desk.page.locator(".terbit-notes-form [type=submit]").click()


@pytest.mark.complains(r"status of 403")
def test_a_note_is_written_and_done_without_leaving_the_editor_and_never_lost(desk):
    desk.open(f"naskah/edit/{desk.story.pk}/")
    address = desk.page.url
    desk.page.locator("[data-side-panel-toggle=notes]").click()
    write_note(desk, "Siapa sumbernya?")
    desk.page.locator(".terbit-notes").get_by_text("Siapa sumbernya?").wait_for()
    assert Note.objects.get().author == desk.user
    desk.page.locator(".terbit-notes [type=submit]").click()
    desk.page.locator(".terbit-notes .is-done").wait_for()

    desk.page.context.clear_cookies()
    write_note(desk, "Belum ada angka.")
    desk.page.locator("[data-terbit-note-failed]").wait_for()
    assert desk.page.input_value("[name=text]") == "Belum ada angka."
    assert (desk.page.url, Note.objects.count()) == (address, 1)


@pytest.mark.django_db
def test_an_empty_note_is_refused():
    story, editor = ArticleFactory(section=SectionFactory()), signed_in(UserFactory(role="editor"))
    headers = {"x-requested-with": "XMLHttpRequest"}
    assert editor.post(url("add_note", story.pk), {"text": " "}, headers=headers).status_code == 400
    assert not Note.objects.exists()


@pytest.mark.django_db
def test_beside_a_new_story_the_notes_wait_for_its_first_save(english):
    editor = signed_in(UserFactory(role="editor"))
    assert "Notes can be written once" in editor.get(url("add")).content.decode()
    story = ArticleFactory(section=SectionFactory())
    filled = editor.get(url("edit", story.pk), {"_w_hydrate_create_view": "1"}).content.decode()
    assert "terbit-notes-form" in filled


# Saving -----------------------------------------------------------------------------------------------

COUNT = "saves = 0; addEventListener('w-autosave:success', () => { saves += 1 })"


def test_what_saved_itself_twice_is_saved_by_hand_and_so_is_what_is_just_saving_itself(desk):
    desk.open(f"naskah/edit/{desk.story.pk}/")
    desk.page.evaluate(COUNT)
    for number in (1, 2):
        desk.page.fill("[name=standfirst]", f"Yang pindah pasar ikan, los {number}.")
        desk.page.wait_for_function("number => saves >= number", arg=number)
    desk.page.fill("[name=standfirst]", "Yang pindah pasar ikan.")
    desk.page.wait_for_timeout(600)  # until it begins to save itself
    desk.press("[type=submit]:not([name])")
    desk.page.locator(".messages .success").wait_for()
    assert latest(desk.story).standfirst == "Yang pindah pasar ikan."
    assert desk.page.locator(".messages .error").count() == 0


# Steps ------------------------------------------------------------------------------------------------


def test_publishing_at_once_asks_why_it_cannot_wait(desk):
    Article.objects.update(created_by=desk.user)
    desk.open(f"naskah/edit/{desk.story.pk}/")
    desk.press("[data-a11y-dialog-show=terbit-breaking]")
    now = desk.page.locator("[name=action-breaking]")
    now.click()
    assert not Article.objects.get(pk=desk.story.pk).live
    desk.page.fill("[name=breaking-reason]", "Gempa besar.")
    now.click()
    desk.handed_on()
    assert Article.objects.get(pk=desk.story.pk).live
    assert BreakingStory.objects.get().reason == "Gempa besar."


# Somebody else ----------------------------------------------------------------------------------------


@pytest.mark.complains(r"status of 400")
def test_who_loses_the_story_while_writing_reads_it_above_the_text_and_loses_nothing(desk):
    desk.open(f"naskah/edit/{desk.story.pk}/")
    desk.page.fill("[name=standfirst]", "Ditulis sebelum diambil alih.")
    signed_in(UserFactory(name="Ani", role="editor")).post(url("take_over", desk.story.pk))
    desk.page.fill("[name=standfirst]", "Ditulis sesudah diambil alih.")
    desk.page.locator("[data-terbit-banners]").get_by_text("Ani").wait_for()
    assert desk.page.locator("[name=standfirst]").is_disabled()
    assert not desk.page.locator("footer").is_visible()
    assert not desk.page.locator("#w-autosave-indicator").is_visible()
    kept = desk.story.revisions.filter(content__standfirst="Ditulis sesudah diambil alih.")
    desk.page.wait_for_timeout(1500)  # in which the closed form must not save itself empty
    assert kept.exists()
    assert not desk.story.revisions.filter(content__headline="").exists()


# A new story ------------------------------------------------------------------------------------------


def test_a_new_story_begins_with_its_headline_and_saves_itself_once_it_has_one(desk):
    desk.open("naskah/add/")
    desk.page.fill("[name=short_headline]", "Pasar")
    desk.page.wait_for_timeout(3500)
    assert Article.objects.count() == 1
    desk.page.locator("[name=headline]").fill("Pasar Lagan Dibuka")
    desk.page.wait_for_url("**/naskah/edit/**")
    assert Article.objects.filter(headline="Pasar Lagan Dibuka", short_headline="Pasar").exists()
