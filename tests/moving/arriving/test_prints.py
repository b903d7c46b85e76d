"""An archive that moves in takes away the prints that show it; its redirects are printed when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from terbit.moving.arriving import files, undoing
from terbit.moving.models import Move
from terbit.newsroom import publishing
from terbit.newsroom.models import Article
from terbit.pictures.models import Picture
from terbit.press import changes, editions, pressroom, verifying
from terbit.press.answering import Misses
from terbit.press.folder import Folder
from tests.factories import ArticleFactory, SectionFactory
from tests.moving.arriving.exports import HEAD, TAIL, category, item, jpeg, paper_with_pictures
from tests.press import reading
from tests.press.guard import guarding

pytestmark = pytest.mark.django_db(transaction=True)
OLD = "/wp-content/uploads/2026/02/banjir.jpg"
SMALL = "/wp-content/uploads/2026/02/banjir-300x200.jpg"


@pytest.fixture
def folder(transactional_db: None, tmp_path: Path) -> Iterator[Folder]:
    editions.forget()
    made = Folder(tmp_path / "prints")
    made.open()
    with guarding():
        yield made
    made.index.close()
    editions.forget()


def where(folder: Folder, address: str) -> str:
    """Asked twice, since a made-up address is printed only the second time; then it must lie there."""
    misses = Misses(reading.nothing, reading.Lookup(folder), folder)
    for _ in range(2):
        reading.ask(misses, address)
    answer = reading.lying(folder, address)
    assert answer is not None, address
    return f"{answer.status} {dict(answer.headers).get('Location', '')}".strip()


def is_printed(folder: Folder, address: str) -> bool:
    folder.catch_up()
    return reading.lying(folder, address) is not None


def test_an_import_prints_no_redirect_in_advance(arrive, uploads, folder):
    arrive(paper_with_pictures(), files=files.at(uploads))
    folder.catch_up()
    asked = {row["address"] for row in pressroom.Pressroom(folder)._jobs(1000)}
    assert not [address for address in asked if "uploads" in address]
    assert where(folder, OLD).startswith("301 /foto/") and where(folder, SMALL) == where(folder, OLD)


def test_a_replaced_picture_touches_its_old_addresses(arrive, uploads, folder):
    arrive(paper_with_pictures(), files=files.at(uploads))
    folder.catch_up()
    before = where(folder, SMALL)
    picture = Picture.objects.get()
    picture.file = SimpleUploadedFile("baru.jpg", jpeg("#fff"))
    picture.save()
    assert not is_printed(folder, SMALL)
    assert where(folder, SMALL) != before


def test_an_old_address_leads_nowhere_while_no_page_shows_the_picture(arrive, uploads, folder):
    arrive(paper_with_pictures(), files=files.at(uploads))
    folder.catch_up()
    assert where(folder, OLD).startswith("301")
    publishing.take_offline(Article.objects.get(), reason="Salah.")
    assert not is_printed(folder, OLD)
    assert where(folder, OLD) == "404"


def test_a_printed_404_goes_when_its_file_arrives_and_comes_back_with_an_undo(arrive, uploads, folder):
    arrive(paper_with_pictures())
    folder.catch_up()
    assert where(folder, OLD) == where(folder, SMALL) == "404"
    arrive(paper_with_pictures(), files=files.at(uploads))
    assert not is_printed(folder, OLD) and not is_printed(folder, SMALL)
    assert where(folder, SMALL).startswith("301")
    undoing.undo(Move.objects.get())
    assert not is_printed(folder, SMALL)
    assert where(folder, SMALL) == "404"


def many(first: int, last: int) -> str:
    section = category("category", "daerah", "Daerah")
    topic = category("post_tag", "banjir", "Banjir")
    return (
        HEAD
        + "".join(item(number, f"Arsip {number}", more=section + topic) for number in range(first, last))
        + TAIL
    )


def test_an_archive_takes_away_what_shows_it_and_no_other_print(arrive, folder):
    own = ArticleFactory(section=SectionFactory(slug="olahraga"), published=True)
    arrive(many(1, 3))
    folder.catch_up()
    kept = [own.path, "/olahraga/", "/2026/02/1/"]
    taken = ["/", "/daerah/", "/topik/banjir/", "/indeks/2026/02/01/", "/feed/", "/2026/02/40/", "/?p=40"]
    for address in [*kept, *taken]:
        reading.print_whatever(folder, address)
    before = changes.mark().position
    arrive(many(1, 60))
    assert not {"all", "edition"} & changes.touched_since(before)
    assert [address for address in kept if not is_printed(folder, address)] == []
    assert [address for address in taken if is_printed(folder, address)] == []
    assert list(verifying.verify(folder)) == []


def test_a_move_that_is_taken_back_does_the_same(arrive, folder):
    own = ArticleFactory(section=SectionFactory(slug="olahraga"), published=True)
    arrive(many(1, 30))
    folder.catch_up()
    taken = ["/", "/topik/banjir/", "/indeks/2026/02/01/", "/2026/02/20/", "/?p=20"]
    for address in [own.path, *taken]:
        reading.print_whatever(folder, address)
    undoing.undo(Move.objects.get())
    assert [address for address in taken if is_printed(folder, address)] == []
    assert list(verifying.verify(folder)) == []
