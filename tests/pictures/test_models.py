"""What a picture still lacks, and what readers must be told about it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils import translation

from terbit.pictures.models import Picture
from terbit.pictures.rights import RETIRED_SOURCES, DigitalSource
from tests.pictures.factories import PictureFactory

pytestmark = pytest.mark.django_db


def lacking(on: date | None = None, **fields: Any) -> list[str]:
    whole = {"title": "Banjir", "description": "Warga di jalan", "credit": "Siti Rahma"}
    with translation.override("en"):
        return Picture(**(whole | fields)).missing(on)


def test_a_complete_picture_lacks_nothing() -> None:
    assert lacking() == []


@pytest.mark.parametrize("alt", ["", "  "])
def test_alt_text_is_needed(alt: str) -> None:
    (sentence,) = lacking(description=alt)
    assert sentence == "The picture “Banjir” has no alt text: say what it shows."


@pytest.mark.parametrize(
    "alt",
    [
        "IMG_2034",
        "DSC00123.JPG",
        "banjir-padang.webp",
        "WhatsApp Image 2026-02-18 at 10.15.00",
        "PXL_20260218_031500",
    ],
)
def test_a_file_name_is_no_alt_text(alt: str) -> None:
    (sentence,) = lacking(description=alt)
    assert "file name" in sentence


@pytest.mark.parametrize("alt", ["Image of Padang in 1926", "Screenshot tampilan aplikasi", "Dscn"])
def test_words_that_only_begin_like_a_file_name_are_alt_text(alt: str) -> None:
    assert lacking(description=alt) == []


def test_a_credit_is_needed() -> None:
    assert "credit" in lacking(credit=" ")[0]


def test_a_licence_counts_to_the_end_of_its_last_day() -> None:
    ends = date(2026, 2, 18)
    assert lacking(ends, licence_expires=ends) == []
    assert "ended" in lacking(date(2026, 2, 19), licence_expires=ends)[0]


@time_machine.travel("2026-02-18T17:30:00Z", tick=False)
def test_the_day_is_that_of_the_newsroom_not_of_greenwich() -> None:
    assert lacking(licence_expires=date(2026, 2, 18))


def test_everything_that_lacks_is_told_at_once() -> None:
    assert len(lacking(date(2026, 2, 19), description="", credit="", licence_expires=date(2026, 2, 18))) == 3


def test_a_picture_that_only_decorates_needs_no_alt_text() -> None:
    picture = Picture(title="Banjir", credit="Siti Rahma")
    picture.decorative = True
    assert picture.missing() == []


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, ""),
        ({"treatment": "illustration"}, "Illustration"),
        ({"treatment": "manipulated"}, "Manipulated picture"),
        ({"digital_source": "digitalCapture"}, ""),
        ({"digital_source": "trainedAlgorithmicMedia"}, "Made with AI"),
        (
            {"digital_source": "compositeWithTrainedAlgorithmicMedia", "treatment": "manipulated"},
            "Made with AI",
        ),
    ],
)
def test_readers_are_told_what_is_no_photograph_as_taken(fields: dict[str, str], label: str) -> None:
    with translation.override("en"):
        assert Picture(**fields).label == label


def test_retired_codes_lead_to_codes_in_use() -> None:
    assert set(RETIRED_SOURCES.values()) <= set(DigitalSource)
    assert not set(RETIRED_SOURCES) & set(DigitalSource.values)


def test_the_alt_text_offered_for_a_story_is_never_the_title() -> None:
    assert PictureFactory(description="").default_alt_text == ""
