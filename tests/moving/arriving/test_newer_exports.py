"""A newer export brings what changed there, in the state that it has there, and nothing over what was decided here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from terbit.moving.arriving import files, undoing
from terbit.moving.models import Move, OldItem
from terbit.newsroom import publishing, schedule
from terbit.newsroom.models import ArchivedComment, Article, Redirect, StandingPage, Topic
from terbit.pictures.models import Picture
from tests.factories import ArticleFactory, UserFactory, publish, redraft
from tests.moving.arriving.exports import HEAD, TAIL, category, cdata, item, of_kind, paper_with_pictures
from tests.moving.arriving.test_comments import comment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("withheld", ["draft", "private", "pending", "password"])
def test_what_nobody_could_read_there_is_not_published_by_a_newer_text_of_it(arrive, withheld):
    fields = {"wp__post_password" if withheld == "password" else "wp__status": cdata(withheld)}
    arrive(HEAD + item(1, "Rahasia", **fields) + TAIL)
    more = category("category", "agam", "Agam") + category("post_tag", "banjir", "Banjir")
    report = arrive(HEAD + item(1, "Rahasia", "<p>Air surut.</p>", more, **fields) + TAIL)
    story = Article.objects.get()
    assert (report.counts["updated"], "surut" in str(story.body), story.section.name) == (1, True, "Agam")
    assert (story.live, story.path, story.live_revision) == (False, None, None)
    for address in ("/", "/agam/", "/feed/", "/topik/banjir/", "/cari/?q=Rahasia", "/sitemap-news.xml"):
        assert "Rahasia<" not in Client().get(address).content.decode(), address


def test_a_draft_of_which_an_editor_said_more_than_words_does_not_come_out_with_a_newer_export(arrive):
    arrive(HEAD + item(1, wp__status=cdata("draft")) + TAIL)
    redraft(Article.objects.get(), user=UserFactory(), embargo_until=timezone.now() + timedelta(days=2))
    report = arrive(HEAD + item(1) + TAIL)
    assert report.counts["conflicts"] == 1 and not Article.objects.get().live


def test_a_draft_that_nobody_touched_comes_out_with_a_newer_export(arrive):
    arrive(HEAD + item(1, wp__status=cdata("draft")) + TAIL)
    arrive(HEAD + item(1) + TAIL)
    story = Article.objects.get()
    assert (story.live, story.path) == (True, "/2026/02/1/")


def test_a_draft_that_was_deleted_here_stays_so_and_is_told_as_nothing_new(arrive):
    arrive(HEAD + item(1, wp__status=cdata("draft")) + TAIL)
    Article.objects.get().delete()
    newer = HEAD + item(1, body="<p>Air surut.</p>", wp__status=cdata("draft")) + TAIL
    for dry in (True, False):
        counts = arrive(newer, dry=dry).counts
        assert (counts["updated"], counts["conflicts"], counts["unchanged"]) == (0, 0, 1)
    assert not Article.objects.exists()


def test_a_dry_run_foretells_what_a_newer_export_brings_and_what_it_leaves(arrive):
    arrive(HEAD + item(1, "Satu") + item(2, "Dua") + item(3, "Tiga") + TAIL)
    edited = Article.objects.get(headline="Dua")
    publish(redraft(edited, user=UserFactory(), headline="Dua Jembatan").as_object())
    newer = HEAD + item(1, "Satu Jembatan") + item(2, "Dua Pasar") + item(3, "Tiga") + TAIL
    told = [arrive(newer, dry=dry).counts for dry in (True, False)]
    assert told[0] == told[1]
    assert (told[0]["updated"], told[0]["conflicts"], told[0]["unchanged"]) == (1, 1, 1)


def in_days(number: int, **fields: Any) -> str:
    """A story that waits there until so many days from now."""
    at = timezone.now() + timedelta(days=number)
    moments = {
        "wp__post_date": cdata(f"{at + timedelta(hours=7):%Y-%m-%d %H:%M:%S}"),
        "wp__post_date_gmt": cdata(f"{at:%Y-%m-%d %H:%M:%S}"),
        "wp__status": cdata("future"),
        "excerpt__encoded": cdata("Air naik sejak pagi."),
    }
    return HEAD + item(1, **(moments | fields)) + TAIL


def after_days(number: int, time_machine: Any) -> Article:
    time_machine.move_to(timezone.now() + timedelta(days=number))
    schedule.work_off()
    return Article.objects.get()


@pytest.mark.parametrize(
    ("days", "fields"), [(9, {}), (2, {"wp__status": cdata("draft")})], ids=["later", "draft"]
)
def test_what_was_put_off_there_does_not_come_out_at_its_older_hour(arrive, time_machine, days, fields):
    arrive(in_days(2))
    arrive(in_days(days, **fields))
    assert not after_days(3, time_machine).live
    assert after_days(7, time_machine).live == (days == 9)


def test_what_waits_comes_out_with_its_newer_text(arrive, time_machine):
    arrive(in_days(2))
    arrive(in_days(2, content__encoded=cdata("<p>Air surut.</p>")))
    story = after_days(3, time_machine)
    assert story.live and "surut" in str(story.body)


def test_what_came_out_early_there_is_not_published_again_with_its_older_text(arrive, time_machine):
    arrive(in_days(2))
    arrive(HEAD + item(1, body="<p>Air surut.</p>") + TAIL)
    assert Article.objects.get().live
    story = after_days(3, time_machine)
    assert "surut" in str(story.body) and story.live_revision.content["go_live_at"] is None


TAGS = category("post_tag", "banjir-besar", "Banjir Besar") + category("post_tag", "agam", "Agam")
TAGS += category("post_tag", "banjir", "Banjir")


def test_tidying_topics_stops_no_correction_of_a_newer_export(arrive):
    arrive(HEAD + item(1, more=TAGS) + TAIL)
    publishing.merge_topic(Topic.objects.get(name="Banjir Besar"), Topic.objects.get(name="Banjir"))
    report = arrive(HEAD + item(1, body="<p>Air surut.</p>", more=TAGS) + TAIL)
    story = Article.objects.get()
    assert report.counts["conflicts"] == 0 and "surut" in str(story.body)
    assert [row.topic.name for row in story.article_topics.all()] == ["Agam", "Banjir"]
    report = arrive(HEAD + item(1, body="<p>Air surut.</p>", more=TAGS) + TAIL)
    assert report.counts["unchanged"] == 1


def test_another_order_of_topics_comes_with_a_newer_export(arrive):
    one, two = (category("post_tag", name.lower(), name) for name in ("Agam", "Banjir"))
    arrive(HEAD + item(1, more=one + two) + TAIL)
    arrive(HEAD + item(1, more=two + one) + TAIL)
    assert [row.topic.name for row in Article.objects.get().article_topics.all()] == ["Banjir", "Agam"]


def test_the_same_correction_here_and_there_is_no_conflict(arrive):
    arrive(HEAD + item(1) + TAIL)
    redraft(Article.objects.get(), user=UserFactory(), headline="Banjir Bandang")
    publish(Article.objects.get())
    report = arrive(HEAD + item(1, "Banjir Bandang", more=category("post_tag", "agam", "Agam")) + TAIL)
    assert report.counts["conflicts"] == 0 and "conflict" not in OldItem.objects.get(key="item:1").notes
    assert Article.objects.get().article_topics.count() == 1


# Pages -----------------------------------------------------------------------------------------------


def about(text: str, title: str = "Tentang", **fields: Any) -> str:
    return HEAD + of_kind("page", 4, title=title, body=f"<p>{text}</p>", **fields) + TAIL


@pytest.mark.parametrize("status", ["private", "draft", "trash"])
def test_a_page_that_is_not_public_any_more_there_stays_as_it_is_here_and_is_listed(arrive, status):
    arrive(about("Kami."))
    report = arrive(about("Rahasia.", wp__status=cdata(status)))
    page = StandingPage.objects.get()
    assert report.counts["conflicts"] == 1 and (page.live, page.has_unpublished_changes) == (True, False)
    assert page.get_latest_revision_as_object().body == "<p>Kami.</p>"


@pytest.mark.parametrize("title", ["Tentang", "", "Tentang " * 35])
@pytest.mark.parametrize("status", ["publish", "draft"])
def test_a_page_that_nobody_touched_follows_each_newer_export(arrive, status, title):
    for text in ("Satu.", "Dua.", "Tiga."):
        report = arrive(about(text, title, wp__status=cdata(status)))
    page = StandingPage.objects.get()
    assert report.counts["conflicts"] == 0
    assert page.get_latest_revision_as_object().body == "<p>Tiga.</p>" and page.live == (status == "publish")


def test_a_page_that_comes_out_with_a_newer_export_answers_at_its_old_addresses(arrive):
    arrive(about("Kami.", wp__status=cdata("draft")))
    arrive(about("Kami ada."))
    for address in ("/?page_id=4", "/?p=4", "/2026/02/4/"):
        assert Client().get(address)["Location"] == "/banjir-4/"
    undoing.undo(Move.objects.get())
    assert not Redirect.objects.exists()


def test_a_page_does_not_take_the_address_from_which_a_story_of_our_own_moved(arrive):
    own = publish(ArticleFactory())
    Redirect.objects.create(path="/tentang/", article=own)
    arrive(about("Kami.", wp__post_name=cdata("tentang"), link="https://muara.example/tentang/"))
    assert Client().get("/tentang/")["Location"] == own.path
    assert Client().get("/tentang-2/").status_code == 200


def test_a_page_that_becomes_a_story_by_another_mapping_touches_no_story_of_the_same_key(arrive):
    paper = HEAD + of_kind("page", 4, title="Tentang", more=comment(7, "Halaman")) + TAIL
    arrive(paper)
    own = ArticleFactory(pk=StandingPage.objects.get().pk)
    said = ArchivedComment.objects.create(article=own, number="1", name="Upik", text="Setuju.", position=0)
    report = arrive(paper.replace("Tentang", "Kami"), mapping={"types": {"page": {"becomes": "story"}}})
    assert report.counts["conflicts"] == 1 and list(ArchivedComment.objects.all()) == [said]


# Pictures --------------------------------------------------------------------------------------------


def test_a_picture_that_was_thrown_away_here_ends_no_run_and_does_not_come_again(arrive, uploads):
    paper = paper_with_pictures()
    begin, end = paper.index("\t<item>"), paper.index("</item>\n") + len("</item>\n")
    arrive(paper[:begin] + paper[end:], files=files.at(uploads))
    Picture.objects.get().delete()
    report = arrive(paper, files=files.at(uploads))
    assert report.counts["new"] == 1 and not Picture.objects.exists()
    assert "banjir-300x200.jpg" in str(OldItem.objects.get(key="item:1").notes["missing"])
    assert arrive(paper, files=files.at(uploads)).counts["unchanged"] == 2
