"""What is wrong with the house, asked by the board and by `doctor`."""

from __future__ import annotations

import pytest

from terbit.lib import health


@pytest.fixture(autouse=True)
def no_checks(monkeypatch):
    monkeypatch.setattr(health, "_checks", [])


def test_a_healthy_house_says_nothing():
    health.register(list)
    assert health.sentences() == []


def test_what_is_wrong_is_said_in_the_order_of_registration():
    health.register(lambda: ["The disk is full."])
    health.register(lambda: iter(["The worker is late.", "It is very late."]))
    assert health.sentences() == ["The disk is full.", "The worker is late.", "It is very late."]


def test_a_check_is_asked_once_however_often_it_is_registered():
    @health.register
    def disk():
        return ["The disk is full."]

    health.register(disk)
    assert health.sentences() == ["The disk is full."]


def test_a_check_that_fails_is_named_and_hides_no_other(caplog):
    @health.register
    def broken():
        raise RuntimeError("no such table")

    health.register(lambda: ["The disk is full."])
    named, other = health.sentences()
    assert "broken: RuntimeError" in named
    assert other == "The disk is full."
    assert "no such table" in caplog.text
