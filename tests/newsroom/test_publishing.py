"""A story comes out, changes, moves and goes offline."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from terbit.newsroom import publishing, schedule
from terbit.newsroom.models import Article, ArticleTopic, Publication, Redirect, ScheduleFailure, Section
from terbit.newsroom.publishing import PublicationRefused
from tests.factories import (
    ArticleFactory,
    PictureFactory,
    SectionFactory,
    TopicFactory,
    UserFactory,
    publish,
    redraft,
)

pytestmark = pytest.mark.django_db


def reasons_when_publishing(article: Article) -> str:
    with pytest.raises(PublicationRefused) as refusal:
        publish(article)
    assert not Article.objects.get(pk=article.pk).live
    return str(refusal.value)


def test_a_story_gets_its_address_from_the_pattern_when_it_is_first_published():
    article = ArticleFactory(headline="Jembatan Gantung Dibuka", section__slug="daerah")
    assert article.path is None
    publish(article)
    assert article.path == "/daerah/jembatan-gantung-dibuka/"
    assert article.live


def test_the_day_in_an_address_is_the_day_in_the_publications_own_zone(time_machine):
    publication = Publication.load()
    publication.permalink_pattern, publication.time_zone = "/{year}/{month}/{day}/{slug}/", "Asia/Jayapura"
    publication.save()
    time_machine.move_to("2026-03-31T16:30:00Z")  # 01.30 on 1 April in Jayapura
    assert publish(ArticleFactory(headline="Kapal Tiba")).path == "/2026/04/01/kapal-tiba/"


def test_two_stories_with_one_headline_have_two_addresses():
    section = SectionFactory(slug="daerah")
    paths = [publish(ArticleFactory(headline="Banjir Surut", section=section)).path for _ in range(3)]
    assert paths == ["/daerah/banjir-surut/", "/daerah/banjir-surut-2/", "/daerah/banjir-surut-3/"]


def taken(section: Section, numbers: range) -> None:
    """Stories of other years at these addresses."""
    slugs = (f"prakiraan-cuaca-{number}" if number > 1 else "prakiraan-cuaca" for number in numbers)
    Article.objects.bulk_create(Article(section=section, path=f"/cuaca/{slug}.html") for slug in slugs)


def test_a_column_with_one_headline_a_day_does_not_count_through_its_years():
    Publication.objects.update_or_create(defaults={"permalink_pattern": "/cuaca/{slug}.html"})
    section, queries = SectionFactory(), []
    for last in (30, 900):
        taken(section, range(1 if last == 30 else 32, last + 1))
        with CaptureQueriesContext(connection) as captured:
            article = publish(ArticleFactory(headline="Prakiraan Cuaca", section=section))
        assert article.path == f"/cuaca/prakiraan-cuaca-{last + 1}.html"
        queries.append(len(captured))
    assert queries[1] <= queries[0] + 3


def test_a_number_finds_room_behind_the_longest_address():
    section, slug = SectionFactory(slug="daerah"), "a" * 255
    stories = [publish(ArticleFactory(section=section, slug=slug)) for _ in range(2)]
    assert [story.slug for story in stories] == [slug, "a" * 253 + "-2"]


def test_a_new_headline_leaves_the_address_as_it_is():
    article = publish(ArticleFactory(headline="Banjir Surut", section__slug="daerah"))
    redraft(article, headline="Banjir Surut, Warga Pulang")
    assert publish(article).path == "/daerah/banjir-surut/"


def test_updated_moves_only_when_the_words_change():
    article = publish(ArticleFactory())
    assert article.updated_at is None
    redraft(article, no_picture=False, lead_picture=PictureFactory())
    assert publish(article).updated_at is None
    redraft(article, standfirst="Jembatan itu kini bisa dilewati lagi.")
    assert publish(article).updated_at is not None


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"standfirst": " "}, "standfirst"),
        ({"no_picture": False}, "lead picture"),
        ({"section": None}, "section"),
        ({"body": []}, "text"),
        ({"obtained": "agency", "source_url": "https://kantor.example/1"}, "name its source"),
        ({"obtained": "release", "source_name": "Dinas"}, "link to its source"),
        ({"kind": "advertorial"}, "sponsor"),
    ],
)
def test_an_unfinished_story_is_refused_with_the_reason(change, word, english):
    article = ArticleFactory()
    redraft(article, **change)
    assert word in reasons_when_publishing(article)


def test_a_story_without_byline_is_refused(english):
    article = ArticleFactory()
    article.bylines.set([])
    article.bylines.commit()
    article.save_revision(clean=False)
    assert "byline" in reasons_when_publishing(article)


def test_a_section_too_broad_is_refused(english):
    article = ArticleFactory(section=SectionFactory(name="Berita", broad=True))
    assert "too broad" in reasons_when_publishing(article)


@pytest.mark.parametrize(("field", "word"), [("description", "alt text"), ("credit", "credit")])
def test_every_picture_needs_alt_text_and_credit(field, word, english):
    picture = PictureFactory(**{field: ""})
    article = ArticleFactory(no_picture=False, lead_picture=picture)
    assert word in reasons_when_publishing(article)


def test_under_embargo_a_story_is_refused_until_its_time(time_machine, english):
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    article = ArticleFactory(embargo_until=timezone.now() + timedelta(hours=1))
    assert "embargo" in reasons_when_publishing(article)
    time_machine.shift(timedelta(hours=1))
    assert publish(article).live


def test_a_story_cannot_be_scheduled_before_its_embargo_ends(english):
    now = timezone.now()
    article = ArticleFactory(embargo_until=now + timedelta(hours=2), go_live_at=now + timedelta(hours=1))
    assert "embargo" in reasons_when_publishing(article)
    assert not article.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_story_that_would_have_expired_by_then_is_refused(time_machine, english):
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    now = timezone.now()
    assert "expires on" in reasons_when_publishing(ArticleFactory(expire_at=now))
    late = ArticleFactory(expire_at=now + timedelta(hours=1), go_live_at=now + timedelta(hours=2))
    assert "expires on" in reasons_when_publishing(late)
    assert publish(ArticleFactory(expire_at=now + timedelta(seconds=1))).live


def test_a_worker_that_was_away_too_long_does_not_publish_what_has_expired(time_machine):
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    now = timezone.now()
    publish(ArticleFactory(go_live_at=now + timedelta(hours=1), expire_at=now + timedelta(hours=2)))
    time_machine.shift(timedelta(hours=3))
    assert schedule.work_off() == 0
    assert Article.objects.get().path is None


def failed(time_machine, **changes: object) -> Article:
    """A story whose time came and that could not come out."""
    article = ArticleFactory(go_live_at=timezone.now() + timedelta(hours=1), **changes)
    publish(article)
    Section.objects.update(broad=True)
    time_machine.shift(timedelta(hours=1))
    schedule.work_off()
    assert ScheduleFailure.objects.get().article == article
    Section.objects.update(broad=False)
    return article


def test_a_failed_publication_is_forgotten_when_somebody_unschedules_the_story(time_machine):
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    publishing.unschedule(failed(time_machine))
    assert not ScheduleFailure.objects.exists()


@pytest.mark.parametrize("later", [timedelta(), timedelta(hours=1)])
def test_a_failed_publication_is_forgotten_when_the_story_is_published_or_scheduled_anew(time_machine, later):
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    article = failed(time_machine)
    redraft(article, go_live_at=timezone.now() + later)
    assert publish(article).live == (not later)
    assert not ScheduleFailure.objects.exists()


def test_a_failed_update_is_forgotten_when_the_story_goes_offline(time_machine):
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    article = publish(ArticleFactory())
    ScheduleFailure.objects.create(article=article, reason="Rubriknya terlalu luas.")
    publishing.take_offline(article, reason="Diperiksa ulang.")
    assert not ScheduleFailure.objects.exists()


def test_what_was_ever_published_cannot_be_deleted():
    article = publish(ArticleFactory())
    for delete in (article.delete, Article.objects.filter(pk=article.pk).delete):
        with pytest.raises(ProtectedError), transaction.atomic():
            delete()
    publishing.take_offline(article, reason="Permintaan keluarga korban.")
    with pytest.raises(ProtectedError), transaction.atomic():
        Article.objects.get(pk=article.pk).delete()


def test_a_draft_may_be_thrown_away():
    article = ArticleFactory()
    article.delete()
    assert not Article.objects.exists()


def test_a_story_goes_offline_only_with_a_reason():
    article = publish(ArticleFactory())
    with pytest.raises(PublicationRefused):
        publishing.take_offline(article, reason="  ")
    with pytest.raises(PublicationRefused):
        article.unpublish()
    assert Article.objects.get(pk=article.pk).live
    publishing.take_offline(article, reason="Narasumber anak disebut namanya.")
    article.refresh_from_db()
    assert not article.live
    assert article.withdrawn_reason == "Narasumber anak disebut namanya."
    assert ModelLogEntry.objects.filter(action="terbit.take_offline", object_id=article.pk).exists()


def test_a_story_offline_can_come_out_again_at_its_old_address():
    article = publish(ArticleFactory())
    path = article.path
    publishing.take_offline(article, reason="Diperiksa ulang.")
    article.refresh_from_db()
    publish(article)
    assert (article.path, article.withdrawn_reason, article.live) == (path, "", True)


def test_moving_a_story_leaves_a_redirect_and_folds_chains():
    article = publish(ArticleFactory(headline="Pasar Pindah", section__slug="daerah"))
    first, second = SectionFactory(slug="ekonomi"), SectionFactory(slug="kota")
    publishing.move(article, section=first, slug="pasar-pindah")
    moved = publishing.move(article, section=second, slug="pasar-baru")
    assert moved.path == "/kota/pasar-baru/"
    assert {redirect.path: redirect.destination for redirect in Redirect.objects.all()} == {
        "/daerah/pasar-pindah/": "/kota/pasar-baru/",
        "/ekonomi/pasar-pindah/": "/kota/pasar-baru/",
    }


def test_moving_back_leaves_no_loop():
    daerah, kota = SectionFactory(slug="daerah"), SectionFactory(slug="kota")
    article = publish(ArticleFactory(headline="Pasar Pindah", section=daerah))
    publishing.move(article, section=kota, slug="pasar-pindah")
    back = publishing.move(article, section=daerah, slug="pasar-pindah")
    assert back.path == "/daerah/pasar-pindah/"
    assert list(Redirect.objects.values_list("path", flat=True)) == ["/kota/pasar-pindah/"]


def test_a_new_story_does_not_take_an_address_that_leads_to_an_older_one():
    daerah, kota = SectionFactory(slug="daerah"), SectionFactory(slug="kota")
    article = publish(ArticleFactory(headline="Pasar Pindah", section=daerah))
    publishing.move(article, section=kota, slug="pasar-pindah")
    other = publish(ArticleFactory(headline="Pasar Pindah", section=daerah))
    assert other.path == "/daerah/pasar-pindah-2/"


def test_a_move_back_in_time_is_not_undone_by_an_older_revision():
    daerah, kota = SectionFactory(slug="daerah"), SectionFactory(slug="kota")
    article = publish(ArticleFactory(headline="Pasar Pindah", section=daerah))
    old = article.latest_revision
    publishing.move(article, section=kota, slug="pasar-baru")
    old.publish()
    article.refresh_from_db()
    assert (article.path, article.section) == ("/kota/pasar-baru/", kota)


def test_publishing_by_somebody_without_the_right_changes_nothing():
    article = ArticleFactory()
    reporter = UserFactory(role="reporter")
    with pytest.raises(PermissionDenied):
        article.latest_revision.publish(user=reporter, skip_permission_checks=True)
    article.refresh_from_db()
    assert not article.live


def test_merged_topics_lead_on_and_stories_carry_the_new_one_once():
    old, new = TopicFactory(slug="banjir-bandang"), TopicFactory(slug="banjir")
    article = ArticleFactory()
    article.article_topics.set([ArticleTopic(topic=old), ArticleTopic(topic=new)])
    article.article_topics.commit()
    article.save_revision(clean=False)
    publish(article)
    before = article.latest_revision
    publishing.merge_topic(old, new)
    assert [row.topic for row in Article.objects.get(pk=article.pk).article_topics.all()] == [new]
    assert [row.topic for row in before.as_object().article_topics.all()] == [new]
    assert Redirect.objects.get(path="/topik/banjir-bandang/").destination == "/topik/banjir/"


def test_a_batch_brings_stories_with_their_old_addresses_and_makes_them_findable(client):
    section = SectionFactory()
    with publishing.batch(size=2) as stories:
        for number in range(5):
            story = ArticleFactory.build(section=section, headline=f"Arsip {number}", contributor=None)
            story.path = f"/{number}.HTML"
            story.first_published_at = story.last_published_at = timezone.now()
            stories.append(story)
    assert Article.objects.live().count() == 5
    assert client.get("/3.HTML").status_code == 200
    assert b"/4.HTML" in client.get("/cari/", {"q": "arsip"}).content
