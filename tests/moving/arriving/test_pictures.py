"""Pictures come from a folder, a ZIP or the old site; what is missing leaves a gap, and nothing else is read."""

from __future__ import annotations

import re
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from django.test import Client
from django.urls import reverse

from terbit.moving.arriving import fetching, files
from terbit.moving.arriving.fetching import Fetched, FetchRefused, is_public
from terbit.moving.arriving.stories import fingerprint
from terbit.moving.models import OldItem
from terbit.newsroom.models import Article, StandingPage
from terbit.pictures.models import Picture
from terbit.pictures.prints import uses
from terbit.pictures.public import public_pictures
from terbit.press import changes
from terbit.workflow.models.role import Role
from tests.factories import UserFactory
from tests.moving.arriving.exports import BODY, SITE, cdata, item, jpeg, meta, of_kind, paper_with_pictures


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.django_db
def test_a_sized_variant_is_the_original_with_its_caption_and_credit(arrive, uploads):
    counts = arrive(paper_with_pictures(), files=files.at(uploads)).counts
    story, picture = Article.objects.get(), Picture.objects.get()
    assert (picture.description, picture.caption, picture.credit) == (
        "Jalan tergenang",
        "Banjir di Agam.",
        "Sari",
    )
    assert story.lead_picture == picture and not story.no_picture
    assert [block["type"] for block in story.body.raw_data] == ["paragraph", "picture", "safe_html"]
    assert (counts["pictures_before"], counts["pictures_after"], counts["missing"]) == (3, 2, 1)
    assert 'data-missing="https://muara.example/wp-content/uploads/2026/02/hilang.jpg"' in str(
        story.body.raw_data
    )
    assert counts["words_before"] == counts["words_after"]


@pytest.mark.django_db
def test_what_is_written_about_a_picture_arrives_as_words(arrive, uploads):
    text = (
        paper_with_pictures()
        .replace("Jalan tergenang", "Jalan &amp; sawah")
        .replace("Air di jalan", "Air &#8211; jalan")
    )
    arrive(text, files=files.at(uploads))
    picture = Picture.objects.get()
    assert (picture.title, picture.description) == ("Air – jalan", "Jalan & sawah")


@pytest.mark.django_db
def test_old_addresses_of_the_file_lead_to_the_picture_readers_see(arrive, uploads):
    arrive(paper_with_pictures(), files=files.at(uploads))
    for name in ("banjir.jpg", "banjir-300x200.jpg", "banjir-scaled.jpg"):
        answer = Client().get(f"/wp-content/uploads/2026/02/{name}")
        assert answer.status_code == 301 and answer["Location"].startswith("/foto/")
        picture = Client().get(answer["Location"])
        assert picture.status_code == 200
        for close in picture._resource_closers:  # `picture.close()` would let go of the database
            close()
    assert Client().get("/banjir-foto/")["Location"] == "/2026/02/1/"
    assert Client().get("/wp-content/uploads/2026/02/hilang.jpg").status_code == 404
    assert Client().get("/wp-content/uploads/../../secret_key").status_code == 404


@pytest.mark.django_db
def test_pictures_that_come_later_fill_the_gaps(arrive, uploads):
    arrive(paper_with_pictures())
    assert OldItem.objects.get(key="item:50").reason == "file-not-asked"
    counts = arrive(paper_with_pictures(), files=files.at(uploads)).counts
    assert (counts["updated"], Picture.objects.count()) == (1, 1)
    assert OldItem.objects.get(key="item:50").became == Picture.objects.get()
    again = arrive(paper_with_pictures(), files=files.at(uploads)).counts
    assert (again["updated"], again["new"], Picture.objects.count()) == (0, 0, 1)


def page_with_pictures() -> str:
    page = of_kind("page", 1, link=f"{SITE}/tentang/", wp__post_name=cdata("tentang"), body=BODY)
    return paper_with_pictures().replace(item(1, body=BODY, more=meta("_thumbnail_id", "50")), page)


@pytest.mark.django_db
def test_pictures_of_a_standing_page_arrive_with_it(arrive, uploads):
    counts = arrive(page_with_pictures(), files=files.at(uploads)).counts
    picture, line = Picture.objects.get(), OldItem.objects.get(key="item:1")
    assert (line.pictures_before, line.pictures_after, counts["missing"]) == (2, 1, 1)
    assert (line.words_before, line.words_kept, line.words_after) == (7, 7, 7)
    page = Client().get("/tentang/").content.decode()
    assert re.search(rf'<img src="/foto/{picture.pk}/[^>]+alt="Jalan tergenang"', page)
    assert "Foto: Sari" in page and "hilang.jpg" not in page and "embed" not in page
    answer = Client().get("/wp-content/uploads/2026/02/banjir-300x200.jpg")
    assert answer.status_code == 301
    assert Client().get("/banjir-foto/")["Location"] == "/tentang/"


