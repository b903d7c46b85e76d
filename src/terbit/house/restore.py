"""Makes a house out of a backup, on this machine's kind of database, beside the one that may stand there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.apps.registry import Apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone, translation

from terbit.house import archive, founding, site_folder
from terbit.house.aside import Aside, clear_up
from terbit.house.lock import FILES as LOCKS
from terbit.house.lock import closed_house
from terbit.house.tables import Names, Table, kept_models
from terbit.lib import content


@dataclass(frozen=True)
class Report:
    """When the backup was made, what came out of it, and where the house lies that stood here before."""

    made: str
    rows: int
    files: int
    former: str = ""


def restore(stream: IO[bytes], force: bool = False) -> Report:
    """Restore from a file that can be read twice. Raises CommandError with one sentence; then nothing changed."""
    header, manifest = _proven(stream)
    _check(header, force)
    aside = Aside(f"former-{timezone.localtime():%Y%m%d-%H%M%S}")
    # Migrations write texts into the database; these are not in the language of whoever restores.
    with _nobody_in(), translation.override(None):
        _check(header, force)
        clear_up()
        with aside.construction():
            _build(stream, header, manifest, aside.folder)
            had_one = aside.move_in()
    rows = sum(manifest["rows"].values())
    former = str(aside.former) if had_one else ""
    if former and connection.vendor == "postgresql":
        former += f" and in the schema {aside.former_schema} of the database"
    return Report(header["made"], rows, manifest["files"], former)


def _proven(stream: IO[bytes]) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        return archive.verify(stream)
    except archive.BadArchive as error:
        raise CommandError(f"This backup cannot be restored: {error}.", returncode=2) from None


def _check(header: dict[str, Any], force: bool) -> None:
    targets_of(header)
    if stands_here() and not force:
        raise CommandError(
            "A house stands here already: --force puts the backup in its place and keeps the old one aside.",
            returncode=2,
        )


@contextmanager
def _nobody_in() -> Iterator[None]:
    """The site folder, for us alone; one that is made in vain goes again."""
    home = Path(settings.HOME)
    made = not home.exists()
    if made:
        home.mkdir(mode=0o700, parents=True)
        home.chmod(0o700)
    try:
        with closed_house():
            yield
    finally:
        if made and {path.name for path in home.iterdir()} <= set(LOCKS):
            shutil.rmtree(home)


def stands_here() -> bool:
    """Whether there is anything a restore would replace."""
    home = Path(settings.HOME)
    if site_folder.is_half_restored() or _holds_files(home / "media"):
        return True
    if (home / "secret_key").exists() or (home / "db.sqlite3").exists():
        return True
    return connection.vendor == "postgresql" and "django_migrations" in connection.introspection.table_names()


def _holds_files(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def targets_of(header: dict[str, Any]) -> list[tuple[str, str]]:
    """The last migration of each app in the backup's database. Raises CommandError when this code lacks one."""
    loader = MigrationLoader(None)
    replaced = {old: new for new, migration in loader.disk_migrations.items() for old in migration.replaces}
    applied = {(app, name) for app, name in header["migrations"]}
    targets = {key if key in loader.graph.nodes else replaced.get(key, key) for key in applied}
    if strangers := sorted(app for app, name in targets - set(loader.graph.nodes)):
        raise CommandError(
            f"This backup was made by another Terbit ({header.get('terbit')}), which knows more of {strangers[0]}: "
            "install that one or a newer one.",
            returncode=2,
        )
    nodes = loader.graph.node_map
    return sorted(
        key for key in targets if not targets & {c.key for c in nodes[key].children if c.key[0] == key[0]}
    )


def _build(stream: IO[bytes], header: dict[str, Any], manifest: dict[str, Any], folder: Path) -> None:
    targets = targets_of(header)
    executor = MigrationExecutor(connection)
    apps = executor.migrate(targets).apps
    stream.seek(0)
    try:
        with transaction.atomic():
            files = _unpack(stream, apps, folder)
            _prove_counts(apps, manifest, files)
    except (DatabaseError, archive.BadArchive, LookupError, TypeError, ValueError) as error:
        said = " ".join(str(error).split())[:200].rstrip(".")
        raise CommandError(f"This backup does not fit this database: {said}.", returncode=2) from error
    _catch_up()
    for make in content.remakers():
        make()


def _catch_up() -> None:
    """What an older release wrote goes through the migrations since; roles and permissions are made anew."""
    if missing := founding.missing_migrations():
        call_command("migrate", interactive=False, verbosity=0)
        for fill in content.fillers(missing):
            fill()
    else:
        emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)


def _unpack(stream: IO[bytes], apps: Apps, folder: Path) -> int:
    """Put rows into tables and files into `folder`; return how many files."""
    names = Names(connection)
    tables = {model._meta.label_lower: Table(model, connection, names) for model in kept_models(apps)}
    for table in tables.values():
        table.empty()
    files = 0
    (folder / "media").mkdir(mode=0o700)
    with archive.members(stream) as members:
        for name, member, _size in members:
            kind, _, rest = name.partition("/")
            if kind == archive.ROWS:
                _load(tables, PurePosixPath(rest).parent.name, member)
            elif name == archive.KEY:
                _write_key(folder, member)
            elif kind == archive.MEDIA:
                _write(folder / name, member)
                files += 1
    _reset_sequences(apps)
    return files


def _load(tables: dict[str, Table], label: str, member: IO[bytes]) -> None:
    lines = [json.loads(line) for line in member.read(archive.LARGEST_PART).split(b"\n") if line]
    if label not in tables or not lines or not all(isinstance(line, list) for line in lines):
        raise archive.BadArchive(f"it holds rows of “{label}” that no backup of Terbit holds")
    tables[label].insert(lines[0], lines[1:])


def _write(path: Path, member: IO[bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("xb") as file:
        shutil.copyfileobj(member, file, archive.BLOCK)


def _write_key(folder: Path, member: IO[bytes]) -> None:
    path = folder / archive.KEY
    path.touch(mode=0o600)
    key = member.read(archive.BLOCK)
    if not key.strip():
        raise archive.BadArchive("its secret key is empty")
    path.write_bytes(key)


def _reset_sequences(apps: Apps) -> None:
    """The next row made here must not get a key that came with the backup."""
    models = [model for model in kept_models(apps) if not model._meta.proxy]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _prove_counts(apps: Apps, manifest: dict[str, Any], files: int) -> None:
    labels = {model._meta.label_lower: model._meta.db_table for model in kept_models(apps)}
    with connection.cursor() as cursor:
        for label, expected in manifest["rows"].items():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(labels[label])}")  # noqa: S608
            if (found := cursor.fetchone()[0]) != expected:
                raise ValueError(f"{found} rows of {label} arrived where {expected} were sent")
    if files != manifest["files"]:
        raise ValueError(f"{files} files arrived where {manifest['files']} were sent")


def made_on(report: Report) -> str:
    return datetime.fromisoformat(report.made).strftime("%Y-%m-%d %H:%M UTC")
