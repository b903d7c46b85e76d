"""Why something was not done, as the banner of the editor says it: with the way to where it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.forms.utils import ErrorList
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terbit.newsroom.readiness import Reason

MOST = 5


def told(reasons: Iterable[str], heading: str = "") -> SafeString:
    """The heading and a list; a reason that knows its field leads there (editor.js opens its tab)."""
    items = format_html_join("", "<li>{}</li>", ((_linked(reason),) for reason in reasons))
    return format_html('<div class="terbit-refused" data-terbit-refused>{}<ul>{}</ul></div>', heading, items)


def _linked(reason: str) -> str:
    if not isinstance(reason, Reason):
        return reason
    return format_html('<a href="#id_{}" data-terbit-field="{}">{}</a>', reason.field, reason.field, reason)


def faults(form: BaseForm) -> list[Reason]:
    """The first faults that keep a form from being saved, each with the label of its field."""
    return list(islice(_faults(form), MOST))


def _faults(form: BaseForm) -> Iterator[Reason]:
    for name, errors in form.errors.items():
        if name in form.fields:
            yield from (Reason(f"{form[name].label}: {words}", name) for words in _words(errors))
    for name, formset in getattr(form, "formsets", {}).items():
        for row in formset.forms:
            for field, errors in row.errors.items():
                label = row[field].label if field in row.fields else ""
                yield from (Reason(f"{label}: {words}", name) for words in _words(errors))


def _words(error: Any, where: str = "") -> Iterator[str]:
    """The sentences in an error, also in those of blocks within blocks."""
    if isinstance(error, ErrorList):
        for each in error.as_data():
            yield from _words(each, where)
        return
    inside = getattr(error, "block_errors", None) or {}
    for key, each in inside.items() if isinstance(inside, dict) else enumerate(inside):
        if each:
            place = (
                _("block %(number)d") % {"number": key + 1} if isinstance(key, int) and not where else where
            )
            yield from _words(each, place)
    outside = getattr(error, "non_block_errors", None)
    if outside:
        yield from _words(outside, where)
    if not inside and not outside and isinstance(error, ValidationError):
        yield from (f"{where}: {words}" if where else str(words) for words in error.messages)
