"""The export of a small paper: what the tests of arriving have in common."""

from __future__ import annotations

import io
import json
from typing import Any

from PIL import Image

from tests.moving.exports.wxr_files import HEAD, TAIL, category, cdata, item, meta

SITE = "https://muara.example"


def author(login: str, name: str, bio: str = "", number: int = 7) -> str:
    return (
        f"<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{cdata(login)}</wp:author_login>"
        f"<wp:author_email>{cdata(login + '@muara.example')}</wp:author_email>"
        f"<wp:author_display_name>{cdata(name)}</wp:author_display_name>"
        f"<wp:author_description>{cdata(bio)}</wp:author_description></wp:author>\n"
    )


def term(slug: str, name: str, parent: str = "", number: int = 1) -> str:
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{cdata(slug)}</wp:category_nicename>"
        f"<wp:category_parent>{cdata(parent)}</wp:category_parent><wp:cat_name>{cdata(name)}</wp:cat_name></wp:category>\n"
    )


def of_kind(kind: str, number: int, **fields: Any) -> str:
    """An item of another kind than a story."""
    return item(number, **{"wp__post_type": cdata(kind)} | fields)


def old_paper(*more: str) -> str:
    """Two sections one above the other, three stories, a page, a draft, a scheduled one and one in the bin."""
    head = author("sari", "Sari Dewi", "Meliput <b>sungai</b>.") + author("budi", "Budi Tan", number=8)
    head += term("daerah", "Daerah", number=11) + term("agam", "Agam", "daerah", number=12)
    banjir = item(
        1,
        "Banjir di Agam",
        "<p>Air naik.</p>\n\n<p>Baca juga: <a href='https://muara.example/2026/02/2/'>Jembatan</a></p>",
        category("category", "agam", "Agam")
        + category("category", "daerah", "Daerah")
        + category("post_tag", "banjir", "Banjir"),
        excerpt__encoded=cdata("Air sungai naik sejak pagi."),
    )
    jembatan = item(
        2,
        "Jembatan Dibuka",
        "<p>Warga lewat lagi.</p>",
        category("category", "daerah", "Daerah") + category("author", "cap-budi", "Budi Tan"),
        dc__creator=cdata("budi"),
        wp__post_date=cdata("2026-02-03 08:00:00"),
        wp__post_date_gmt=cdata("2026-02-03 01:00:00"),
    )
    pasar = item(3, "Pasar Pagi", "<p>Ramai.</p>", link="https://muara.example/pasar.html")
    page = of_kind("page", 4, title="Tentang", link=f"{SITE}/tentang/", wp__post_name=cdata("tentang"))
    draft = item(5, "Belum Selesai", wp__status=cdata("draft"), link=f"{SITE}/?p=5")
    secret = item(6, "Untuk Kita", wp__post_password=cdata("rahasia"))
    bin_ = item(7, "Buang", wp__status=cdata("trash"))
    return HEAD + head + "".join([banjir, jembatan, pasar, page, draft, secret, bin_, *more]) + TAIL


UPLOADS = f"{SITE}/wp-content/uploads"
BODY = (
    f'<p>Air naik.</p>[caption id="attachment_50"]'
    f'<img class="wp-image-50" src="{UPLOADS}/2026/02/banjir-300x200.jpg" alt="">'
    f' Banjir di Agam. (Foto: Sari)[/caption]<p><img src="{UPLOADS}/2026/02/hilang.jpg"></p>'
)


def jpeg(colour: str = "#345", size: tuple[int, int] = (60, 40)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()


def paper_with_pictures() -> str:
    picture = of_kind(
        "attachment",
        50,
        title="Air di jalan",
        more=meta("_wp_attached_file", "2026/02/banjir.jpg")
        + meta("_wp_attachment_image_alt", "Jalan tergenang"),
        link=f"{SITE}/banjir-foto/",
        wp__attachment_url=f"{UPLOADS}/2026/02/banjir.jpg",
        excerpt__encoded=cdata("Banjir di Agam. (Foto: Sari)"),
        wp__status=cdata("inherit"),
        wp__post_parent="0",
    )
    return HEAD + item(1, body=BODY, more=meta("_thumbnail_id", "50")) + picture + TAIL


def ghost_paper(**post: Any) -> str:
    """One story of Ghost with its author and tags."""
    row = {
        "id": "a1", "title": "Panen Raya", "slug": "panen-raya", "status": "published", "type": "post",
        "html": "<p>Panen dimulai.</p>", "published_at": "2024-05-01T02:00:00.000Z", "custom_excerpt": "Panen mulai.",
    }  # fmt: skip
    data = {
        "posts": [row | post],
        "tags": [
            {"id": "t1", "name": "Ekonomi", "slug": "ekonomi"},
            {"id": "t2", "name": "Padi", "slug": "padi"},
        ],
        "posts_tags": [
            {"post_id": "a1", "tag_id": "t1", "sort_order": 0},
            {"post_id": "a1", "tag_id": "t2", "sort_order": 1},
        ],
        "users": [{"id": "u1", "name": "Rina", "slug": "rina", "email": "rina@muara.example"}],
        "posts_authors": [{"post_id": "a1", "author_id": "u1", "sort_order": 0}],
        "settings": [{"key": "title", "value": "Kabar Muara"}, {"key": "timezone", "value": "Asia/Jakarta"}],
    }
    return json.dumps({"db": [{"meta": {"version": "5.0"}, "data": data}]})


def ghost_paper_of(ids: list[str], name: str = "Kabar Muara") -> str:
    """A story each, without authors and tags, which nothing is missing of; "" for a site without a name."""
    whole = json.loads(ghost_paper())
    data = whole["db"][0]["data"]
    [first] = data["posts"]
    data["posts"] = [first | {"id": key, "slug": f"naskah-{key}", "title": f"Naskah {key}"} for key in ids]
    data["settings"][0]["value"] = name
    return json.dumps(whole)


def cut_behind_posts(whole: str) -> str:
    """The file ends before it names its site."""
    return whole[: whole.index('], "tags"') + 1]
