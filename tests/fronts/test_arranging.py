"""Who arranges which front, what two editors do to each other, and forms that no screen sends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terbit.fronts import drafts, publications
from terbit.fronts.models import Arrangement, Draft
from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Section
from terbit.newsroom.models.kind import Kind
from terbit.staff.models import User
from terbit.workflow.models import Role
from tests.factories import ArticleFactory, SectionFactory, UserFactory, publish, redraft
from tests.fronts.pages import arrange, front_of, put, standing, story
from tests.fronts.pages import publish as publish_front
from tests.workflow.screens import is_denied, signed_in, two_stages

pytestmark = pytest.mark.django_db

DEEDS = ("put", "take_out", "pin", "decide", "step_back", "start_again", "publish", "restore")
SCREENS = ("arrange", "state", "preview", "previewed_page")


@pytest.fixture
def told(city: Section) -> list[Article]:
    """Six stories of the city, the newest first."""
    return [story(f"Berita {number}", city, hours=number) for number in range(1, 7)]


def address(name: str, section: Section | None = None) -> str:
    return reverse(f"terbit_fronts:{name}", args=[section.pk] if section else [])


def send(who: User | Client, name: str, section: Section | None = None, **given: Any) -> HttpResponse:
    """As the screen does; `seen` is what readers see now unless the form says otherwise."""
    browser = who if isinstance(who, Client) else signed_in(who)
    return browser.post(address(name, section), {"seen": front_of(section).number} | given)


def slots(who: User, section: Section | None = None) -> dict[str, int]:
    draft = drafts.of(front_of(section), who)
    return {name: held["story"] for name, held in draft.slots.items()} if draft else {}


def screen(who: User, section: Section | None = None) -> str:
    return signed_in(who).get(address("arrange", section)).content.decode()


# Rights -----------------------------------------------------------------------------------------------


def opens(user: User, section: Section | None) -> bool:
    """Every screen and every deed, or none of them."""
    browser = signed_in(user)
    answers = [browser.get(address(name, section)) for name in SCREENS[1:]]
    answers += [send(browser, name, section, slot="x") for name in DEEDS]
    denied = {
        is_denied(answer) for answer in answers if answer.get("Location") != address("arrange", section)
    }
    assert len(denied) == 1
    return not denied.pop()


def test_an_editor_arranges_the_front_of_the_own_section_and_those_under_it(city, sport):
    below = SectionFactory(name="Pendidikan", parent=city)
    editor = UserFactory(role=Role.EDITOR, role__section=city)
    assert [opens(editor, place) for place in (city, below, sport, None)] == [True, True, False, False]


def test_an_editor_of_every_section_arranges_the_front_page(city):
    everywhere = UserFactory(role=Role.EDITOR)
    assert [opens(everywhere, place) for place in (None, city)] == [True, True]


def test_a_section_that_asks_for_a_leader_is_arranged_by_leaders_only(city, sport):
    politics = SectionFactory(name="Politik", workflow=two_stages())
    editor, leader = UserFactory(role=Role.EDITOR), UserFactory(role=Role.MANAGING_EDITOR)
    assert [opens(editor, place) for place in (politics, sport)] == [False, True]
    assert [opens(leader, place) for place in (politics, sport)] == [True, True]


@pytest.mark.parametrize("role", [Role.REPORTER, Role.ADMINISTRATOR])
def test_who_edits_no_stories_of_others_arranges_nothing(city, role):
    user = UserFactory(role=role)
    assert [opens(user, place) for place in (None, city)] == [False, False]
    assert address("arrange") not in signed_in(user).get("/ruang-redaksi/").content.decode()


def test_who_is_not_signed_in_is_sent_to_the_sign_in(city):
    for name in SCREENS:
        assert Client().get(address(name))["Location"].startswith("/ruang-redaksi/login/")
    assert Client().post(address("publish"), {"seen": 0})["Location"].startswith("/ruang-redaksi/login/")


def test_who_has_one_section_comes_to_its_front_from_the_menu(city, sport):
    editor = UserFactory(role=Role.EDITOR, role__section=sport)
    assert signed_in(editor).get(address("arrange"))["Location"] == address("arrange", sport)


def test_the_screen_speaks_of_no_draft_that_the_editor_may_not_read(city, sport, told):
    secret = ArticleFactory(headline="Wali Kota Ditangkap", section=city)
    editor = UserFactory(role=Role.EDITOR, role__section=sport)
    assert is_denied(send(editor, "put", sport, slot="lead", story=secret.pk))
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    assert is_denied(send(chief, "put", slot="lead", story=secret.pk))
    assert "Wali Kota Ditangkap" not in screen(editor, sport) + screen(chief)


# Forms that the screen does not send ------------------------------------------------------------------

HOSTILE: dict[str, tuple[str, dict[str, Any]]] = {
    "no slot": ("put", {"slot": ""}),
    "a slot that is not there": ("put", {"slot": "lead-9"}),
    "the strip of no section": ("put", {"slot": "strip-999999"}),
    "a slot of a thousand letters": ("take_out", {"slot": "x" * 1000}),
    "a slot with a null": ("take_out", {"slot": "lead\0"}),
    "a story that is no number": ("put", {"slot": "lead", "story": "x"}),
    "a story of thirty digits": ("put", {"slot": "lead", "story": "9" * 30}),
    "a story of five thousand digits": ("put", {"slot": "lead", "story": "9" * 5000}),
    "a time before all time": ("put", {"slot": "lead", "until": "0001-01-01T00:00"}),
    "a time after all time": ("put", {"slot": "lead", "until": "9999-12-31T23:59"}),
    "a time that is none": ("pin", {"slot": "lead", "until": "besok"}),
    "nothing seen": ("publish", {"seen": ""}),
    "seen below nothing": ("publish", {"seen": "-1"}),
    "seen of thirty digits": ("publish", {"seen": "9" * 30}),
    "a decision nobody asked for": ("decide", {"slot": "lead", "mine": "1"}),
    "a decision that is neither": ("decide", {"slot": "lead", "mine": "2"}),
    "a version that is no number": ("restore", {"number": "x"}),
}


@pytest.mark.parametrize(("deed", "form"), HOSTILE.values(), ids=HOSTILE)
def test_a_form_that_cannot_be_read_is_refused_and_nothing_changes(told, chief, deed, form):
    answer = send(chief, deed, **{"story": told[0].pk} | form)
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")
    assert "Traceback" not in answer.content.decode()
    assert not Arrangement.objects.exists() and slots(chief) == {}


def test_what_is_not_there_is_not_found(told, chief):
    assert send(chief, "restore", number=7).status_code == 404
    browser = signed_in(chief)
    for key in ("999999", "9" * 30):
        assert browser.get(f"{address('arrange')}{key}/").status_code == 404
    assert browser.get(address("publish")).status_code == 405
    assert browser.post(address("arrange")).status_code == 405


@pytest.mark.parametrize(
    "asked", ["?tempat=x", "?rubrik=x", "?rubrik=" + "9" * 30, "?q=%00", "?q=" + "x" * 900, "?rubrik=%00"]
)
def test_whatever_is_looked_for_the_screen_answers(told, chief, asked):
    assert signed_in(chief).get(address("arrange") + asked).status_code == 200


def test_what_was_looked_for_stays_on_the_screen_and_nothing_else_of_the_address(told, chief, city):
    looked = f"q=berita&rubrik={city.pk}&tempat=lead&next=//jahat.example"
    answer = send(chief, "put", slot="lead", story=told[3].pk, cari=looked)
    assert answer["Location"] == f"{address('arrange')}?q=berita&rubrik={city.pk}"


def test_a_story_stands_only_where_it_belongs(told, chief, sport):
    paid = story("Iklan", sport, hours=1, kind=Kind.ADVERTORIAL)
    for slot, given in (("lead", paid), (f"strip-{sport.pk}", told[0])):
        assert send(chief, "put", slot=slot, story=given.pk).status_code == 302
    assert send(chief, "put", sport, slot="second-1", story=told[0].pk).status_code == 302
    assert (slots(chief), slots(chief, sport)) == ({}, {})


def test_a_withdrawn_story_is_not_put_anywhere(told, chief):
    publishing.take_offline(told[2], reason="Memuat identitas anak.")
    answer = signed_in(chief).post(
        address("put"), {"seen": 0, "slot": "lead", "story": told[2].pk}, follow=True
    )
    assert "sudah tidak terbit" in answer.content.decode()
    assert slots(chief) == {}


def test_a_pin_that_ends_before_it_begins_is_refused(told, chief):
    past = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    send(chief, "put", slot="lead", story=told[3].pk)
    send(chief, "pin", slot="lead", until=past)
    assert drafts.of(front_of(), chief).slots["lead"]["until"] is None


def test_a_scheduled_story_waits_in_its_place_until_it_is_out(told, chief, city):
    later = ArticleFactory(headline="Besok", section=city)
    redraft(later, go_live_at=timezone.now() + timedelta(days=1))
    publish(later)
    assert send(chief, "put", slot="lead", story=later.pk).status_code == 302
    publish_front(chief)
    assert standing()["lead"] == "Berita 1"
    assert "Besok" in screen(chief)
    assert "Besok" not in Client().get("/").content.decode()


# Two editors ------------------------------------------------------------------------------------------


def test_changes_in_different_places_merge(told, chief, other):
    put(chief, "lead", told[3])
    put(other, "second-1", told[4])
    publish_front(other)
    assert "Bagas Pranoto menerbitkan halaman ini" in screen(chief)
    publish_front(chief)
    assert (standing()["lead"], standing()["second-1"]) == ("Berita 4", "Berita 5")


def test_a_place_that_both_changed_is_asked_about_before_it_is_published(told, chief, other):
    put(chief, "lead", told[3])
    put(other, "lead", told[4])
    publish_front(other)
    assert "Penyunting lain menerbitkan di sini" in screen(chief)
    with pytest.raises(drafts.Refused):
        publish_front(chief)
    assert standing()["lead"] == "Berita 5"


@pytest.mark.parametrize(("mine", "leads"), [("1", "Berita 4"), ("0", "Berita 5")])
def test_an_editor_decides_whose_story_stands(told, chief, other, mine, leads):
    put(chief, "lead", told[3])
    put(chief, "second-2", told[5])
    put(other, "lead", told[4])
    publish_front(other)
    screen(chief)
    send(chief, "decide", slot="lead", mine=mine)
    publish_front(chief)
    assert (standing()["lead"], standing()["second-2"]) == (leads, "Berita 6")


def test_a_story_that_two_put_into_different_places_stands_once(told, chief, other):
    put(chief, "lead", told[4])
    put(other, "second-3", told[4])
    publish_front(other)
    screen(chief)
    draft = drafts.of(front_of(), chief)
    assert (list(draft.slots), list(draft.asked)) == (["lead"], ["lead"])
    send(chief, "decide", slot="lead", mine="1")
    publish_front(chief)
    assert list(standing().values()).count("Berita 5") == 1


def test_nobody_publishes_over_what_he_has_not_seen(told, chief, other):
    put(chief, "lead", told[3])
    arrange(other, second_1=told[4])
    with pytest.raises(publications.Overtaken):
        publications.publish(front_of(), chief, seen=0)
    answer = signed_in(chief).post(address("publish"), {"seen": 0}, follow=True)
    assert "Tidak ada yang hilang" in answer.content.decode()
    assert front_of().number == 1
    assert slots(chief) == {"lead": told[3].pk, "second-1": told[4].pk}


def test_a_draft_is_its_editors_alone_and_others_are_told_of_it(told, chief, other):
    put(chief, "lead", told[3])
    assert standing()["lead"] == "Berita 1"
    assert slots(other) == {}
    assert signed_in(other).get(address("state")).json()["others"] == ["Sekar Anindita"]
    assert "Juga sedang menyusun: Sekar Anindita<" in screen(other)


# Back and forth ---------------------------------------------------------------------------------------


def test_each_step_is_taken_back_until_there_is_none(told, chief):
    for number in (3, 4, 5):
        put(chief, "lead", told[number])
    for number in (4, 3):
        send(chief, "step_back")
        assert slots(chief) == {"lead": told[number].pk}
    send(chief, "step_back")
    assert slots(chief) == {}
    with pytest.raises(drafts.Refused):
        drafts.step_back(front_of(), chief)


def test_choices_that_were_dropped_come_back_by_a_step(told, chief):
    arrange(chief, second_1=told[5])
    put(chief, "lead", told[3])
    send(chief, "start_again")
    assert slots(chief) == {"second-1": told[5].pk}
    send(chief, "step_back")
    assert slots(chief) == {"second-1": told[5].pk, "lead": told[3].pk}


def test_a_publication_is_undone_and_brought_back_as_new_versions(told, chief):
    arrange(chief, lead=told[3])
    arrange(chief, lead=told[4])
    send(chief, "restore", number=1)
    assert standing()["lead"] == "Berita 4"
    send(chief, "restore", number=2)
    assert standing()["lead"] == "Berita 5"
    send(chief, "restore", number=0)
    assert standing()["lead"] == "Berita 1"
    history = Arrangement.objects.order_by("number").values_list("number", "restores")
    assert list(history) == [(1, None), (2, None), (3, 1), (4, 2), (5, 0)]


def test_an_older_version_comes_back_without_what_was_withdrawn_since(told, chief):
    arrange(chief, lead=told[3], second_1=told[5])
    arrange(chief, lead=told[4])
    publishing.take_offline(told[3], reason="Memuat identitas anak.")
    send(chief, "restore", number=1)
    assert {name: held["story"] for name, held in front_of().published.slots.items()} == {
        "second-1": told[5].pk
    }


def test_bringing_a_version_back_leaves_the_drafts_of_others(told, chief, other):
    arrange(chief, lead=told[3])
    put(other, "second-1", told[5])
    send(chief, "restore", number=0)
    assert Draft.objects.get().user == other
    assert slots(other)["second-1"] == told[5].pk


def test_publishing_what_readers_see_already_makes_no_version(told, chief):
    arrange(chief, lead=told[3])
    put(chief, "lead", told[3])
    with pytest.raises(drafts.Refused):
        publish_front(chief)
    assert Arrangement.objects.count() == 1


def test_the_preview_shows_the_choices_to_the_editor_and_to_no_reader(told, chief):
    put(chief, "lead", told[5])
    answer = signed_in(chief).get(address("previewed_page"))
    assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"
    front = answer.content.decode()
    assert front.index("Berita 6") < front.index("Berita 1")
    readers = Client().get("/").content.decode()
    assert readers.index("Berita 1") < readers.index("Berita 6")
