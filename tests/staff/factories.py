"""Accounts for tests."""

from __future__ import annotations

import factory

from terbit.staff.models import User

PASSWORD = "matahari-terbit-7"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Orang {n}")
    email = factory.Sequence(lambda n: f"orang{n}@kabar.example")
    password = factory.django.Password(PASSWORD)
