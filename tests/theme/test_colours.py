"""The publication's own accent colours."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError

from terbit.newsroom import colours
from terbit.newsroom.models import Publication
from tests.theme.test_every_page import SHEET

pytestmark = pytest.mark.django_db
BLUE, PALE_BLUE = "#0b4f8a", "#8ab8e6"


def chosen(light: str, dark: str) -> Publication:
    publication = Publication.load()
    publication.accent, publication.accent_dark = light, dark
    publication.save()
    return publication


def test_contrast_is_that_of_wcag():
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_grounds_are_those_of_the_sheet():
    sheet = SHEET.read_text()
    found = [tuple(re.findall(rf"--{name}: (#[0-9a-f]{{6}})", sheet)[:2]) for name in ("paper", "tint")]
    assert list(zip(*found, strict=True)) == [colours.LIGHT, colours.DARK]


def test_the_usual_colours_need_no_sheet_of_their_own(client):
    assert "/warna/" not in client.get("/").content.decode()


def test_chosen_colours_come_as_a_sheet_without_any_code(client):
    chosen(BLUE, PALE_BLUE)
    page = client.get("/").content.decode()
    address = re.search(r'<link rel="stylesheet" href="(/warna/[^"]+)">', page)[1]
    assert page.index("paper.css") < page.index(address)
    response = client.get(address)
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"]
    assert f"--accent: {BLUE}" in response.content.decode()
    assert f"--accent: {PALE_BLUE}" in response.content.decode()


def test_other_colours_have_another_address():
    assert chosen(BLUE, PALE_BLUE).colours_path != chosen("#0b4f8b", PALE_BLUE).colours_path


@pytest.mark.parametrize(
    "address",
    # The last is well made, and no paper's: whoever makes such up fills no disk.
    ["/warna/red-8ab8e6.css", "/warna/0b4f8a.css", "/warna/0b4f8a-8ab8e6}.css", "/warna/0b4f8c-8ab8e7.css"],
)
def test_no_other_address_gives_a_sheet(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("light", "dark", "field", "sentence"),
    [
        (
            "#f0a072",
            PALE_BLUE,
            "accent",
            "Warna ini terlalu pucat untuk dibaca di kertas terang; pilih yang lebih gelap.",
        ),
        (
            BLUE,
            "#0b4f8a",
            "accent_dark",
            "Warna ini terlalu redup untuk dibaca di latar gelap; pilih yang lebih terang.",
        ),
    ],
)
def test_an_accent_that_cannot_be_read_is_refused_in_one_sentence(light, dark, field, sentence):
    publication = Publication.load()
    publication.accent, publication.accent_dark = light, dark
    with pytest.raises(ValidationError) as refused:
        publication.full_clean()
    assert refused.value.message_dict == {field: [sentence]}


def test_the_usual_accents_can_be_read():
    Publication().full_clean(exclude=["name"])


def test_a_section_cannot_take_the_address_of_the_colours():
    from terbit.newsroom import paths

    with pytest.raises(ValidationError):
        paths.validate_free_word("warna")


@pytest.mark.parametrize("colour", ["red", "#zzzzzz", ""])
def test_what_is_no_colour_is_refused_and_breaks_nothing(colour):
    publication = Publication.load()
    publication.accent = colour
    with pytest.raises(ValidationError) as refused:
        publication.full_clean()
    assert list(refused.value.message_dict) == ["accent"]
