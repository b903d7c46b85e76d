"""A story that moved in is corrected, edited and scheduled by an editor like any other, at its old address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from terbit.moving.arriving import files
from terbit.newsroom import publishing, readiness, schedule
from terbit.newsroom.models import Article, ArticleTopic
from terbit.press import changes
from terbit.workflow.models import Role
from tests.factories import TopicFactory, UserFactory, redraft
from tests.moving.arriving.exports import category, old_paper, paper_with_pictures
from tests.moving.exports.wxr_files import item
from tests.workflow.screens import send

pytestmark = pytest.mark.django_db
OLD = "/2026/02/20/"


@pytest.fixture
def story(arrive) -> Article:
    """Without a standfirst, and with two topics more than an editor may give."""
    topics = "".join(category("post_tag", f"t{n}", f"Tagar {n}") for n in range(10))
    arrive(old_paper(item(20, "Jalan Putus", "<p>Longsor.</p>", topics)))
    return Article.objects.get(path=OLD)


def topics_of(story: Article, more: int = 0) -> dict[str, Any]:
    """Its topics as the editor's form posts them, and some new ones."""
    rows = [(row.pk, row.topic_id) for row in story.article_topics.order_by("sort_order")]
    rows += [(None, TopicFactory(name=f"Tambahan {n}").pk) for n in range(more)]
    data: dict[str, Any] = {
        "article_topics-TOTAL_FORMS": len(rows),
        "article_topics-INITIAL_FORMS": len(rows) - more,
    }
    for n, (pk, topic) in enumerate(rows):
        data |= {f"article_topics-{n}-{name}": value
                 for name, value in {"id": pk or "", "topic": topic, "ORDER": n + 1, "DELETE": ""}.items()}  # fmt: skip
    return data


def read(path: str = OLD) -> str:
    return Client().get(path).content.decode()


def test_it_is_corrected_in_the_editor_with_all_it_brought(story):
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    answer = send(chief, story, "publish", headline="Jalan Putus di Agam", **topics_of(story))
    assert answer.status_code == 302, answer.content.decode()
    story.refresh_from_db()
    assert (story.headline, story.path, story.article_topics.count()) == ("Jalan Putus di Agam", OLD, 10)
    assert "Jalan Putus di Agam" in read() and "Jembatan itu dipakai lagi" in read()
    assert story.updated_at is not None and story.first_published_at.year == 2026
    old = Client().get("/?p=20")
    assert (old.status_code, old["Location"]) == (301, OLD)


def test_a_correction_waits_for_its_hour_and_the_story_stays_meanwhile(story):
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    soon = timezone.localtime() + timedelta(hours=2)
    moment = soon.strftime("%Y-%m-%d %H:%M")
    send(chief, story, "publish", headline="Jalan Dibuka", go_live_at=moment, **topics_of(story))
    assert "Jalan Putus" in read()
    with time_machine.travel(soon + timedelta(minutes=1)):
        schedule.work_off()
        assert "Jalan Dibuka" in read()


def test_nobody_adds_a_topic_to_too_many(story):
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    send(chief, story, "publish", headline="Tidak Terbit", **topics_of(story, more=1))
    assert "Jalan Putus" in read() and story.article_topics.count() == 10
    draft = story.get_latest_revision_as_object()
    draft.article_topics.add(ArticleTopic(topic=TopicFactory()))
    assert any("lebih dari 8 topik" in reason for reason in readiness.reasons_against(draft))


def test_once_tidied_it_does_not_grow_back(story):
    few = list(story.article_topics.all())[:3]
    publishing.publish(story, redraft(story, article_topics=few))
    assert story.article_topics.count() == 3 and readiness.most_topics(story) == 8


def test_what_readers_see_lacking_holds_no_correction_up_but_nothing_more_may_be_lacking(arrive, uploads):
    arrive(paper_with_pictures(), files=files.at(uploads))
    story = Article.objects.get(path="/2026/02/1/")
    story.lead_picture.credit = ""
    story.lead_picture.save()
    draft = story.get_latest_revision_as_object()
    assert readiness.reasons_against(draft) == []
    draft.bylines.clear()
    assert [reason.field for reason in readiness.reasons_against(draft)] == ["bylines"]
    draft.standfirst = "Air naik …"  # another fault than that it has none
    assert len(readiness.reasons_against(draft)) == 2


def test_the_end_of_a_licence_holds_every_correction_up(arrive, uploads):
    arrive(paper_with_pictures(), files=files.at(uploads))
    story = Article.objects.get(path="/2026/02/1/")
    story.lead_picture.licence_expires = timezone.localdate() - timedelta(days=1)
    story.lead_picture.save()
    reasons = readiness.reasons_against(story.get_latest_revision_as_object())
    assert reasons and all("berakhir" in reason for reason in reasons)


@pytest.mark.django_db(transaction=True)
def test_of_a_newer_export_only_what_shows_its_changes_is_printed_anew(arrive):
    arrive(old_paper())
    before = changes.mark().position
    arrive(old_paper(item(20, "Kabar Baru", link="https://muara.example/baru/")).replace("Ramai.", "Sepi."))
    touched = changes.touched_since(before)
    pasar = Article.objects.get(path="/pasar.html")
    assert {f"article:{pasar.pk}", "url:/baru/"} <= touched and "all" not in touched
