"""A standing page that is renamed or moved is found at its old address, too."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from terbit.newsroom.models import Redirect, StandingPage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def page(slug: str, above: Page | None = None, *, live: bool = True) -> StandingPage:
    above = above or root()
    return above.add_child(instance=StandingPage(title=slug.title(), slug=slug, live=live))


def root() -> Page:
    return Site.objects.get().root_page


def rename(renamed: StandingPage, slug: str) -> StandingPage:
    """As its editor does: a draft that is published."""
    renamed = StandingPage.objects.get(pk=renamed.pk)
    renamed.slug = slug
    renamed.save_revision().publish()
    return StandingPage.objects.get(pk=renamed.pk)


def move(moved: StandingPage, below: Page) -> None:
    StandingPage.objects.get(pk=moved.pk).move(
        Page.objects.get(pk=below.pk), pos="last-child", user=UserFactory(is_superuser=True)
    )


def leads(address: str) -> str | int:
    """Where to, or what readers get there."""
    answer = Client().get(address)
    return answer.headers.get("Location", answer.status_code)


def test_a_renamed_page_is_found_at_its_old_address_with_all_below_it():
    above = page("tentang")
    page("sejarah", above)
    rename(above, "tentang-kami")
    assert leads("/tentang/") == "/tentang-kami/"
    assert leads("/tentang/sejarah/") == "/tentang-kami/sejarah/"
    assert leads("/tentang-kami/sejarah/") == 200


def test_a_moved_page_is_found_at_its_old_address_with_all_below_it():
    history = page("sejarah")
    page("pendiri", history)
    move(history, page("tentang"))
    assert leads("/sejarah/") == "/tentang/sejarah/"
    assert leads("/sejarah/pendiri/") == "/tentang/sejarah/pendiri/"
    assert leads("/tentang/sejarah/pendiri/") == 200


def test_every_former_address_leads_to_the_page_in_one_step():
    Redirect.objects.create(path="/?page_id=4", target="/tentang/")
    moved = rename(rename(page("tentang"), "redaksi"), "kami")
    move(moved, page("kontak"))
    for address in ("/?page_id=4", "/tentang/", "/redaksi/", "/kami/"):
        assert leads(address) == "/kontak/kami/"


def test_a_page_that_gets_its_old_name_back_is_found_there():
    rename(rename(page("tentang"), "kami"), "tentang")
    assert (leads("/tentang/"), leads("/kami/")) == (200, "/tentang/")


def test_a_new_page_at_an_address_that_was_left_is_read_there():
    rename(page("tentang"), "kami")
    page("tentang")
    assert (leads("/tentang/"), leads("/kami/")) == (200, 200)


def test_a_draft_at_an_address_that_was_left_takes_it_over_when_it_is_published():
    rename(page("tentang"), "kami")
    draft = page("tentang", live=False)
    assert leads("/tentang/") == "/kami/"
    draft.save_revision().publish()
    assert leads("/tentang/") == 200


def test_two_pages_that_swap_their_addresses_are_both_read():
    first, second = page("tentang"), page("kami")
    rename(first, "sementara")
    rename(second, "tentang")
    rename(first, "kami")
    assert (leads("/tentang/"), leads("/kami/"), leads("/sementara/")) == (200, 200, "/kami/")


def test_what_nobody_reads_leaves_no_redirect():
    closed = page("tertutup")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    rename(closed, "tetap-tertutup")
    draft = page("naskah", live=False)
    draft.slug = "naskah-lain"
    draft.save()
    assert (leads("/tertutup/"), leads("/naskah/")) == (404, 404)


def test_what_led_to_a_page_finds_it_when_it_was_renamed_while_it_was_offline():
    Redirect.objects.create(path="/lama/", target="/tentang/")
    hidden = page("tentang", live=False)
    hidden.slug = "kami"
    hidden.save()
    hidden.save_revision().publish()
    assert (leads("/lama/"), leads("/kami/"), leads("/tentang/")) == ("/kami/", 200, 404)


def test_a_page_that_gets_its_old_name_back_while_it_is_offline_is_found_there():
    hidden = rename(page("tentang"), "kami")
    hidden.unpublish()
    hidden = StandingPage.objects.get(pk=hidden.pk)
    hidden.slug = "tentang"
    hidden.save()
    hidden.save_revision().publish()
    assert leads("/tentang/") == 200


def test_the_root_of_the_standing_pages_may_be_called_otherwise():
    page("tentang")
    above = root()
    above.slug = "halaman-lain"
    above.save()
    assert leads("/tentang/") == 200
    assert not Redirect.objects.exists()


def test_pages_that_only_change_their_order_leave_no_redirect():
    page("tentang")
    last = page("kontak")
    StandingPage.objects.get(pk=last.pk).move(root(), pos="first-child")
    assert not Redirect.objects.exists()
