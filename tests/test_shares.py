"""Of the dear tests that are dealt out among the runs of a suite, none is left out by all of them."""

from __future__ import annotations

from tests import shares

TESTS = [f"tests/theme/test_reading.py::test_page[{number}]" for number in range(500)]


def test_every_dear_test_has_one_of_two_runs_and_each_run_about_half():
    dealt = [shares.deal(test, 2) for test in TESTS]
    assert set(dealt) == {1, 2}
    assert 200 < dealt.count(1) < 300


def test_a_suite_that_runs_once_runs_them_all():
    assert {shares.deal(test, 1) for test in TESTS} == {1}
