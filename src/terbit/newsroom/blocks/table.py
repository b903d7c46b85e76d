"""Tables, typed or pasted from a spreadsheet. Cells are words; nothing in them is markup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock

from terbit.newsroom import characters

HEADERS = {"row", "column", "both", "neither"}


class TableBlock(WagtailTableBlock):
    """Value: {"data": [[str]], "table_header_choice": "row"|"column"|"both", "table_caption": str, …}"""

    def to_python(self, value: Any) -> dict[str, Any] | None:
        return super().to_python(_tidy(value))

    def normalize(self, value: Any) -> dict[str, Any] | None:
        return _tidy(value)

    def value_from_form(self, value: Any) -> dict[str, Any] | None:
        try:
            return _tidy(json.loads(value))
        except (TypeError, ValueError):
            return None

    def clean(self, value: Any) -> dict[str, Any] | None:
        value = super().clean(value)
        if not self.is_deferred_validation:
            self._check(value)
        return value

    def _check(self, value: dict[str, Any] | None) -> None:
        if not value or not value["data"]:
            raise ValidationError(_("The table is empty."))
        if not value["table_caption"]:
            raise ValidationError(_("Give the table a caption: it says what the figures are."))
        if value["table_header_choice"] not in HEADERS - {"neither"}:
            raise ValidationError(_("Say which cells are headers: the first row, the first column, or both."))

    def words_in(self, raw: dict[str, Any] | None) -> Iterator[str]:
        table = _tidy(raw)
        if table:
            yield table["table_caption"]
            yield from (" ".join(filter(None, row)) for row in table["data"])


def _tidy(value: Any) -> dict[str, Any] | None:
    """Only what a table needs, whatever was sent: rows of one length, no empty rows or columns at the end."""
    if not isinstance(value, dict):
        return None
    rows = [row for row in value.get("data") or [] if isinstance(row, list)]
    data = [
        [characters.line(str(cell)) if isinstance(cell, str | int | float) else "" for cell in row]
        for row in rows
    ]
    while data and not any(data[-1]):
        data.pop()
    width = max((max((at for at, cell in enumerate(row, 1) if cell), default=0) for row in data), default=0)
    header = value.get("table_header_choice")
    header = header if header in HEADERS else ""
    return {
        "data": [(row + [""] * width)[:width] for row in data],
        "table_header_choice": header,
        "first_row_is_table_header": header in {"row", "both"}
        or (not header and value.get("first_row_is_table_header") is True),
        "first_col_is_header": header in {"column", "both"}
        or (not header and value.get("first_col_is_header") is True),
        "table_caption": characters.line(str(value.get("table_caption") or "")),
    }
