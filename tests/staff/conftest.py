"""A small newsroom: Rahma administers, Ani reports."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from terbit.staff import roles
from terbit.staff.models import User
from tests.staff.factories import PASSWORD, UserFactory
from tests.staff.provider import TwoRoles


@dataclass
class Newsroom:
    roles: TwoRoles
    rahma: User
    ani: User

    def sign_in(self, user: User) -> Client:
        """A browser of its own, signed in without typing."""
        client = Client()
        client.force_login(user)
        return client

    def try_to_sign_in(
        self, email: str, password: str = PASSWORD, client: Client | None = None, **extra: str
    ) -> Client:
        client = client or Client()
        client.post("/ruang-redaksi/login/", {"username": email, "password": password}, **extra)
        return client


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def newsroom(db, monkeypatch) -> Newsroom:
    provider = TwoRoles()
    monkeypatch.setattr(roles, "_registered", [provider])
    rahma = provider.give(UserFactory(name="Rahma", email="rahma@kabar.example"), "administrator")
    ani = provider.give(UserFactory(name="Ani", email="ani@kabar.example"), "reporter")
    return Newsroom(provider, rahma, ani)


@pytest.fixture
def mail_works(settings) -> None:
    settings.TERBIT_MAIL = settings.WAGTAIL_PASSWORD_RESET_ENABLED = True


@pytest.fixture
def outbox(mail_works, mailoutbox) -> Callable[[], list]:
    """All e-mail sent, after waiting for what is still on its way."""

    def wait() -> list:
        for thread in threading.enumerate():
            if thread.name == "terbit-mail":
                thread.join()
        return mailoutbox

    return wait


def signed_in(client: Client) -> bool:
    """Whether the newsroom lets this browser in."""
    return client.get("/ruang-redaksi/account/").status_code == 200
