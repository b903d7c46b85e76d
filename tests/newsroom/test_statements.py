"""Statements: the system sets marks, attribution and office."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import translation

from terbit.newsroom import plaintext
from terbit.newsroom.blocks import Body
from terbit.newsroom.blocks.statement import StatementBlock, StatementValue
from terbit.newsroom.models import Office
from tests.factories import PersonFactory
from tests.newsroom.bodies import (
    body_of,
    refusal,
    rendered,
)

pytestmark = pytest.mark.django_db


def test_a_statement_reads_as_a_sentence_in_right_spelling() -> None:
    person = PersonFactory(name="Laras Wibisana")
    page = rendered(
        (
            "statement",
            {
                "words": '"Kami siap."',
                "person": person,
                "office": "Wali Kota Arumbai",
                "verb": "kata",
                "where": "Jumpa pers di Balai Kota",
                "said_on": datetime.date(2026, 11, 16),
            },
        )
    )
    assert page.text == (
        "“Kami siap,” kata Laras Wibisana, Wali Kota Arumbai. Jumpa pers di Balai Kota, Senin, 16 November 2026"
    )
    assert page.attributes("time") == [{"datetime": "2026-11-16"}]
    assert page.attributes("a") == [{"href": person.path}]


def test_a_statement_without_a_verb_stands_alone() -> None:
    page = rendered(("statement", {"words": "Kami siap", "name": "Laras", "office": "Wali Kota"}))
    assert page.text == "“Kami siap.” Laras Wali Kota"


def test_readers_are_told_why_a_speaker_has_no_name() -> None:
    page = rendered(("statement", {"words": "Kami takut", "unnamed": "withheld", "reason": "takut dipecat"}))
    assert "takut dipecat" in page.text


@pytest.mark.parametrize(
    ("where", "to_whom", "read"),
    [
        ("Jumpa pers di Balai Kota", "wartawan", "Jumpa pers di Balai Kota, kepada wartawan"),
        ("", "wartawan", "Kepada wartawan"),
        ("Balai Kota", "Kepada wartawan", "Balai Kota, Kepada wartawan"),
        ("Balai Kota", "", "Balai Kota"),
    ],
)
def test_readers_are_told_to_whom_it_was_said(where: str, to_whom: str, read: str) -> None:
    with translation.override("en"):
        assert StatementValue(StatementBlock(), {"where": where, "to_whom": to_whom}).occasion == read


def test_no_verb_is_offered_that_reads_wrongly_before_a_name() -> None:
    offered = dict(StatementBlock().child_blocks["verb"].field.choices)
    assert "kata" in offered
    assert not {"aku", "kelit", "duga"} & set(offered)


def test_the_office_of_the_day_is_filled_in_and_follows_until_one_is_typed() -> None:
    person, other = PersonFactory(), PersonFactory()
    Office.objects.create(person=person, title="Wakil Wali Kota", end=datetime.date(2024, 12, 31))
    Office.objects.create(person=person, title="Wali Kota", start=datetime.date(2025, 1, 1))
    Office.objects.create(person=other, title="Camat")
    block = Body().child_blocks["statement"]

    def saved(**fields: Any) -> Any:
        return block.clean_deferred(block.normalize(fields))

    first = saved(words="a", person=person, said_on=datetime.date(2023, 5, 1))
    assert first["office"] == "Wakil Wali Kota"
    assert saved(**dict(first) | {"said_on": datetime.date(2025, 5, 1)})["office"] == "Wali Kota"
    assert saved(**dict(first) | {"person": other})["office"] == "Camat"
    assert saved(**dict(first) | {"person": None, "name": "Budi"})["office"] == ""
    typed = saved(**dict(first) | {"office": "Ketua Panitia"})
    assert saved(**dict(typed) | {"person": other})["office"] == "Ketua Panitia"


def test_a_speaker_without_a_name_is_named_in_the_readers_language_whoever_publishes() -> None:
    body = body_of([("statement", {"words": "Kami takut", "unnamed": "withheld", "verb": "kata"})])
    with translation.override("en"):
        words = plaintext.visible_words(body)
    assert words == plaintext.visible_words(body)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"words": "a", "source": "s"}, "Say who spoke"),
        ({"words": "a", "name": "b", "unnamed": "unknown", "source": "s"}, "Keep one speaker"),
        ({"words": "a", "unnamed": "unknown", "source": "s"}, "Say why the speaker has no name"),
        ({"words": "a", "name": "b"}, "Say where the words come from"),
        ({"words": '""', "name": "b", "source": "s"}, "Write down what was said"),
    ],
)
def test_an_incomplete_statement_is_a_draft_and_nothing_more(fields: dict[str, Any], reason: str) -> None:
    block = Body().child_blocks["statement"]
    block.clean_deferred(block.normalize(fields))
    assert reason in refusal(("statement", fields))
