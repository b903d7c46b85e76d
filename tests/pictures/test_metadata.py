"""What a file says about itself, and what a person typed."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest

from terbit.pictures.metadata import as_fields, fill_in, read
from terbit.pictures.models import Picture
from tests.pictures.factories import exif, iptc, picture_bytes, xmp


def fields(content: bytes) -> dict[str, object]:
    return as_fields(read(BytesIO(content)))


def alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt>'


XMP = xmp(
    "<photoshop:Headline>Banjir di Padang</photoshop:Headline>"
    f"<dc:description>{alternatives('Warga mengungsi, Selasa (18/2/2025).')}</dc:description>"
    "<dc:creator><rdf:Seq><rdf:li>Siti Rahma</rdf:li><rdf:li>Budi</rdf:li></rdf:Seq></dc:creator>"
    "<photoshop:Credit>Kantor Berita Contoh</photoshop:Credit>"
    f"<core:AltTextAccessibility>{alternatives('Warga di atas perahu')}</core:AltTextAccessibility>"
    "<photoshop:DateCreated>2025-02-18T10:15:00+09:00</photoshop:DateCreated>"
    f"<dc:rights>{alternatives('© Kantor Berita Contoh')}</dc:rights>"
    "<xmpRights:WebStatement>https://creativecommons.org/licenses/by-sa/4.0/</xmpRights:WebStatement>"
    "<ext:DigitalSourceType>"
    "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    "</ext:DigitalSourceType>"
)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_xmp_is_read_from_every_format(kind: str) -> None:
    options = {"xmp": XMP}
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options = {"pnginfo": info}
    assert fields(picture_bytes(kind=kind, **options)) == {
        "title": "Banjir di Padang",
        "description": "Warga di atas perahu",
        "caption": "Warga mengungsi, Selasa (18/2/2025).",
        "credit": "Siti Rahma, Budi",
        "source": "Kantor Berita Contoh",
        "rights_note": "© Kantor Berita Contoh\nhttps://creativecommons.org/licenses/by-sa/4.0/",
        "licence": "cc-by-sa",
        "digital_source": "compositeWithTrainedAlgorithmicMedia",
        "taken_at": datetime(2025, 2, 18, 1, 15, tzinfo=UTC),
    }


def test_iptc_is_read() -> None:
    content = iptc(
        (105, b"Banjir di Padang"),
        (120, b"Warga mengungsi"),
        (80, b"Siti Rahma"),
        (115, b"Kantor Berita Contoh"),
        (116, "© Contoh".encode()),
        (55, b"20250218"),
        (60, b"101500+0900"),
    )
    assert fields(content) == {
        "title": "Banjir di Padang",
        "caption": "Warga mengungsi",
        "credit": "Siti Rahma",
        "source": "Kantor Berita Contoh",
        "rights_note": "© Contoh",
        "taken_at": datetime(2025, 2, 18, 1, 15, tzinfo=UTC),
    }


def test_iptc_of_old_software_without_an_encoding_is_read() -> None:
    assert fields(iptc((80, "José".encode("cp1252"))))["credit"] == "José"


def test_exif_is_read_with_its_time_zone() -> None:
    content = picture_bytes(exif=exif(artist="Siti Rahma", taken="2025:02:18 10:15:00", offset="+09:00"))
    assert fields(content) == {"credit": "Siti Rahma", "taken_at": datetime(2025, 2, 18, 1, 15, tzinfo=UTC)}


def test_a_camera_without_a_zone_means_local_time() -> None:
    taken = fields(picture_bytes(exif=exif(taken="2025:02:18 10:15:00")))["taken_at"]
    assert taken == datetime(2025, 2, 18, 3, 15, tzinfo=UTC)


def test_a_day_alone_is_enough() -> None:
    packet = xmp("<photoshop:DateCreated>2025-02-18</photoshop:DateCreated>")
    assert fields(picture_bytes(xmp=packet))["taken_at"] == datetime(2025, 2, 17, 17, tzinfo=UTC)


def test_xmp_counts_before_iptc() -> None:
    content = iptc((80, b"Dari IPTC"))
    segment = b"http://ns.adobe.com/xap/1.0/\x00" + xmp("<dc:creator>Dari XMP</dc:creator>")
    both = content[:2] + b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment + content[2:]
    assert fields(both)["credit"] == "Dari XMP"


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc0"),
        ("http://creativecommons.org/publicdomain/mark/1.0/", "public-domain"),
        ("CC: https://CreativeCommons.org/licenses/by-nc-nd/2.0/", "cc-by-nc-nd"),
        ("https://creativecommons.org/licenses/sampling/1.0/", None),
        ("All rights reserved", None),
    ],
)
def test_creative_commons_addresses_name_the_licence(said: str, licence: str | None) -> None:
    assert as_fields({"terms": said}).get("licence") == licence


def test_a_retired_code_and_an_unknown_one_of_the_digital_source() -> None:
    scheme = "http://cv.iptc.org/newscodes/digitalsourcetype/"
    assert as_fields({"digital_source": f"{scheme}digitalArt"}) == {"digital_source": "digitalCreation"}
    assert as_fields({"digital_source": f"{scheme}ngarang"}) == {}


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "dibaca">]>' + xmp("<dc:creator>&b;</dc:creator>")
    assert read(BytesIO(picture_bytes(xmp=bomb))) == {}


def test_control_characters_and_overlong_words_are_cut() -> None:
    found = fields(iptc((80, b"Siti\x00\x1b[31m" + b"A" * 400), (120, b"satu\ndua")))
    assert "\x00" not in str(found["credit"])
    assert len(str(found["credit"])) == 255
    assert found["caption"] == "satu\ndua"


@pytest.mark.django_db
def test_what_a_person_typed_stays() -> None:
    picture = Picture(title="Judul saya", credit="Saya", caption="Keterangan saya", licence="own")
    fill_in(picture, BytesIO(picture_bytes(xmp=XMP)), "IMG_2034.jpg")
    assert picture.title == "Judul saya"
    assert picture.credit == "Saya"
    assert picture.caption == "Keterangan saya"
    assert picture.licence == "own"
    assert picture.description == "Warga di atas perahu"


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["", "IMG_2034", "IMG 2034", "img_2034.jpg"])
def test_a_file_name_offered_as_title_gives_way_to_the_headline(title: str) -> None:
    picture = Picture(title=title)
    fill_in(picture, BytesIO(picture_bytes(xmp=XMP)), "IMG_2034.jpg")
    assert picture.title == "Banjir di Padang"


@pytest.mark.django_db
def test_a_file_that_says_nothing_changes_nothing() -> None:
    picture = Picture(title="IMG_2034")
    fill_in(picture, BytesIO(picture_bytes()), "IMG_2034.jpg")
    assert picture.title == "IMG_2034"
    assert picture.licence == "unknown"
