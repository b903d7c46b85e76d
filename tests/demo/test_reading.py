"""The demo as readers get it: no dead link, no English, the same bytes whenever it was filled."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from terbit.newsroom.contexts import WITHOUT_DATELINE
from terbit.newsroom.models import Article, Person
from terbit.pictures.addresses import media_url
from terbit.pictures.models import MediaFile
from terbit.pictures.public import public_media, public_pictures
from terbit.press import addressbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

ENGLISH = re.compile(
    r"\b(the|and|with|from|this|that|what|which|read|more|story|stories|published|updated|search|"
    r"section|page|reporter of|editor's|next|previous|share|related|picture|sources?)\b",
    re.IGNORECASE,
)
# On every story, beside what is its own.
EVERYWHERE = (
    "WIB",
    '+07:00">',
    'class="standfirst"',
    "https://wa.me/",
    "https://t.me/",
    "https://www.facebook.com/sharer/",
    "https://x.com/intent/post",
    "Salin tautan",
    "Laporkan kesalahan / Hak jawab",
    'rel="canonical"',
    "application/ld+json",
    "og:title",
    'name="description"',
    'content="article"',
)
FILE = re.compile(r"/(foto|media)/(\d+)/")


def test_two_fillings_on_different_days_give_the_same_bytes(demo):
    assert [path for path, page in demo.pages.items() if page.content != demo.today[path]] == []


def test_every_link_leads_somewhere(demo):
    statuses = {path: page.status for path, page in demo.pages.items()}
    gone = set(Article.objects.filter(live=False, path__isnull=False).values_list("path", flat=True))
    assert {path for path, status in statuses.items() if status == 410} == gone
    assert {path: status for path, status in statuses.items() if status not in (200, 301, 302, 410)} == {}
    assert len(statuses) > 200


def test_nothing_links_to_what_is_gone(demo):
    gone = set(Article.objects.filter(live=False, path__isnull=False).values_list("path", flat=True))
    assert {path for path, page in demo.pages.items() if (gone - {path}) & set(page.links)} == set()


def test_all_that_is_published_is_reached_from_the_front(demo):
    stories = Article.objects.live().values_list("path", flat=True)
    people = [person.path for person in Person.objects.all()]
    assert {*stories, *people} <= demo.pages.keys()


def test_all_that_is_reached_from_the_front_is_pressed_by_press_all(demo):
    reached = {path for path, page in demo.pages.items() if page.status != 410 and "?" not in path}
    assert reached - set(addressbook.addresses()) == set()


def test_pictures_and_film_are_for_everybody(demo):
    named = {
        match.groups() for page in demo.pages.values() for link in page.links if (match := FILE.match(link))
    }
    for kind, public in (("foto", public_pictures), ("media", public_media)):
        keys = {int(key) for name, key in named if name == kind}
        assert keys and public(keys) == keys
    assert _opened(media_url(MediaFile.objects.get())) == 200


def test_styles_and_scripts_are_there(demo):
    files = {link for page in demo.pages.values() for link in page.links if link.startswith("/aset/")}
    assert {link: status for link in files if (status := _opened(link)) != 200} == {}


def _opened(link: str) -> int:
    """The status of a file that is read to its end, and so closed."""
    answer = Client().get(link)
    answer.getvalue()
    return answer.status_code


def test_readers_meet_no_english(demo):
    found = {
        path: match[0]
        for path, page in demo.pages.items()
        if path != "/pedoman-media-siber/" and (match := ENGLISH.search(page.words))
    }
    assert found == {}


def test_no_page_shows_how_it_is_kept(demo):
    """Keys, ways into the newsroom, unrendered templates, empty links."""
    for path, page in demo.pages.items():
        for sign in ("linktype", "story:", "/ruang-redaksi", "{{", "{%", 'href=""', "None", 'href="#"'):
            assert sign not in page.html, (path, sign)


def test_every_story_has_all_its_elements(demo):
    for story in Article.objects.live().select_related("section", "lead_picture"):
        html = demo.pages[story.path].html
        names = [row.contributor.name for row in story.bylines.all()]
        initials = [row.contributor.initials for row in story.bylines.all()]
        wanted = [
            story.headline,
            story.section.path,
            *EVERYWHERE,
            *names,
            " | ".join(dict.fromkeys(initials)),
        ]
        wanted += [row.topic.current.path for row in story.article_topics.all()]
        if story.lead_picture:
            wanted += [story.lead_picture.credit, "<figcaption"]
        if story.kind not in WITHOUT_DATELINE:
            wanted.append('class="dateline"')
        if story.sponsor:
            wanted += [story.sponsor, "Advertorial"]
        assert [words for words in wanted if words.replace("&", "&amp;") not in html] == [], story.path
