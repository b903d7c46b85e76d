"""An embargo that holds: until its time nobody outside sees a word of the story, at its time it comes out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import ContentFile
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from terbit.newsroom import publishing, schedule
from terbit.newsroom.models import Article, ArticlePerson, ArticleTopic, Section
from terbit.newsroom.models.kind import Kind, Obtained
from terbit.newsroom.publishing import PublicationRefused
from terbit.pictures.addresses import fitting, media_url, picture_url
from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.sizes import WIDTHS
from terbit.workflow import notices, roles
from terbit.workflow.embargo import hidden_from
from terbit.workflow.models import Note, Role
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    PersonFactory,
    PictureFactory,
    SectionFactory,
    TopicFactory,
    UserFactory,
    picture_file,
    publish,
    redraft,
)
from tests.newsroom.bodies import MP3, every_block
from tests.workflow.screens import body, form_of, is_denied, signed_in, url

pytestmark = pytest.mark.django_db

# One word for each place of the story in which something is written.
FIELDS = """
    headline short_headline standfirst slug dateline_place source_name source_url sponsor lead_caption ai_note
    search_title search_description note passage topic person contributor initials
    picture_title picture_description picture_caption picture_credit picture_source picture_rights picture_file
    media_title media_credit media_transcript media_file
    paragraph subheading_2 subheading_3 list table statement unnamed baca_juga picture gallery media embed
    pull_quote fact_box editors_note safe_html
""".split()
WORDS = {name: f"zq{chr(97 + number // 26)}{chr(97 + number % 26)}vu" for number, name in enumerate(FIELDS)}


# For the desk, in the files themselves; “baca juga” holds another headline, an advertorial has no dateline.
NOT_ON_THE_PAGE = {"note", "passage", "baca_juga", "media_file", "dateline_place"}
NOT_ON_THE_PAGE |= {f"picture_{name}" for name in ("title", "caption", "source", "rights", "file")}


@pytest.fixture
def story(time_machine: Any) -> Article:
    """Under embargo for two hours and scheduled for its end, with a word in every field."""
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    section = SectionFactory(name="Kota", slug="kota")
    writer = UserFactory(role=Role.REPORTER, role__section=section)
    contributor = ContributorFactory(
        name=WORDS["contributor"], initials=WORDS["initials"], slug="penulis-baru", user=writer
    )
    story = ArticleFactory(
        **{name: WORDS[name] for name in FIELDS[:12] if name != "source_url"},
        source_url=f"https://sumber.example/{WORDS['source_url']}/",
        section=section,
        contributor=contributor,
        created_by=writer,
        kind=Kind.ADVERTORIAL,
        obtained=Obtained.RELEASE,
        ai_assisted=True,
        lead_picture=_picture(writer),
        no_picture=False,
        body=_body(writer),
        embargo_until=timezone.now() + timedelta(hours=2),
        go_live_at=timezone.now() + timedelta(hours=2),
    )
    story.article_topics.set([ArticleTopic(topic=TopicFactory(name=WORDS["topic"], slug="topik-baru"))])
    story.article_people.set([ArticlePerson(person=story.body[5].value["person"])])
    story.save()
    Note.objects.create(article=story, author=writer, text=WORDS["note"], passage=WORDS["passage"])
    story.save_revision(user=writer, clean=False)
    return publish(story)


def _picture(writer: Any) -> Picture:
    file = picture_file()
    file.name = f"{WORDS['picture_file']}.jpg"
    return PictureFactory(
        title=WORDS["picture_title"],
        description=WORDS["picture_description"],
        caption=WORDS["picture_caption"],
        credit=WORDS["picture_credit"],
        source=WORDS["picture_source"],
        rights_note=WORDS["picture_rights"],
        file=file,
        uploaded_by_user=writer,
    )


def _body(writer: Any) -> list[tuple[str, Any]]:
    """One block of every kind, each with a word of its own."""
    media = MediaFile(
        title=WORDS["media_title"], credit=WORDS["media_credit"], transcript=WORDS["media_transcript"]
    )
    media.uploaded_by_user = writer
    media.file.save(f"{WORDS['media_file']}.mp3", ContentFile(MP3))
    named = {
        "picture": Picture.objects.get(title=WORDS["picture_title"]),
        "person": PersonFactory(name=WORDS["person"], slug="tokoh-baru"),
        "story": ArticleFactory(published=True),
        "media": media,
    }
    kinds = [WORDS[name] for name in FIELDS[FIELDS.index("paragraph") :]]
    return [every_block(word, **named)[number] for number, word in enumerate(kinds)]


def told(response: HttpResponseBase, address: str = "") -> set[str]:
    """The words an answer holds, in head or body, but for those that were asked with."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = f"{response.headers} {body.decode(errors='replace')}".lower()
    return {word for word in WORDS.values() if word in text and word not in address.lower()}