@pytest.mark.django_db
def test_a_gap_in_a_standing_page_is_seen_by_its_editor_and_filled_when_the_picture_comes(arrive, uploads):
    arrive(page_with_pictures())
    page, chief = StandingPage.objects.get(), Client()
    chief.force_login(UserFactory(role=Role.CHIEF_EDITOR))
    form = chief.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert form.count("hilang.jpg") and form.count("banjir-300x200.jpg")
    counts = arrive(page_with_pictures(), files=files.at(uploads)).counts
    assert (counts["updated"], counts["conflicts"], counts["pictures_after"]) == (1, 0, 1)
    again = arrive(page_with_pictures(), files=files.at(uploads)).counts
    assert (again["updated"], again["unchanged"]) == (0, 2)


@pytest.mark.django_db
def test_a_standing_page_that_came_before_pages_could_have_pictures_gets_them(arrive, uploads):
    arrive(page_with_pictures())
    page, line = StandingPage.objects.get(), OldItem.objects.get(key="item:1")
    page.body = re.sub("<embed[^>]*>", "", page.body)
    page.save_revision().publish()
    line.text, line.complete = fingerprint(page.title, page.body), True
    line.notes = {"dropped": ["picture"]}  # as it was then
    line.save()
    counts = arrive(page_with_pictures(), files=files.at(uploads)).counts
    assert (counts["updated"], counts["conflicts"], counts["pictures_after"]) == (1, 0, 1)
    assert f'id="{Picture.objects.get().pk}"' in StandingPage.objects.get().body


@pytest.mark.django_db
@pytest.mark.parametrize("draft", ["before", "behind"])
def test_the_old_page_of_a_picture_leads_to_a_page_readers_see_whatever_drafts_show_it(
    arrive, uploads, draft
):
    shows = {"body": BODY, "link": f"{SITE}/tentang/", "wp__post_name": cdata("tentang")}
    hidden = shows | {"link": f"{SITE}/?p=2", "wp__post_name": cdata("konsep"), "wp__status": cdata("draft")}
    both = [of_kind("page", 1, **shows), of_kind("page", 2, **hidden)]
    story = item(1, body=BODY, more=meta("_thumbnail_id", "50"))
    both = both[::-1] if draft == "before" else both
    arrive(paper_with_pictures().replace(story, "".join(both)), files=files.at(uploads))
    assert StandingPage.objects.filter(live=False).exists()
    assert Client().get("/banjir-foto/")["Location"] == "/tentang/"


@pytest.mark.django_db(transaction=True)
def test_readers_get_the_pictures_of_a_standing_page_only_while_it_is_out(arrive, uploads):
    arrive(page_with_pictures(), files=files.at(uploads))
    picture, page = Picture.objects.get(), StandingPage.objects.get()
    assert public_pictures({picture.pk}) == {picture.pk}
    before = changes.mark().position
    page.unpublish()
    assert uses(Picture, picture.pk) in changes.touched_since(before)
    assert public_pictures({picture.pk}) == set()


@pytest.mark.django_db
def test_a_zip_gives_the_same_as_a_folder(arrive, tmp_path):
    archive = zipped(tmp_path / "uploads.zip", {"wp-content/uploads/2026/02/banjir.jpg": jpeg()})
    arrive(paper_with_pictures(), files=files.at(archive))
    assert Article.objects.get().lead_picture == Picture.objects.get()


@pytest.mark.django_db
def test_what_is_no_picture_is_refused_and_told(arrive, uploads):
    (uploads / "wp-content/uploads/2026/02/banjir.jpg").write_bytes(b"<?php system($_GET['x']); ?>")
    assert arrive(paper_with_pictures(), files=files.at(uploads)).counts["skipped"] == {"file-no-picture": 1}
    assert not Picture.objects.exists()


def test_names_that_lead_out_of_a_folder_or_zip_read_nothing(tmp_path):
    inside = tmp_path / "uploads"
    inside.mkdir()
    (tmp_path / "rahasia.txt").write_text("rahasia")
    (inside / "tautan.jpg").symlink_to(tmp_path / "rahasia.txt")
    for name in ("../rahasia.txt", "/etc/hostname", "a/../../rahasia.txt", "tautan.jpg", "a\0b"):
        assert files.Folder(inside).read(name) is None
    archive = files.at(zipped(tmp_path / "slip.zip", {"../../rahasia.txt": b"x", "uploads/a.jpg": b"y"}))
    assert archive.read("a.jpg") == b"y"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rahasia.txt", "slip.zip", "uploads"]


