"""What an export says that cannot be so: it arrives as it can."""

from __future__ import annotations

import pytest

from tests.moving.arriving.exports import HEAD, TAIL, category, cdata, item, term
from tests.moving.arriving.test_stories import story

pytestmark = pytest.mark.django_db


def test_a_published_story_without_a_date_does_not_get_that_of_a_scheduled_neighbour(arrive):
    zeros = cdata("0000-00-00 00:00:00")
    later = cdata("2099-01-01 00:00:00")
    never = item(2, "Tanpa Tanggal", wp__post_date=zeros, wp__post_date_gmt=zeros, pubDate=None)
    to_come = item(1, wp__status=cdata("future"), wp__post_date=later, wp__post_date_gmt=later)
    arrive(HEAD + to_come + never + item(3) + TAIL)
    assert story(2).live and story(2).first_published_at == story(3).first_published_at


def test_categories_that_stand_beneath_each_other_in_a_circle_arrive_as_sections(arrive):
    above = {"darat": "laut", "laut": "udara", "udara": "darat"}
    circle = "".join(term(slug, slug.title(), parent) for slug, parent in above.items())
    stories = "".join(
        item(number, more=category("category", slug, slug.title())) for number, slug in enumerate(above, 1)
    )
    arrive(HEAD + circle + stories + TAIL)
    assert [story(number).section.slug for number in (1, 2, 3)] == ["darat", "laut", "udara"]


def test_a_section_stands_beneath_one_that_an_earlier_story_brought(arrive):
    categories = term("darat", "Darat") + term("desa", "Desa", "darat")
    stories = item(1, more=category("category", "darat", "Darat")) + item(
        2, more=category("category", "desa", "Desa")
    )
    arrive(HEAD + categories + stories + TAIL)
    assert story(2).section.parent == story(1).section
