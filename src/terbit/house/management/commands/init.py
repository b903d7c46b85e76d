"""`terbit init`: makes a house where there is none, and brings an older one up to date."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core import checks
from django.core.management.base import BaseCommand, CommandError

from terbit.house import first_account, founding
from terbit.house.lock import open_house


class Command(BaseCommand):
    help = "make the site folder, the database and the first account, or bring them up to date"
    needs_house = False
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", default="", help="who gets the first account, or a new sign-in link")
        parser.add_argument("--name", default="", help="the name of that person")

    def handle(self, *args: object, email: str, name: str, **options: Any) -> None:
        first_account.check(email, name)
        for line in founding.found() or ["Everything is up to date; nothing was changed."]:
            self.stdout.write(line)
        self._check()
        with open_house():
            for line in first_account.make_one(email, name):
                self.stdout.write(line)

    def _check(self) -> None:
        found = checks.run_checks(databases=["default"])
        serious = [str(message.msg) for message in found if message.is_serious()]
        if serious:
            raise CommandError("The house is made, but: " + " ".join(serious), returncode=1)
