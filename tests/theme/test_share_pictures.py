"""A link to the paper always shows a picture, and never that of a story that is not out."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path

import PIL.Image
import pytest
from django.core.files.storage import default_storage
from django.test import Client

from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Publication
from terbit.newsroom.models.kind import Kind
from terbit.pictures.sharing import FOLDER, MOST_BYTES
from terbit.theme import sharing
from tests.factories import ArticleFactory, PictureFactory, UserFactory, picture_file, publish, redraft
from tests.theme.heads import Head

pytestmark = pytest.mark.django_db


def forget_all() -> None:
    shutil.rmtree(default_storage.path(FOLDER), ignore_errors=True)


def lying() -> list[Path]:
    return sorted(Path(default_storage.path(FOLDER)).glob("*/*.jpg"))


def address_on(path: str) -> str:
    (address,) = Head(Client().get(path).content.decode()).tags("og:image")
    return address.removeprefix("http://testserver")


def picture_at(address: str) -> PIL.Image.Image | None:
    answer = Client().get(address)
    if answer.status_code == 404:
        assert answer["Cache-Control"] == "no-store"
        return None
    content = answer.getvalue()
    assert (answer["Content-Type"], len(content) <= MOST_BYTES) == ("image/jpeg", True)
    return PIL.Image.open(BytesIO(content))


def test_each_page_has_its_share_picture_before_it_is_answered(paper):
    forget_all()
    seen = set()
    for name, path in paper.pages.items():
        head = Head(Client().get(path).content.decode())
        if not head.is_found:
            continue
        address = head.tags("og:image")[0].removeprefix("http://testserver")
        stamp = re.fullmatch(r"/foto/bagikan/[a-z]+/\d+/([0-9a-f]{16})\.jpg", address)[1]
        assert stamp in {file.stem for file in lying()}, name
        assert picture_at(address).size == (1200, 630), name
        seen.add(address.split("/")[3])
    assert seen == {"berita", "koran", "penulis", "rubrik", "tokoh", "topik"}


def test_stories_that_moved_in_have_theirs_before_they_are_answered():
    picture = PictureFactory(file=picture_file(size=(1200, 800)))
    with publishing.batch() as stories:
        for number, body in enumerate(
            ([], [("picture", {"picture": picture, "caption": "", "alt": "Perahu"})])
        ):
            section = ArticleFactory().section
            story = ArticleFactory.build(
                headline=f"Arsip {number}", section=section, path=f"/arsip/{number}.html"
            )
            story.body, story.first_published_at = body, story.created_at
            stories.append(story)
    forget_all()
    for path in ("/arsip/0.html", "/arsip/1.html"):
        before = len(lying())
        address = address_on(path)
        assert len(lying()) == before + 1
        assert picture_at(address).size == (1200, 630)
    assert Head(Client().get("/arsip/1.html").content.decode()).tags("og:image:alt") == ["Perahu"]


def test_publishing_finds_it_made_when_the_story_was_handed_in():
    story = ArticleFactory(headline="Sudah Diserahkan")
    forget_all()
    story.get_workflow().start(story, UserFactory())
    made = lying()
    assert len(made) == 1
    publish(story)
    assert lying() == made
    assert address_on(story.path).endswith(made[0].name)


def test_publishing_and_scheduling_make_it_where_nobody_handed_the_story_in():
    story = ArticleFactory(headline="Langsung Terbit")
    forget_all()
    publish(story)
    assert len(lying()) == 1


def test_a_photograph_is_cut_when_it_is_chosen():
    picture = PictureFactory(file=picture_file(size=(1200, 800)))
    forget_all()
    story = ArticleFactory(lead_picture=picture, no_picture=False)
    made = lying()
    assert len(made) == 1
    publish(story)
    assert lying() == made


def test_another_headline_has_another_address_and_the_old_one_ends():
    story = publish(ArticleFactory(headline="Judul Lama"))
    before = address_on(story.path)
    redraft(story, headline="Judul Baru")
    publish(story)
    after = address_on(story.path)
    assert after != before
    assert picture_at(before) is None
    assert picture_at(after)


def test_another_crop_has_another_address():
    picture = PictureFactory(file=picture_file(size=(1600, 1600)))
    story = publish(ArticleFactory(lead_picture=picture, no_picture=False))
    before = address_on(story.path)
    picture.focal_point_x, picture.focal_point_y = 10, 10
    picture.focal_point_width = picture.focal_point_height = 5
    picture.save()
    assert address_on(story.path) != before
    assert picture_at(before) is None


def test_a_story_that_goes_offline_takes_its_share_picture_along():
    story = publish(ArticleFactory(headline="Ditarik"))
    address = address_on(story.path)
    assert picture_at(address)
    publishing.take_offline(story, reason="Memuat identitas anak.")
    assert picture_at(address) is None


def test_a_draft_has_none_whoever_guesses_its_address():
    story = ArticleFactory(headline="Belum Terbit")
    made = sharing.of_story(story, Publication.load())
    assert picture_at(made.address) is None
    assert picture_at("/foto/bagikan/lain/1/0123456789abcdef.jpg") is None
    assert picture_at("/foto/bagikan/berita/999999999999999999/0123456789abcdef.jpg") is None


def test_a_name_has_none_once_nothing_is_told_of_it(paper):
    address = address_on(paper.topic.path)
    assert picture_at(address)
    Article.objects.update(live=False)
    assert picture_at(address) is None


def test_what_is_paid_for_or_not_verified_says_so_on_the_picture(paper):
    publication = Publication.load()
    told = {name: sharing.of_story(paper.stories[name], publication).picture.label for name in paper.stories}
    assert told[Kind.ADVERTORIAL] == "Advertorial"
    assert told["whole"] == "Perlu verifikasi"
    assert told["news"] == ""
    assert told["no picture"] == "Pesisir"


def test_each_lies_at_one_address_whatever_numbers_somebody_makes_up():
    """Every other spelling would be a print of its own, and there is no end of them."""
    of_story = address_on(publish(ArticleFactory(headline="Satu Alamat")).path)
    of_paper = sharing.of_page({"publication": Publication.load()}).address
    assert picture_at(of_paper) and picture_at(of_story)
    assert picture_at(of_paper.replace("/koran/0/", "/koran/7919/")) is None
    assert picture_at(of_paper.replace("/koran/0/", "/koran/00/")) is None
    assert picture_at(of_story.replace("/berita/", "/berita/0")) is None
