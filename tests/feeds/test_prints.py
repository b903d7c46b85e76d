"""Feeds and sitemaps are prints: known to the press, noted as they are read, sent by nginx and Caddy too."""

from __future__ import annotations

from typing import Any

import pytest

from terbit.feeds import news, prints
from terbit.lib import prints as names
from terbit.newsroom.models import ArticleTopic, Publication
from terbit.press import addressbook, editions, rendering
from tests.factories import ArticleFactory, ContributorFactory, SectionFactory, TopicFactory, publish
from tests.feeds.reading import listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Any:
    """Settings are read anew, and forgotten after."""
    editions.forget()
    yield
    editions.forget()


@pytest.fixture
def paper(edition) -> None:
    story = ArticleFactory(section=SectionFactory(slug="kota"), contributor=ContributorFactory(slug="idham"))
    story.article_topics.add(ArticleTopic(topic=TopicFactory(slug="banjir")))
    story.save()
    story.save_revision(clean=False)
    publish(story)
    news.move_window()


def test_a_paper_without_stories_has_a_sitemap():
    SectionFactory(slug="kota")
    assert list(listed("/sitemap.xml")) == ["/sitemap-halaman.xml"]
    assert {"/", "/kota/"} <= set(listed("/sitemap-halaman.xml"))


@pytest.mark.parametrize("whole", [False, True])
def test_every_address_answers_and_notes_what_it_reads(paper, guarded, whole):
    Publication.objects.update(feed_full_text=whole)
    editions.forget()
    TopicFactory(slug="kosong")  # without stories, so without a feed
    addresses = list(prints.addresses())
    assert {"/feed/", "/kota/feed.json", "/topik/banjir/feed/", "/penulis/idham/feed/"} <= set(addresses)
    assert {"/sitemap.xml", "/sitemap-news.xml", "/robots.txt"} <= set(addresses)
    rendered = {address: rendering.render(address) for address in addresses}
    assert {address: found.sheet.status for address, found in rendered.items()} == dict.fromkeys(
        addresses, 200
    )
    of_the_paper = list(addressbook.addresses())
    assert set(addresses) <= set(of_the_paper)
    assert of_the_paper.index("/") < of_the_paper.index("/feed/")


def test_what_nginx_and_caddy_can_send_has_a_plain_name(paper):
    plain = {address: rendering.render(address).sheet.plain_name for address in prints.addresses()}
    assert plain.pop("/feed/") == "feed/index.rss"
    assert plain.pop("/sitemap.xml") == "sitemap.xml"
    assert plain.pop("/robots.txt") == "robots.txt"
    assert {address for address, name in plain.items() if name is None} == {
        address for address in plain if address.endswith("feed.json")
    }


def test_a_json_feed_is_compressed_like_any_text(paper):
    sheet = rendering.render("/feed.json").sheet
    sheet.compress()
    assert sheet.content_type == "application/feed+json"
    assert set(sheet.bodies) == set(names.ENCODINGS)


def test_with_a_hub_every_feed_is_in_another_edition_and_keeps_its_header(paper, settings):
    before = rendering.render("/feed/")
    settings.TERBIT_WEBSUB_HUB = "https://hub.example/"
    editions.forget()
    after = rendering.render("/feed/")
    assert after.edition.name != before.edition.name
    assert [name for name, _value in after.sheet.headers] == ["Link"] and after.sheet.plain_name is None


@pytest.mark.parametrize(
    ("address", "rank"),
    {
        "/feed/": 3,
        "/kota/feed.json": 3,
        "/sitemap-news.xml": 3,
        "/topik/banjir/feed/": addressbook.USUAL,
        "/sitemap.xml": 6,
        "/sitemap-2026-11.xml": 6,
    }.items(),
)
def test_feeds_are_pressed_soon_after_their_pages_and_sitemaps_last(db, address, rank):
    assert addressbook.order(address) == rank
