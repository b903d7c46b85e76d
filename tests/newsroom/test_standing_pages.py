"""Standing pages: written once, found at their own address under the paper's root."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.test.utils.form_data import nested_form_data, rich_text

from terbit.newsroom.models import StandingPage
from terbit.staff.models import User
from terbit.workflow.models.role import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def write(user: User, **words: str) -> int:
    """Fill in and publish the form as the user does; returns the status of the answer."""
    client = Client()
    client.force_login(user)
    root = Site.objects.get().root_page
    address = reverse("wagtailadmin_pages:add", args=["terbit_newsroom", "standingpage", root.pk])
    form = {"title": words["title"], "slug": words["slug"], "body": rich_text(words["body"])}
    return client.post(address, nested_form_data(form | {"action-publish": "1"})).status_code


def test_they_hang_under_a_page_that_is_named_for_it():
    root = Site.objects.get().root_page
    assert (root.title, root.draft_title) == ("Halaman tetap", "Halaman tetap")


def test_the_chief_editor_writes_one_and_readers_find_it(client):
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    assert write(chief, title="Kode etik", slug="kode-etik", body="<p>Kami menguji informasi.</p>") == 302
    answer = client.get("/kode-etik/")
    assert answer.status_code == 200
    assert "Kami menguji informasi." in answer.content.decode()


def test_what_is_not_published_answers_404(client):
    root = Site.objects.get().root_page
    root.add_child(instance=StandingPage(title="Kode etik", slug="kode-etik", live=False))
    assert client.get("/kode-etik/").status_code == 404


def test_what_was_closed_to_the_public_answers_404_with_all_under_it(client):
    root = Site.objects.get().root_page
    page = root.add_child(instance=StandingPage(title="Kode etik", slug="kode-etik"))
    page.add_child(instance=StandingPage(title="Lampiran", slug="lampiran"))
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get("/kode-etik/").status_code == 404
    assert client.get("/kode-etik/lampiran/").status_code == 404


def test_a_page_leads_to_another_while_readers_may_have_that(client):
    root = Site.objects.get().root_page
    above = root.add_child(instance=StandingPage(title="Kode etik", slug="kode-etik"))
    below = above.add_child(instance=StandingPage(title="Lampiran", slug="lampiran"))
    link = f'<p><a id="{below.pk}" linktype="page">lampirannya</a>, <a id="{root.pk}" linktype="page">depan</a></p>'
    above.body = link
    above.save_revision().publish()

    def shown() -> str:
        return client.get("/kode-etik/").content.decode()

    assert '<a href="/kode-etik/lampiran/">lampirannya</a>, <a href="/">depan</a>' in shown()
    below.unpublish()
    assert "<a>lampirannya</a>" in shown()


def test_the_footer_names_no_page_that_is_closed_to_the_public(client):
    root = Site.objects.get().root_page
    for title, slug in (("Kode etik", "kode-etik"), ("Tarif iklan", "tarif-iklan")):
        root.add_child(instance=StandingPage(title=title, slug=slug, show_in_menus=True))
    PageViewRestriction.objects.create(
        page=root.get_children().get(slug="tarif-iklan"), restriction_type="login"
    )
    front = client.get("/").content.decode()
    assert "Kode etik" in front and "Tarif iklan" not in front


def test_the_newsroom_does_not_close_a_page_to_the_public():
    page = Site.objects.get().root_page.add_child(instance=StandingPage(title="Kode etik", slug="kode-etik"))
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    assert "restriction_type" not in client.get(address).content.decode()
    client.post(address, {"restriction_type": "login"})
    assert not page.get_view_restrictions().exists()


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR])
def test_a_reporter_and_an_editor_write_none(role):
    before = Page.objects.count()
    assert write(UserFactory(role=role), title="Iklan", slug="iklan", body="<p>Beli!</p>") in (302, 403)
    assert Page.objects.count() == before
