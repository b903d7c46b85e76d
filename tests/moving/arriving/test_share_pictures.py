"""Whatever an archive brings, each of its stories has a picture that goes with it when it is passed on."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from terbit.moving.arriving import files
from terbit.newsroom.models import Article
from terbit.pictures.sharing import MOST_BYTES
from tests.moving.arriving.exports import SITE, UPLOADS, ghost_paper, jpeg, meta, of_kind, old_paper
from tests.moving.exports.wxr_files import cdata, item
from tests.theme.heads import Head

pytestmark = pytest.mark.django_db


def noise() -> bytes:
    """As heavy as a photograph can be."""
    return _saved(Image.frombytes("RGB", (1600, 1200), random.Random(1).randbytes(1600 * 1200 * 3)), "JPEG")


def _saved(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


PICTURES = {
    "kecil.jpg": jpeg(size=(60, 40)),
    "besar.jpg": noise(),
    "tinggi.jpg": jpeg(size=(300, 2400)),
    "tembus.png": _saved(Image.new("RGBA", (900, 700), "#3458"), "PNG"),
    "gerak.gif": _saved(Image.new("P", (700, 500)), "GIF"),
    "hilang.jpg": None,  # named by the archive, and gone
}
HEADLINES = {
    "without words": "",
    "as long as they come": "Pertanggungjawabanpemerintah " * 12,
    "of another script": "الوزير يفتتح الميناء",
    "with pictures in it": "Panen 🌾 Raya",
}


def with_picture(number: int, name: str) -> str:
    address = f"{UPLOADS}/2026/02/{name}"
    attachment = of_kind(
        "attachment",
        number + 50,
        title=name,
        link=f"{SITE}/{number + 50}/",
        wp__attachment_url=address,
        wp__status=cdata("inherit"),
        more=meta("_wp_attached_file", f"2026/02/{name}"),
    )
    return item(number, name, more=meta("_thumbnail_id", str(number + 50))) + attachment


def test_every_story_that_moved_in_has_a_share_picture_that_every_app_takes(arrive, uploads: Path):
    for name, content in PICTURES.items():
        if content:
            (uploads / "wp-content/uploads/2026/02" / name).write_bytes(content)
    pictured = [with_picture(number, name) for number, name in enumerate(PICTURES, start=100)]
    worded = [item(number, headline) for number, headline in enumerate(HEADLINES.values(), start=200)]
    arrive(old_paper(*pictured, *worded), files=files.at(uploads))
    arrive(ghost_paper(), source="ghost")
    stories = Article.objects.live()
    assert stories.count() >= 3 + len(PICTURES) + len(HEADLINES)
    assert stories.exclude(lead_picture=None).count() >= len(PICTURES) - 1
    client = Client()
    for story in stories:
        (address,) = Head(client.get(story.path).content.decode()).tags("og:image")
        answer = client.get(address)
        content = answer.getvalue()
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg"), story
        assert len(content) <= MOST_BYTES == 250_000, story
        with Image.open(io.BytesIO(content)) as picture:
            assert (picture.format, picture.size) == ("JPEG", (1200, 630)), story
