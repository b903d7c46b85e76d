"""What is pasted from Word, Google Docs, WhatsApp and web pages, in a real Chromium, and what is stored of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import VENDOR

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(VENDOR != "sqlite", reason="what the browser makes of a clipboard knows no database"),
]

CLIPBOARDS = Path(__file__).parent / "clipboards"

WORD = (
    "<p>Sikap Pemerintah Kota</p>"
    "<p>Pemerintah Kota Arumbai menghentikan reklamasi teluk, Senin (16/11/2026). "
    "Izin <b>46 hektare</b> dicabut walikota.</p>"
    "<p><b>Kelanjutan Proyek</b></p>"
    '<p>Arumbai masih <i>wait and see</i>, kata <a href="https://contoh.id/profil?id=7">Laras Wibisana</a>.</p>'
    "<p>Tanggul dibongkar</p><p>Alur dikeruk</p>"
)
GOOGLE_DOCS = (
    "<p>Nelayan <b>kembali melaut</b><i> sejak subuh</i>, menurut "
    '<a href="https://contoh.id/data?tahun=2026">data dinas</a>.</p>'
    "<p>Tangkapan turun<br/>separuh.</p><p>9,4 ton pada 2022</p><p>4,6 ton tahun ini</p>"
)
WHATSAPP = (
    "<p>Wali Kota <b>mencabut izin</b> reklamasi, <i>mulai hari ini</i>.</p>"
    "<p>Hubungi +62 812‑0000‑000 atau "
    '<a href="https://contoh.id/rilis">contoh.id/rilis</a> 🌊</p>'
)
WEB_PAGE = (
    "<p>Tanggul Dibongkar</p>"
    "<p><b>SITUS LAIN</b> – Tanggul sepanjang 1,8 kilometer dibongkar mulai "
    '<a href="https://situs-lain.id/tag/tanggul/?ref=tag">Selasa</a>.</p>'
    '<p><b>Baca juga: </b><a href="https://situs-lain.id/arus?source=bacajuga"><b>Arus Teluk Melemah</b></a></p>'
    "<p>Bagikan</p><p>Panjang 1,8 km</p><p>Selesai.1</p>"
)


def pasted(open_story: Callable[..., Any], html: str, text: str = "x", block: str = "paragraph") -> str:
    story = open_story([(block, "")])
    story.paste(html, text)
    return story.saved()[0].value.source


@pytest.mark.parametrize(
    ("clipboard", "stored"),
    [("word", WORD), ("google_docs", GOOGLE_DOCS), ("whatsapp", WHATSAPP), ("web_page", WEB_PAGE)],
)
def test_what_is_pasted_comes_out_clean(open_story: Callable[..., Any], clipboard: str, stored: str) -> None:
    html = (CLIPBOARDS / f"{clipboard}.html").read_text()
    assert pasted(open_story, html).replace("</p>", "</p>\n") == stored.replace("</p>", "</p>\n")


def test_a_pasted_list_stays_a_list_in_a_list(open_story: Callable[..., Any]) -> None:
    html = (CLIPBOARDS / "google_docs.html").read_text()
    stored = pasted(open_story, html, block="list")
    assert stored.startswith("<ul><li>Nelayan ")
    assert stored.endswith("<li>9,4 ton pada 2022</li><li>4,6 ton tahun ini</li></ul>")


def test_plain_text_becomes_paragraphs(open_story: Callable[..., Any]) -> None:
    assert (
        pasted(open_story, "", "Satu.\n\n\u200bDua  *tebal*.\r\n") == "<p>Satu.</p><p>Dua <b>tebal</b>.</p>"
    )


def test_hostile_clipboards_do_nothing(open_story: Callable[..., Any]) -> None:
    html = (
        "<p>aman<img src=x onerror=\"document.title='x'\"><script>document.title='x'</script>"
        '<a href="javascript:alert(1)">tautan</a><svg onload="document.title=1"></svg></p>'
    )
    assert pasted(open_story, html) == "<p>amantautan</p>"
