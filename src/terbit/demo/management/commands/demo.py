"""`terbit demo`: the invented newspaper, made where there is none, then served."""

from __future__ import annotations

import ipaddress
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from terbit.demo import newspaper, sources, staff
from terbit.newsroom.models import Article


class Command(BaseCommand):
    help = "an invented newspaper with a year of stories, made in an empty house, then `run`"
    needs_house = False
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        config = settings.CONFIG
        parser.add_argument(
            "--host", default=config.string("host"), help="loopback address to listen on (%(default)s)"
        )
        parser.add_argument("--port", default=config.number("port"), type=int, help="port (%(default)s)")
        parser.add_argument("--only-make", action="store_true", help="make the newspaper, do not serve it")

    def handle(self, *args: object, host: str, port: int, only_make: bool, **options: Any) -> None:
        if not _is_loopback(host):
            raise CommandError(
                f"The demo's passwords are known to everybody, so it is not served on {host}: "
                "use 127.0.0.1, or `terbit run` for a newspaper of your own.",
                returncode=2,
            )
        call_command("init", verbosity=0)
        self._fill()
        self._introduce()
        if not only_make:
            call_command("run", host=host, port=port)

    def _fill(self) -> None:
        if Article.objects.filter(uuid=newspaper.first_uuid()).exists():
            return
        if Article.objects.exists():
            raise CommandError(
                "There are stories in this house already: name an empty folder with TERBIT_HOME.", returncode=2
            )
        total = len(sources.stories())
        with transaction.atomic():
            paper = newspaper.Newspaper()
            paper.ground()
            staff.make()
            for number, _story in enumerate(paper.stories(), 1):
                if number % 10 == 0 or number == total:
                    self.stdout.write(f"Printed {number} of {total} stories.")
                    self.stdout.flush()

    def _introduce(self) -> None:
        self.stdout.write(f"\nSign in at {settings.TERBIT_URL}/ruang-redaksi/ with the password {staff.PASSWORD}:")
        for account in staff.one_per_role():
            self.stdout.write(f"  {account.email:<38} {account.name}, {account.role.label}")
        self.stdout.write("")
        self.stdout.flush()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
