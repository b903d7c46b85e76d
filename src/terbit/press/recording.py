"""What a page shows is noted while it renders: every row that is read, and the lists it says it shows.

Rows are noted by themselves, whichever way they are read (`post_init`). A list is more than its rows, also an
empty one: whoever makes it names it by `shows`. `tests/press/guard.py` reads every query of a rendering and fails
where one of them is not noted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.db.models.signals import post_init

Rows = TypeVar("Rows", bound=QuerySet[Any])
Value = TypeVar("Value")


@dataclass
class Recorder:
    """The keys of one rendering, and the parts of its edition by name."""

    keys: set[str] = field(default_factory=set)
    parts: dict[str, Any] = field(default_factory=dict)


_current: ContextVar[Recorder | None] = ContextVar("terbit_recorder", default=None)
_covered: ContextVar[tuple[str, ...]] = ContextVar("terbit_covered", default=())
# By model: the kind of its rows' keys and the attribute that numbers them; None: one key for all of them, "" none.
_rows: dict[type, tuple[str, str | None]] = {}


@contextmanager
def recording(recorder: Recorder) -> Iterator[Recorder]:
    token = _current.set(recorder)
    try:
        yield recorder
    finally:
        _current.reset(token)


def recorder() -> Recorder | None:
    """That of the rendering under way, if there is one."""
    return _current.get()


def note(*keys: str) -> None:
    if found := _current.get():
        found.keys.update(keys)


def shows(rows: Rows, *keys: str) -> Rows:
    """The same list; a page being rendered shows it, and is pressed again when one of the keys is touched."""
    note(*keys)
    rows = rows.all()
    rows.query.terbit_keys = (*getattr(rows.query, "terbit_keys", ()), *keys)
    return rows


@contextmanager
def covering(*keys: str) -> Iterator[None]:
    """Whatever is asked inside changes only when one of the keys is touched."""
    note(*keys)
    token = _covered.set((*_covered.get(), *keys))
    try:
        yield
    finally:
        _covered.reset(token)


def covered() -> tuple[str, ...]:
    return _covered.get()


def part(name: str, load: Callable[[], Value]) -> Value:
    """A part of the edition (settings, navigation): in a rendering the one of its edition, else read now."""
    found = _current.get()
    return found.parts[name] if found and name in found.parts else load()


def note_rows(model: type, kind: str, attribute: str | None) -> None:
    """Have each row of the model that a rendering reads noted as `kind:number`."""
    _rows[model] = (kind, attribute)
    post_init.connect(_note_row, sender=model, dispatch_uid=f"terbit_press_{model.__name__}")


def rows() -> dict[type, tuple[str, str | None]]:
    """By model: the kind of its rows' keys and the attribute that numbers them."""
    return dict(_rows)


def rows_of(model: type) -> tuple[str, str | None] | None:
    return _rows.get(model)


def _note_row(sender: type, instance: Any, **kwargs: Any) -> None:
    found = _current.get()
    if found is None:
        return
    kind, attribute = _rows[sender]
    if attribute is None:
        found.keys.add(kind)
    elif (number := instance.__dict__.get(attribute)) is not None:
        found.keys.add(f"{kind}:{number}")
