"""The publication's own screen."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_the_accents_are_chosen_as_colours(client: Client) -> None:
    client.force_login(UserFactory(role="chief_editor"))
    html = client.get("/ruang-redaksi/settings/terbit_newsroom/publication/", follow=True).text
    for name in ("accent", "accent_dark"):
        assert f'<input type="color" name="{name}"' in html
