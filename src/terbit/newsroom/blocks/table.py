"""Tables, typed or pasted from a spreadsheet. Cells are words; nothing in them is markup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock

from terbit.newsroom import characters
from terbit.newsroom.blocks.comparison import ComparedAsText

HEADERS = {"row", "column", "both", "neither"}
# The grid's own words, which it does not have in Indonesian.
MENU = {
    "row_above": _("Insert a row above"),
    "row_below": _("Insert a row below"),
    "col_left": _("Insert a column at the left"),
    "col_right": _("Insert a column at the right"),
    "remove_row": _("Remove the row"),
    "remove_col": _("Remove the column"),
    "undo": _("Undo"),
    "redo": _("Redo"),
}
OPTIONS = {"language": "en-US", "contextMenu": {"items": {key: {"name": name} for key, name in MENU.items()}}}


class TableBlock(ComparedAsText, WagtailTableBlock):
    """Value: {"data": [[str]], "table_header_choice": "row"|"column"|"both", "table_caption": str, …}"""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(table_options=OPTIONS, **kwargs)

    def to_python(self, value: Any) -> dict[str, Any] | None:
        return super().to_python(_tidy(value))

    def normalize(self, value: Any) -> dict[str, Any] | None:
        return _tidy(value)

    def get_form_state(self, value: Any) -> dict[str, Any]:
        """The grid needs cells to type into."""
        table = _tidy(value or {})
        return table | {"data": table["data"] or [[""] * 3 for _row in range(3)]}

    def value_from_form(self, value: Any) -> dict[str, Any] | None:
        try:
            return _tidy(json.loads(value))
        except (TypeError, ValueError, RecursionError):
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

    def as_text(self, value: dict[str, Any] | None) -> str:
        return "\n".join(self.words_in(value))

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
