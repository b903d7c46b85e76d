"""Documents and recordings of the old uploads answer at their old address while something published links to them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from terbit.moving.arriving import fetching, files, undoing
from terbit.moving.models import Move, OldItem
from terbit.newsroom import publishing
from terbit.newsroom.models import Article, StandingPage
from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.public import is_public_media
from terbit.workflow.embargo import files_in, hidden_from
from terbit.workflow.models.role import Role
from tests.factories import ArticleFactory, SectionFactory, UserFactory, publish, redraft
from tests.moving.arriving.exports import (
    HEAD,
    SITE,
    TAIL,
    UPLOADS,
    cdata,
    ghost_paper,
    item,
    jpeg,
    meta,
    of_kind,
)
from tests.pictures.factories import MP3

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n% laporan\n"
ZIP = b"PK\x03\x04" + b"\0" * 30
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 30
OLD = "/wp-content/uploads/2026/02/laporan.pdf"
LINK = f'<p>Baca <a href="{SITE}{OLD}">laporan lengkap</a>.</p>'


def attachment(number: int, name: str, title: str = "Laporan Banjir", parent: int = 0) -> str:
    return of_kind(
        "attachment",
        number,
        title=title,
        more=meta("_wp_attached_file", f"2026/02/{name}"),
        link=f"{SITE}/halaman-{number}/",
        wp__attachment_url=f"{UPLOADS}/2026/02/{name}",
        wp__status=cdata("inherit"),
        wp__post_parent=str(parent),
    )


def paper(*items: str, body: str = LINK, **fields: Any) -> str:
    return HEAD + item(1, body=body, **fields) + "".join(items or [attachment(60, "laporan.pdf")]) + TAIL


@pytest.fixture
def documents(uploads: Path) -> Path:
    (uploads / "wp-content/uploads/2026/02/laporan.pdf").write_bytes(PDF)
    return uploads


def put(uploads: Path, name: str, content: bytes) -> None:
    (uploads / f"wp-content/uploads/2026/02/{name}").write_bytes(content)


def followed(address: str) -> Any:
    """The answer that an old address leads to in one step."""
    answer = Client().get(address)
    assert answer.status_code == 301, answer.status_code
    return Client().get(answer["Location"])


def content_of(answer: Any) -> bytes:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:  # `close()` would let go of the database
        close()
    return content


def test_a_document_answers_where_it_was_and_is_shown_or_saved_under_its_name(arrive, documents):
    counts = arrive(paper(), files=files.at(documents)).counts
    assert (counts["became"], counts["skipped"]) == ({"file": 1, "story": 1}, {})
    answer = followed(OLD)
    assert content_of(answer) == PDF
    assert answer["Content-Type"] == "application/pdf" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="laporan-banjir.pdf"'
    assert answer["Cache-Control"] == "no-cache"
    assert f'href="{SITE}{OLD}"' in Client().get("/2026/02/1/").content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.docx", ZIP), ("a.xlsx", ZIP), ("a.pptx", ZIP), ("a.odt", ZIP), ("a.ods", ZIP), ("a.epub", ZIP),
     ("a.zip", ZIP), ("a.doc", OLE), ("a.xls", OLE), ("a.ppt", OLE), ("a.rtf", b"{\\rtf1 halo}"),
     ("a.csv", b"nama;umur\nSari;30\n"), ("a.txt", "Catatan – ya".encode()), ("a.TXT", b"\xff\xfeh\0i\0")],
)  # fmt: skip
def test_every_other_document_is_saved_never_shown(arrive, uploads, name, content):
    put(uploads, name, content)
    body = f'<p><a href="{UPLOADS}/2026/02/{name}">unduh</a></p>'
    arrive(paper(attachment(60, name), body=body), files=files.at(uploads))
    answer = followed(f"/wp-content/uploads/2026/02/{name}")
    assert content_of(answer) == content
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "sandbox" in answer["Content-Security-Policy"] and "html" not in answer["Content-Type"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"<html><script>alert(1)</script>"), ("a.pdf", ZIP), ("a.docx", PDF), ("a.doc", b"<html>"),
     ("a.txt", b"MZ\x90\0" + b"\0" * 60), ("a.csv", ZIP), ("a.zip", jpeg()), ("a.rtf", b"rtf")],
)  # fmt: skip
def test_a_document_that_is_not_what_its_name_says_is_refused_and_told(arrive, uploads, name, content):
    put(uploads, name, content)
    body = f'<p><a href="{UPLOADS}/2026/02/{name}">unduh</a></p>'
    counts = arrive(paper(attachment(60, name), body=body), files=files.at(uploads)).counts
    assert (counts["skipped"], counts["files"]) == ({"file-no-document": 1}, 1)
    assert not MediaFile.objects.exists()
    assert Client().get(f"/wp-content/uploads/2026/02/{name}").status_code == 404


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.js", "a.exe", "a.php", "a.htm", "a.xml"])
def test_pages_scripts_and_programs_never_arrive(arrive, uploads, name):
    put(uploads, name, b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    body = f'<p><a href="{UPLOADS}/2026/02/{name}">unduh</a></p>'
    arrive(paper(attachment(60, name), body=body), files=files.at(uploads))
    assert not MediaFile.objects.exists() and not Picture.objects.exists()
    assert Client().get(f"/wp-content/uploads/2026/02/{name}").status_code == 404


def test_a_document_of_an_unpublished_story_is_not_public(arrive, documents):
    arrive(paper(wp__status=cdata("draft")), files=files.at(documents))
    media = MediaFile.objects.get()
    assert not is_public_media(media)
    assert Client().get(OLD).status_code == 404
    assert Client().get("/halaman-60/").status_code == 404


@pytest.mark.parametrize(
    "link",
    [OLD, f"//muara.example{OLD}", f"{UPLOADS}/2026/02/laporan.pdf?x=1#2", f"http://www.muara.example{OLD}"],
)
def test_links_of_all_spellings_count(arrive, documents, link):
    arrive(paper(body=f'<p><a href="{link}">laporan</a></p>'), files=files.at(documents))
    assert is_public_media(MediaFile.objects.get())


def test_a_link_to_another_site_opens_nothing_here(arrive, documents):
    arrive(paper(body=f'<p><a href="https://lain.example{OLD}">laporan</a></p>'), files=files.at(documents))
    assert not is_public_media(MediaFile.objects.get())


def test_a_link_in_a_table_or_a_shortcode_counts(arrive, documents):
    table = f'<table><tr><td><a href="{SITE}{OLD}">laporan</a></td><td rowspan="2">1</td></tr></table>'
    arrive(paper(body=f"<p>Isi.</p>{table}"), files=files.at(documents))
    assert is_public_media(MediaFile.objects.get())
    story = Article.objects.get()
    story.body = [("paragraph", f'[pdf url="{OLD}"]')]
    story.save()
    assert is_public_media(MediaFile.objects.get())


def test_readers_have_it_while_the_story_is_out_and_links_to_it(arrive, documents):
    arrive(paper(), files=files.at(documents))
    media, story = MediaFile.objects.get(), Article.objects.get()
    publishing.take_offline(story, reason="Salah.")
    assert not is_public_media(media) and Client().get(OLD).status_code == 404
    own = ArticleFactory(body=[("paragraph", f'<p><a href="{OLD}">Laporan itu</a></p>')])
    assert not is_public_media(media)
    own.save_revision(clean=False)
    publish(own)
    assert is_public_media(media) and content_of(followed(OLD)) == PDF


def test_a_standing_page_links_to_documents_too(arrive, documents):
    page = of_kind("page", 2, link=f"{SITE}/unduhan/", body=LINK, wp__post_name=cdata("unduhan"))
    export = HEAD + page + attachment(60, "laporan.pdf") + TAIL
    arrive(export, files=files.at(documents))
    assert content_of(followed(OLD)) == PDF
    assert Client().get("/halaman-60/")["Location"] == "/unduhan/"
    StandingPage.objects.get().unpublish()
    assert Client().get(OLD).status_code == 404


def test_a_documents_own_page_leads_to_the_story_that_links_to_it(arrive, documents):
    arrive(paper(), files=files.at(documents))
    assert Client().get("/halaman-60/")["Location"] == "/2026/02/1/"
    assert Client().get("/?attachment_id=60")["Location"] == "/2026/02/1/"


def test_documents_that_come_later_are_public_too_and_a_second_run_changes_nothing(arrive, documents):
    page = of_kind("page", 2, link=f"{SITE}/unduhan/", body=LINK, wp__post_name=cdata("unduhan"))
    export = paper(page, attachment(60, "laporan.pdf"))
    first = arrive(export).counts
    assert (first["skipped"], first["files"]) == ({"file-not-asked": 1}, 2)
    story = Article.objects.get()
    story.headline = "Diubah di sini"
    story.save_revision().publish()
    arrive(export, files=files.at(documents))
    assert is_public_media(MediaFile.objects.get())
    StandingPage.objects.get().unpublish()
    assert is_public_media(MediaFile.objects.get())
    again = arrive(paper(page, attachment(60, "laporan.pdf")), files=files.at(documents)).counts
    assert (again["new"], again["updated"], MediaFile.objects.count()) == (0, 0, 1)
    before = list(OldItem.objects.values())
    arrive(export, files=files.at(documents))
    assert list(OldItem.objects.values()) == before


def test_a_trial_tells_of_documents_and_keeps_none(arrive, documents):
    counts = arrive(paper(), files=files.at(documents), dry=True).counts
    assert counts["became"] == {"file": 1, "story": 1}
    assert not MediaFile.objects.exists()


def test_undo_takes_documents_back(arrive, documents):
    arrive(paper(), files=files.at(documents))
    stored = MediaFile.objects.get().file
    undoing.undo(Move.objects.get())
    assert not MediaFile.objects.exists() and Client().get(OLD).status_code == 404
    assert stored.name.startswith("documents/") and "laporan" not in stored.name


@pytest.mark.parametrize(
    ("name", "content", "starts"), [("rekaman.mp3", MP3, "/media/"), ("peta.jpg", jpeg(), "/foto/")]
)
def test_recordings_and_pictures_that_a_story_only_links_to_answer_too(
    arrive, uploads, name, content, starts
):
    put(uploads, name, content)
    body = f'<p>Dengar <a href="{UPLOADS}/2026/02/{name}">di sini</a>.</p>'
    arrive(paper(attachment(61, name), body=body), files=files.at(uploads))
    answer = Client().get(f"/wp-content/uploads/2026/02/{name}")
    assert (answer.status_code, answer["Location"][: len(starts)]) == (301, starts)
    assert content_of(Client().get(answer["Location"]))


def test_files_of_ghost_lie_in_three_folders(arrive, tmp_path):
    for folder, name, content in (
        ("images", "a.jpg", jpeg()),
        ("media", "b.mp3", MP3),
        ("files", "c.pdf", PDF),
    ):
        place = tmp_path / "ghost" / "content" / folder / "2026" / "02"
        place.mkdir(parents=True)
        (place / name).write_bytes(content)
    html = (
        '<p><img src="__GHOST_URL__/content/images/2026/02/a.jpg"></p>'
        '<p><audio src="__GHOST_URL__/content/media/2026/02/b.mp3"></audio></p>'
        '<p><a href="__GHOST_URL__/content/files/2026/02/c.pdf">laporan</a></p>'
    )
    arrive(ghost_paper(html=html), source="ghost", files=files.at(tmp_path / "ghost"))
    for folder, name in (("images", "a.jpg"), ("media", "b.mp3"), ("files", "c.pdf")):
        assert content_of(followed(f"/content/{folder}/2026/02/{name}"))


def test_files_of_ghost_are_fetched_from_three_folders():
    site = fetching.Fetched(f"{SITE}/content/images/")
    asked = [site._address_of(name).removeprefix(SITE) for name in ("a.jpg", "b.mp3", "c.pdf")]
    assert asked == ["/content/images/a.jpg", "/content/media/b.mp3", "/content/files/c.pdf"]
    assert fetching.Fetched(f"{UPLOADS}/")._address_of("c.pdf") == f"{UPLOADS}/c.pdf"


def test_a_story_under_embargo_keeps_what_it_links_to_from_others(arrive, documents):
    arrive(paper(), files=files.at(documents))
    story = Article.objects.get()
    assert files_in(None, story.body, story.pk)[MediaFile] == {MediaFile.objects.get().pk}


SECRET = b"%PDF-1.4\n% rahasia\n"


def other_site(export: str) -> str:
    return export.replace("muara.example", "lain.example")


def shown_at(address: str) -> bytes:
    """What readers get there; nothing where they find nothing."""
    answer = Client().get(address)
    return content_of(Client().get(answer["Location"])) if answer.status_code == 301 else b""


@pytest.mark.parametrize("link", [f"{SITE}{OLD}", OLD], ids=["with its host", "without a host"])
@pytest.mark.parametrize("has_it", [True, False], ids=["that has one", "that lacks its own"])
def test_a_published_link_opens_no_file_of_another_site_that_moved_in(arrive, uploads, link, has_it):
    if has_it:
        put(uploads, "laporan.pdf", PDF)
    page = of_kind("page", 2, link=f"{SITE}/unduhan/", body=link, wp__post_name=cdata("unduhan"))
    body = f'<p>Baca <a href="{link}">laporan lengkap</a>.</p>'
    arrive(paper(page, attachment(60, "laporan.pdf"), body=body), files=files.at(uploads))
    put(uploads, "laporan.pdf", SECRET)
    draft = paper(body=body, wp__status=cdata("draft"), title="Belum terbit")
    arrive(other_site(draft), files=files.at(uploads))
    for _again in range(2):
        assert shown_at(OLD) == (PDF if has_it else b"")
        assert not is_public_media(MediaFile.objects.latest("pk"))
        Article.objects.get(live=True).save_revision().publish()
        StandingPage.objects.get().save_revision().publish()


def test_what_came_without_a_host_is_a_file_of_its_own_site_and_the_first_answers(arrive, uploads):
    body = f'<p>Baca <a href="{OLD}">laporan lengkap</a>.</p>'
    for content, host in ((PDF, "muara.example"), (SECRET, "lain.example")):
        put(uploads, "laporan.pdf", content)
        export = paper(body=body, link=f"{SITE}/{len(content)}/").replace("muara.example", host)
        arrive(export, files=files.at(uploads))
    first, second = MediaFile.objects.order_by("pk")
    assert is_public_media(first) and is_public_media(second)
    assert shown_at(OLD) == PDF
    story = OldItem.objects.get(move=Move.objects.earliest("pk"), key="item:1").became
    publishing.take_offline(story, reason="Salah.")
    assert not is_public_media(first) and shown_at(OLD) == SECRET


@pytest.mark.parametrize("folder", ["", "/a", "/a/b", "/a/b/c"])
def test_a_link_to_another_site_opens_no_file_of_ours(arrive, uploads, folder):
    put(uploads, "laporan.pdf", SECRET)
    link = f'<a href="https://orang.example{folder}{OLD}">laporan</a>'
    arrive(paper(body=f"<p>Baca {link}.</p>"), files=files.at(uploads))
    arrive(paper(body=f"<p>Baca {link} itu.</p>"), files=files.at(uploads))
    assert MediaFile.objects.exists() and not is_public_media(MediaFile.objects.get())


def test_an_embargo_is_kept_on_the_file_of_the_site_that_the_story_came_from(arrive, uploads):
    link = f'<p>Baca <a href="{OLD}">laporan lengkap</a>.</p>'
    for content, host in ((PDF, "muara.example"), (SECRET, "lain.example")):
        put(uploads, "laporan.pdf", content)
        arrive(paper(attachment(60, "laporan.pdf")).replace("muara.example", host), files=files.at(uploads))
    second = MediaFile.objects.latest("pk")
    story = OldItem.objects.get(move=Move.objects.latest("pk"), key="item:1").became
    redraft(story, user=UserFactory(), body=[("paragraph", "<p>Nanti.</p>")])
    publish(story)
    until = timezone.now() + timedelta(days=1)
    redraft(story, user=UserFactory(), embargo_until=until, body=[("paragraph", link)])
    reporter = UserFactory(role=Role.REPORTER, role__section=SectionFactory())
    assert hidden_from(reporter, MediaFile) == {second.pk}


def test_two_sites_of_one_host_are_told_apart_by_their_folders(arrive, uploads):
    put(uploads, "laporan.pdf", PDF)
    arrive(paper(), files=files.at(uploads))
    put(uploads, "laporan.pdf", SECRET)
    below = paper(wp__status=cdata("draft")).replace("https://muara.example", "https://muara.example/blog")
    arrive(below, files=files.at(uploads))
    first, second = MediaFile.objects.order_by("pk")
    assert is_public_media(first) and not is_public_media(second)
    own = ArticleFactory(body=[("paragraph", f'<p><a href="{SITE}/blog{OLD}">Laporan itu</a></p>')])
    own.save_revision(clean=False)
    publish(own)
    assert is_public_media(second)


def test_the_document_of_a_page_below_one_that_is_closed_to_the_public_is_for_nobody(arrive, documents):
    above = of_kind("page", 1, title="Atas", body="<p>Kami.</p>", link=f"{SITE}/atas/")
    below = of_kind("page", 2, title="Bawah", body=LINK, link=f"{SITE}/atas/bawah/", wp__post_parent="1")
    arrive(HEAD + above + below + attachment(60, "laporan.pdf") + TAIL, files=files.at(documents))
    assert Client().get(OLD).status_code != 404
    PageViewRestriction.objects.create(page=StandingPage.objects.get(title="Atas"), restriction_type="login")
    assert Client().get(OLD).status_code == 404
