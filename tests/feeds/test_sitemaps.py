"""Sitemaps: valid, complete, truthful, and cheap to keep."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client
from wagtail.models import Page, Site

from terbit.feeds import sitemaps
from terbit.newsroom import publishing
from terbit.newsroom.models import Article, ArticlePerson, ArticleTopic, StandingPage
from terbit.press.models import Change
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    PersonFactory,
    TopicFactory,
    publish,
    redraft,
)
from tests.feeds import rules
from tests.feeds.reading import SITE, listed, read
from tests.theme import papers

MONTH = "/sitemap-2026-11.xml"
ALL = [
    "/sitemap.xml",
    "/sitemap-halaman.xml",
    "/sitemap-topik.xml",
    "/sitemap-tokoh.xml",
    "/sitemap-penulis.xml",
    MONTH,
]


@pytest.mark.parametrize("address", ALL)
def test_every_sitemap_is_valid(paper, address):
    assert rules.of_sitemap(read(address), SITE) == []


PLANTED = [
    ("urlset", "urlliste"),
    (f"<loc>{SITE}/pesisir/", "<loc>/pesisir/"),
    (f"<loc>{SITE}/pesisir/", "<loc>http://lain.example/pesisir/"),
    (f"<loc>{SITE}/pesisir/", f"<loc>{SITE}/pesisir/ñ"),
    (f"<loc>{SITE}/pesisir/", f"<loc>{SITE}/{'x' * 2048}"),
    ("+07:00</lastmod>", "</lastmod>"),
    ("</lastmod>", "</lastmod><priority>0.5</priority>"),
    ("jembatan-diperbaiki", "hujan-tiga-hari"),
]


@pytest.mark.parametrize(("good", "bad"), PLANTED)
def test_the_rules_of_sitemaps_find_a_planted_error(paper, good, bad):
    text = read(MONTH).decode()
    assert good in text
    assert rules.of_sitemap(text.replace(good, bad).encode(), SITE) != []


def test_an_empty_sitemap_is_not_valid():
    assert rules.of_sitemap(f'<urlset xmlns="{sitemaps.NAMESPACE}"></urlset>'.encode(), SITE) != []


def test_what_the_index_names_holds_every_page_that_answers(paper):
    named = {address for file in listed("/sitemap.xml") for address in listed(file)}
    live = {story.path for story in Article.objects.live()}
    assert named == live | {
        *("/", "/lingkungan/", "/pesisir/", "/budaya/", "/pedoman-media-siber/"),
        *("/topik/reklamasi-teluk/", "/tokoh/laras/", "/penulis/idham/", "/penulis/ratih/"),
    }
    assert {address: Client().get(address).status_code for address in named} == dict.fromkeys(named, 200)


def test_what_is_gone_or_not_out_is_in_none(paper):
    named = set(listed(MONTH))
    assert paper.stories["withdrawn"].path not in named
    assert named == set(Article.objects.live().values_list("path", flat=True))


def test_the_time_of_the_last_change_is_true(paper, time_machine):
    time_machine.move_to(datetime(2026, 11, 18, 2, 0, tzinfo=UTC), tick=False)
    redraft(paper.stories["first"], body=[("paragraph", "<p>Dua jembatan diperbaiki.</p>")])
    publish(paper.stories["first"])
    changed = listed(MONTH)
    assert changed[paper.stories["first"].path] == "2026-11-18T09:00:00+07:00"
    assert changed[paper.whole.path] == "2026-11-17T12:00:00+07:00"
    assert listed("/sitemap.xml")[MONTH] == "2026-11-18T09:00:00+07:00"


def test_a_withdrawal_is_a_change_of_its_month(paper, time_machine):
    time_machine.move_to(datetime(2026, 12, 2, 2, 0, tzinfo=UTC), tick=False)
    publishing.take_offline(paper.stories["first"], reason="Keliru.")
    assert listed("/sitemap.xml")[MONTH] == "2026-12-02T09:00:00+07:00"


def test_months_are_those_of_the_papers_own_clock(paper):
    midnight = datetime(2026, 10, 31, 17, 30, tzinfo=UTC)  # 00.30 WIB on 1 November
    Article.objects.filter(pk=paper.stories["first"].pk).update(first_published_at=midnight)
    old = datetime(2019, 3, 1, tzinfo=UTC)
    Article.objects.filter(pk=paper.whole.pk).update(first_published_at=old)
    assert paper.stories["first"].path in listed(MONTH)
    assert list(listed("/sitemap-2019-03.xml")) == [paper.whole.path]
    assert [file for file in listed("/sitemap.xml") if "-20" in file] == [MONTH, "/sitemap-2019-03.xml"]


def test_a_month_beyond_the_limit_is_split(paper, monkeypatch):
    whole = listed(MONTH)
    monkeypatch.setattr(sitemaps, "MOST", 5)
    files = [file for file in listed("/sitemap.xml") if "2026-11" in file]
    assert files == [MONTH, "/sitemap-2026-11-2.xml", "/sitemap-2026-11-3.xml"]
    parts = [listed(file) for file in files]
    assert [len(part) for part in parts] == [5, 5, len(whole) - 10]
    assert parts[0] | parts[1] | parts[2] == whole


def test_names_beyond_the_limit_are_split_by_their_numbers(paper, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 1)
    files = [file for file in listed("/sitemap.xml") if "penulis" in file]
    assert len(files) == 2
    assert sorted(address for file in files for address in listed(file)) == [
        "/penulis/idham/",
        "/penulis/ratih/",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap-2026-10.xml",
        "/sitemap-2026-13.xml",
        "/sitemap-0000-01.xml",
        "/sitemap-2026-11-1.xml",
        "/sitemap-2026-11-2.xml",
        "/sitemap-topik-2.xml",
        "/sitemap-rubrik.xml",
        "/sitemap-news-1.xml",
    ],
)
def test_there_are_no_other_sitemaps(paper, address):
    assert Client().get(address).status_code == 404


def test_addresses_are_written_as_urls_are(paper):
    Article.objects.filter(pk=paper.stories["first"].pk).update(path="/lama/Café & “Teh”'s 100%.html")
    assert rules.of_sitemap(read(MONTH), SITE) == []
    assert "/lama/Caf%C3%A9%20&%20%E2%80%9CTeh%E2%80%9D's%20100%25.html" in listed(MONTH)


def test_an_address_too_long_for_a_sitemap_is_left_out(paper):
    Article.objects.filter(pk=paper.stories["first"].pk).update(path="/" + "é" * 900)
    assert rules.of_sitemap(read(MONTH), SITE) == []


def test_standing_pages_say_when_they_changed(paper, time_machine):
    time_machine.move_to(datetime(2026, 11, 19, 2, 0, tzinfo=UTC), tick=False)
    page = StandingPage.objects.get(slug="pedoman-media-siber")
    page.body = "<p>Pedoman ini diubah.</p>"
    page.save_revision().publish()
    assert listed("/sitemap-halaman.xml")["/pedoman-media-siber/"] == "2026-11-19T09:00:00+07:00"
    root = Site.objects.get(is_default_site=True).root_page
    root.add_child(instance=StandingPage(title="Rancangan", slug="rancangan", live=False))
    assert "/rancangan/" not in listed("/sitemap-halaman.xml")
    assert Page.objects.filter(slug="rancangan").exists()


def test_robots_find_the_sitemaps_and_leave_the_newsroom_alone(paper):
    text = read("/robots.txt").decode()
    robot = RobotFileParser()
    robot.parse(text.splitlines())
    assert robot.site_maps() == [f"{SITE}/sitemap.xml", f"{SITE}/sitemap-news.xml"]
    assert robot.can_fetch("*", f"{SITE}/pesisir/jembatan-diperbaiki/")
    assert robot.can_fetch("*", f"{SITE}/cari/?q=jembatan")  # or it would not see that it is not to be listed
    assert not robot.can_fetch("*", f"{SITE}/ruang-redaksi/")
    assert Client().get("/robots.txt")["Content-Type"] == "text/plain; charset=utf-8"


# What is touched -------------------------------------------------------------------------------------


def touched(act) -> set[str]:
    """Keys of sitemaps that something touches."""
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    act()
    keys = Change.objects.filter(pk__gt=last).values_list("key", flat=True)
    return {key for key in keys if key.startswith("sitemap")}


def draft_like(paper) -> Article:
    """About a topic and a person, by a writer, that have other stories."""
    story = ArticleFactory(section=paper.section, contributor=paper.writer)
    story.article_topics.add(ArticleTopic(topic=paper.topic))
    story.article_people.add(ArticlePerson(person=paper.person))
    story.save()
    story.save_revision(clean=False)
    return story


def test_a_publication_touches_its_month_and_the_index_alone(paper, time_machine, database_vendor):
    time_machine.move_to(papers.NOON)
    old = datetime(2019, 3, 1, tzinfo=UTC)
    Article.objects.filter(pk=paper.whole.pk).update(first_published_at=old)
    story = draft_like(paper)
    keys = touched(lambda: publish(story))
    if database_vendor == "postgresql":  # where all of one transaction is new, and a test is one
        keys -= {sitemaps.key_of(kind) for kind in sitemaps.NAMES}
    assert keys == {"sitemap", "sitemap:2026-11"}


def test_a_change_that_no_sitemap_says_touches_none(paper):
    def rename() -> None:
        Article.objects.filter(pk=paper.whole.pk).update(headline="Lain", standfirst="Lain")

    assert touched(rename) == set()


@pytest.mark.parametrize(
    ("kind", "make", "give"),
    [
        ("topik", TopicFactory, lambda story, name: story.article_topics.add(ArticleTopic(topic=name))),
        ("tokoh", PersonFactory, lambda story, name: story.article_people.add(ArticlePerson(person=name))),
    ],
)
def test_a_name_comes_with_its_first_story_and_goes_with_its_last(paper, kind, make, give):
    name, file = make(slug="baru"), f"/sitemap-{kind}.xml"
    assert f"/{kind}/baru/" not in listed(file)
    story = draft_like(paper)
    give(story, name)
    story.save()
    story.save_revision(clean=False)
    assert f"/{kind}/baru/" not in listed(file)
    assert f"sitemap:{kind}" in touched(lambda: publish(story))
    assert f"/{kind}/baru/" in listed(file)
    assert f"sitemap:{kind}" in touched(lambda: publishing.take_offline(story, reason="Keliru."))
    assert f"/{kind}/baru/" not in listed(file)


def test_a_writer_comes_with_the_first_story(paper):
    writer = ContributorFactory(slug="baru")
    story = ArticleFactory(section=paper.section, contributor=writer)
    assert "sitemap:penulis" in touched(lambda: publish(story))
    assert "/penulis/baru/" in listed("/sitemap-penulis.xml")


def test_a_merged_topic_leaves(paper):
    old = TopicFactory(slug="lama")
    ArticleTopic.objects.create(article=paper.whole, topic=old)
    assert "/topik/lama/" in listed("/sitemap-topik.xml")
    assert "sitemap:topik" in touched(lambda: publishing.merge_topic(old, paper.topic))
    assert "/topik/lama/" not in listed("/sitemap-topik.xml")
