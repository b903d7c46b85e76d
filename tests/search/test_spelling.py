"""*Maksud Anda …?*: mistaken words are set right out of what documents say, and out of nothing else."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terbit.search import api
from terbit.search.spelling import near
from tests.search.factories import DocumentFactory

ARCHIVE = ["archive"]
pytestmark = pytest.mark.django_db


def put(*bodies: str, **options: object) -> None:
    api.put([DocumentFactory(body=body, **options) for body in bodies])


def test_what_is_mistaken_is_set_right_and_the_rest_stays():
    put(
        "Pemerintah dan menteri di Jakarta serta Surabaya, rumah sakit dan kesehatan, pemilihan wali kota, vaksin."
    )
    meant = {
        "pemerintha": "pemerintah",
        "jakrta": "jakarta",
        "Jakartta": "jakarta",
        "kesehtan rumah": "kesehatan rumah",
        "faksin": "vaksin",
        "Soerabaja": "surabaya",
        "djakarta": "jakarta",
        "rumahsakit": "rumah sakit",
        '"wali kotta"': '"wali kota"',
        "pemilhan -mentri": None,  # nothing would be found
        "pemilihan": None,
        "zzyzx": None,
        "2025": None,
    }
    assert {query: api.meant(query, collections=ARCHIVE) for query in meant} == meant


def test_a_rare_name_is_no_mistake_until_a_near_word_is_far_more_frequent():
    put("Rohana", *["rohani"] * 50)
    assert api.meant("rohana", collections=ARCHIVE) is None
    put("rohani")
    assert api.meant("rohana", collections=ARCHIVE) == "rohani"


def test_the_likelier_of_two_mistakes_is_meant():
    put("Menteri tiba", "Menari riang")
    assert api.meant("mentri", collections=ARCHIVE) == "menteri"


def test_nothing_is_meant_that_the_filters_leave_out():
    put("Jakarta", facets={"section": "kota"})
    assert api.meant("jakrta", collections=ARCHIVE, facets={"section": "kota"}) == "jakarta"
    assert api.meant("jakrta", collections=ARCHIVE, facets={"section": "desa"}) is None


def test_a_word_of_the_newsroom_or_of_what_was_taken_out_is_never_given_away():
    put("Kasus Halimun", collection="newsroom", key="draft")
    put("Kasus Merbabu", key="gone")
    assert api.meant("merbabbu", collections=ARCHIVE) == "merbabu"
    api.remove("archive", ["gone"])
    for query in ("halimum", "merbabbu", "kasushalimun"):
        assert api.meant(query, collections=ARCHIVE) is None, query


def test_every_mistake_of_one_letter_is_near():
    for mistaken in ("embargo", "mbargo", "embarrgo", "emgargo", "ebmargo"):
        assert mistaken == "embargo" or "embargo" in near(mistaken), mistaken


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.text("abcefghijklmn' \"-", max_size=60))
def test_no_text_is_an_error_and_what_is_meant_is_found(query):
    with transaction.atomic():
        put("nelayan melaut", "abang", "beca", query)
        meant = api.meant(query, collections=ARCHIVE)
        assert meant is None or api.count(meant, collections=ARCHIVE) > 0
        transaction.set_rollback(True)
