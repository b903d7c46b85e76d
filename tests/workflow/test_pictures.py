"""Who changes which picture, and what readers go on being told about it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from terbit.pictures.models import Picture
from terbit.staff.models import User
from terbit.workflow.models import Role
from tests.factories import ArticleFactory, PictureFactory, SectionFactory, UserFactory
from tests.newsroom.bodies import media_file
from tests.workflow.screens import is_denied, signed_in

pytestmark = pytest.mark.django_db


def change(user: User, picture: Picture, screen: str = "edit", **typed: Any) -> Any:
    prefix = f"image-{picture.pk}-" if screen == "edit_multiple" else ""
    words = {"title": picture.title, "description": picture.description, "credit": picture.credit} | typed
    form = {f"{prefix}{name}": value for name, value in words.items()}
    headers = {"x-requested-with": "XMLHttpRequest"} if prefix else {}
    return signed_in(user).post(reverse(f"wagtailimages:{screen}", args=[picture.pk]), form, headers=headers)


@pytest.fixture
def shown() -> Picture:
    """A picture that readers see above a story."""
    picture = PictureFactory(description="Sungai meluap.", credit="Rina/Arumbai")
    ArticleFactory(lead_picture=picture, no_picture=False, published=True)
    return picture


@pytest.mark.parametrize("screen", ["edit", "edit_multiple"])
@pytest.mark.parametrize("name", ["description", "credit"])
def test_nobody_takes_alt_text_or_credit_from_what_readers_see(shown, name, screen):
    before = getattr(shown, name)
    for nothing in ("", "   "):
        change(UserFactory(role=Role.CHIEF_EDITOR), shown, screen, **{name: nothing})
        shown.refresh_from_db()
        assert getattr(shown, name) == before


def test_an_editor_corrects_them(shown):
    change(UserFactory(role=Role.EDITOR, role__section=SectionFactory()), shown, credit="Rino/Arumbai")
    shown.refresh_from_db()
    assert shown.credit == "Rino/Arumbai"


def test_what_lacked_a_credit_when_it_came_can_still_be_described(shown):
    Picture.objects.update(credit="")
    shown.refresh_from_db()
    change(UserFactory(role=Role.EDITOR), shown, description="Sungai surut.")
    shown.refresh_from_db()
    assert shown.description == "Sungai surut."


def test_what_no_reader_sees_may_be_emptied():
    picture = PictureFactory()
    change(UserFactory(role=Role.EDITOR), picture, credit="")
    picture.refresh_from_db()
    assert picture.credit == ""


def test_a_reporter_changes_only_what_he_brought_in(shown):
    reporter = UserFactory(role=Role.REPORTER)
    own, recording = PictureFactory(uploaded_by_user=reporter), media_file()
    assert is_denied(change(reporter, shown, credit="Saya"))
    assert is_denied(
        signed_in(reporter).post(reverse("wagtaildocs:edit", args=[recording.pk]), {"title": "x"})
    )
    change(reporter, own, credit="Saya")
    assert set(Picture.objects.filter(credit="Saya")) == {own}
