"""What `terbit doctor` looks at: checks of Django's framework with the tag "house".

They are registered as deployment checks, so that no other command pays for them. Other packages may register
theirs with the same tag: `@checks.register("house", deploy=True)`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.checks import CheckMessage
from django.db import DatabaseError, connection
from django.utils import timezone

from terbit import config
from terbit.house import founding, leftovers, site_folder
from terbit.house.models import WorkerBeat
from terbit.lib import health

TAG = "house"
# No clock is right that stands before this Terbit was written.
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
Check = Callable[[], Iterator[str]]


def _register(
    number: int, level: type[CheckMessage], with_database: bool = False
) -> Callable[[Check], Check]:
    def decorate(check: Check) -> Check:
        def run(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
            if with_database and not databases:
                return []
            return [level(sentence, id=f"house.{level.__name__[0]}{number:03}") for sentence in check()]

        checks.register(run, TAG, deploy=True)
        return check

    return decorate


def database_answers() -> str | None:
    """None, or one sentence when the database cannot be used or lacks tables: then nothing else can be asked."""
    try:
        missing, unknown = founding.missing_migrations(), founding.unknown_migrations()
    except DatabaseError as error:
        from terbit.house import explain

        return explain.sentence(error)
    if unknown:
        return f"The database was made by a newer Terbit ({unknown[-1]}): install that one."
    if missing:
        return f"The database lacks {len(missing)} changes of this Terbit: `terbit init` makes them."
    return None


@_register(1, checks.Error)
def folders() -> Iterator[str]:
    for path in (Path(settings.HOME), *(Path(settings.HOME) / name for name in site_folder.FOLDERS)):
        if not path.is_dir():
            yield f"The folder {path} is missing: `terbit init` makes it."
        elif not os.access(path, os.W_OK | os.X_OK):
            yield f"The folder {path} may not be written by the user Terbit runs as: check who owns it."


@_register(12, checks.Warning)
def cut_short() -> Iterator[str]:
    for path in leftovers.left_behind(leftovers.HOLDING, leftovers.RESTORING):
        verb = "backup" if path.name.startswith(leftovers.HOLDING) else "restore"
        yield f"The folder {path} is left of a {verb} that was cut short: the next {verb} removes it, or delete it."


@_register(2, checks.Warning)
def privacy() -> Iterator[str]:
    home = Path(settings.HOME)
    if _mode(home) & (stat.S_IROTH | stat.S_IWOTH | stat.S_IWGRP):
        yield f"Others on this machine may look into or write {home}: `chmod 711 {home}` or stricter."
    key = home / "secret_key"
    if key.exists() and _mode(key) & 0o077:
        yield f"Others on this machine may read the secret key: `chmod 600 {key}`."
    if (database := site_folder.database_file()) and database.exists() and _mode(database) & 0o007:
        yield f"Others on this machine may read the database: `chmod 600 {database}`."


@_register(3, checks.Warning)
def addresses() -> Iterator[str]:
    public = urlsplit(settings.TERBIT_URL)
    if public.scheme == "http" and not _is_local(public.hostname or ""):
        yield f"TERBIT_URL is {settings.TERBIT_URL}, so passwords travel unencrypted: use https."
    if {"0.0.0.0/0", "::/0"} & set(settings.TERBIT_PROXIES):
        yield "TERBIT_PROXIES believes everybody: name the proxies only."


@_register(4, checks.Warning)
def settings_in_force() -> Iterator[str]:
    if settings.DEBUG:
        yield "TERBIT_DEBUG is on, which shows readers the inside of the house when something fails: unset it."
    for name in config.unknown(os.environ):
        yield f"{name} is set, but Terbit has no such setting: `terbit settings` lists them."


@_register(5, checks.Error)
def clock() -> Iterator[str]:
    if datetime.now(UTC) < RELEASED:
        yield f"The clock of this machine stands at {datetime.now(UTC):%Y-%m-%d}, which is long past: set it."
    try:
        ZoneInfo(settings.TIME_ZONE)
    except ZoneInfoNotFoundError:
        yield f"This machine does not know the time zone {settings.TIME_ZONE}: install tzdata."


@_register(6, checks.Error, with_database=True)
def database() -> Iterator[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            if (mode := cursor.fetchone()[0]) != "wal":
                yield f"SQLite keeps its journal as {mode}, not WAL: does it lie on a network share?"
            cursor.execute("PRAGMA quick_check(1)")
            if (found := cursor.fetchone()[0]) != "ok":
                yield f"The database is damaged ({found}): restore a backup with `terbit restore FILE --force`."
        else:
            cursor.execute("SELECT now(), current_setting('server_encoding')")
            now, encoding = cursor.fetchone()
            if abs(now - timezone.now()) > timedelta(seconds=30):
                yield "The clocks of this machine and of the database differ by more than half a minute: set them."
            if encoding != "UTF8":
                yield f"The database keeps text as {encoding}: restore a backup into one that uses UTF8."


@_register(11, checks.Error, with_database=True)
def clock_set_back() -> Iterator[str]:
    beat = WorkerBeat.objects.first()
    if beat and beat.beat_at > timezone.now() + timedelta(minutes=1):
        yield "The clock has been set back: the worker's last sign of life lies in the future. Set the clock."


@_register(7, checks.Warning, with_database=True)
def accounts() -> Iterator[str]:
    active = get_user_model().objects.filter(is_active=True)
    if not active.exists():
        yield "Nobody can sign in: `terbit init --email ADDRESS --name NAME` makes the first account."
    for name in active.filter(is_superuser=True).values_list("email", flat=True):
        yield f"The account {name} is a superuser, an account for emergencies: give it roles instead."


@_register(8, checks.Warning, with_database=True)
def failed_tasks() -> Iterator[str]:
    from django_tasks_db.models import DBTaskResult

    since = timezone.now() - timedelta(days=1)
    if count := DBTaskResult.objects.failed().filter(finished_at__gt=since).count():
        yield f"Background tasks that failed within a day: {count}; the log says why."


@_register(9, checks.Warning, with_database=True)
def condition() -> Iterator[str]:
    """What the newsroom's board shows too: the worker, its jobs, the disk."""
    yield from health.sentences()


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else 0


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))
