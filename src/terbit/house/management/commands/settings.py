"""`terbit settings`: the table of `TERBIT_*` settings with the values in force."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from terbit import config


class Command(BaseCommand):
    help = "print every TERBIT_* setting, its value and what it does"
    needs_house = False
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="as JSON: variable to value; secrets are hidden"
        )
        parser.add_argument("--markdown", action="store_true", help="the table of the documentation")

    def handle(self, *args: object, **options: Any) -> None:
        if options["markdown"]:
            self.stdout.write(config.documentation(), ending="")
        elif options["json"]:
            table = {setting.variable: _shown(setting) for setting in config.SETTINGS}
            self.stdout.write(json.dumps(table, indent=2, ensure_ascii=False))
        else:
            for setting in config.SETTINGS:
                self.stdout.write(f"{setting.variable} = {_shown(setting)}\n    {setting.help}")
        for name in config.unknown(os.environ):
            self.stderr.write(f"{name} is set, but Terbit has no such setting.")


def _shown(setting: config.Setting) -> str:
    value = settings.CONFIG.values[setting.name]
    if setting.secret:
        return "(set)" if value else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str(value)