def public_addresses(story: Article) -> Iterator[str]:
    """What a reader can ask for: pages, lists, feeds, guesses, files."""
    slug = story.slug
    yield from ("/", "/kota/", "/indeks/", "/indeks/2026/05/01/", "/koreksi/", "/redaksi/", "/robots.txt")
    yield from ("/feed/", "/kota/feed/", "/topik/topik-baru/feed/", "/sitemap.xml", "/sitemap-news.xml")
    yield from ("/topik/topik-baru/", "/tokoh/tokoh-baru/", "/penulis/penulis-baru/", "/liputan/topik-baru/")
    yield from (f"/kota/{slug}/", f"/kota/{slug}", f"/kota/{slug}/amp/", f"/{slug}/", f"/2026/05/01/{slug}/")
    yield from (f"/cari/?q={word}" for word in WORDS.values())
    yield from files_of(story)


def files_of(story: Article) -> list[str]:
    picture, media = story.lead_picture, story.body[10].value["file"]
    sizes = [size for ratio in ("", "16:9", "3:2", "1:1") for size in fitting(picture, WIDTHS, ratio)]
    renditions = [picture_url(picture, size, kind) for size in sizes for kind in ("avif", "webp", "jpg")]
    stored = [
        f"{root}{name}"
        for root in ("/media/", "/static/", "/")
        for name in (picture.file.name, media.file.name)
    ]
    return [*renditions, media_url(media), *stored]


def test_one_second_before_its_time_readers_find_no_word_of_it(story, time_machine):
    time_machine.move_to(story.embargo_until - timedelta(seconds=1), tick=False)
    assert schedule.work_off() == 0
    signed_in(story.created_by).get(
        url("edit", story.pk)
    )  # what the newsroom looks at leaves no trace outside
    reader = Client()
    for address in public_addresses(story):
        response = reader.get(address)
        assert told(response, address) == set(), address
        assert response.status_code == 404 or address not in files_of(story), address
    for path in public_files():
        assert not {
            word for word in WORDS.values() if word in path.name or word.encode() in path.read_bytes()
        }, path


def public_files() -> list[Path]:
    """Everything that a web server sends without asking the newsroom."""
    static = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    return [*static, *(path for path in (settings.HOME / "prints").rglob("*") if path.is_file())]


def test_no_page_of_the_newsroom_is_open_to_readers(story):
    reader = Client()
    for pattern in Article.snippet_viewset.get_urlpatterns():
        address = re.sub(r"<\w+:(pk|\w+)>", str(story.pk), str(pattern.pattern))
        response = reader.get(f"/ruang-redaksi/naskah/{address}")
        assert response.status_code in (302, 404) and not told(response)
    for name in (story.lead_picture.file.name, story.body[10].value["file"].file.name):
        assert is_denied(reader.get(f"{settings.MEDIA_URL}{name}"))


