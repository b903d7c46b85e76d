"""What moves in keeps its place by its date: nothing is told to anybody as new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from terbit.feeds import news
from terbit.feeds.models import Ping
from terbit.newsroom.models import Article
from terbit.workflow.models import BreakingStory, Notice
from tests.factories import ArticleFactory
from tests.moving.arriving.exports import HEAD, TAIL, cdata, item

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 17, 5, 0, tzinfo=UTC)


def dated(number: int, title: str, at: datetime) -> str:
    there = at + timedelta(hours=7)
    return item(
        number,
        title,
        wp__post_date=cdata(f"{there:%Y-%m-%d %H:%M:%S}"),
        wp__post_date_gmt=cdata(f"{at:%Y-%m-%d %H:%M:%S}"),
    )


@pytest.fixture
def moved(arrive, settings, time_machine) -> None:
    """A paper with a story of an hour ago, and an archive with one of two hours, one of three days, one to come."""
    settings.TERBIT_WEBSUB_HUB = "https://hub.example/"
    time_machine.move_to(NOW, tick=False)
    ArticleFactory(
        headline="Kabar Kami", published=True, first_published_at=timezone.now() - timedelta(hours=1)
    )
    Article.objects.update(first_published_at=timezone.now() - timedelta(hours=1))
    Ping.objects.all().delete()
    news.move_window()
    arrive(
        HEAD
        + dated(1, "Kabar Pagi", NOW - timedelta(hours=2))
        + dated(2, "Kabar Lama", NOW - timedelta(days=3))
        + dated(3, "Kabar Nanti", NOW + timedelta(hours=1)).replace(cdata("publish"), cdata("future"))
        + TAIL
    )


def places(text: str) -> list[str]:
    found = {name: text.find(name) for name in ("Kabar Kami", "Kabar Pagi", "Kabar Lama", "Kabar Nanti")}
    return sorted((name for name in found if found[name] >= 0), key=lambda name: found[name])


@pytest.mark.usefixtures("moved")
def test_fronts_and_feeds_have_it_where_its_date_puts_it():
    for address in ("/", "/feed/", "/feed.json"):
        assert places(Client().get(address).content.decode()) == ["Kabar Kami", "Kabar Pagi", "Kabar Lama"], (
            address
        )
    assert "Tue, 17 Nov 2026 10:00:00 +0700" in Client().get("/feed/").content.decode()


@pytest.mark.usefixtures("moved")
def test_the_news_sitemap_has_what_its_own_date_puts_within_two_days():
    text = Client().get("/sitemap-news.xml").content.decode()
    assert places(text) == ["Kabar Kami", "Kabar Pagi"] and "2026-11-17T10:00:00+07:00" in text


@pytest.mark.usefixtures("moved")
def test_nobody_is_told_of_it():
    assert Article.objects.filter(headline="Kabar Pagi", live=True).exists()
    assert not list(Ping.objects.values_list("address", flat=True))
    assert not (BreakingStory.objects.exists() or Notice.objects.exists())


def test_a_newer_export_tells_nobody_either(moved, arrive):
    changed = dated(1, "Kabar Pagi Diperbarui", NOW - timedelta(hours=2))
    arrive(HEAD + changed + dated(4, "Kabar Baru", NOW - timedelta(hours=3)) + TAIL)
    assert Article.objects.filter(headline__in=["Kabar Pagi Diperbarui", "Kabar Baru"]).count() == 2
    assert not Ping.objects.exists()
