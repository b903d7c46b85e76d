"""RSS and JSON Feed: valid, the same stories as the page, and true to what happens to a story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation

from terbit.feeds import bodies
from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Publication, Section
from tests.factories import ArticleFactory, ContributorFactory, TopicFactory, publish, redraft
from tests.feeds import rules
from tests.feeds.reading import SITE, json_items, read, rss_items
from tests.feeds.rules import ATOM, CONTENT, DC, MEDIA
from tests.theme import papers

LISTS = ["/", "/pesisir/", "/lingkungan/", "/budaya/", "/topik/reklamasi-teluk/", "/penulis/idham/"]


@pytest.fixture
def whole_stories(paper):
    Publication.objects.update(feed_full_text=True)


@pytest.mark.parametrize("path", LISTS)
def test_each_list_has_a_valid_feed_in_both_formats(paper, path):
    assert rules.of_rss(read(f"{path}feed/"), f"{SITE}{path}feed/") == []
    assert rules.of_json_feed(read(f"{path}feed.json"), f"{SITE}{path}feed.json") == []


def test_feeds_of_whole_stories_are_valid_too(paper, whole_stories):
    assert rules.of_rss(read("/feed/"), f"{SITE}/feed/") == []
    assert rules.of_json_feed(read("/feed.json"), f"{SITE}/feed.json") == []


PLANTED_IN_RSS = [
    ('version="2.0"', 'version="0.91"'),
    ("<title>Kabar Arumbai</title>", "<title> </title>"),
    ("<language>id</language>", "<language>in</language>"),
    ('href="http://testserver/feed/"', 'href="http://testserver/rss/"'),
    ("Tue, 17 Nov 2026", "Sel, 17 Nov 2026"),
    ("Tue, 17 Nov 2026", "Tue, 17 Nov 26"),
    ("<link>http://testserver/pesisir/", "<link>/pesisir/"),
    ('<guid isPermaLink="false">', "<guid>"),
    ("dc:creator>", "author>"),
    ('medium="image" type="image/jpeg"', 'medium="image"'),
    ("<p>Arumbai,", "<script>alert(1)</script><p>Arumbai,"),
    ('src="http://testserver/foto', 'src="/foto'),
]


@pytest.mark.parametrize(("good", "bad"), PLANTED_IN_RSS)
def test_the_rules_of_rss_find_a_planted_error(paper, whole_stories, good, bad):
    text = read("/feed/").decode()
    assert good in text
    assert rules.of_rss(text.replace(good, bad).encode(), f"{SITE}/feed/") != []


PLANTED_IN_JSON = [
    ("version/1.1", "version/1"),
    ('"title": "Kabar Arumbai"', '"title": ""'),
    ('"feed_url": "http://testserver/feed.json"', '"feed_url": "http://testserver/feed/"'),
    ('"authors"', '"author"'),
    ('"content_text": "Warga', '"content": "Warga'),
    ('"url": "http://testserver/pesisir/', '"url": "/pesisir/'),
    ("+07:00", ""),
    ('"name": "Idham Kasturi", "url": "http://testserver/penulis/idham/"', ""),
    ('"id": "urn:uuid:', '"ident": "urn:uuid:'),
]


@pytest.mark.parametrize(("good", "bad"), PLANTED_IN_JSON)
def test_the_rules_of_json_feed_find_a_planted_error(paper, good, bad):
    text = read("/feed.json").decode()
    assert good in text
    assert rules.of_json_feed(text.replace(good, bad).encode(), f"{SITE}/feed.json") != []


def test_an_item_says_who_wrote_what_and_shows_the_picture(paper):
    item = rss_items("/feed/")["Jembatan Diperbaiki"]
    assert item.findtext("description") == paper.stories["first"].standfirst
    assert [creator.text for creator in item.findall(f"{DC}creator")] == ["Idham Kasturi"]
    assert [category.text for category in item.findall("category")] == ["Pesisir", "Reklamasi Teluk"]
    picture = item.find(MEDIA)
    assert picture.get("type") == "image/jpeg"
    assert picture.get("url").startswith(f"{SITE}/foto/{paper.picture.pk}/")
    assert item.find(CONTENT) is None


def test_paid_words_are_marked_as_paid(paper):
    title = paper.stories["advertorial"].headline
    assert rss_items("/feed/")[title].findtext("description").startswith("Advertorial · Griya Samudra · ")
    assert json_items("/feed.json")[title]["summary"].startswith("Advertorial · Griya Samudra · ")


def test_a_publication_may_give_whole_stories(paper, whole_stories):
    html = rss_items("/feed/")[paper.whole.headline].findtext(CONTENT)
    assert "Jembatan itu dipakai lagi sejak pagi." in html
    assert "Sumber: " in html and "Dibantu AI" in html
    assert json_items("/feed.json")[paper.whole.headline]["content_html"] == html


def test_stories_stand_newest_first_and_old_ones_that_move_in_are_not_new(paper):
    old = datetime(2019, 3, 1, 3, 0, tzinfo=UTC)
    Article.objects.filter(pk=paper.stories["updated"].pk).update(first_published_at=old)
    assert list(rss_items("/feed/"))[-1] == "Hujan Tiga Hari"
    assert rss_items("/feed/")["Hujan Tiga Hari"].findtext("pubDate") == "Fri, 01 Mar 2019 10:00:00 +0700"


def test_a_correction_changes_the_time_of_the_update_alone(paper, time_machine):
    before = rss_items("/feed/")["Jembatan Diperbaiki"]
    assert before.find(f"{ATOM}updated") is None
    time_machine.move_to(datetime(2026, 11, 18, 2, 0, tzinfo=UTC))
    redraft(paper.stories["first"], body=[("paragraph", "<p>Dua jembatan diperbaiki.</p>")])
    publish(paper.stories["first"])
    after = rss_items("/feed/")["Jembatan Diperbaiki"]
    assert after.findtext(f"{ATOM}updated") == "2026-11-18T09:00:00+07:00"
    assert json_items("/feed.json")["Jembatan Diperbaiki"]["date_modified"] == "2026-11-18T09:00:00+07:00"
    assert after.findtext("pubDate") == before.findtext("pubDate")
    assert after.findtext("guid") == before.findtext("guid")


def test_a_story_that_moves_keeps_its_guid(paper):
    before = rss_items("/feed/")["Jembatan Diperbaiki"]
    publishing.move(paper.stories["first"], section=Section.objects.get(slug="budaya"), slug="jembatan")
    after = rss_items("/feed/")["Jembatan Diperbaiki"]
    assert after.findtext("link") == f"{SITE}/budaya/jembatan/"
    assert after.findtext("guid") == before.findtext("guid")


def test_what_is_withdrawn_vanishes_from_every_feed(paper):
    story = paper.stories["first"]
    lists = [path for path in LISTS if path != "/budaya/"]
    assert all(story.headline in rss_items(f"{path}feed/") for path in lists)
    publishing.take_offline(story, reason="Keliru.")
    assert not any(story.headline in rss_items(f"{path}feed/") for path in lists)
    assert not any(story.headline in json_items(f"{path}feed.json") for path in lists)


def test_dates_are_english_whatever_language_the_paper_speaks(paper):
    with translation.override("id"):
        assert rules.of_rss(read("/feed/"), f"{SITE}/feed/") == []


def test_an_empty_feed_knows_no_time(paper, time_machine):
    time_machine.move_to(papers.NOON)
    first = read("/budaya/feed/")
    time_machine.shift(timedelta(days=1))
    assert read("/budaya/feed/") == first and b"lastBuildDate" not in first


def test_what_xml_cannot_hold_is_left_out(paper):
    Article.objects.filter(pk=paper.stories["first"].pk).update(
        headline="Jem\x0bbatan \ufffe]]>", standfirst="\x01"
    )
    assert "Jembatan ]]>" in rss_items("/feed/")
    assert rules.of_rss(read("/feed/"), f"{SITE}/feed/") == []


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ('<p><a href="/a/">x</a></p>', '<p><a href="http://testserver/a/">x</a></p>'),
        ('<a href="//lain.example/">x</a>', '<a href="//lain.example/">x</a>'),
        ('<p onclick="x()">x</p><script>y()</script>', "<p>x</p>"),
        ('<a href="javascript:x()">x</a>', "<a>x</a>"),
        ('<picture><source srcset="/b.avif"><img src="/b.jpg" srcset="/c.jpg 2x" alt="B"></picture>',
         '<img src="http://testserver/b.jpg" alt="B">'),
        ('<div class="note"><p>x</p></div>', "<p>x</p>"),
    ],
)  # fmt: skip
def test_a_text_goes_out_without_what_only_our_pages_understand(html, plain):
    assert bodies.plain(html) == plain


@pytest.mark.parametrize("path", LISTS)
def test_the_page_names_its_feeds(paper, path):
    page = Client().get(path).content.decode()
    for kind, end in (("application/rss+xml", "feed/"), ("application/feed+json", "feed.json")):
        assert f'<link rel="alternate" type="{kind}"' in page
        assert f'href="{SITE}{path}{end}"' in page


def test_a_name_without_stories_has_no_feed(paper):

    TopicFactory(slug="kosong")
    ContributorFactory(slug="baru")
    for address in (
        "/topik/kosong/feed/",
        "/penulis/baru/feed.json",
        "/topik/tidak-ada/feed/",
        "/x/feed.json",
    ):
        assert Client().get(address).status_code == 404, address


def test_the_feed_of_a_merged_topic_moves_with_it(paper):

    old = TopicFactory(slug="teluk")
    publishing.merge_topic(old, paper.topic)
    for end in ("feed/", "feed.json"):
        answer = Client().get(f"/topik/teluk/{end}")
        assert (answer.status_code, answer["Location"]) == (301, f"/topik/reklamasi-teluk/{end}")


def test_the_feed_of_a_renamed_section_moves_with_it(paper):
    section = paper.section
    section.slug = "pantai"
    section.save()
    for end in ("feed/", "feed.json"):
        answer = Client().get(f"/pesisir/{end}")
        assert (answer.status_code, answer["Location"]) == (301, f"/pantai/{end}")


@pytest.mark.parametrize(
    ("old", "new"),
    {
        "/feed": "/feed/",
        "/feed/atom/": "/feed/",
        "/rss/": "/feed/",
        "/comments/feed/": "/feed/",
        "/?feed=rss2": "/feed/",
        "/?x=1&feed=atom": "/feed/",
        "/pesisir/feed": "/pesisir/feed/",
        "/pesisir/feed/rss2/": "/pesisir/feed/",
        "/pesisir/jembatan-diperbaiki/feed/": "/pesisir/jembatan-diperbaiki/",
    }.items(),
)
def test_feeds_of_other_systems_lead_to_ours_in_one_step(paper, old, new):
    answer = Client().get(old)
    assert (answer.status_code, answer["Location"]) == (301, new)


def test_no_story_takes_the_address_of_a_feed(paper):

    story = ArticleFactory(headline="Feed", slug="feed", section=paper.section, published=True)
    assert story.path == "/pesisir/feed-2/"