def test_at_its_time_it_comes_out_with_every_word(story, time_machine):
    time_machine.move_to(story.embargo_until, tick=False)
    assert schedule.work_off() == 1
    reader = Client()
    story.refresh_from_db()
    page = reader.get(story.path)
    assert {name for name in FIELDS if WORDS[name] not in told(page)} == NOT_ON_THE_PAGE
    assert WORDS["headline"] in told(reader.get(f"/cari/?q={WORDS['paragraph']}"))
    assert {WORDS["headline"], WORDS["standfirst"]} <= told(reader.get("/kota/"))
    picture = story.lead_picture
    size = next(iter(fitting(picture, WIDTHS)))
    assert b"".join(reader.get(picture_url(picture, size, "webp")).streaming_content)[8:12] == b"WEBP"


# Inside the newsroom ----------------------------------------------------------------------------------


def outsider() -> Client:
    """Whoever has every right, but in another section."""
    section = SectionFactory(slug="olahraga")
    user = UserFactory(role=Role.ADMINISTRATOR)
    for role in (Role.REPORTER, Role.EDITOR, Role.CHIEF_EDITOR):
        roles.give(user, role, section)
    return signed_in(user)


def screens_of_files(story: Article) -> Iterator[str]:
    """Every screen that lists, shows or hands over pictures and media."""
    picture, media = story.lead_picture_id, story.body[10].value["file"].pk
    for number, start, chooser in (
        (picture, "images", "images/chooser"),
        (media, "documents", "documents/chooser"),
    ):
        yield from (
            f"{start}/",
            f"{start}/?layout=list",
            f"{start}/results/?q=jpg",
            f"{start}/usage/{number}/",
        )
        yield from (
            f"{start}/{number}/",
            f"{start}/edit/{number}/",
            f"{start}/{number}/delete/",
            f"{start}/delete/{number}/",
        )
        yield from (f"{chooser}/", f"{chooser}/results/", f"{chooser}/chosen/{number}/")
        yield from (f"{chooser}/chosen-multiple/?id={number}", f"{chooser}/{number}/select_format/")
        yield from (f"api/main/{start}/", f"api/main/{start}/{number}/", f"api/main/{start}/?fields=*")
        model = "picture" if start == "images" else "mediafile"
        for action in ("delete", "add_to_collection", "add_tags"):
            yield from (
                f"bulk/terbit_pictures/{model}/{action}/?id={number}",
                f"bulk/terbit_pictures/{model}/{action}/?id=all",
            )
        for word in WORDS.values():
            yield f"{chooser}/results/?q={word}"
    yield f"images/{picture}/preview/max-165x165/"


def test_whoever_works_in_another_section_finds_no_picture_and_no_sound_of_it(story):
    client = outsider()
    for screen in screens_of_files(story):
        address = f"/ruang-redaksi/{screen}"
        for response in (client.get(address), client.post(address, {"title": "Diambil"})):
            assert told(response, address) == set(), address
            assert not response.get("Content-Type", "").startswith("image/"), address
    story.lead_picture.refresh_from_db()
    assert story.lead_picture.title == WORDS["picture_title"]


def test_whoever_works_in_the_section_finds_its_pictures(story):
    colleague = signed_in(UserFactory(role=Role.EDITOR, role__section=story.section))
    photographer = signed_in(story.lead_picture.uploaded_by_user)
    for client in (colleague, photographer, signed_in(UserFactory(is_superuser=True))):
        for screen in ("images/", "images/chooser/", f"images/chooser/chosen/{story.lead_picture_id}/"):
            assert WORDS["picture_title"] in client.get(f"/ruang-redaksi/{screen}").content.decode()
    reporter = signed_in(UserFactory(role=Role.REPORTER, role__section=story.section))
    assert WORDS["picture_title"] in reporter.get("/ruang-redaksi/images/chooser/").content.decode()


def test_a_picture_that_others_use_too_is_not_hidden(story):
    picture = story.lead_picture
    assert picture.pk in hidden_from(UserFactory(role=Role.REPORTER, role__section=SectionFactory()), Picture)
    ArticleFactory(lead_picture=picture, no_picture=False)
    assert not hidden_from(UserFactory(role=Role.REPORTER, role__section=SectionFactory()), Picture)


