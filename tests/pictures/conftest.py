"""People of the newsroom, and what live pages show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from terbit.pictures import public

SHOWN: set[int] = set()
PLAYED: set[int] = set()
public.register(lambda pks: pks & SHOWN)
public.register_media(lambda pks: pks & PLAYED)


@pytest.fixture
def shown() -> Iterator[set[int]]:
    """The keys of the pictures that live pages show; add to it."""
    yield SHOWN
    SHOWN.clear()


@pytest.fixture
def played() -> Iterator[set[int]]:
    """The keys of the media that live pages play; add to it."""
    yield PLAYED
    PLAYED.clear()


class Visitor(Client):
    """A browser that reads every answer to its end, into `body`."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        response.body = b"".join(response.streaming_content) if response.streaming else response.content
        return response


@pytest.fixture
def client() -> Visitor:
    return Visitor()


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """Makes somebody with access to the newsroom and the permissions named, such as `add_picture`."""

    def make(*codenames: str, email: str = "siti@kabar.example", superuser: bool = False) -> Any:
        user = get_user_model().objects.create_user(
            email=email, name="Siti", password="rahasia-sekali", is_superuser=superuser
        )
        names = ("access_admin", *codenames)
        user.user_permissions.set(Permission.objects.filter(codename__in=names))
        return user

    return make


@pytest.fixture
def editor(person: Callable[..., Any]) -> Visitor:
    """A browser signed in by somebody who may do everything with pictures and media."""
    client = Visitor()
    actions = ("add", "change", "delete")
    client.force_login(person(*(f"{act}_{model}" for act in actions for model in ("picture", "mediafile"))))
    return client
