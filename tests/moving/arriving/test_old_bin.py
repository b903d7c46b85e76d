"""What lay in the old site's bin, and was taken out there after it had been left out here."""

from __future__ import annotations

import pytest
from django.test import Client

from terbit.moving.arriving import undoing
from terbit.moving.models import Move, OldItem
from terbit.newsroom.models import Article, StandingPage
from tests.moving.arriving.exports import SITE, cdata, of_kind, old_paper

pytestmark = pytest.mark.django_db


def became(number: int) -> Article:
    return OldItem.objects.get(key=f"item:{number}").became


def test_a_page_that_lay_in_the_bin_arrives_once_it_was_taken_out_there(arrive):
    page = of_kind("page", 8, title="Tentang Kami", wp__status=cdata("trash"), link=f"{SITE}/kami/")
    arrive(old_paper(page))
    assert not StandingPage.objects.filter(title="Tentang Kami").exists()
    taken_out = old_paper(page.replace(cdata("trash"), cdata("publish")))
    assert arrive(taken_out).counts["new"] == 1
    arrived = StandingPage.objects.get(title="Tentang Kami")
    assert arrived.live and OldItem.objects.get(key="item:8").became == arrived
    assert Client().get("/?page_id=8").status_code == 301
    assert arrive(taken_out).counts["unchanged"] == 7
    undoing.undo(Move.objects.get())
    assert not StandingPage.objects.filter(title="Tentang Kami").exists()


def test_a_story_that_lay_in_the_bin_arrives_once_it_was_taken_out_there(arrive):
    arrive(old_paper())
    taken_out = old_paper().replace(cdata("trash"), cdata("publish"))
    counts = arrive(taken_out).counts
    assert (counts["new"], counts["arrived"], counts["unchanged"]) == (1, 7, 6)
    assert (became(7).headline, became(7).live) == ("Buang", True)
    assert OldItem.objects.get(key="item:7").became == became(7)
    assert Client().get("/?p=7").status_code == 301
    assert arrive(taken_out).counts["unchanged"] == 7
    undoing.undo(Move.objects.get())
    assert not Article.objects.filter(headline="Buang").exists()
