"""One run of an import: the files are laid out, then written batch by batch, each of them whole or not at all.

Whatever ends a run, the next one finds in the ledger what has arrived, and goes on from there.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from wagtail.log_actions import log

from terbit.moving.arriving import linked, others, reporting, writing
from terbit.moving.arriving import mapping as mappings
from terbit.moving.arriving.fetching import Fetched
from terbit.moving.arriving.lines import Lines
from terbit.moving.arriving.lock import the_only_one
from terbit.moving.arriving.media import Files, Library, NoFiles
from terbit.moving.arriving.names import Names
from terbit.moving.arriving.same_site import move_of
from terbit.moving.arriving.spool import NoRoom, Spool
from terbit.moving.arriving.stories import Stories
from terbit.moving.bodies import Found
from terbit.moving.exports import opening
from terbit.moving.models import Move, OldItem, Source, State
from terbit.newsroom import related
from terbit.newsroom.models import Article
from terbit.pictures.models import MediaFile, Picture

if TYPE_CHECKING:
    from terbit.staff.models import User

UPLOADS = {Source.WORDPRESS: "/wp-content/uploads/", Source.GHOST: "/content/images/"}
COLLECTING = 10_000  # new objects before Python looks for garbage; usually 700
BROKEN = "broken"  # `Move.error` where nobody foresaw what ended a run
NO_ROOM = "no-room"
HEEDING = 1.0  # seconds from one word about how far it is to the next
AT_ONCE = 250  # stories in one transaction: the newsroom waits for it no longer than half a second
# Of a move that is here already; what somebody asks of it meanwhile (`Move.wanted`) is not the run's to write.
BEGUN = ["site", "state", "error", "finished_at", "files", "options", "mapping", "by", "total"]
Progress = Callable[[str, int, int], None]


class ImportRefused(Exception):
    """One sentence: nothing was written. `reason` is a code, for who says it in other words."""

    def __init__(self, sentence: str, reason: str = "") -> None:
        super().__init__(sentence)
        self.reason = reason


class Stopped(Exception):
    """Somebody asked for it, or threw away what was to move in."""


@dataclass
class Plan:
    """What is to be done. `mapping` as it was given, see `arriving.mapping`."""

    source: str
    paths: Sequence[Path]
    files: Files = field(default_factory=NoFiles)
    fetch: str | None = (
        None  # where the uploads lie on the web; "" for the old site itself; None: not from there
    )
    mapping: Any = None
    dry: bool = False
    user: User | None = None
    options: dict[str, Any] = field(default_factory=dict)


def quiet(_what: str, _done: int, _total: int) -> None:
    """Tells nobody."""


def look(plan: Plan, progress: Progress = quiet) -> Spool:
    """Lay out what is in the files; whoever asked closes it."""
    found = opening.find(plan.paths)
    wanted = {Source.WORDPRESS: opening.Kind.WXR, Source.GHOST: opening.Kind.GHOST}[Source(plan.source)]
    if others_there := [export for export in found.exports if export.kind is not wanted]:
        name, kind = others_there[0].name, others_there[0].kind
        verb = Source.GHOST if kind is opening.Kind.GHOST else Source.WORDPRESS
        raise ImportRefused(f"{name} is an export of {verb.label}: use `terbit import {verb.value}`.")
    if not found.exports:
        raise ImportRefused(reporting.why_none(found.troubles, plan.paths))
    spool = Spool()
    try:
        for number in spool.fill(found.records()):
            progress("reading", number, 0)
    except BaseException as error:
        spool.close()
        if isinstance(error, NoRoom):
            raise ImportRefused(str(error), NO_ROOM) from None
        raise
    return spool


def run(plan: Plan, progress: Progress = quiet) -> reporting.Report:
    """Do it. Raises `ImportRefused`, `SiteUnclear`, `MappingRefused` and `lock.Busy` before anything is written."""
    with the_only_one(dry=plan.dry), _little_memory(), _little_collecting():
        spool = look(plan, progress)
        try:
            return Run(plan, spool, progress).do()
        finally:
            spool.close()


@contextmanager
def _little_memory() -> Iterator[None]:
    """SQLite maps the whole database into memory, which looks as if an import took gigabytes."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA mmap_size").fetchone()
        cursor.execute("PRAGMA mmap_size = 0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA mmap_size = {int(before[0]) if before else 0}")


@contextmanager
def _little_collecting() -> Iterator[None]:
    """What is loaded stays: looking through all of it for garbage again and again took a tenth of an import."""
    before, is_frozen = gc.get_threshold(), gc.get_freeze_count() > 0
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTING, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if not is_frozen:  # as the house has it before it forks
            gc.unfreeze()


