"""`terbit press`: press addresses, everything, or look whether everything printed is right."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from collections import Counter
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.management.base import BaseCommand, CommandError

from terbit.lib import prints
from terbit.press import addressbook, editions, pressroom, verifying
from terbit.press import folder as folders
from terbit.press.folder import Folder

EACH = 2.0  # seconds between two lines of progress
AGREED = 5.0  # seconds; a press at work follows a change of the settings within one


class Command(BaseCommand):
    help = "press addresses of the paper, or --all of it; --verify looks whether every print is right"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "addresses", nargs="*", metavar="URL", help="an address of the paper: /section/ or whole"
        )
        parser.add_argument(
            "--all", action="store_true", help="press whatever of the paper is not printed yet"
        )
        parser.add_argument(
            "--verify", action="store_true", help="render every print again and list what differs"
        )
        parser.add_argument("--json", action="store_true", help="the result as JSON")

    def handle(self, *args: object, addresses: list[str], **options: Any) -> None:
        if bool(addresses) + options["all"] + options["verify"] != 1:
            raise CommandError("Name addresses, or --all, or --verify.", returncode=2)
        folder = folders.folder()
        if folder.is_worked_on():
            _agree(folder)
        else:
            folder.open()
        if options["verify"]:
            self.verify(folder, options["json"])
        elif options["all"]:
            self.press_all(folder, options["json"])
        else:
            self.press(folder, [address_of(word) for word in addresses], options["json"])

    def press(self, folder: Folder, addresses: list[str], as_json: bool) -> None:
        results = [pressroom.press(folder, address) for address in addresses]
        if as_json:
            self.stdout.write(json.dumps({result.address: result.state for result in results}))
        else:
            for result in results:
                self.stdout.write(f"{result.address}: {SAID[result.state]} {result.reason}".rstrip())
        if any(result.state in ("failed", "gone") for result in results):
            raise CommandError("Not everything could be pressed.", returncode=1)

    def press_all(self, folder: Folder, as_json: bool) -> None:
        counts: Counter[str] = Counter()
        began = told = time.monotonic()
        for address in dict.fromkeys(addressbook.addresses()):
            counts[pressroom.press(folder, address, again=False).state] += 1
            if not as_json and time.monotonic() - told > EACH:
                told = time.monotonic()
                self.stdout.write(f"{_said(counts)}, {counts['kept'] / (told - began):.0f} a second.")
        seconds = time.monotonic() - began
        folder.settle()
        if as_json:
            self.stdout.write(json.dumps(dict(counts) | {"seconds": round(seconds, 2)}))
        else:
            self.stdout.write(
                f"{_said(counts)} in {seconds:.0f} s ({counts['kept'] / seconds:.0f} a second)."
            )
        if counts["failed"]:
            raise CommandError("Not everything could be pressed; the log says why.", returncode=1)

    def verify(self, folder: Folder, as_json: bool) -> None:
        findings = list(verifying.verify(folder))
        looked = folder.index.one("SELECT count(*) AS number FROM sheet")
        number = looked["number"] if looked else 0
        if as_json:
            rows = [finding.__dict__ for finding in findings]
            self.stdout.write(json.dumps({"prints": number, "wrong": rows}))
        else:
            for finding in findings:
                self.stdout.write(f"{finding.address} ({finding.edition}): {finding.sentence}")
            self.stdout.write(f"{number} prints looked at, {len(findings)} wrong.")
        if findings:
            raise CommandError("Not every print is right.", returncode=1)


SAID = {
    "kept": "pressed.",
    "same": "printed already.",
    "gone": "leads nowhere, or to what is not printed.",
    "failed": "could not be pressed.",
}


def _agree(folder: Folder) -> None:
    """Beside a house at work its press alone decides which edition readers get: we press into that or not."""
    until = time.monotonic() + AGREED
    while folder.current != editions.read().name:
        if time.monotonic() > until:
            raise CommandError(
                "The house that runs here is of another Terbit or has other settings: restart it, and press then.",
                returncode=1,
            )
        time.sleep(0.1)


def _said(counts: Counter[str]) -> str:
    return f"{counts['kept']} pressed, {counts['same']} printed already, {counts['gone']} not printed"


def address_of(word: str) -> str:
    """An address as readers type it, whole or from the first slash on, as the press knows it."""
    parts = urlsplit(word)
    path = prints.normal(unquote(parts.path)) or "/"
    if not path.startswith("/"):
        raise CommandError(f"“{word}” is no address of the paper: it begins with / or http.", returncode=2)
    return prints.address_of(path, parts.query)
