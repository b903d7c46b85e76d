"""What of Wagtail the newsroom does not show."""

from __future__ import annotations

import pytest
from wagtail.models import GroupPagePermission, Site, Workflow

from terbit.workflow import approvals
from terbit.workflow.models import Role
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.workflow.screens import signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return signed_in(UserFactory(role=Role.CHIEF_EDITOR))


def test_wagtails_own_approval_goes_unless_it_is_in_use():
    assert not Workflow.objects.filter(name="Moderators approval").exists()
    used = Workflow.objects.create(name="Moderators approval")
    SectionFactory(workflow=used)
    approvals.drop_wagtails()
    assert Workflow.objects.filter(pk=used.pk).exists()


def test_leaders_see_the_standing_pages_without_the_tree_above(chief):
    root = Site.objects.get().root_page
    pages = GroupPagePermission.objects.filter(group__name__startswith="terbit:")
    assert set(pages.values_list("page", flat=True)) == {root.pk}
    html = chief.get(f"/ruang-redaksi/pages/{root.pk}/").text
    assert "Root" not in html
    assert "Halaman yang dibuat di sini" not in html


def test_the_editor_shows_no_counts_of_words_and_uses(chief):
    html = chief.get(url("edit", ArticleFactory().pk)).text
    assert 'data-side-panel="status"' in html
    assert 'data-side-panel="checks"' not in html
    assert "Dipakai 0 kali" not in html


@pytest.mark.parametrize("address", ["workflows/list/", "sites/", "collections/"])
def test_a_closed_address_answers_as_the_newsroom_does(chief, address):
    answer = chief.get(f"/ruang-redaksi/{address}")
    assert answer.status_code == 404
    assert "terbit_staff/newsroom" in answer.text


def test_the_settings_do_not_name_wagtails_version(chief):
    assert "Wagtail v" not in chief.get("/ruang-redaksi/").text
