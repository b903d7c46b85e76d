"""`terbit topics`: what is proposed for tidying the topics."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from terbit.moving.tidying import queue, screen
from terbit.moving.tidying.reasons import Reason


class Command(BaseCommand):
    help = "list the merges and drops of topics that wait for an editor; --propose looks for them anew"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--propose", action="store_true", help="look for proposals anew first")
        parser.add_argument("--json", action="store_true", help="the result as JSON")

    def handle(self, *args: object, **options: Any) -> None:
        if options["propose"]:
            queue.look()
        waiting = screen.waiting().iterator()
        rows = [
            {
                "topic": each.topic.name,
                "into": each.into.name if each.into else None,
                "reason": each.reason,
            }
            for each in waiting
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"proposals": rows}, ensure_ascii=False))
            return
        with translation.override("en"):
            for row in rows:
                why = Reason(row["reason"]).label
                self.stdout.write(f"{row['topic']} → {row['into'] or '(drop)'}: {why}")
        self.stdout.write(_summary(len(rows)))


def _summary(number: int) -> str:
    if not number:
        return "No proposal waits."
    wait, them = ("1 proposal waits", "it") if number == 1 else (f"{number} proposals wait", "them")
    return f"{wait}; decide {them} under “Rapikan topik” in the newsroom."
