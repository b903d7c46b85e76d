"""`terbit pull`: withdraw prints; whoever asks next gets a new one."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from terbit.press import folder as folders
from terbit.press.management.commands.press import address_of


class Command(BaseCommand):
    help = "withdraw the prints of addresses; whoever asks next gets them new"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "addresses", nargs="+", metavar="URL", help="an address of the paper: /section/ or whole"
        )

    def handle(self, *args: object, addresses: list[str], **options: object) -> None:
        folder = folders.folder()
        number = folder.pull([address_of(word) for word in addresses])
        self.stdout.write(f"{number} prints withdrawn.")
