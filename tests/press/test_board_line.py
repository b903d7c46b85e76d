"""One line about the press on the newsroom's board."""

from __future__ import annotations

import re

import pytest

from terbit.press.folder import Folder
from terbit.workflow.models import Role
from tests.factories import UserFactory
from tests.press import desks
from tests.workflow.screens import HOME, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

REPORT = "/ruang-redaksi/laporan/cetakan/"


def board(role: str) -> str:
    return signed_in(UserFactory(role=role)).get(HOME).content.decode()


def line(role: str) -> str:
    """As one reads it; "" where there is none."""
    found = re.search(r'<p class="terbit-board__prints.*?</p>', board(role), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", found[0]).split()) if found else ""


@pytest.mark.parametrize("role", [Role.REPORTER, Role.CHIEF_EDITOR])
def test_the_board_says_how_many_pages_lie_there_and_that_all_are_up_to_date(own_folder: Folder, role: str):
    own_folder.index.do("DELETE FROM job")
    desks.print_made_up(own_folder, 1200)
    assert line(role) == "Cetakan: 1.200 halaman, semua mutakhir."


def test_the_board_says_how_many_wait(own_folder: Folder):
    own_folder.index.do("DELETE FROM job")
    for number in range(3):
        desks.ask(own_folder, f"/{number}/")
    assert line(Role.REPORTER) == "Cetakan: 3 halaman menunggu dicetak."


def test_the_board_says_what_is_wrong_to_everybody_and_once(own_folder: Folder):
    desks.worked(own_folder, 600)
    sentence = "Mesin cetak diam selama 10 menit: pembaca mungkin masih melihat halaman yang lama."
    assert line(Role.REPORTER) == f"Cetakan: {sentence}"
    assert board(Role.CHIEF_EDITOR).count(sentence) == 1


def test_the_line_leads_to_the_report_whoever_may_see_it(own_folder: Folder):
    for role in Role.values:
        main = board(role).partition("terbit-board__prints")[2]
        leads = role in (Role.MANAGING_EDITOR, Role.CHIEF_EDITOR, Role.ADMINISTRATOR)
        assert (f'href="{REPORT}"' in main) is leads, role


def test_without_prints_there_is_no_line(no_folder: Folder):
    assert line(Role.CHIEF_EDITOR) == ""
