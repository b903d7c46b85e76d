"""`terbit doctor`: what is wrong with this installation, in sentences."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage
from django.core.management.base import BaseCommand
from django.utils import translation

from terbit.house import checks as house_checks
from terbit.house import digest


class Command(BaseCommand):
    help = "say what is wrong with this installation, or print a checksum over its content"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--digest", action="store_true", help="print one checksum over all content")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: object, **options: Any) -> None:
        if options["digest"]:
            self._digest(options["json"])
            return
        with translation.override("en"):
            found = examine()
            if options["json"]:
                self._json(found)
            else:
                for message in found:
                    self.stdout.write(str(message.msg))
                self.stdout.write("" if found else "Nothing is wrong.", ending="" if found else "\n")
        if found:
            sys.exit(1)

    def _digest(self, as_json: bool) -> None:
        whole = digest.of_house()
        if as_json:
            kinds = {kind: {"count": part.count, "digest": part.digest} for kind, part in whole.kinds.items()}
            self.stdout.write(json.dumps({"digest": whole.digest, "kinds": kinds}, indent=2))
        else:
            self.stdout.write(whole.digest)

    def _json(self, found: list[CheckMessage]) -> None:
        rows = [
            {"id": message.id, "level": type(message).__name__.lower(), "sentence": str(message.msg)}
            for message in found
        ]
        self.stdout.write(json.dumps({"ok": not found, "found": rows}, indent=2, ensure_ascii=False))


def examine() -> list[CheckMessage]:
    """All that is wrong, the serious first."""
    found: list[CheckMessage] = []
    databases = ["default"]
    if trouble := house_checks.database_answers():
        found.append(checks.Error(trouble, id="house.E010"))
        databases = []
    found += checks.run_checks(tags=[house_checks.TAG], include_deployment_checks=True, databases=databases)
    found += [message for message in checks.run_checks(databases=databases) if message.is_serious()]
    return sorted(found, key=lambda message: -message.level)
