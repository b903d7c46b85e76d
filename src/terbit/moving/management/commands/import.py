"""`terbit import`: move an archive in, with a line for each of its old addresses."""  # noqa: N999 - the verb

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from terbit.moving.arriving import files as from_disk
from terbit.moving.arriving import ledger, mapping, replay, running, saved_pages, undoing
from terbit.moving.arriving.fetching import FetchRefused
from terbit.moving.arriving.lock import Busy
from terbit.moving.arriving.reporting import Report
from terbit.moving.arriving.said import page_sentences, sentences
from terbit.moving.arriving.same_site import SiteUnclear
from terbit.moving.models import Move, Source
from terbit.newsroom.clock import publications_time

REFUSALS = (
    running.ImportRefused,
    SiteUnclear,
    mapping.MappingRefused,
    from_disk.FilesRefused,
    FetchRefused,
    Busy,
)
TEXT = "text"
OF_EXPORTS = (
    "mapping",
    "write_mapping",
    "media",
    "fetch",
    "ledger",
    "replay",
    "undo",
    "declare_done",
    "site",
)
EACH = 2.0  # seconds between two lines of progress


class Command(BaseCommand):
    help = "move an archive in: an export of WordPress or Ghost, or pages saved as text"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("source", choices=[*Source.values, TEXT], help="what the files come from")
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="all files of one export")
        parser.add_argument("--dry-run", action="store_true", help="tell all, write nothing")
        parser.add_argument("--mapping", type=Path, metavar="FILE", help="what categories become, as JSON")
        parser.add_argument("--write-mapping", type=Path, metavar="FILE", help="write the proposal and end")
        where = parser.add_mutually_exclusive_group()
        where.add_argument(
            "--media", type=Path, metavar="DIR", help="the uploads of the old site, folder or ZIP"
        )
        where.add_argument(
            "--fetch",
            nargs="?",
            const="",
            metavar="URL",
            help="fetch the files from the old site, or from where its uploads lie",
        )
        ending = parser.add_mutually_exclusive_group()
        ending.add_argument("--undo", action="store_true", help="take the last move from there back")
        ending.add_argument(
            "--declare-done", action="store_true", help="it has moved: no taking back any more"
        )
        parser.add_argument("--site", help="with either, the old site's address, where several moved in")
        parser.add_argument("--ledger", type=Path, metavar="FILE.csv", help="a line for every old address")
        parser.add_argument(
            "--replay",
            nargs="?",
            const=settings.TERBIT_URL,
            metavar="URL",
            help="then ask the running paper (TERBIT_URL, or at that address) for each old address",
        )
        parser.add_argument("--json", action="store_true", help="the report as JSON")

    def handle(self, *args: object, source: str, files: list[Path], **options: Any) -> None:
        if source == TEXT:
            self._pages(files, options)
            return
        if options["undo"] or options["declare_done"]:
            self._end(_move(source, options["site"]), undo=options["undo"])
            return
        if not files:
            raise CommandError("Name the files of an export.", returncode=2)
        given = _read_mapping(options["mapping"])
        told = _Progress(self, quiet=options["json"])
        try:
            plan = running.Plan(source, files, mapping=given, dry=options["dry_run"])
            if options["media"]:
                plan.files = from_disk.at(options["media"])
            plan.fetch = options["fetch"]
            with publications_time():
                if options["write_mapping"]:
                    self._propose(plan, options["write_mapping"], told)
                    return
                report = running.run(plan, told)
        except REFUSALS as refused:
            raise CommandError(str(refused), returncode=1 if isinstance(refused, Busy) else 2) from None
        if options["ledger"]:
            self._write_ledger(report, options["ledger"])
        asked = self._replay(report, options["replay"]) if options["replay"] and not report.dry else None
        self._say(report, asked, as_json=options["json"])

    def _write_ledger(self, report: Report, file: Path) -> None:
        try:
            ledger.write(report.move, file)
        except OSError as error:
            said = f"The import is done, but {file} cannot be written ({error.strerror})"
            raise CommandError(f"{said}: run it again with another --ledger.", returncode=1) from None

    def _end(self, move: Move, *, undo: bool) -> None:
        try:
            if not undo:
                undoing.declare(move)
                self.stdout.write(f"{move} has moved in for good.")
                return
            gone = undoing.undo(move)
        except undoing.UndoRefused as refused:
            raise CommandError(str(refused), returncode=1) from None
        except Busy as busy:
            raise CommandError(str(busy), returncode=1) from None
        said = ", ".join(f"{number} {name}" for name, number in gone.items() if name != "kept")
        kept = f" {gone['kept']} stay, because something else uses them." if gone["kept"] else ""
        self.stdout.write(f"Taken back: {said or 'nothing'}.{kept}")

    def _replay(self, report: Report, base: str) -> replay.Replay:
        try:
            asked = replay.replay(report.move, base)
        except replay.Unreachable as unreachable:
            raise CommandError(str(unreachable), returncode=1) from None
        replay.keep(report.move, asked)
        return asked

    def _pages(self, files: list[Path], options: dict[str, Any]) -> None:
        meant = [name for name in OF_EXPORTS if options[name]]
        if meant or not files:
            said = (
                f"--{meant[0].replace('_', '-')} is for exports" if meant else "Name the files of saved pages"
            )
            raise CommandError(f"{said}.", returncode=2)
        with publications_time():
            report = saved_pages.take_in(files, dry=options["dry_run"])
        if options["json"]:
            whole = {"source": TEXT, "dry_run": options["dry_run"]} | report.counts | {"told": report.told}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2))
            return
        for line in page_sentences(report):
            self.stdout.write(line)

    def _propose(self, plan: running.Plan, file: Path, told: running.Progress) -> None:
        spool = running.look(plan, told)
        try:
            proposed = mapping.propose(plan.source, spool)
        finally:
            spool.close()
        try:
            file.write_text(json.dumps(proposed, indent=2, ensure_ascii=False) + "\n", "utf-8")
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.", returncode=2) from None
        self.stdout.write(f"Wrote {file}: change it, then `terbit import {plan.source} … --mapping {file}`.")

    def _say(self, report: Report, asked: replay.Replay | None, *, as_json: bool) -> None:
        if as_json:
            about = {"source": report.move.source, "site": report.move.site, "dry_run": report.dry}
            again = {"replay": asked.as_json()} if asked else {}
            whole = about | report.counts | again | {"told": report.told}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2))
        else:
            for sentence in [*sentences(report), *(asked.sentences() if asked else [])]:
                self.stdout.write(sentence)
        if asked and not asked.is_right:
            raise CommandError("Not every old address answers.", returncode=1)
        if not report.adds_up:
            raise CommandError(
                "The numbers do not add up: items are not those that arrived and were skipped."
            )


class _Progress:
    def __init__(self, command: Command, *, quiet: bool) -> None:
        self.command, self.quiet = command, quiet
        self.last = time.monotonic()

    def __call__(self, what: str, done: int, total: int) -> None:
        if self.quiet or time.monotonic() - self.last < EACH:
            return
        self.last = time.monotonic()
        of = f" of {total}" if total else ""
        self.command.stdout.write(f"{what.capitalize()}: {done}{of} …")
        sys.stdout.flush()


def _move(source: str, site: str | None) -> Move:
    moves = Move.objects.filter(source=source)
    if site:
        moves = moves.filter(site=site.rstrip("/"))
    found = list(moves)
    if not found:
        raise CommandError(
            f"Nothing has moved in from {Source(source).label} {site or ''}".rstrip() + ".", returncode=1
        )
    if len(found) > 1:
        sites = ", ".join(move.site for move in found)
        raise CommandError(f"Several sites have moved in: name one with --site ({sites}).", returncode=2)
    return found[0]


def _read_mapping(file: Path | None) -> Any:
    if file is None:
        return None
    try:
        return json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=2) from None
    except ValueError as error:
        raise CommandError(f"{file} is no JSON: {error}.", returncode=2) from None
