"""Every run ends: when somebody stops it, and whatever the export is like."""

from __future__ import annotations

from typing import Any

import pytest

from terbit.moving.arriving import running, standing
from terbit.moving.models import Move, OldItem, State
from terbit.newsroom.models import Redirect, StandingPage
from tests.moving.arriving.exports import (
    HEAD,
    SITE,
    TAIL,
    category,
    cdata,
    item,
    of_kind,
    old_paper,
    paper_with_pictures,
    term,
)

pytestmark = pytest.mark.django_db


class _Stop(Exception):
    """Somebody stops a run."""


@pytest.mark.parametrize("phase", ["pages", "files"])
def test_it_is_stopped_between_pages_and_between_files(tmp_path, monkeypatch, phase):
    monkeypatch.setattr(running, "HEEDING", 0)
    export = tmp_path / "kabar.xml"
    picture = of_kind("attachment", 50, title="Air", wp__status=cdata("inherit"))
    export.write_text(old_paper(picture))

    def stops(what: str, _done: int, _total: int) -> None:
        if what == phase:
            raise _Stop

    with pytest.raises(_Stop):
        running.run(running.Plan("wordpress", [export]), stops)
    assert Move.objects.get().state == State.STOPPED
    assert StandingPage.objects.exists() is (phase == "files")


def test_a_trial_fetches_nothing(arrive):
    report = arrive(paper_with_pictures(), dry=True, fetch="https://muara.invalid/u/")
    assert report.counts["pictures_before"] == report.counts["pictures_after"] > 0


def page(number: int, parent: int) -> str:
    about: dict[str, Any] = {"wp__post_name": cdata(f"h{number}"), "wp__post_parent": str(parent)}
    return of_kind("page", number, title=f"H{number}", link=f"{SITE}/h{number}/", **about)


def test_pages_deeper_than_there_is_room_for_hang_under_the_last_that_may_have_any(arrive, monkeypatch):
    monkeypatch.setattr(standing, "DEEPEST", 4)
    arrive(HEAD + "".join(page(number, number - 1) for number in range(6, 0, -1)) + TAIL)
    depths = dict(StandingPage.objects.values_list("title", "depth"))
    assert depths == {"H1": 3, "H2": 4, "H3": 4, "H4": 4, "H5": 4, "H6": 4}


def test_pages_are_put_in_order_however_many_stand_above_each_other_also_in_a_ring():
    items: Any = {n: ("", type("Item", (), {"parent": str(n - 1 or 5_000)}), "") for n in range(1, 5_001)}
    ids = {str(n): n for n in items}
    assert len(list(standing._with_those_above(5_000, items, ids, set()))) == 5_000
    assert list(standing._with_those_above(3, items, ids, {1})) == [3, 2]


def test_an_address_longer_than_any_here_is_told_and_leads_nowhere(arrive):
    names = [f"kat-{number}-{'x' * 60}" for number in range(20)]
    terms = [term(name, name[:6], above, number=1) for name, above in zip(names, ["", *names], strict=False)]
    report = arrive(HEAD + "".join(terms) + item(1, more=category("category", names[-1], "Dalam")) + TAIL)
    assert any(each["what"] == "address" and each["found"] == "unusable" for each in report.told)
    assert OldItem.objects.get(key=f"category:{names[-1]}").notes["leads"]
    assert max(len(path) for path in Redirect.objects.values_list("path", flat=True)) <= 1_000
