"""What pages tell search engines and other sites: schema.org's words, and nothing but what the page shows."""

from __future__ import annotations

import json
import re

import pytest
from django.test import RequestFactory

from terbit.newsroom.models import Article, Publication
from terbit.pictures.models import Picture
from terbit.pictures.rights import DigitalSource, Licence
from tests.theme import heads, vocabulary
from tests.theme.heads import Head

# Something is put in place of something; the sentence must be among those that are said of it.
PLANTED = [
    ('"@type":"NewsArticle"', '"@type":"NewsStory"', "There is no type 'NewsStory'."),
    ('"headline":', '"headLine":', "NewsArticle has no property headLine."),
    ('"datePublished":"2026-11-17T12:00:00+07:00"', '"datePublished":"17/11/2026"', "datePublished is not"),
    ('"isAccessibleForFree":true', '"isAccessibleForFree":"ya"', "isAccessibleForFree is not"),
    ('"@type":"WebSite","@id":"', '"@type":"Person","@id":"', "Person has no property publisher."),
    ('"publisher":{"@id":"http://testserver/#redaksi"}', '"publisher":{"@id":"#x"}', "is not there"),
    ('"headline":"Reklamasi', '"headline":"Relokasi', "The headline or the standfirst is another."),
    ('"dateModified":"2026-11-17', '"dateModified":"2026-11-18', "The dates are not those that are shown."),
    ('"name":"Idham Kasturi"', '"name":"Bukan Idham"', "The names are not those that are shown."),
    ('"contentUrl":"http://testserver/foto/', '"contentUrl":"http://testserver/lain/', "is not on the page."),
    ('"creditText":"Kabar', '"creditText":"Kabur', "A credit is not what readers see."),
    ('"name":"Beranda"', '"name":"Depan"', "The trail shows"),
    ('property="og:title"', 'property="og:titel"', "There is not one og:title."),
    ('property="og:locale"', 'name="keywords"', "There is not one og:locale."),
    ('<link rel="canonical"', '<link rel="shortlink"', "The page has not one address."),
    ('property="og:image:width" content="1200"', 'property="og:image:width" content="600"', "another size"),
    ("max-image-preview:large", "max-image-preview:standard", "small pictures only"),
    ('property="article:author" content="', 'property="article:author" content="x', "other writers"),
    ('property="article:tag" content="', 'property="article:tag" content="x', "other topics"),
    (
        'property="article:published_time" content="2026',
        'property="article:published_time" content="2025',
        "times",
    ),
    ("<title>", f"<!--{'x' * 30_000}--><title>", "The tags come too late."),
    ('{"@context"', '{,"@context"', "There is not one graph."),
    ("</head>", '<script type="application/ld+json">{}</script></head>', "There is not one graph."),
    ('class="story news"', 'class="story advertorial"', "What is paid for is not told from news."),
]


def test_every_page_says_what_it_shows_in_known_words(paper):
    found = {name: heads.faults(paper.html(name)) for name in paper.pages}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(("right", "wrong", "sentence"), PLANTED)
def test_a_planted_error_is_found(paper, right, wrong, sentence):
    html = paper.html("story, whole")
    assert right in html
    sentence = sentence.replace("times", "The tags have other dates.")
    assert sentence in " ".join(heads.faults(html.replace(right, wrong)))


@pytest.mark.parametrize(
    ("page", "right", "wrong", "sentence"),
    [
        ("person", '"@type":"Quotation"', '"@type":"Quotation","x":1', "no property x"),
        ("person", '"text":"', '"text":"Bukan ', "The statements are not those that are shown."),
        ("person", '"name":"Laras', '"name":"Lasar', "The page has another name."),
        (
            "section",
            '"url":"http://testserver/pesisir/tu',
            '"url":"http://testserver/x/tu',
            "names what is not there",
        ),
        (
            "404",
            "</title>",
            '</title><meta property="og:url" content="x">',
            "A page for nobody is described.",
        ),
        (
            "front",
            '"publishingPrinciples":"http://testserver/pedoman-media-siber/"',
            '"publishingPrinciples":"http://testserver/lain/"',
            "publishingPrinciples is no page of the paper.",
        ),
    ],
)
def test_a_planted_error_is_found_on_other_pages(paper, page, right, wrong, sentence):
    html = paper.html(page)
    assert right in html
    assert sentence in " ".join(heads.faults(html.replace(right, wrong)))


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("news", "NewsArticle"),
        ("analysis", "AnalysisNewsArticle"),
        ("opinion", "OpinionNewsArticle"),
        ("editorial", "OpinionNewsArticle"),
        ("advertorial", "AdvertiserContentArticle"),
    ],
)
def test_search_engines_are_told_news_from_views_and_from_what_is_paid_for(paper, kind, type_):
    (story,) = Head(paper.html(f"story, {kind}")).nodes("Article")
    assert story["@type"] == type_
    assert story.get("sponsor", {}).get("name") == ("Griya Samudra" if kind == "advertorial" else None)


