"""What a CDN must still be told of: an outbox in the index, written by the index itself in the transaction in which a
sheet's row goes. Whoever is killed on the way, no address is forgotten.

An address is told twice, the second time some seconds later: at the first time an answer of before may still be on its
way to the CDN. `*` means everything; it takes the place of a long list, so that the outbox stays short.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terbit.press.index import Index, Row

ALL = "*"
AGAIN = 10.0
LONGEST_PAUSE = 300.0

_NOW = "((julianday('now') - 2440587.5) * 86400.0)"
_ASK = (
    f"INSERT INTO purge (address, asked, due) VALUES ({{address}}, {_NOW}, {_NOW}) ON CONFLICT (address) "
    "DO UPDATE SET asked = excluded.asked, due = excluded.due, round = 0, tries = 0, reason = '';"
)
_ASK_ALL = f"DELETE FROM purge; {_ASK.format(address=repr(ALL))}"
_IS_TOLD = "EXISTS (SELECT 1 FROM fact WHERE name = 'cdn' AND value <> '')"
_NEWEST = "(SELECT name FROM edition ORDER BY current DESC LIMIT 1)"
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS purge (
    address TEXT PRIMARY KEY, asked REAL NOT NULL, due REAL NOT NULL, round INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS purge_due ON purge (due);
CREATE TRIGGER IF NOT EXISTS purge_sheet AFTER DELETE ON sheet
WHEN {_IS_TOLD} AND OLD.status = 200 AND OLD.edition = {_NEWEST}
BEGIN {_ASK.format(address="OLD.address")} END;
CREATE TRIGGER IF NOT EXISTS purge_new_edition AFTER INSERT ON edition WHEN {_IS_TOLD} BEGIN {_ASK_ALL} END;
CREATE TRIGGER IF NOT EXISTS purge_other_edition AFTER UPDATE OF current ON edition
WHEN {_IS_TOLD} AND OLD.current < (SELECT max(current) FROM edition WHERE name <> NEW.name)
BEGIN {_ASK_ALL} END;
"""


def follow(index: Index, cdn: str) -> None:
    """From now on this CDN is told; what another one was to be told is forgotten. "" is none."""
    with index.writing():
        if index.fact("cdn") == cdn:
            return
        index.state("cdn", cdn)
        index.do("DELETE FROM purge")
        if cdn:
            index.do(_ASK.format(address=repr(ALL)).rstrip(";"))


def waiting(index: Index, most: int = 1000) -> Row | None:
    """How many are still to be told (`number`, at most so many), and what was said when it failed (`reason`)."""
    return index.one(
        "SELECT count(*) AS number, max(reason) AS reason FROM "
        "(SELECT reason FROM purge WHERE round = 0 ORDER BY due LIMIT ?)",
        most,
    )


def due(index: Index, most: int) -> list[Row]:
    return index.all("SELECT * FROM purge WHERE due <= ? ORDER BY due LIMIT ?", time.time(), most)


def ask_all(index: Index) -> None:
    """Everything, in place of all that is on the list. In a transaction."""
    for statement in _ASK_ALL.split(";")[:2]:
        index.do(statement)


def told(index: Index, rows: list[Row]) -> None:
    """Unless it was asked for once more meanwhile."""
    named = [(row["address"], row["asked"]) for row in rows]
    with index.writing():
        index.do_many("DELETE FROM purge WHERE address = ? AND asked = ? AND round = 1", named)
        sql = "UPDATE purge SET round = 1, tries = 0, reason = '', due = ? WHERE address = ? AND asked = ?"
        index.do_many(sql, [(time.time() + AGAIN, *name) for name in named])


def failed(index: Index, rows: list[Row], reason: str) -> None:
    """Later and later, for as long as it takes: pictures lie at a CDN for a year."""
    sql = "UPDATE purge SET tries = tries + 1, due = ?, reason = ? WHERE address = ? AND asked = ?"
    pauses = [min(2.0 ** min(row["tries"], 10), LONGEST_PAUSE) for row in rows]
    values = [
        (time.time() + pause, reason[:500], row["address"], row["asked"])
        for row, pause in zip(rows, pauses, strict=True)
    ]
    with index.writing():
        index.do_many(sql, values)
