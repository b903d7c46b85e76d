"""Which keys a change of a row touches. Apps register their models in `ready()`; triggers do the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Model

from terbit.press import recording

EDITION = "edition"  # everything: settings, masthead, navigation
ALL = "all"


@dataclass(frozen=True)
class Touch:
    """One or more keys that a row touches, in SQL that both databases read; `@` is the row.

    `key`: an expression; NULL is none. `columns`: those that matter (empty: all that readers see). `where`: whether
    readers see anything of the row. `source`: other rows that the key is found in, as `FROM … WHERE …`.
    """

    key: str
    columns: tuple[str, ...] = ()
    where: str = ""
    source: str = ""
    # Key and where, if the databases write them differently; and where for a row as it was, if that is another.
    postgresql: tuple[str, str] | tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Watch:
    model: type[Model]
    touches: tuple[Touch, ...]
    ignoring: frozenset[str] = frozenset()


_watches: dict[type[Model], Watch] = {}
_besides: dict[type[Model], list[Touch]] = {}
# By kind of list: the columns of each model whose change touches it. The guard of the tests asks.
_lists: dict[str, dict[type[Model], frozenset[str]]] = {}


def watch(
    model: type[Model],
    kind: str,
    by: str | None = "pk",
    *touches: Touch,
    ignoring: Iterable[str] = (),
    where: str = "",
) -> None:
    """Rows of `model` are noted and touched as `kind:number`, the number being column `by` (None: no number).

    `ignoring`: columns no reader sees. `where`: SQL about the row `@`, which rows readers see anything of.
    """
    column = model._meta.pk.column if by == "pk" else by
    recording.note_rows(model, kind, None if by is None else (model._meta.pk.attname if by == "pk" else by))
    own = Touch(f"'{kind}'" if column is None else f"'{kind}:' || @.{column}", where=where)
    _watches[model] = Watch(model, (own, *touches), frozenset(ignoring))


def also(model: type[Model], *touches: Touch) -> None:
    """What a row touches besides, as an app above that of the model knows."""
    _besides.setdefault(model, []).extend(touches)


def unchanging(*models: type[Model]) -> None:
    """Rows that never change while the house runs; pages may read them without noting anything."""
    for model in models:
        _watches[model] = Watch(model, ())


def a_list(kind: str, model: type[Model], *columns: str) -> None:
    """Lists of this kind may be selected, sorted and shown by these columns: a change of them touches it."""
    _lists.setdefault(kind, {})[model] = frozenset(columns)


def watches() -> list[Watch]:
    return [
        replace(watch, touches=(*watch.touches, *_besides.get(model, ())))
        for model, watch in _watches.items()
    ]


def is_watched(model: type[Model]) -> bool:
    return model in _watches


def columns_of(kind: str, model: type[Model]) -> frozenset[str]:
    return _lists.get(kind, {}).get(model, frozenset())
