"""Where a picture is used, without telling of stories one may not see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import ArticleFactory
from tests.pictures.factories import PictureFactory

HEADLINE = "Bupati Jadi Tersangka Korupsi Jembatan"


@pytest.mark.django_db
@pytest.mark.parametrize("screen", ["image_usage", "delete", "edit", "index"])
def test_a_photographer_learns_no_headline_from_where_a_picture_is_used(
    person: Callable[..., Any], screen: str
) -> None:
    picture = PictureFactory()
    ArticleFactory(headline=HEADLINE, lead_picture=picture, no_picture=False)
    photographer, chief = Client(), Client()
    photographer.force_login(person("add_picture", "change_picture", "delete_picture"))
    chief.force_login(person(email="chief@kabar.example", superuser=True))
    address = reverse(f"wagtailimages:{screen}", args=(picture.pk,) if screen != "index" else ())
    page = photographer.get(address)
    assert page.status_code == 200
    assert HEADLINE not in page.content.decode()
    if screen == "image_usage":
        assert HEADLINE in chief.get(address).content.decode()
