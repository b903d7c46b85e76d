"""What an editor chose while sections are moved about, and what he finds in a small one."""

from __future__ import annotations

import pytest
from django.test import Client

from terbit.fronts import drafts, offering, publications, slots
from terbit.newsroom.models import Article, Section
from terbit.staff.models import User
from terbit.workflow.models import Role
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.workflow.screens import signed_in

pytestmark = pytest.mark.django_db
SCREEN = "/ruang-redaksi/halaman-depan/"


@pytest.fixture
def town(db: None) -> Section:
    return SectionFactory(slug="kota")


@pytest.fixture
def sport(db: None) -> Section:
    return SectionFactory(slug="olahraga")


@pytest.fixture
def editor(db: None) -> User:
    return UserFactory(role=Role.CHIEF_EDITOR)


def story(section: Section, headline: str = "Persar Menang") -> Article:
    return ArticleFactory(section=section, headline=headline, published=True)


def put(user: User, slot: str, given: Article) -> None:
    front = drafts.front_of(None)
    drafts.put(front, user, slot, given, seen=front.number)


def publish(user: User) -> None:
    front = drafts.front_of(None)
    publications.publish(front, user, seen=front.number)


def send(browser: Client, deed: str, **form: object) -> int:
    seen = drafts.front_of(None).number
    return browser.post(f"{SCREEN}{deed}/", {"seen": seen} | form).status_code


def test_a_story_is_put_elsewhere_from_a_place_that_the_page_has_no_longer(town, sport, editor):
    moved, led = story(sport), story(town)
    put(editor, slots.opening(sport), moved)
    put(editor, slots.LEAD, led)
    publish(editor)
    Section.objects.filter(pk=sport.pk).update(parent=town)
    browser = signed_in(editor)
    assert send(browser, "taruh", slot=slots.LEAD, story=moved.pk) == 302
    browser.get(SCREEN)
    assert send(browser, "terbitkan") == 302
    assert drafts.front_of(None).published.slots == {slots.LEAD: {"story": moved.pk, "until": None}}


def test_what_was_asked_about_a_place_that_went_keeps_nobody_from_publishing(town, sport, editor):
    other, led = UserFactory(role=Role.CHIEF_EDITOR), story(town)
    put(editor, slots.opening(sport), story(sport))
    put(editor, slots.LEAD, led)
    put(other, slots.opening(sport), story(sport))
    publish(other)
    browser = signed_in(editor)
    browser.get(SCREEN)
    assert drafts.of(drafts.front_of(None), editor).asked
    Section.objects.filter(pk=sport.pk).update(parent=town)
    browser.get(SCREEN)
    assert send(browser, "terbitkan") == 302
    published = drafts.front_of(None).published
    assert (published.made_by, published.slots[slots.LEAD]["story"]) == (editor, led.pk)


def test_words_are_looked_for_in_the_places_own_sections(town, sport, editor, monkeypatch):
    monkeypatch.setattr(offering, "MOST", 2)
    wanted = story(sport, "Banjir Merendam Lapangan")
    for number in range(9):
        story(town, f"Banjir di Kampung {number}")
    front = drafts.front_of(None)
    place = next(place for place in slots.of(front) if place.name == slots.opening(sport))
    assert offering.published(front, place, None, "banjir") == [wanted]
    assert offering.published(front, None, sport, "banjir") == [wanted]
    assert offering.published(front, place, town, "banjir") == []
