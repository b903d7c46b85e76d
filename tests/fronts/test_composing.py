"""Which story stands where on the front page and on a section's."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine as clock
from django.test import Client
from django.utils import timezone

from terbit.fronts import candidates, composing, publications
from terbit.fronts.models import Arrangement
from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Publication
from terbit.newsroom.models.kind import Kind
from tests.factories import PictureFactory, SectionFactory
from tests.fronts import pages
from tests.fronts.pages import arrange, front_of, put, standing, story

pytestmark = pytest.mark.django_db


# The front page ---------------------------------------------------------------------------------------


def test_no_story_stands_on_the_front_twice(city, sport, chief):
    told = [story(f"Berita {n}", city if n % 2 else sport, hours=n) for n in range(1, 23)]
    arrange(chief, lead=told[18], second_2=told[0])
    keys = [given.pk for given in pages.everything_on_the_front()]
    assert len(keys) == len(set(keys)) == 3 + 1 + composing.LATEST + 4 + 4
    assert keys[0] == told[18].pk


def test_beneath_the_lead_stands_what_its_own_page_names_as_related(city, chief):
    told = [story(f"Berita {n}", city, hours=n) for n in range(1, 23)]
    related = [str(told[n].uuid) for n in (20, 0, 18)]  # one of them stands beside the lead
    Article.objects.filter(pk=told[15].pk).update(related=related)
    arrange(chief, lead=told[15], second_1=told[0])
    assert composing.context(Publication.load())["lead_related"] == [told[20], told[18]]
    links = Client().get("/").content.decode().split('<ul class="related-links">')[1].split("</ul>")[0]
    assert links.count("<a ") == 2 and links.index("Berita 21") < links.index("Berita 19")


def test_a_section_of_few_new_stories_brings_its_older_ones(city, sport, chief, monkeypatch):
    monkeypatch.setattr(candidates, "NEWEST", 8)
    for number in range(1, 11):
        story(f"Berita {number}", city, hours=number)
    older = [story(f"Laga {number}", sport, hours=100 + number) for number in range(1, 4)]
    assert [given for given in pages.everything_on_the_front() if given.section_id == sport.pk] == older


def test_places_without_a_choice_fill_by_the_newest(city, chief):
    told = [story(f"Berita {n}", city, hours=n) for n in range(1, 8)]
    arrange(chief, second_2=told[5])
    assert [standing()[slot] for slot in ("lead", "second-1", "second-2", "second-3")] == [
        "Berita 1",
        "Berita 2",
        "Berita 6",
        "Berita 3",
    ]


def test_a_story_put_into_a_place_leaves_the_one_it_stood_in(city, chief):
    told = [story(f"Berita {n}", city, hours=n) for n in range(1, 8)]
    arrange(chief, lead=told[4], second_1=told[5])
    arrange(chief, lead=told[5])
    assert (standing()["lead"], standing()["second-1"]) == ("Berita 6", "Berita 5")


def test_a_pin_that_ended_gives_its_place_to_the_newest_when_the_schedule_comes_round(city, chief):
    new, old = story("Baru", city, hours=1), story("Lama", city, hours=9)
    put(chief, "lead", old, until=timezone.now() + timedelta(hours=1))
    pages.publish(chief)
    assert standing()["lead"] == "Lama"
    with clock.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert standing()["lead"] == "Baru"  # in the preview of whoever arranges now
        assert pages.everything_on_the_front()[0] == old  # what readers see is stored, whatever the hour
        assert publications.release_due() == 1
        assert pages.everything_on_the_front()[0] == new
        assert publications.release_due() == 0
    newest = Arrangement.objects.first()
    assert (newest.number, newest.slots, newest.made_by) == (2, {}, None)
    assert new.headline == standing()["lead"]


def test_a_withdrawn_story_leaves_its_place_at_once_and_comes_back_only_by_an_editor(city, chief):
    story("Baru", city, hours=1)
    old = story("Lama", city, hours=9)
    arrange(chief, lead=old)
    publishing.take_offline(old, reason="Memuat identitas anak.")
    assert standing()["lead"] == "Baru"
    assert "Lama" not in Client().get("/").content.decode()
    assert publications.release_due() == 1
    assert front_of().published.slots == {}


def test_a_story_that_moved_to_another_section_leaves_the_old_ones_strip(city, sport, chief):
    for n in range(1, 20):
        story(f"Berita {n}", city, hours=n)
    old = story("Pemenang", city, hours=200)
    opening = f"strip-{city.pk}"
    arrange(chief, **{opening: old})
    assert standing()[opening] == "Pemenang"
    Article.objects.filter(pk=old.pk).update(section=sport)
    assert standing()[opening] != "Pemenang"
    assert standing()[f"strip-{sport.pk}"] == "Pemenang"


def test_the_newest_story_with_a_picture_leads_before_those_without(city):
    story("Tanpa Foto", city, hours=1)
    story("Berfoto", city, hours=2, picture=PictureFactory())
    assert standing()["lead"] == "Berfoto"


def test_an_advertorial_neither_leads_nor_opens_a_strip_by_itself(city, sport):
    picture = PictureFactory()
    for n in range(1, 20):
        story(f"Berita {n}", city, hours=n + 1)
    for section in (city, sport):
        story("Iklan", section, hours=0, picture=picture, kind=Kind.ADVERTORIAL)
    assert "Iklan" not in standing().values()
    assert f"strip-{sport.pk}" not in standing()
    story("Persar Menang", sport, hours=300)
    assert standing()[f"strip-{sport.pk}"] == "Persar Menang"


def test_an_advertorial_opens_a_strip_that_an_editor_gives_it(city, sport, chief):
    story("Berita", city, hours=1)
    paid = story("Iklan", sport, hours=1, kind=Kind.ADVERTORIAL)
    arrange(chief, **{f"strip-{sport.pk}": paid})
    assert standing()[f"strip-{sport.pk}"] == "Iklan"


def test_a_story_that_becomes_an_advertorial_does_not_lead_any_longer(city, chief):
    story("Berita", city, hours=1)
    paid = story("Iklan", city, hours=2)
    arrange(chief, lead=paid)
    Article.objects.filter(pk=paid.pk).update(kind=Kind.ADVERTORIAL)
    assert standing()["lead"] == "Berita"


def test_a_paper_of_nothing_but_advertorials_has_a_page_and_no_lead(city):
    story("Iklan", city, hours=1, kind=Kind.ADVERTORIAL)
    assert standing() == {}
    assert Client().get("/").status_code == 200
    page = Client().get("/kota/")
    assert page.status_code == 200
    assert "Iklan" in page.content.decode()


def test_the_only_story_leads_even_if_it_was_chosen_for_a_place_below(city, chief):
    only = story("Berita", city, hours=1)
    arrange(chief, second_1=only)
    assert standing() == {"lead": "Berita"}


def test_no_column_of_places_begins_with_an_advertorial(city):
    for n in range(1, 19):
        story(f"Berita {n}", SectionFactory(parent=city) if n < 5 else city, hours=n)
    region = SectionFactory(name="Wilayah")
    for n in range(3):
        below = SectionFactory(name=f"Kabupaten {n}", parent=region)
        story(f"Iklan {n}", below, hours=100, kind=Kind.ADVERTORIAL)
        story(f"Kabar {n}", below, hours=101 + n)
    strips = composing.context(Publication.load())["strips"]
    strip = next(strip for strip in strips if strip.rhythm == "places")
    assert [stories[0].headline for _place, stories in strip.places] == ["Kabar 0", "Kabar 1", "Kabar 2"]


def test_readers_wait_for_at_most_twenty_five_queries(city, sport, chief, django_assert_max_num_queries):
    told = [story(f"Berita {n}", city if n % 2 else sport, hours=n) for n in range(1, 23)]
    arrange(chief, lead=told[18], second_2=told[0])
    browser = Client()
    browser.get("/")
    for page in ("/", "/kota/"):
        with django_assert_max_num_queries(25):
            assert browser.get(page).status_code == 200


# Fronts of sections -----------------------------------------------------------------------------------


def test_a_section_is_led_by_the_newest_with_a_picture(city):
    story("Tanpa Foto", city, hours=1)
    story("Berfoto", city, hours=2, picture=PictureFactory())
    story("Iklan", city, hours=0, picture=PictureFactory(), kind=Kind.ADVERTORIAL)
    assert standing(city)["lead"] == "Berfoto"


def test_a_section_without_pictures_is_led_by_its_newest(city):
    story("Pertama", city, hours=2)
    story("Kedua", city, hours=1)
    assert standing(city) == {"lead": "Kedua", "second-1": "Pertama"}


def test_the_front_of_a_section_shows_its_choices_and_every_story_once(city, sport, chief):
    told = [story(f"Berita {n}", city, hours=n) for n in range(1, 9)]
    arrange(chief, city, lead=told[6], second_3=told[7])
    assert list(standing(city).values()) == ["Berita 7", "Berita 1", "Berita 2", "Berita 8"]
    page = Client().get("/kota/").content.decode()
    assert [page.count(f">{given.headline}<") for given in told] == [1] * 8


def test_a_story_of_another_section_leaves_the_sections_front(city, sport, chief):
    story("Baru", city, hours=1)
    old = story("Lama", city, hours=5)
    arrange(chief, city, lead=old)
    Article.objects.filter(pk=old.pk).update(section=sport)
    assert standing(city) == {"lead": "Baru"}


def test_only_an_editor_lets_advertorials_stand_beside_and_they_never_move_up(city, chief):
    paid = story("Iklan", city, hours=1, kind=Kind.ADVERTORIAL)
    arrange(chief, city, second_1=paid)
    assert standing(city) == {}
    assert "Iklan" in Client().get("/kota/").content.decode()