def test_a_bomb_in_a_zip_is_read_no_further_than_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 1_000)
    archive = files.at(zipped(tmp_path / "bom.zip", {"uploads/a.jpg": b"\0" * 10_000_000}))
    assert len(archive.read("a.jpg")) == 1_001


def test_a_file_that_is_neither_folder_nor_zip_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "x").write_text("x")
    with pytest.raises(files.FilesRefused, match="no ZIP that can be read"):
        files.at(tmp_path / "x")
    with pytest.raises(files.FilesRefused, match="There is no folder"):
        files.at(tmp_path / "tidak-ada")


# From the old site -----------------------------------------------------------------------------------


class OldSite(BaseHTTPRequestHandler):
    failing: ClassVar[int] = 0
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        OldSite.asked.append(self.path)
        if OldSite.failing:
            OldSite.failing -= 1
            self.send_error(503)
        elif self.path == "/u/baik.jpg":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"isi")
        elif self.path == "/u/lambat.jpg":
            self.send_response(200)
            self.end_headers()
            for byte in b"isi":
                self.wfile.write(bytes([byte]))
                time.sleep(0.05)
        elif self.path == "/u/kepala.jpg":
            with suppress(OSError):  # nobody listens any more
                for byte in b"HTTP/1.0 200 OK\r\n\r\nisi":
                    self.wfile.write(bytes([byte]))
                    time.sleep(0.01)
        elif self.path.startswith("/u/ke/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/u/ke/"))
            self.end_headers()
        else:
            self.send_error(404)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def old_site() -> Iterator[str]:
    OldSite.failing, OldSite.asked = 0, []
    with ThreadingHTTPServer(("127.0.0.1", 0), OldSite) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/u/"
        server.shutdown()


def trusting(base: str) -> Fetched:
    """The only server that tests can have is one of this machine."""
    return Fetched(base, may_ask=lambda address: address == "127.0.0.1", pause=0)


def test_a_file_is_fetched_tried_again_and_followed_on_its_own_host(old_site):
    OldSite.failing = 2
    assert trusting(old_site).read("baik.jpg") == b"isi"
    assert len(OldSite.asked) == 3
    assert trusting(old_site).read("ke//u/baik.jpg") == b"isi"
    assert trusting(old_site).read("tidak-ada.jpg") is None


def test_a_part_of_a_file_is_never_taken_for_the_file(old_site, monkeypatch):
    monkeypatch.setattr(fetching, "LONGEST", 0.02)
    site = trusting(old_site)
    assert site.read("lambat.jpg") is None and site.read("kepala.jpg") is None
    assert site.failures == {"lambat.jpg": "file-not-fetched", "kepala.jpg": "file-not-fetched"}


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/a", "http://localhost/a", "http://lain.example/a", "file:///etc/passwd", "//169.254.169.254/a",
     "http://127.0.0.1:22/a", "http://x@127.0.0.1/a", "http://127.0.0.1.lain.example/"],
)  # fmt: skip
def test_a_redirect_to_another_host_or_port_is_refused(old_site, target):
    site = trusting(old_site)
    assert site.read(f"ke/{target}") is None
    assert list(site.failures.values()) == ["file-refused"]


def test_a_site_on_a_machine_of_this_network_is_not_asked(old_site):
    site = Fetched(old_site)
    assert site.read("baik.jpg") is None
    assert (list(site.failures.values()), OldSite.asked) == (["file-refused"], [])


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
     "224.0.0.1",
     "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::", "fe80::1%eth0",
     "fec0::1", "::127.0.0.1", "::ffff:0:127.0.0.1", "5f00::1"],
)  # fmt: skip
def test_addresses_of_no_public_machine_are_told(address):
    assert not is_public(address)


def test_public_addresses_are_told():
    assert is_public("93.184.216.34") and is_public("2606:2800:220:1:248:1893:25c8:1946")


def test_nobody_there_is_given_up_soon(old_site):
    OldSite.failing = 1_000
    site = trusting(old_site)
    for number in range(20):
        assert site.read(f"{number}.jpg") is None
    assert len(OldSite.asked) == 15
    assert set(site.failures.values()) == {"file-not-fetched"}


@pytest.mark.parametrize("base", ["", "ftp://muara.example/", "muara", "http://[", "https://a:b/"])
def test_what_is_no_address_is_refused_in_a_sentence(base):
    with pytest.raises(FetchRefused, match="is no address"):
        Fetched(base)
