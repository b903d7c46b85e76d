"""A hub is told of each publication once, after the commit, and again until it has heard it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from terbit.feeds import websub
from terbit.feeds.models import Ping
from terbit.moving.tidying import deeds
from terbit.moving.tidying.models import Proposal
from terbit.moving.tidying.reasons import Reason
from terbit.newsroom import publishing
from terbit.newsroom.models import ArticleTopic, Byline
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    SectionFactory,
    TopicFactory,
    publish,
    redraft,
)
from tests.feeds import rules
from tests.feeds.reading import SITE, read
from tests.newsstand.house import free_port

pytestmark = pytest.mark.django_db


class Hub(HTTPServer):
    """Hears what it is told, and answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Ear)
        self.heard: list[dict[str, list[str]]] = []
        self.status = 204

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hub"


class Ear(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append(parse_qs(form))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def hub(settings) -> Iterator[Hub]:
    server = Hub()
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.TERBIT_WEBSUB_HUB = server.url
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def draft():
    section = SectionFactory(slug="pesisir", parent=SectionFactory(slug="lingkungan"))
    return ArticleFactory(section=section, contributor=ContributorFactory(slug="idham"))


def feeds_of(*paths: str) -> set[str]:
    return {f"{SITE}{path}{feed}" for path in paths for feed in ("feed/", "feed.json")}


FEEDS = feeds_of("/", "/pesisir/", "/lingkungan/", "/penulis/idham/")


def test_a_publication_is_told_once_with_every_feed_it_is_in(hub, draft):
    publish(draft)
    websub.tell()
    websub.tell()
    assert [message["hub.mode"] for message in hub.heard] == [["publish"]]
    assert set(hub.heard[0]["hub.url"]) == FEEDS
    assert len(hub.heard[0]["hub.url"]) == len(FEEDS)


def test_a_withdrawal_is_told_too(hub, draft):
    publish(draft)
    websub.tell()
    publishing.take_offline(draft, reason="Keliru.")
    websub.tell()
    assert set(hub.heard[1]["hub.url"]) == FEEDS


def test_a_story_that_moves_is_told_of_to_those_it_left(hub, draft):
    publish(draft)
    websub.tell()
    publishing.move(draft, section=SectionFactory(slug="ekonomi"), slug=draft.slug)
    websub.tell()
    assert set(hub.heard[1]["hub.url"]) == FEEDS | feeds_of("/ekonomi/")


def test_a_topic_and_a_contributor_that_a_story_lost_are_told_too(hub, draft):
    redraft(draft, article_topics=[ArticleTopic(topic=TopicFactory(slug="banjir-rob"))])
    publish(draft)
    websub.tell()
    redraft(draft, article_topics=[], bylines=[Byline(contributor=ContributorFactory(slug="sari"))])
    websub.tell()
    assert len(hub.heard) == 1, "nobody is told of a draft"
    publish(draft)
    websub.tell()
    left = feeds_of("/topik/banjir-rob/", "/penulis/idham/")
    assert set(hub.heard[1]["hub.url"]) == FEEDS | feeds_of("/penulis/sari/") | left


def test_topics_that_are_merged_and_parted_again_are_told_of(hub):
    rising, flood = TopicFactory(name="Banjir Rob", slug="banjir-rob"), TopicFactory(slug="rob")
    publishing.merge_topic(rising, flood)
    websub.tell()
    proposal = Proposal.objects.create(
        topic=TopicFactory(slug="banjir"), into=flood, reason=Reason.WRITING, sureness=0
    )
    deeds.accept([proposal.pk])
    websub.tell()
    deeds.take_back(proposal.pk)
    websub.tell()
    told = [set(message["hub.url"]) for message in hub.heard]
    banjir = feeds_of("/topik/rob/", "/topik/banjir/")
    assert told == [feeds_of("/topik/banjir-rob/", "/topik/rob/"), banjir, banjir]


def test_nobody_is_told_of_what_is_only_scheduled(hub, draft):
    for _ in ("a new story", "an update of one that readers see"):
        redraft(draft, go_live_at=timezone.now() + timedelta(hours=1))
        publish(draft)
        websub.tell()
        assert not hub.heard and not Ping.objects.exists()
        redraft(draft, go_live_at=None)
        publish(draft)
        Ping.objects.all().delete()


def test_nobody_is_told_of_what_did_not_happen(hub, draft):
    with transaction.atomic():
        publish(draft)
        transaction.set_rollback(True)
    websub.tell()
    assert hub.heard == [] and not Ping.objects.exists()


@pytest.mark.parametrize("status", [302, 404, 503])
def test_a_hub_that_does_not_take_it_is_told_again_later(hub, draft, time_machine, status):
    time_machine.move_to(timezone.now(), tick=False)
    publish(draft)
    hub.status = status
    websub.tell()
    websub.tell()
    assert len(hub.heard) == 1
    hub.status = 202
    time_machine.shift(timedelta(seconds=3))
    websub.tell()
    assert len(hub.heard) == 2 and not Ping.objects.exists()


def test_a_hub_that_is_not_there_is_told_of_on_the_board(draft, settings, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    settings.TERBIT_WEBSUB_HUB = f"http://127.0.0.1:{free_port()}/"
    publish(draft)
    for _ in range(websub.DEAF):
        assert list(websub.deaf()) == []
        websub.tell()
        time_machine.shift(timedelta(hours=1))
    assert "Connection refused" in next(websub.deaf())


def test_what_is_published_while_the_hub_is_told_is_told_once_more(hub, draft, monkeypatch):
    publish(draft)
    post = websub._post

    def slow(feeds: list[str]) -> None:
        post(feeds)
        websub.ask(type(draft), draft)

    monkeypatch.setattr(websub, "_post", slow)
    websub.tell()
    assert Ping.objects.count() == len(FEEDS)


def test_without_a_hub_nothing_is_kept_and_nothing_sent(draft, settings):
    assert settings.TERBIT_WEBSUB_HUB == ""
    publish(draft)
    websub.tell()
    assert not Ping.objects.exists()
    assert "Link" not in Client().get("/feed/").headers
    assert b"hub" not in read("/feed/") + read("/feed.json")


@pytest.mark.parametrize("ask", [Client().get, Client().head])
def test_feeds_name_the_hub_and_themselves(hub, ask):
    for address in ("/feed/", "/feed.json"):
        assert ask(address)["Link"] == f'<{hub.url}>; rel="hub", <{SITE}{address}>; rel="self"'
    assert f'<atom:link href="{hub.url}" rel="hub"/>'.encode() in read("/feed/")
    assert f'"hubs": [{{"type": "WebSub", "url": "{hub.url}"}}]'.encode() in read("/feed.json")
    assert rules.of_rss(read("/feed/"), f"{SITE}/feed/") == []
