"""*Rapikan topik* on the screen: who may, what it shows, and working it off with and without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from terbit.moving.tidying import queue
from terbit.moving.tidying.models import Proposal, State
from terbit.newsroom.models import Topic
from terbit.workflow.models import Role
from tests.conftest import VENDOR
from tests.factories import SectionFactory, UserFactory
from tests.moving.tidying.desk import story
from tests.workflow.desk import Desk
from tests.workflow.screens import is_denied, signed_in

WAITING = "rapikan-topik/"


@pytest.fixture
def heap(db: None) -> None:
    """Three proposals: two merges and a drop."""
    section = SectionFactory(name="Kota", slug="kota")
    story("Pasar Ikan Dibuka Lagi", "Pasar Ikan", "nelayan", section=section)
    story("Harga Ikan Naik", "pasar-ikan", "Pasar Ikan", "para nelayan", "warga", section=section)
    story("Rahasia Pasar", "pasar-ikan", "Pasar Ikan", section=section, published=False)
    queue.look()


def at(view: str = "waiting") -> str:
    return reverse(f"terbit_tidying:{view}")


def names(state: State = State.OPEN) -> set[str]:
    return set(Proposal.objects.filter(state=state).values_list("topic__name", flat=True))


def key(name: str) -> int:
    return Proposal.objects.get(topic__name=name).pk


@pytest.mark.parametrize(
    ("role", "may"), [(Role.REPORTER, False), (Role.ADMINISTRATOR, False), (Role.EDITOR, True)]
)
def test_who_edits_topics_tidies_them(heap, role, may):
    client = signed_in(UserFactory(role=role))
    assert is_denied(client.get(at())) is not may
    assert is_denied(client.get(at("decided"))) is not may
    assert (at() in client.get("/ruang-redaksi/").content.decode()) is may
    client.post(at("decide"), {"accept": key("warga")})
    client.post(at("look"))
    assert ("warga" in names(State.ACCEPTED)) is may


def test_a_line_tells_both_names_their_stories_why_and_what_readers_saw_of_it(heap):
    page = signed_in(UserFactory(role=Role.EDITOR)).get(at()).content.decode()
    for words in ("pasar-ikan", "beda cara menulis", "tunggal dan jamak", "buang", "Harga Ikan Naik"):
        assert words in page
    assert "Rahasia Pasar" not in page


def test_one_reason_is_worked_off_by_itself(heap):
    client = signed_in(UserFactory(role=Role.EDITOR))
    page = client.get(at(), {"sebab": "common"}).content.decode()
    assert "warga" in page and "beda cara menulis" in page and "Harga Ikan Naik" in page
    assert f"pilih-{key('warga')}" in page and f"pilih-{key('pasar-ikan')}" not in page
    answer = client.post(at("decide"), {"accept": key("warga"), "sebab": "common"})
    assert answer["Location"] == f"{at()}?sebab=common"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"accept": "chosen"}, "Centang dahulu"),
        ({"refuse": "chosen", "chosen": ["x", "-1", "9" * 30]}, "Centang dahulu"),
        ({"accept": "987654321"}, "tidak berlaku lagi"),
        ({"turn": "987654321"}, "tidak dapat dibalik"),
        ({"turn": "x", "p": "x", "sebab": "x"}, ""),
        ({}, ""),
    ],
)
def test_whatever_is_sent_the_answer_is_a_sentence_and_nothing_is_decided(heap, sent, told):
    client = signed_in(UserFactory(role=Role.EDITOR))
    page = client.post(at("decide"), sent, follow=True)
    assert page.status_code == 200 and told in page.content.decode()
    assert names() == {"pasar-ikan", "para nelayan", "warga"}
    assert (
        "Tidak ada yang perlu diurungkan"
        in client.post(at("take_back"), {"proposal": "x"}, follow=True).content.decode()
    )


def test_the_list_costs_the_same_however_many_lines_it_has(heap, django_assert_max_num_queries):
    client = signed_in(UserFactory(role=Role.EDITOR))
    client.get(at())
    with django_assert_max_num_queries(22):
        client.get(at())
    for number in range(40):
        Topic.objects.create(name=f"Dermaga Baru {number}", slug=f"dermaga-{number}")
        Topic.objects.create(name=f"dermaga baru {number}", slug=f"dermaga-{number}-2")
    queue.look()
    with django_assert_max_num_queries(22):
        client.get(at())


# In a browser -----------------------------------------------------------------------------------------

of_the_browser = pytest.mark.skipif(VENDOR != "sqlite", reason="what the browser does knows no database")


@pytest.fixture
def heap_of_the_house(transactional_db: None, heap: None) -> None:
    pass


@of_the_browser
def test_a_queue_is_worked_off_by_keys_and_taken_back(page, live_house, heap_of_the_house):
    desk = Desk(page, live_house, UserFactory(role=Role.EDITOR))
    desk.open(WAITING)
    page.locator(f"#pilih-{key('pasar-ikan')}").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("2 usulan diterima.").wait_for()
    assert names(State.ACCEPTED) == {"pasar-ikan", "para nelayan"}
    page.get_by_label("Centang semua di halaman ini").check()
    page.get_by_role("button", name="Tolak yang dicentang").click()
    page.get_by_text("Tidak ada usulan yang menunggu.").wait_for()
    page.locator(".messages").get_by_role("link", name="Urungkan").click()
    page.get_by_role("button", name="Urungkan pasar-ikan").click()
    page.get_by_text("“pasar-ikan” kembali seperti semula").wait_for()
    assert names() == {"pasar-ikan"}


@of_the_browser
def test_the_queue_works_without_a_script_by_touch_and_fits_a_phone(new_page, live_house, heap_of_the_house):
    user = UserFactory(role=Role.EDITOR)
    page = new_page(java_script_enabled=False, has_touch=True, viewport={"width": 360, "height": 800})
    Desk(page, live_house, user).open(WAITING)
    assert page.locator(".terbit-tidying__all").is_hidden()
    page.get_by_role("button", name="Terima pasar-ikan").tap()
    page.get_by_text("1 usulan diterima.").wait_for()
    assert page.url.endswith(f"#usul-{key('para nelayan')}")
    page.get_by_role("button", name="Balik para nelayan").tap()
    page.locator(".terbit-tidying__lines strong", has_text="para nelayan").wait_for()
    page.get_by_label("warga").tap()
    page.get_by_role("button", name="Tolak yang dicentang").tap()
    page.get_by_text("1 usulan ditolak dan tidak akan muncul lagi.").wait_for()
    assert names(State.REFUSED) == {"warga"}


@of_the_browser
def test_nothing_of_the_queue_stands_out_of_a_screen_or_is_unreadable(
    new_page: Callable[..., Any], live_house, heap_of_the_house
):
    page = new_page()
    desk = Desk(page, live_house, UserFactory(role=Role.EDITOR))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            desk.open(WAITING)
            assert page.evaluate("document.documentElement.scrollWidth") == width
        found = Axe().run(page, context=".terbit-tidying", options={"runOnly": ["wcag2a", "wcag2aa"]})
        assert found.violations_count == 0, found.generate_report()
