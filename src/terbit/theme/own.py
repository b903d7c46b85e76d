"""A newsroom's own theme, in the folder `theme/` of its site folder (docs/develop/theming.md).

    theme/templates/teaser.html     in place of terbit_theme/teaser.html
    theme/paper.css                 follows the paper's own style sheet
    theme/assets/anchor.svg         {% asset "anchor.svg" %}, and url(anchor.svg) in paper.css

It is read once, as code is: a change is seen when the house starts again, and at once with TERBIT_DEBUG. Where a page
breaks with it, readers get that page in the paper's own look.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousFileOperation, SuspiciousOperation
from django.db import Error as DatabaseTrouble
from django.http import Http404
from django.template import Origin, TemplateSyntaxError, engines
from django.template.loaders import cached, filesystem
from django.template.loaders.app_directories import get_app_template_dirs
from django.utils._os import safe_join
from django.utils.translation import gettext as _

from terbit.press import api as press

PREFIX = "terbit_theme/"
FACT = "theme"
NO_FAULT_OF_IT = (Http404, PermissionDenied, SuspiciousOperation, DatabaseTrouble)
Result = TypeVar("Result")

log = logging.getLogger("terbit.theme")
_aside: ContextVar[bool] = ContextVar("terbit_theme_aside", default=False)


def folder() -> Path:
    return Path(settings.TERBIT_THEME)


def asset(name: str) -> Path | None:
    """One of its files, or None; `name` has no slash."""
    path = Path(f"{folder()}/assets/{name}")  # a template's words are no plain string
    return path if not _aside.get() and path.is_file() else None


def sheet() -> bytes:
    path = folder() / "paper.css"
    return path.read_bytes() if path.is_file() and not _aside.get() else b""


def templates() -> list[str]:
    """Their names as the paper calls them, such as `teaser.html`."""
    place = folder() / "templates"
    return sorted(path.relative_to(place).as_posix() for path in place.rglob("*.html") if path.is_file())


def fingerprint() -> str:
    """SHA-256 over all of its files; "" where there is none."""
    return _digest() if settings.DEBUG else _kept()


def _digest() -> str:
    digest = hashlib.sha256()
    files = [path for path in sorted(folder().rglob("*")) if path.is_file()]
    for path in files:
        digest.update(f"{path.relative_to(folder())}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest() if files else ""


_kept = cache(_digest)


# In place of the paper's templates ------------------------------------------------------------------------


class Loader(filesystem.Loader):
    """Only the paper's templates can be replaced, never those of the newsroom's screens."""

    def get_template_sources(self, template_name: str) -> Iterator[Origin]:
        if _aside.get() or not template_name.startswith(PREFIX):
            return
        try:
            name = safe_join(folder() / "templates", template_name.removeprefix(PREFIX))
        except SuspiciousFileOperation:
            return
        yield Origin(name=name, template_name=template_name, loader=self)


class Cached(cached.Loader):
    """Keeps what was compiled with the theme apart from what was compiled without it."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        key = super().cache_key(template_name, skip) if skip else template_name
        return f"{'shipped' if _aside.get() else 'own'}-{key}"


# Where it breaks ------------------------------------------------------------------------------------------


@contextmanager
def set_aside() -> Iterator[None]:
    """The paper as it is shipped."""
    token = _aside.set(True)
    try:
        yield
    finally:
        _aside.reset(token)


def is_aside() -> bool:
    return _aside.get()


def or_shipped(address: str, page: Callable[[], Result]) -> Result:
    """The page; if it breaks and there is a theme, the page without it. What breaks there too is no fault of it.

    A theme that is mended is another edition, so nothing printed without it outlives its fault.
    """
    try:
        return page()
    except Exception as error:
        if not fingerprint() or not _may_be_its_fault(error):
            raise
        with set_aside():
            result = page()
        told = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        log.exception("%s is shown without the newsroom's own theme.", address)
        press.remember(FACT, f"{fingerprint()} {address} {told}")
        return result


def _may_be_its_fault(error: Exception) -> bool:
    """Not a database or a disk that is away for a moment: the page must not be printed without the theme for that."""
    if isinstance(error, OSError):
        return str(error.filename or "").startswith(str(folder()))
    return not isinstance(error, NO_FAULT_OF_IT)


def wrong() -> Iterator[str]:
    """What is wrong with it, in sentences; asked by the board and by `terbit doctor`."""
    yield from (sentence for name in templates() if (sentence := _wrong_with(name)))
    seen, _space, told = press.remembered(FACT).partition(" ")
    if told and seen == fingerprint():
        address, _space, error = told.partition(" ")
        yield _("The page %(address)s is shown without your own theme, which breaks it (%(error)s).") % {
            "address": address,
            "error": error,
        }


def _wrong_with(name: str) -> str:
    if not any(Path(place, PREFIX, name).is_file() for place in get_app_template_dirs("templates")):
        return _("theme/templates/%(name)s replaces nothing: the paper has no template of that name.") % {
            "name": name
        }
    try:
        engines["django"].get_template(PREFIX + name)
    except (TemplateSyntaxError, UnicodeDecodeError, OSError) as error:
        told = str(error).removeprefix(f"Template: {folder() / 'templates' / name}, ")  # from Django 6.1 on
        return _("theme/templates/%(name)s cannot be used: %(error)s") % {"name": name, "error": told}
    return ""
