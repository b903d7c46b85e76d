"""How many sheets and jobs there are, counted by the index itself as they come and go: asking costs nothing.

At a million prints a `count(*)` reads for a second; the report and the board ask at each visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terbit.press.index import Index

_ADD = (
    "INSERT INTO tally (name, number, bytes) VALUES ({name}, {number}, {bytes}) ON CONFLICT (name) DO UPDATE "
    "SET number = number + excluded.number, bytes = bytes + excluded.bytes;"
)


def _trigger(event: str, table: str, *counted: tuple[str, str, str]) -> str:
    name = f"tally_{table}_{event.split(maxsplit=1)[0].lower()}"
    steps = " ".join(_ADD.format(name=name, number=number, bytes=size) for name, number, size in counted)
    return f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table} BEGIN {steps} END;\n"


_TABLE = (
    "CREATE TABLE IF NOT EXISTS tally (name TEXT PRIMARY KEY, number INTEGER NOT NULL, bytes INTEGER NOT NULL) "
    "WITHOUT ROWID;\n"
)
_EDITION, _RANK = "'edition ' || {row}.edition", "'rank ' || {row}.rank"
SCHEMA = "".join(
    [
        _TABLE,
        # Those that failed, the only ones with a reason.
        "CREATE INDEX IF NOT EXISTS job_failed ON job (tries DESC, due) WHERE tries > 0;\n",
        _trigger("INSERT", "sheet", (_EDITION.format(row="NEW"), "1", "NEW.bytes")),
        _trigger("DELETE", "sheet", (_EDITION.format(row="OLD"), "-1", "-OLD.bytes")),
        _trigger("UPDATE OF bytes", "sheet", (_EDITION.format(row="NEW"), "0", "NEW.bytes - OLD.bytes")),
        _trigger("INSERT", "job", (_RANK.format(row="NEW"), "1", "0")),
        _trigger("DELETE", "job", (_RANK.format(row="OLD"), "-1", "0")),
        _trigger(
            "UPDATE OF rank",
            "job",
            (_RANK.format(row="OLD"), "-1", "0"),
            (_RANK.format(row="NEW"), "1", "0"),
        ),
    ]
)


@dataclass(frozen=True)
class Tally:
    number: int
    bytes: int


def of_editions(index: Index) -> dict[str, Tally]:
    """Sheets by the name of their edition."""
    rows = index.all("SELECT * FROM tally WHERE name LIKE 'edition %' AND number > 0")
    return {row["name"].partition(" ")[2]: Tally(row["number"], row["bytes"]) for row in rows}


def of_ranks(index: Index) -> dict[int, int]:
    """Jobs by their rank."""
    rows = index.all("SELECT * FROM tally WHERE name LIKE 'rank %' AND number > 0")
    return {int(row["name"].partition(" ")[2]): row["number"] for row in rows}


def all_bytes(index: Index) -> int:
    return sum(tally.bytes for tally in of_editions(index).values())
