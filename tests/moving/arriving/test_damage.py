"""Damaged and hostile exports give a report, never a crash, and never anything that harms readers."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terbit.moving.models import OldItem
from terbit.newsroom.models import Article
from tests.moving.arriving.conftest import Arrive
from tests.moving.arriving.exports import (
    HEAD,
    TAIL,
    cdata,
    ghost_paper,
    ghost_paper_of,
    item,
    of_kind,
    old_paper,
)

pytestmark = pytest.mark.django_db

PAPER = old_paper().encode()
ENDS = [at + len(b"</item>") for at in range(len(PAPER)) if PAPER.startswith(b"</item>", at)]
BOMB = (
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">'
    '<!ENTITY % d SYSTEM "http://127.0.0.1/x">%d;]>'
)
EXAMPLES = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@EXAMPLES
@given(st.integers(len(HEAD), len(PAPER)))
def test_a_file_that_ends_anywhere_brings_all_items_before_its_end(arrive: Arrive, end: int):
    counts = arrive(PAPER[:end], dry=True).counts
    assert counts["items"] >= sum(at <= end for at in ENDS)


@EXAMPLES
@given(st.integers(len(HEAD), len(PAPER) - 40), st.binary(min_size=1, max_size=40))
def test_a_file_with_rubbish_anywhere_gives_a_report(arrive: Arrive, at: int, rubbish: bytes):
    counts = arrive(PAPER[:at] + rubbish + PAPER[at + len(rubbish) :], dry=True).counts
    assert counts["items"] >= sum(end <= at for end in ENDS)


def test_entities_are_never_expanded(arrive):
    export = HEAD.replace("<rss", BOMB + "<rss", 1) + item(1, "Judul &b; &c;") + TAIL
    counts = arrive(export.replace("<![CDATA[Judul &b; &c;]]>", "Judul &b; &c;")).counts
    assert counts["arrived"] == 1
    assert "root:" not in Article.objects.get().headline and "haha" not in Article.objects.get().headline


HOSTILE = """<p onclick="alert(1)">Teks</p><script>alert(2)</script><img src=x onerror=alert(3)>
<a href="javascript:alert(4)">tautan</a><iframe src="//jahat.example"></iframe><svg/onload=alert(5)>
<math><mtext><table><mglyph><style><img src=x onerror=alert(6)>"""


def test_scripts_in_texts_titles_and_names_never_reach_readers(arrive):
    from tests.moving.arriving.exports import author, category

    paper = item(
        1, "<script>alert(7)</script>Judul", HOSTILE, category("post_tag", "x", "<img src=x onerror=alert(8)>")
    )  # fmt: skip
    arrive(HEAD + author("sari", "<b onmouseover=alert(9)>Sari") + paper + TAIL)
    page = Client().get("/2026/02/1/").content.decode()
    assert "Teks" in page
    for harm in (
        "alert(1)",
        "alert(2)",
        "<script>alert",
        "<img src=x",
        "javascript:",
        "<iframe",
        "<b onmouseover",
    ):
        assert harm not in page


PAGES = ("/", "/feed/", "/sitemap.xml", "/sitemap-news.xml", "/indeks/")


@pytest.mark.parametrize("at", ["9999-12-31 23:59:59", "9999-12-31 10:00:00", "9000-01-01 00:00:00"])
@pytest.mark.parametrize("status", ["publish", "future"])
def test_a_date_beyond_every_calendar_stops_neither_the_import_nor_the_paper(arrive, at, status):
    dates = {"wp__post_date": cdata(at), "wp__post_date_gmt": cdata("9999-12-31 23:59:59")}
    arrive(HEAD + item(1) + item(2, "Nanti", pubDate="", wp__status=cdata(status), **dates) + TAIL)
    assert [Client().get(page).status_code in (200, 302) for page in PAGES] == [True] * len(PAGES)


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59.000Z", "9999-12-31T23:59:59-07:00", 253402300799000])
def test_nor_does_one_of_ghost(arrive, at):
    arrive(ghost_paper(published_at=at, updated_at="2024-05-01T02:00:00.000Z"), source="ghost")
    assert Article.objects.get().first_published_at.year == 2024 and Client().get("/").status_code == 200


@pytest.mark.parametrize("order", [10**400, float("inf"), float("nan"), -1, None, "satu"])
def test_an_order_of_tags_that_is_no_number_stops_nothing(arrive, order):
    whole = json.loads(ghost_paper())
    whole["db"][0]["data"]["posts_tags"][1]["sort_order"] = order
    arrive(json.dumps(whole), source="ghost")
    assert Article.objects.get().article_topics.count() == 1


def test_ids_longer_than_any_are_told_apart_and_known_again(arrive):
    export = ghost_paper_of([f"{'a' * 400}{end}" for end in "123"])
    assert arrive(export, source="ghost").counts["new"] == 3
    assert arrive(export, source="ghost").counts["unchanged"] == 3


def test_so_are_those_of_what_is_left_out(arrive):
    left = [of_kind("product", 9, wp__post_id=f"{'a' * 290}{end}") for end in "123"]
    mapping = {"types": {"product": {"becomes": "nothing"}}}
    arrive(HEAD + item(1) + "".join(left) + TAIL, mapping=mapping)
    assert OldItem.objects.filter(kind="product").count() == 3


@pytest.mark.parametrize("kind", ["post", "page", "attachment"])
def test_an_address_with_a_zero_byte_ends_no_run(arrive, kind):
    link = "https://muara.example/a%00b/"
    arrive(HEAD + of_kind(kind, 1, link=link, wp__attachment_url=f"{link}c.jpg") + item(2) + TAIL)
    assert Article.objects.filter(path="/2026/02/2/").exists()
