"""What the old site showed to some, or to nobody, is not published here."""

from __future__ import annotations

import pytest
from django.test import Client

from terbit.newsroom.models import Article
from tests.moving.arriving.exports import HEAD, SITE, TAIL, cdata, item, of_kind

pytestmark = pytest.mark.django_db


def letter(kind: str, number: int, link: str = "", status: str = "publish") -> str:
    """What a reader wrote by a form, kept as an item."""
    link = link or f"{SITE}/?post_type={kind}&#038;p={number}"
    body = "<p>Nomor saya 0812.</p>"
    return of_kind(kind, number, title="Surat Budi", body=body, link=link, wp__status=cdata(status))


@pytest.mark.parametrize(
    ("kind", "link", "reason"),
    [
        ("flamingo_inbound", "", "internal"),
        ("nf_sub", f"{SITE}/nf_sub/9/", "internal"),
        ("kiriman_formulir", "", "by-mapping"),
    ],
)
def test_what_readers_sent_in_is_no_story(arrive, kind, link, reason):
    report = arrive(HEAD + item(1) + letter(kind, 9, link) + letter(kind, 10, link) + TAIL)
    assert report.counts["skipped"] == {reason: 2} and Article.objects.count() == 1
    assert "Surat" not in Client().get("/").content.decode()


def test_it_is_where_the_editor_says_so(arrive):
    mapping = {"types": {"acara": {"becomes": "story"}}}
    assert arrive(HEAD + letter("acara", 9) + TAIL, mapping=mapping).counts["became"] == {"story": 1}


@pytest.mark.parametrize("link", [f"{SITE}/acara/9/", f"{SITE}/?acara=pasar"])
def test_a_kind_that_has_pages_for_readers_is(arrive, link):
    export = HEAD + letter("acara", 9, link) + letter("acara", 10, status="draft") + TAIL
    assert arrive(export).counts["became"] == {"story": 1, "draft": 1}
