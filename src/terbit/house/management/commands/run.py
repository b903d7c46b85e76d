"""`terbit run`: the paper and the newsroom, in the foreground."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from terbit.house import first_account, founding, loopback, serving, site_folder, web
from terbit.house.lock import open_house
from terbit.house.logs import LogFile, kept_elsewhere


class Command(BaseCommand):
    help = "serve the paper and the newsroom, publish on time; Ctrl-C ends it"
    needs_house = False
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        config = settings.CONFIG
        parser.add_argument(
            "--host", default=config.string("host"), help="address to listen on (%(default)s)"
        )
        parser.add_argument("--port", default=config.number("port"), type=int, help="port (%(default)s)")
        parser.add_argument(
            "--workers", default=config.number("workers"), type=int, help="web processes (%(default)s)"
        )
        parser.add_argument(
            "--log", choices=["-", "file"], default="-" if kept_elsewhere() else "file",
            help="-: only to the terminal or journal; file: also to logs/ of the site folder (%(default)s)",
        )  # fmt: skip

    def handle(self, *args: object, host: str, port: int, workers: int, **options: Any) -> None:
        if not 1 <= workers <= 64:
            raise CommandError(f"{workers} web processes cannot be: choose 1 to 64.", returncode=2)
        if loopback.is_marked():
            loopback.refuse_others(host)
        with web.listen(host, port) as opened:
            if site_folder.what_is_missing():
                self.found()
            with open_house():
                self.refuse_another_age()
                founding.make_triggers()
                self.furnish()
                log_file = LogFile() if options["log"] == "file" else None
                self.introduce(host, port)
                serving.serve(opened, workers, settings.CONFIG.number("threads"), log_file)

    def found(self) -> None:
        """Make a house where there is none."""
        self.say(*founding.found())
        if first_account.on_a_terminal():
            self.say(*first_account.make_one())

    def furnish(self) -> None:
        """What a house of its own kind needs before anybody comes in."""

    def refuse_another_age(self) -> None:
        founding.refuse_newer()
        if founding.missing_migrations():
            raise CommandError(
                "The database is older than this Terbit: `terbit init` brings it up to date.", returncode=2
            )

    def introduce(self, host: str, port: int) -> None:
        public = settings.TERBIT_URL
        self.say(f"The paper:     {public}/", f"The newsroom:  {public}/ruang-redaksi/")
        parts = urlsplit(public)
        if (parts.hostname, parts.port) != (host, port):
            self.say(f"Listening on {host}:{port}.")
        if not loopback.is_loopback(host) and loopback.is_loopback(parts.hostname or ""):
            self.say(f"Only {public} is answered: name the address others use in TERBIT_URL.")
        if not first_account.exists():
            self.say(first_account.HOW_TO_MAKE_ONE)
        if sys.stdout.isatty():
            self.say("Ctrl-C ends it.")

    def say(self, *lines: str) -> None:
        for line in lines:
            self.stdout.write(line)
        self.stdout.flush()