class Run:
    def __init__(self, plan: Plan, spool: Spool, progress: Progress) -> None:
        self.plan, self.spool, self.progress = plan, spool, progress
        self.move = move_of(plan.source, spool)
        proposed = mappings.propose(plan.source, spool)
        given = dict(self.move.mapping) if plan.mapping is None else plan.mapping
        self.mapping = mappings.check(plan.source, given, proposed)
        self.lines, self.choice = Lines(self), related.Choice()
        self._at, self._heeded = ("writing", 0, 0), time.monotonic()
        self.names = Names(self.mapping, spool, self.lines, self.choice, dry=plan.dry)
        self.library = Library(spool, self._files(), self.lines, self.heed, dry=plan.dry)
        self.stories = Stories(self.move, spool, self.names, self.library)
        self.report = reporting.Report(self.move, dry=plan.dry)
        self.is_begun = False

    def _files(self) -> Files:
        if self.plan.fetch is None:
            return self.plan.files
        base = self.plan.fetch or (self.move.site and f"{self.move.site}{UPLOADS[Source(self.plan.source)]}")
        return Fetched(base)

    def tell(self, what: str, done: int, total: int) -> None:
        self._at, self._heeded = (what, done, total), time.monotonic()
        self.progress(what, done, total)

    def heed(self, *at: Any) -> None:
        """Between two files: whoever asked may end the run here too. A batch may have hundreds to fetch."""
        self._at = at or self._at
        if time.monotonic() - self._heeded >= HEEDING:
            self.tell(*self._at)

    # The order of things -----------------------------------------------------------------------------

    def do(self) -> reporting.Report:
        try:
            self._remember()
            self._items()
            others.write(self)
            linked.tell(self)
            self._end()
        except BaseException as error:
            if self.is_begun:
                state = State.DECLARED if self.move.declared_at else State.STOPPED
                told = "" if isinstance(error, (Stopped, KeyboardInterrupt)) else BROKEN
                stopped = {"state": state, "error": told, "finished_at": timezone.now()}
                with transaction.atomic():
                    Move.objects.filter(pk=self.move.pk).update(**stopped)
                    log(instance=self.move, action="terbit.halt_move")
            raise
        return self.report

    def _remember(self) -> None:
        """What came by earlier runs: stories, so that links find them, and pictures."""
        if not self.move.pk:
            return
        types = {model: ContentType.objects.get_for_model(model) for model in (Article, Picture, MediaFile)}
        mine = OldItem.objects.filter(move=self.move)
        stories = mine.filter(content_type=types[Article]).values_list("key", "url", "object_id", "title")
        self.spool.known((key, url, int(pk), title) for key, url, pk, title in stories.iterator())
        for model in (Picture, MediaFile):
            files = mine.filter(content_type=types[model], key__startswith="file:")
            keys = {key.removeprefix("file:"): int(pk) for key, pk in files.values_list("key", "object_id")}
            credits_of = dict(model.objects.values_list("pk", "credit")) if keys else {}
            for file, pk in keys.items():
                if pk in credits_of:
                    self.library.known(file, Found(pk, credits_of[pk]))
                else:
                    self.library.gone(file)

    def begin(self) -> None:
        """Called in the first transaction that writes: a run that changes nothing leaves no trace either."""
        if self.is_begun or self.plan.dry:
            return
        self.move.state, self.move.error, self.move.finished_at = State.RUNNING, "", None
        self.move.files = [str(path) for path in self.plan.paths]
        self.move.options, self.move.mapping = self.plan.options, self.mapping.data
        self.move.by, self.move.total = self.plan.user, self.spool.items
        self.move.save(update_fields=BEGUN if self.move.pk else None)
        log(instance=self.move, action="terbit.begin_move", user=self.plan.user)
        self.is_begun = True

    def _items(self) -> None:
        kinds = self.spool.kinds()
        wanted = [
            kind
            for kind in kinds
            if self.mapping.kind(kind) == mappings.STORY and kind not in reporting.APART
        ]
        keys = self.spool.keys(wanted)
        forward = list(self._batches(keys, len(keys)))
        again = [seq for some in forward for seq in some]
        list(self._batches(again, len(again), again=True))

    def _batches(self, keys: list[int], total: int, *, again: bool = False) -> Iterator[list[int]]:
        """Write stories; yields those that link to what came later in the same run."""
        done, remaining = 0, iter(keys)
        while some := list(islice(remaining, AT_ONCE)):
            yield writing.Batch(self, some, again=again).write()
            done += len(some)
            self.tell("linking" if again else "writing", done, total)

    def _end(self) -> None:
        self.report.finish(self)
        settled = self.move.state in (State.ARRIVED, State.DECLARED)
        if self.plan.dry or not (self.is_begun or (self.move.pk and not settled)):
            return
        self.move.counts, self.move.told = self.report.counts, self.report.told
        self.move.done, self.move.finished_at = self.spool.items, timezone.now()
        if self.move.state in (State.RUNNING, State.STOPPED):
            self.move.state = State.DECLARED if self.move.declared_at else State.ARRIVED
        with transaction.atomic():
            self.move.save(update_fields=["counts", "told", "done", "finished_at", "state"])
            log(instance=self.move, action="terbit.move_in", user=self.plan.user, data=self.report.counts)