def test_each_kind_of_page_is_described_as_what_it_is(paper):
    def kinds(name: str) -> list[str]:
        ours = ("WebSite", "NewsMediaOrganization", "ImageObject")
        return [node["@type"] for node in Head(paper.html(name)).graph if node["@type"] not in ours]

    assert kinds("front") == ["WebPage"]
    assert kinds("section") == kinds("day") == ["CollectionPage", "BreadcrumbList"]
    assert kinds("topic") == ["CollectionPage", "BreadcrumbList", "Thing"]
    assert kinds("person")[:3] == kinds("contributor") == ["ProfilePage", "BreadcrumbList", "Person"]
    assert kinds("standing page") == ["WebPage", "BreadcrumbList"]
    assert kinds("404") == kinds("search") == kinds("story, withdrawn") == []


def test_the_newspaper_names_only_the_policies_it_has(paper):
    (house,) = Head(paper.html("front")).nodes("NewsMediaOrganization")
    policies = {name for name, value in house.items() if str(value).startswith("http")} - {"@id", "url"}
    assert policies == {"publishingPrinciples"}
    assert house["publishingPrinciples"] == "http://testserver/pedoman-media-siber/"


def test_a_statement_that_is_not_verified_is_not_passed_on(paper):
    head = Head(paper.html("story, whole"))
    shown = head.page.css("figure.statement")
    assert (
        len(head.nodes("Quotation"))
        == len(shown) - 1
        == len([*shown]) - len(head.page.css(".statement .flag"))
    )


def test_whose_a_picture_is_and_that_a_machine_made_it_is_told(paper):
    """Notes on its rights are for the newsroom."""
    Picture.objects.update(
        licence=Licence.CC_ZERO, digital_source=DigitalSource.COMPOSITE_WITH_AI, rights_note="Izin lisan."
    )
    html = paper.html("story, news")
    (picture,) = Head(html).nodes("ImageObject")
    assert picture["creditText"] == "Kabar Arumbai/Foto"
    assert picture["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert picture["digitalSourceType"].endswith("/CompositeWithTrainedAlgorithmicMediaDigitalSource")
    assert "Izin lisan" not in html


def test_no_word_of_a_story_ends_the_data_or_an_attribute_early(paper):
    words = "</script><b>\"'&amp;"
    Article.objects.filter(pk=paper.stories["news"].pk).update(headline=words, standfirst=words)
    html = paper.html("story, news")
    head = Head(html)
    assert len(re.findall("</script>", html)) == 2  # that of the data and of the script's file
    assert head.nodes("Article")[0]["headline"] == words
    assert head.tags("og:title") == head.tags("description") == [words]


def test_a_preview_is_for_nobody_else(paper):
    """Neither of a draft nor of a story that is out."""
    story = Article.objects.get(pk=paper.stories["news"].pk)
    request = RequestFactory().get("/")
    page = story.make_preview_request(request, story.default_preview_mode)
    html = page.render().content.decode() if hasattr(page, "render") else page.content.decode()
    assert Head(html).tags("robots") == ["noindex"]
    assert heads.faults(html) == []


def test_the_house_is_described_anew_when_it_changes(paper):
    publication = Publication.load()
    publication.company, publication.address = "PT Kabar", "Jalan Dermaga 1"
    publication.save()
    (house,) = Head(paper.html("front")).nodes("NewsMediaOrganization")
    assert (house["legalName"], house["address"]) == ("PT Kabar", "Jalan Dermaga 1")


def test_the_vocabulary_of_the_tests_hangs_together():
    assert {name for name in vocabulary.BELOW if "Thing" not in vocabulary.above(name)} == set()
    assert json.dumps(sorted(set(vocabulary.PROPERTIES) - set(vocabulary.BELOW) - {"Thing"})) == "[]"
