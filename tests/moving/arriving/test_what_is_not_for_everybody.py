"""What the old site showed to some, or to nobody, is not published here."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from terbit.moving.models import OldItem
from terbit.newsroom.models import Article
from tests.moving.arriving.exports import HEAD, SITE, TAIL, cdata, ghost_paper, item, of_kind
from tests.moving.exports.wxr_files import meta

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


# For members -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        meta("_jetpack_newsletter_access", "paid_subscribers"),
        meta("_members_access_role", "subscriber"),
        meta("_wpmem_block", "1"),
        meta("_is_paid", "1"),
    ],
)
@pytest.mark.parametrize("kind", ["post", "page"])
def test_what_an_extension_kept_for_members_comes_as_a_draft(arrive, kind, more):
    report = arrive(HEAD + of_kind(kind, 1, more=more) + TAIL)
    assert (
        report.counts["drafts"] == {"members-only": 1} and not OldItem.objects.get(key="item:1").became.live
    )


@pytest.mark.parametrize(
    "body",
    [
        "<p>Air naik.</p>[restrict paid='true']<p>Rahasia.</p>[/restrict]",
        "<p>Air naik.</p>[members_logged_in]Rahasia.[/members_logged_in]",
        "<!-- wp:premium-content/subscriber-view --><p>Rahasia.</p><!-- /wp:premium-content/subscriber-view -->",
    ],
)
def test_so_does_what_holds_a_part_for_them(arrive, body):
    arrive(HEAD + item(1, body=body) + TAIL)
    story = Article.objects.get()
    assert not story.live and "Rahasia" in str(story.body)


@pytest.mark.parametrize(
    "more", [meta("_jetpack_newsletter_access", "everybody"), meta("_wpmem_block", "0"), meta("_is_paid", "")]
)
def test_what_was_for_everybody_is_published(arrive, more):
    assert arrive(HEAD + item(1, "Cara menulis [restrict]", more=more) + TAIL).counts["became"] == {
        "story": 1
    }


def gated(whom: str, said: str) -> str:
    return f'<!--kg-gated-block:begin {whom} memberSegment:"status:-free" --><p>{said}</p><!--kg-gated-block:end-->'


def test_cards_of_ghost_that_only_members_saw_are_left_out_and_told(arrive):
    html = "\n".join(
        [
            "<p>Untuk semua.</p>",
            gated("nonMember:false", "Rahasia anggota."),
            gated("nonMember:true", "Daftarlah."),
            gated("nonMember:false", "Rahasia lagi."),
            "<p>Akhir.</p>",
        ]
    )
    report = arrive(ghost_paper(html=html), source="ghost")
    assert str(Article.objects.get().body) == "<p>Untuk semua.</p><p>Daftarlah.</p><p>Akhir.</p>"
    [told] = [each for each in report.told if each["what"] == "trouble"]
    assert (told["reason"], told["count"]) == ("card-for-members", "2")


@pytest.mark.parametrize(
    "visibility", [{"web": {"nonMember": False, "memberSegment": "status:free"}}, {"showOnWeb": False}]
)
def test_so_are_those_that_only_the_source_has(arrive, visibility):
    card = {"type": "html", "html": "<p>Rahasia anggota.</p>", "visibility": visibility}
    words = {"type": "paragraph", "children": [{"type": "text", "text": "Untuk semua."}]}
    lexical = json.dumps({"root": {"type": "root", "children": [words, card]}})
    arrive(ghost_paper(html=None, lexical=lexical), source="ghost")
    assert str(Article.objects.get().body) == "<p>Untuk semua.</p>"