def test_after_its_time_nothing_is_hidden(story, time_machine):
    reporter = UserFactory(role=Role.REPORTER, role__section=SectionFactory())
    assert hidden_from(reporter, Picture) and hidden_from(reporter, MediaFile)
    time_machine.move_to(story.embargo_until, tick=False)
    assert not hidden_from(reporter, Picture) and not hidden_from(reporter, MediaFile)


def test_a_number_typed_into_a_form_shows_no_hidden_picture(story):
    client = outsider()
    own = ArticleFactory(section=Section.objects.get(slug="olahraga"))
    picture, media = story.lead_picture_id, story.body[10].value["file"].pk
    attempts = (
        {"lead_picture": picture, "no_picture": ""},
        body([("picture", {"-picture": picture, "-caption": "", "-alt": ""})]),
        body([("media", {"-file": media, "-caption": ""})]),
    )
    for view, attempt in itertools.product(("edit", "preview_on_edit"), attempts):
        address = url(view, own.pk)
        for response in (client.post(address, form_of(own) | attempt), client.get(address)):
            assert told(response) == set()
    assert own.revisions.count() == 1


def test_the_pictures_of_an_update_under_embargo_are_hidden_too(story):
    """An update of a published story lies in a draft; its row goes on as readers see it."""
    writer, section = story.created_by, story.section
    shown = PictureFactory(title="Sudah terbit")
    update = publish(ArticleFactory(section=section, created_by=writer, lead_picture=shown, no_picture=False))
    secret, poster = (PictureFactory(title=word, uploaded_by_user=writer) for word in ("Rahasia", "Sampul"))
    media = MediaFile(title="Rekaman", uploaded_by_user=writer, poster=poster)
    media.file.save("rekaman.mp3", ContentFile(MP3))
    body = [("picture", {"picture": shown}), ("picture", {"picture": secret}), ("media", {"file": media})]
    redraft(update, embargo_until=timezone.now() + timedelta(hours=1), body=body, lead_picture=secret)
    elsewhere = UserFactory(role=Role.REPORTER, role__section=SectionFactory())
    colleague = UserFactory(role=Role.REPORTER, role__section=section)
    assert {secret.pk, poster.pk} <= hidden_from(elsewhere, Picture)
    assert shown.pk not in hidden_from(elsewhere, Picture)
    assert media.pk in hidden_from(elsewhere, MediaFile)
    assert not hidden_from(colleague, Picture) and not hidden_from(writer, MediaFile)
    redraft(update, embargo_until=None)
    assert not {secret.pk, poster.pk} & hidden_from(
        UserFactory(role=Role.REPORTER, role__section=SectionFactory()), Picture
    )


def test_mail_about_it_goes_to_its_own_section_only(story, mailoutbox):
    publishing.unschedule(story)
    outsider()
    editor = UserFactory(role=Role.EDITOR, role__section=story.section)
    story.get_workflow().start(story, story.created_by)
    notices.send_emails()
    assert {address for mail in mailoutbox for address in mail.to} == {editor.email}


# Publishing -------------------------------------------------------------------------------------------


def test_until_its_time_publishing_is_refused_with_the_reason(story, english):
    publishing.unschedule(story)
    redraft(story, go_live_at=None)
    editor = UserFactory(role=Role.EDITOR, role__section=story.section)
    response = signed_in(editor).post(
        url("edit", story.pk), form_of(story) | {"action-publish": "1"}, follow=True
    )
    assert "under embargo until 1 May 2026 11.00 WIB" in response.content.decode()
    assert not Article.objects.get(pk=story.pk).live


def test_a_version_from_before_the_embargo_was_set_does_not_slip_out():
    story = ArticleFactory()
    free = story.latest_revision
    redraft(story, embargo_until=timezone.now() + timedelta(hours=1))
    with pytest.raises(PublicationRefused):
        free.publish()
    redraft(story, embargo_until=None)
    free.publish()
    assert Article.objects.get(pk=story.pk).live
