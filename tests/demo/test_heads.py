"""What every page of the demo tells other software agrees with what it shows; each has its share picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from terbit.newsroom.models import Article
from terbit.pictures.sharing import FOLDER, MOST_BYTES
from tests.theme import heads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_every_page_says_what_it_shows(demo):
    pages = {
        path: page for path, page in demo.pages.items() if page.status == 200 and b"<main" in page.content
    }
    assert len(pages) > Article.objects.live().count()
    found = {path: heads.faults(page.html) for path, page in pages.items()}
    assert {path: said for path, said in found.items() if said} == {}


def test_every_page_has_a_share_picture_that_every_app_takes(demo):
    pages = [heads.Head(page.html) for page in demo.pages.values() if page.status == 200]
    named = {address.rpartition("/")[2] for head in pages for address in head.tags("og:image")}
    folder = Path(default_storage.path(FOLDER))
    assert len(named) > 20
    for name in named:
        file = folder / name[:2] / name
        assert file.stat().st_size <= MOST_BYTES
        with Image.open(file) as image:
            assert (image.format, image.size) == ("JPEG", (1200, 630)), name
