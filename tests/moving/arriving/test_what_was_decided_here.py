"""What the newsroom decided about a move, or did in its own house, outlasts whatever export comes later."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Site

from terbit.moving.arriving import ledger, running, standing, undoing, writing
from terbit.moving.arriving.same_site import SiteUnclear
from terbit.moving.models import Errand, Move, OldItem, State
from terbit.newsroom import addresses, publishing
from terbit.newsroom.models import ArchivedComment, Article, StandingPage
from tests.factories import ArticleFactory, SectionFactory, UserFactory, publish, redraft
from tests.moving.arriving.exports import (
    HEAD,
    TAIL,
    category,
    cdata,
    cut_behind_posts,
    ghost_paper,
    ghost_paper_of,
    item,
    of_kind,
    old_paper,
)
from tests.moving.arriving.test_comments import comment

pytestmark = pytest.mark.django_db


class _Stop(Exception):
    """Somebody stops a run."""


def _stops(_what: str, _done: int, total: int) -> None:
    if total:
        raise _Stop


def test_a_declared_move_stays_declared_through_a_later_run_that_stops(arrive, tmp_path):
    arrive(old_paper())
    undoing.declare(Move.objects.get())
    later = tmp_path / "lain.xml"
    later.write_text(old_paper(item(90, "Baru")))
    with pytest.raises(_Stop):
        running.run(running.Plan("wordpress", [later]), _stops)
    assert Move.objects.get().state == State.DECLARED
    Move.objects.update(state=State.RUNNING)  # as a run leaves it that the power ended
    with pytest.raises(undoing.UndoRefused, match="declared this move done"):
        undoing.undo(Move.objects.get())
    arrive(later)
    assert Move.objects.get().state == State.DECLARED


def test_what_is_asked_of_a_move_while_a_run_has_it_in_hand_is_not_forgotten(arrive, tmp_path):
    arrive(old_paper())
    later = tmp_path / "lain.xml"
    later.write_text(old_paper(of_kind("page", 90, title="Baru")))

    def asks(_what: str, done: int, total: int) -> None:
        if done == total > 0:  # the stories are as they were; the page is still to come
            Move.objects.update(wanted=Errand.UNDO)

    assert running.run(running.Plan("wordpress", [later]), asks).counts["new"] == 1
    assert Move.objects.get().wanted == Errand.UNDO


def test_a_story_does_not_take_the_address_of_a_page_of_the_house(arrive):
    root = Site.objects.get(is_default_site=True).root_page
    root.add_child(instance=StandingPage(title="Iklan kami", slug="iklan", body="<p>Harga</p>"))
    arrive(HEAD + item(1, "Tulisan lama", link="https://muara.example/iklan/") + TAIL)
    assert "Iklan kami" in Client().get("/iklan/").content.decode()
    assert Article.objects.get().path != "/iklan/"
    assert OldItem.objects.get(key="item:1").notes["address"] == "taken"


def test_a_new_story_does_not_take_it_either(db):
    story = ArticleFactory()
    _slug, path = addresses.free_address(story, "iklan")
    above = Site.objects.get(is_default_site=True).root_page
    for word in path.strip("/").split("/"):
        above = above.add_child(instance=StandingPage(title=word, slug=word))
    assert addresses.free_address(story, "iklan")[1] == path.replace("iklan", "iklan-2")


TALK = comment(1, "Kasar") + comment(2, "Baik")
NAMES = category("category", "agam", "Agam") + category("post_tag", "banjir", "Banjir")
WHOLE = HEAD + item(1, "Banjir", "<p>Air naik sampai ke jalan.</p>", NAMES + TALK) + TAIL


def told() -> tuple[Any, ...]:
    story = Article.objects.get()
    topics = [row.topic.name for row in story.article_topics.all()]
    said = list(ArchivedComment.objects.order_by("number").values_list("number", "hidden"))
    return story.live, story.section.name, topics, str(story.body), said


@pytest.mark.parametrize("place", ["sampai ke", "<category", "<wp:comment>"])
def test_an_export_that_ends_in_the_middle_of_a_story_takes_nothing_from_it(arrive, place):
    arrive(WHOLE)
    before = told()
    report = arrive(WHOLE[: WHOLE.index(place) + 5])
    assert told() == before and report.counts["conflicts"] == 1


def test_a_page_is_not_cut_off_either(arrive):
    page = HEAD + of_kind("page", 4, title="Tentang", body="<p>Kami ada di sini.</p>") + TAIL
    arrive(page)
    before = StandingPage.objects.get().body
    arrive(page[: page.index("di sini")])
    assert StandingPage.objects.get().body == before


def about(text: str, **fields: Any) -> str:
    return HEAD + of_kind("page", 4, title="Tentang", body=f"<p>{text}</p>", **fields) + TAIL


@pytest.mark.parametrize("status", ["publish", "draft"])
def test_a_page_that_the_newsroom_took_off_is_not_published_again(arrive, status):
    arrive(about("Kami."))
    arrive(about("Kami.", wp__status=cdata(status)))
    page = StandingPage.objects.get()
    page.unpublish()
    report = arrive(about("Kami ada di sini."))
    page.refresh_from_db()
    assert (report.counts["conflicts"], page.live, page.body) == (1, False, "<p>Kami.</p>")


@pytest.mark.parametrize("status", ["publish", "draft"])
def test_a_draft_of_a_page_that_an_editor_works_on_is_not_written_over(arrive, status):
    arrive(about("Kami.", wp__status=cdata("draft")))
    page = StandingPage.objects.get()
    page.body = "<p>Kata redaktur.</p>"
    page.save_revision(user=UserFactory())
    report = arrive(about("Kami ada di sini.", wp__status=cdata(status)))
    page.refresh_from_db()
    assert (report.counts["conflicts"], page.live) == (1, False)
    assert page.get_latest_revision_as_object().body == "<p>Kata redaktur.</p>"


def test_a_draft_of_a_page_that_nobody_touched_comes_out_with_a_newer_export(arrive):
    arrive(about("Kami.", wp__status=cdata("draft")))
    report = arrive(about("Kami ada di sini."))
    page = StandingPage.objects.get()
    assert (report.counts["updated"], page.live, page.body) == (1, True, "<p>Kami ada di sini.</p>")


@contextmanager
def meanwhile(does: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """What somebody does at the same time, begun when the block says so; it is through when the block ends."""
    done: list[object] = []

    def act() -> None:
        try:
            done.append(does())
        finally:
            connection.close()

    editor = threading.Thread(target=act)

    def begin() -> None:
        editor.start()
        editor.join(2)

    yield begin
    editor.join(30)
    assert not editor.is_alive() and done


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time.")
def test_what_an_editor_publishes_while_a_newer_export_comes_stays(arrive, monkeypatch):
    arrive(HEAD + item(1, "Banjir", "<p>Air naik.</p>") + TAIL)
    user, asked = UserFactory(), writing.Batch._touched

    def correct() -> None:
        story = Article.objects.get()
        redraft(story, user=user, headline="Ralat oleh redaktur")
        publish(story)

    with meanwhile(correct) as begin:

        def touched(self: writing.Batch, row: Article) -> bool:
            found = asked(self, row)
            begin()
            return found

        monkeypatch.setattr(writing.Batch, "_touched", touched)
        arrive(HEAD + item(1, "Banjir", "<p>Air naik lagi.</p>") + TAIL)
    assert Article.objects.get().headline == "Ralat oleh redaktur"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time.")
def test_what_an_editor_publishes_of_a_page_while_a_newer_export_comes_stays(arrive, monkeypatch):
    arrive(about("Kami."))
    user, asked = UserFactory(), standing._touched

    def correct() -> None:
        page = StandingPage.objects.get()
        page.title = "Ralat oleh redaktur"
        page.save_revision(user=user).publish()

    with meanwhile(correct) as begin:

        def touched(page: StandingPage, before: OldItem) -> bool:
            found = asked(page, before)
            begin()
            return found

        monkeypatch.setattr(standing, "_touched", touched)
        arrive(about("Kami ada di sini."))
    assert StandingPage.objects.get().title == "Ralat oleh redaktur"


def test_a_comment_that_was_hidden_stays_hidden_whatever_later_exports_have(arrive):
    arrive(WHOLE)
    ArchivedComment.objects.filter(number="1").update(hidden=True)
    before = told()
    arrive(WHOLE.replace(TALK, ""))
    assert told() == before and OldItem.objects.get(key="item:1").notes["comments"] == {"kept": 2}
    arrive(WHOLE.replace(TALK, comment(2, "Baik")))
    arrive(WHOLE)
    assert told() == before


def test_what_an_editor_does_while_a_move_is_taken_back_stays(arrive, monkeypatch):
    arrive(old_paper())
    asked = undoing.refuse

    def refuse(move: Move) -> None:
        asked(move)
        redraft(OldItem.objects.get(key="item:2").became, user=UserFactory(), headline="Diubah")

    monkeypatch.setattr(undoing, "refuse", refuse)
    with pytest.raises(undoing.UndoRefused, match="Jembatan Dibuka"):
        undoing.undo(Move.objects.get())
    assert Article.objects.count() == 5


def test_a_page_that_is_edited_while_a_move_is_taken_back_stays(arrive, monkeypatch):
    arrive(HEAD + of_kind("page", 4, title="Tentang") + TAIL)
    asked = undoing.refuse

    def refuse(move: Move) -> None:
        asked(move)
        StandingPage.objects.get().save_revision(user=UserFactory())

    monkeypatch.setattr(undoing, "refuse", refuse)
    with pytest.raises(undoing.UndoRefused, match="Tentang"):
        undoing.undo(Move.objects.get())
    assert StandingPage.objects.exists()


def test_a_page_that_is_made_below_one_while_a_move_is_taken_back_stays(arrive, monkeypatch):
    arrive(HEAD + of_kind("page", 4, title="Tentang") + TAIL)
    asked = undoing.refuse

    def refuse(move: Move) -> None:
        asked(move)
        StandingPage.objects.get().add_child(instance=StandingPage(title="Sejarah", slug="sejarah"))

    monkeypatch.setattr(undoing, "refuse", refuse)
    with pytest.raises(undoing.UndoRefused, match="a page of yours"):
        undoing.undo(Move.objects.get())
    assert StandingPage.objects.count() == 2


@pytest.mark.parametrize("kind", ["link", "baca_juga"])
def test_a_story_that_one_of_our_own_names_is_not_taken_from_under_it(arrive, kind):
    arrive(old_paper())
    named = OldItem.objects.get(key="item:2").became
    link = {"type": "paragraph", "value": f'<p><a linktype="article" id="{named.pk}">Lihat</a>.</p>'}
    blocks = [link] if kind == "link" else [{"type": "baca_juga", "value": [named.pk]}]
    own = ArticleFactory(body=blocks)
    with pytest.raises(undoing.UndoRefused, match="a story of yours"):
        undoing.undo(Move.objects.get())
    assert Article.objects.count() == 6
    own.delete()
    undoing.undo(Move.objects.get())
    assert not Article.objects.exists()


def ghost_with_more(more: int = 2) -> str:
    """The story of `ghost_paper`, and as many others as make a site known."""
    whole = json.loads(ghost_paper())
    posts = whole["db"][0]["data"]["posts"]
    others = json.loads(ghost_paper_of([f"a{number}" for number in range(2, 2 + more)]))
    posts += others["db"][0]["data"]["posts"]
    return json.dumps(whole)


def ends_behind_posts() -> str:
    return cut_behind_posts(ghost_with_more())


def test_a_ghost_export_that_ends_behind_its_stories_is_completed_by_the_whole_one(arrive):
    early = arrive(ends_behind_posts(), source="ghost")
    story = Article.objects.get(path="/panen-raya/")
    assert (story.path, story.section.name, story.bylines.count()) == ("/panen-raya/", "Berita", 0)
    assert early.counts["unknown"] == 3
    assert [each["found"] for each in early.told if each["what"] == "unknown"] == [
        ["topics", "authors", "details"]
    ] * 3
    assert ledger.row(ledger.Line("", early.move.items.get(key="item:a1")))[-1] == "topics authors details"

    whole = arrive(ghost_with_more(), source="ghost")
    story = Article.objects.get(path="/panen-raya/")
    assert (whole.counts["updated"], whole.counts["conflicts"], "unknown" in whole.counts) == (3, 0, False)
    assert (story.path, story.section.name) == ("/panen-raya/", "Ekonomi")
    assert [row.contributor.name for row in story.bylines.all()] == ["Rina"]
    assert [row.topic.name for row in story.article_topics.all()] == ["Padi"]
    assert Move.objects.get().site == "Kabar Muara"
    assert ledger.row(ledger.Line("", whole.move.items.get(key="item:a1")))[-1] == ""
    assert arrive(ghost_with_more(), source="ghost").counts["unchanged"] == 3


def test_a_ghost_export_that_ends_behind_its_stories_takes_nothing_from_those_that_are_here(arrive):
    arrive(ghost_with_more(), source="ghost")
    before = list(OldItem.objects.order_by("pk").values())
    for dry in (True, False):
        early = arrive(ends_behind_posts(), source="ghost", dry=dry)
        assert (early.counts["unchanged"], early.counts["conflicts"], early.counts["unknown"]) == (3, 0, 3)
    assert list(OldItem.objects.order_by("pk").values()) == before
    assert Article.objects.get(path="/panen-raya/").section.name == "Ekonomi"


def test_an_export_without_a_name_of_another_site_is_a_move_of_its_own(arrive):
    arrive(ghost_with_more(), source="ghost")
    arrive(cut_behind_posts(ghost_paper_of(["b1", "b2", "b3"])), source="ghost")
    assert sorted(Move.objects.values_list("site", flat=True)) == ["", "Kabar Muara"]
    assert Article.objects.count() == 6


def test_an_export_whose_ids_are_plain_numbers_overwrites_nothing_of_another_site(arrive):
    arrive(ghost_paper_of(["1", "2", "3", "4"]), source="ghost")
    before = dict(Article.objects.values_list("pk", "headline"))
    foreign = ghost_paper_of(["1", "2", "3", "4"], name="").replace("Naskah ", "Asing ")
    for text in (foreign, cut_behind_posts(foreign)):
        report = arrive(text, source="ghost", dry=True)
        assert report.move.pk is None and report.counts["new"] == 4
    arrive(ghost_paper_of(["1"], name="").replace("Naskah ", "Asing "), source="ghost")
    assert dict(Article.objects.filter(pk__in=before).values_list("pk", "headline")) == before
    assert Article.objects.count() == 5


@pytest.mark.parametrize(
    ("ids", "is_cut"),
    [(["a1", "b2", "b3", "b4"], True), (["a1", "a2"], True), (["a1", "a2", "a3"], False)],
    ids=["one of four", "two stories", "a whole file"],
)
def test_an_export_without_a_name_that_shares_too_little_to_be_sure_is_refused(arrive, ids, is_cut):
    arrive(ghost_paper_of(["a1", "a2", "a3"]), source="ghost")
    before = list(Article.objects.order_by("pk").values_list("pk", "headline"))
    text = ghost_paper_of(ids, name="")
    with pytest.raises(SiteUnclear):
        arrive(cut_behind_posts(text) if is_cut else text, source="ghost")
    assert list(Article.objects.order_by("pk").values_list("pk", "headline")) == before
    assert Move.objects.count() == 1


def test_two_exports_without_a_name_of_different_sites_do_not_become_one_move(arrive):
    first, other = (ghost_paper_of(ids, name="") for ids in (["1", "2"], ["1", "3"]))
    arrive(first, source="ghost")
    assert arrive(first, source="ghost").counts["unchanged"] == 2
    with pytest.raises(SiteUnclear):
        arrive(other.replace("Naskah 1", "Asing"), source="ghost")
    whole = ghost_paper_of(["1", "3"], name="Suara Hulu").replace("Naskah 1", "Asing")
    arrive(whole, source="ghost")
    assert sorted(Move.objects.values_list("site", flat=True)) == ["", "Suara Hulu"]
    undoing.undo(Move.objects.get(site=""))
    arrive(other.replace("Naskah 1", "Lain"), source="ghost")  # in the place of what was taken back
    assert Move.objects.count() == 2


def test_what_an_editor_arranged_meanwhile_stays_when_the_whole_export_comes(arrive):
    arrive(ends_behind_posts(), source="ghost")
    story = Article.objects.get(path="/panen-raya/")
    publishing.move(story, section=SectionFactory(name="Pertanian"), slug=story.slug)
    assert arrive(ghost_with_more(), source="ghost").counts["conflicts"] == 1
    assert Article.objects.get(pk=story.pk).section.name == "Pertanian"
