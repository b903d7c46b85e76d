"""What stands on a story's own page."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection

from terbit.newsroom import contexts, publishing
from terbit.newsroom.models import Article, ArticleTopic
from terbit.newsroom.models.kind import Kind
from terbit.pictures.models import Picture
from terbit.pictures.rights import Treatment
from tests.factories import ArticleFactory, TopicFactory, publish, redraft
from tests.newsroom.bodies import Page

MOST_QUERIES = 6  # story with topics, bylines, other stories, people, pictures, sound
# By version, by the press: the publication, its sections, the standing pages.
KEPT = ("terbit_newsroom_publication", "terbit_newsroom_section", "wagtailcore_page[a-z]*")


def head(page: Page, name: str) -> list[str]:
    """Contents of the `<meta>` elements of this name or property."""
    return [
        tag["content"] for tag in page.attributes("meta") if name in (tag.get("name"), tag.get("property"))
    ]


@pytest.mark.parametrize("kind", Kind.values)
def test_a_story_of_any_kind_has_everything_a_reader_looks_for(paper, kind):
    html, story = paper.html(f"story, {kind}"), paper.stories[kind]
    page = Page(html)
    for words in (
        story.headline,
        story.standfirst,
        "Idham Kasturi",
        "Penulis · idk" if kind in (Kind.OPINION, Kind.EDITORIAL) else "Reporter · idk",
        "Redaktur: Ratih Lembayung",
        "idk | rat",
        "Jembatan itu"
        if kind in (Kind.OPINION, Kind.EDITORIAL, Kind.ADVERTORIAL)
        else "Arumbai, Kabar Arumbai – Jembatan itu",
        "Terbit Selasa, 17 November 2026, 12.00 WIB",
        "Foto: Kabar Arumbai/Foto",
        "Jembatan pada pagi hari.",
        "Reklamasi Teluk",
        "Meliput pesisir.",
        "Laporkan kesalahan / Hak jawab",
        "Setiap laporan dibaca redaksi; kekeliruan yang terbukti dicatat di halaman Koreksi.",
        "Terkait",
        "Advertorial" if kind == Kind.ADVERTORIAL else "Pesisir",
    ):
        assert words in page.text, words
    assert '<time datetime="2026-11-17T12:00:00+07:00">' in html
    assert ("Kabar Arumbai –" in page.text) is (kind not in (Kind.OPINION, Kind.EDITORIAL, Kind.ADVERTORIAL))


def test_a_story_without_a_dateline_shows_its_body_as_it_is_written(paper):
    """A view has none; its first paragraph is an element all the same, not the words “<p>”."""
    html = paper.html("story, opinion")
    assert "<p>Jembatan itu" in html and "&lt;p&gt;" not in html


def test_a_story_is_read_in_its_order_where_only_words_are_read(paper):
    """By ear and in a text browser."""
    text = Page(paper.html("story, news")).text
    story = paper.stories["news"]
    text = text[text.index(story.standfirst) - len(story.headline) - 20 :]
    order = [
        *(
            story.headline,
            story.standfirst,
            "Idham Kasturi",
            "Terbit Selasa",
            "WhatsApp",
            "Jembatan pada pagi",
        ),
        *(
            "Arumbai, Kabar Arumbai –",
            "idk | rat",
            "Reklamasi Teluk",
            "Meliput pesisir.",
            "Laporkan kesalahan",
        ),
        *("Terkait", "Rubrik", "Tanggung jawab"),
    ]
    found = [text.find(words) for words in order]
    assert found == sorted(found) and found[0] >= 0, dict(zip(order, found, strict=True))


def test_the_page_is_passed_on_by_plain_links_whatsapp_first(paper):
    html = paper.html("story, news")
    hosts = re.findall(r'<li><a href="https://([^/"]+)/[^"]*" rel="nofollow noopener">', html)
    assert hosts == ["wa.me", "t.me", "www.facebook.com", "x.com"]
    assert 'data-copy="Salin tautan"' in html and ">Salin tautan" not in html  # a button only where it works


def test_what_is_passed_on_is_whole_whatever_stands_in_it(paper):
    """`&`, `#`, `+` and letters beyond ASCII would end or change the text of a link."""
    story = paper.stories["news"]
    story.short_headline, story.headline = "", "Ikan & “Garam” #1 + 2 = 3? Énak"
    links = dict(contexts.share_links(story))
    address = story.get_absolute_url()
    given = {name: parse_qs(urlsplit(link).query) for name, link in links.items()}
    assert given["WhatsApp"] == {"text": [f"{story.headline} {address}"]}
    assert given["Telegram"] == given["X"] == {"url": [address], "text": [story.headline]}
    assert given["Facebook"] == {"u": [address]}


def test_other_sites_learn_what_the_page_is(paper):
    page, address = Page(paper.html("story, whole")), paper.whole.get_absolute_url()
    assert [tag["href"] for tag in page.attributes("link") if tag["rel"] == "canonical"] == [address]
    assert head(page, "og:url") == [address]
    assert head(page, "og:type") == ["article"]
    assert head(page, "og:title") == [paper.whole.headline]
    assert head(page, "description") == head(page, "og:description") == [paper.whole.standfirst]
    assert head(page, "article:published_time") == ["2026-11-17T12:00:00+07:00"]
    assert head(page, "article:tag") == ["Reklamasi Teluk"]
    assert head(page, "og:image")[0].startswith("http://testserver/foto/")


@pytest.mark.parametrize("name", ["story, whole", "section"])
def test_the_lead_picture_comes_first_and_the_others_when_they_are_near(paper, name):
    page = Page(paper.html(name))
    leads = [image for image in page.attributes("img") if image.get("fetchpriority") == "high"]
    assert [image["loading"] for image in leads] == ["eager"]
    assert {image["loading"] for image in page.attributes("img") if image not in leads} == {"lazy"}
    for image in page.attributes("img"):
        assert image["width"] and image["height"] and image["srcset"] and image["sizes"] and "alt" in image
    assert {source["type"] for source in page.attributes("source")} == {"image/avif", "image/webp"}


def test_a_whole_story_costs_six_queries_beside_settings_and_navigation(paper, client):
    client.get(paper.whole.path)
    asked: list[str] = []

    def count(execute, sql, *rest):
        if not re.search(f'FROM "({"|".join(KEPT)})"', sql):
            asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        client.get(paper.whole.path)
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


# Related -----------------------------------------------------------------------------------------------


def related(story: Article) -> list[str]:
    return [Article.objects.get(uuid=uuid).headline for uuid in Article.objects.get(pk=story.pk).related]


def on(*topics, **fields) -> Article:
    story = ArticleFactory(**fields)
    for topic in topics:
        story.article_topics.add(ArticleTopic(topic=topic))
    story.save_revision(clean=False)
    return publish(story)


@pytest.mark.django_db
def test_related_are_those_that_share_most_topics(client):
    bay, fish = TopicFactory(), TopicFactory()
    on(bay, headline="Satu Topik")
    on(bay, fish, headline="Dua Topik")
    on(headline="Tanpa Topik")
    on(bay, headline="Iklan", kind=Kind.ADVERTORIAL, sponsor="Griya")
    story = on(bay, fish)
    assert related(story) == ["Dua Topik", "Satu Topik"]
    html = client.get(story.path).content.decode()
    assert html.index("Dua Topik") < html.index("Satu Topik")


@pytest.mark.django_db
def test_a_later_story_changes_no_earlier_page(client):
    topic = TopicFactory()
    earlier = on(topic)
    before = client.get(earlier.path).content
    on(topic, section=earlier.section)
    assert client.get(earlier.path).content == before


@pytest.mark.django_db
def test_a_story_that_is_named_in_the_body_is_not_related_as_well(client):
    topic = TopicFactory()
    named = on(topic)
    assert related(on(topic, body=[("paragraph", "<p>Air surut.</p>"), ("baca_juga", [named])])) == []


@pytest.mark.django_db
def test_a_withdrawn_story_is_related_to_nothing_any_more(client):
    topic = TopicFactory()
    other = on(topic, headline="Ditarik Kembali")
    story = on(topic)
    publishing.take_offline(other, reason="Salah.")
    assert "Ditarik Kembali" not in client.get(story.path).content.decode()


@pytest.mark.django_db
def test_stories_that_move_in_together_are_related(client):
    topic = TopicFactory()
    with publishing.batch() as stories:
        for number in range(3):
            story = ArticleFactory.build(
                headline=f"Arsip {number}", section=on().section, path=f"/arsip/{number}/"
            )
            story.first_published_at = story.created_at
            story.article_topics.add(ArticleTopic(topic=topic))
            stories.append(story)
    assert related(Article.objects.get(path="/arsip/2/")) == ["Arsip 1", "Arsip 0"]


@pytest.mark.django_db
def test_what_an_old_draft_was_related_to_does_not_come_back(client):
    topic = TopicFactory()
    story = on(topic)
    on(topic, headline="Kemudian")
    redraft(story, headline="Judul Baru")
    assert related(publish(story)) == ["Kemudian"]


def test_a_drawing_is_not_credited_as_a_photograph(paper):
    """At the head of a story and in its text alike."""
    Picture.objects.update(treatment=Treatment.ILLUSTRATION)
    html = paper.html("story, whole")
    text = Page(html).text
    assert text.count("Ilustrasi: Kabar Arumbai/Foto") > 1
    assert "Foto: " not in text
    assert "picture-label" not in html  # the credit has said it


def test_what_a_credit_does_not_say_of_its_picture_stands_before_the_caption(paper):
    Picture.objects.update(treatment=Treatment.MANIPULATED)
    assert paper.html("story, whole").count('class="picture-label"') > 1
