"""What a house holds: which rows are content, what names them, and which are made again by themselves.

Backup and digest ask; packages answer in `AppConfig.ready()`. Models are named by their label
(`"terbit_pictures.Picture"`). A model nobody speaks of is content and named by its slug or another unique
field; every field of it counts but keys, UUIDs, file names and fields that set themselves to the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

_derived: set[str] = set()
_bookkeeping: dict[str, set[str]] = {}
_identities: dict[str, tuple[str, ...]] = {}
_remakers: list[Callable[[], object]] = []
_fillers: dict[str, Callable[[], object]] = {}


def derived(*labels: str) -> None:
    """These rows are made from other content or only matter to this machine: neither in backup nor digest."""
    _derived.update(label.lower() for label in labels)


def is_derived(label: str) -> bool:
    return label.lower() in _derived


def bookkeeping(label: str, *fields: str) -> None:
    """These fields (without fields: the whole model) are in the backup, but not in the digest.

    Clocks, counters and other facts that differ between two houses with the same content.
    """
    _bookkeeping.setdefault(label.lower(), set()).update(fields or {"*"})


def is_bookkeeping(label: str, field: str = "*") -> bool:
    found = _bookkeeping.get(label.lower(), set())
    return "*" in found or field in found


def identity(label: str, *fields: str) -> None:
    """The fields that name a row for people and stay the same in another house: a slug, an address."""
    _identities[label.lower()] = fields


def identity_of(label: str) -> tuple[str, ...]:
    """The registered fields, or an empty tuple."""
    return _identities.get(label.lower(), ())


def remake(function: Callable[[], object]) -> Callable[[], object]:
    """Have `function` called after a restore, to make again what is derived. Usable as a decorator."""
    if function not in _remakers:
        _remakers.append(function)
    return function


def remakers() -> list[Callable[[], object]]:
    return list(_remakers)


def after_upgrade(migration: str, function: Callable[[], object]) -> None:
    """Have `function` fill in what `migration` (“app_label.name”) added to a house that has content already.

    With the code of the day, where a migration knows only tables.
    """
    _fillers[migration] = function


def fillers(applied: Iterable[str]) -> list[Callable[[], object]]:
    """What is to be called after these migrations, each once."""
    return list(dict.fromkeys(_fillers[migration] for migration in applied if migration in _fillers))
