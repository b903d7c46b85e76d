"""Makes a house where there is none and brings an older one up to date, for `init` and `run`."""

from __future__ import annotations

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from terbit.house import site_folder, upkeep
from terbit.house.lock import open_house
from terbit.lib import content
from terbit.newsroom import dating
from terbit.press import triggers


def missing_migrations() -> list[str]:
    """Names of migrations this Terbit has and the database has not. Raises what the database raises."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, backwards in plan]


def unknown_migrations() -> list[str]:
    """Names of Terbit's migrations in the database that this code does not have: the database is newer."""
    loader = MigrationExecutor(connections[DEFAULT_DB_ALIAS]).loader
    known = set(loader.disk_migrations)
    known.update(old for migration in loader.disk_migrations.values() for old in migration.replaces)
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app.startswith("terbit_") and (app, name) not in known
    )


def refuse_newer() -> None:
    """Raise CommandError with one sentence when the database was made by a newer Terbit."""
    if newer := unknown_migrations():
        raise CommandError(
            f"The database was made by a newer Terbit ({newer[-1]}): install that one or restore a backup.",
            returncode=2,
        )


def make_triggers() -> None:
    """Those that lack, as after a dump that left them out, or an upgrade that was killed at its very end."""
    triggers.make(DEFAULT_DB_ALIAS)
    dating.make(DEFAULT_DB_ALIAS)


def found() -> list[str]:
    """Make what is missing and migrate; return what was done, one line each. Repeating it loses nothing."""
    done = [f"Made {thing}." for thing in site_folder.make()]
    if file := site_folder.database_file():
        if not file.exists():
            file.touch(mode=0o600)
        file.chmod(0o600)
    fresh = not MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations()
    refuse_newer()
    missing = missing_migrations()
    if missing:
        with open_house():
            call_command("migrate", interactive=False, verbosity=0)
    make_triggers()
    if fresh:
        done.append("Made the tables of the database.")
    elif missing:
        for fill in content.fillers(missing):
            fill()
        upkeep.measure_tables()  # of new indexes SQLite knows nothing: a page took 60 ms more until the next day
        done.append(f"Brought the database up to date: {len(missing)} changes.")
    return done
