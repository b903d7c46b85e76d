"""The records of an export, laid out on disk so that they can be asked for by id, address, title and date.

An export is read once, in the order of its files; stories are written in the order of their publication, and link to
each other. In memory 200,000 of them would take gigabytes.
"""

from __future__ import annotations

import pickle
import re
import shutil
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from terbit.moving.arriving import permalinks
from terbit.moving.exports.records import Author, Item, MenuEntry, Record, Site, Term
from terbit.moving.exports.troubles import Trouble

SCHEMA = """
    CREATE TABLE item (
        seq INTEGER PRIMARY KEY, key TEXT UNIQUE, id TEXT, kind TEXT, status TEXT, at REAL, modified REAL,
        path TEXT, title TEXT, parent TEXT, slug TEXT, file TEXT, digest TEXT, said TEXT,
        place TEXT, skipped TEXT, translations TEXT, record BLOB);
    CREATE TABLE term (taxonomy TEXT, slug TEXT, name TEXT, id TEXT, parent TEXT, PRIMARY KEY (taxonomy, slug));
    CREATE TABLE used (taxonomy TEXT, slug TEXT, name TEXT, stories INTEGER, mains INTEGER,
        PRIMARY KEY (taxonomy, slug));
    CREATE TABLE ours (key TEXT PRIMARY KEY, path TEXT, pk INTEGER, title TEXT);
"""
INDEXES = """
    CREATE INDEX item_id ON item (id);
    CREATE INDEX item_path ON item (path);
    CREATE INDEX item_title ON item (title);
    CREATE INDEX item_parent ON item (parent) WHERE kind = 'attachment';
    CREATE INDEX item_file ON item (file) WHERE kind = 'attachment';
    CREATE INDEX item_slug ON item (slug);
    CREATE INDEX item_translations ON item (translations) WHERE translations > '';
    CREATE INDEX ours_path ON ours (path);
    CREATE INDEX ours_title ON ours (title);
"""
# Where it stands in a file, what WordPress counts up by itself, and what readers said do not make another item of it.
UNDIGESTED = {"place", "comments", "unknown"}
DIGESTED = [field.name for field in fields(Item) if field.name not in UNDIGESTED]
NOTES = {"_edit_last", "_edit_lock", "_pingme", "_encloseme", "views", "post_views_count"}
UNREAD = re.compile(r"[?&;]post_type=")
DIGEST = 20  # letters of `digest_of`, before that of its comments
LONGEST_ID = 250
MOST_TROUBLES = 5_000
SPARE = 200 * 1024**2  # bytes that must stay free where temporary files lie
LOOKING = 20  # records, of 32 MB at most, between two looks at that


class NoRoom(Exception):
    """One sentence: the files are larger, unpacked, than the disk has room for."""


class Spool:
    """A private file that the operating system takes away when this process ends, however it ends."""

    def __init__(self) -> None:
        self.db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self.db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;"
        )
        self.db.executescript(SCHEMA)
        self.sites: list[Site] = []
        self.authors: dict[str, Author] = {}
        self.menus: list[MenuEntry] = []
        self.troubles: list[Trouble] = []
        self.doubles: list[tuple[str, str, str]] = []  # key, title and place of those left out
        self.lost = 0
        self.items = 0
        self._used: dict[tuple[str, str], list[Any]] = {}
        # Kinds of which something published has an address that readers may ask for, and one that they may not.
        self._read: set[str] = set()
        self._unread: set[str] = set()

    def close(self) -> None:
        self.db.close()

    # Filling -----------------------------------------------------------------------------------------

    def fill(self, records: Iterable[Record]) -> Iterator[int]:
        """Take in all records; yields how many items there are so far, now and then."""
        self.db.execute("BEGIN")
        for number, record in enumerate(records):
            if number % LOOKING == 0:
                _check_room()
            self._take(record)
            if self.items and self.items % 1_000 == 0 and isinstance(record, Item):
                yield self.items
        rows = ((*key, *values) for key, values in self._used.items())
        self.db.executemany("INSERT INTO used VALUES (?, ?, ?, ?, ?)", rows)
        self._used.clear()
        self.db.execute("COMMIT")
        self.db.executescript(INDEXES)
        yield self.items

    def _take(self, record: Record) -> None:
        if isinstance(record, Item):
            self.items += 1
            self._item(record)
        elif isinstance(record, Trouble):
            self.lost += record.lost
            self.items += record.lost
            if record.lost or len(self.troubles) < MOST_TROUBLES:
                self.troubles.append(record)
        elif isinstance(record, Term):
            row = (record.taxonomy, record.slug, record.name, record.id, record.parent)
            self.db.execute("INSERT OR IGNORE INTO term VALUES (?, ?, ?, ?, ?)", row)
        elif isinstance(record, Author):
            self.authors.setdefault(record.key, record)
        elif isinstance(record, MenuEntry):
            self.items += 1
            self.menus.append(record)
        else:
            self.sites.append(record)

    def _item(self, item: Item) -> None:
        digest = digest_of(item)
        key = _key(item.id or digest[:16])
        found = self.db.execute(
            "SELECT digest, modified, kind, place, title FROM item WHERE key = ?", [key]
        ).fetchone()
        if found:
            if found[0] == digest:
                self._double(key, item, item.place)
                return
            if found[2] == item.kind and _moment(item.modified.at) is not None and found[1] is not None:
                # Two exports of one story: the one that was changed last is it.
                if _moment(item.modified.at) <= found[1]:
                    self._double(key, item, item.place)
                    return
                self.doubles.append((key, item.title, found[3]))
                self.db.execute("DELETE FROM item WHERE key = ?", [key])
            else:
                key = f"{key}~{digest[:8]}"
        if not self._insert(key, item, digest):
            self._double(key, item, item.place)

    def _double(self, key: str, item: Item, place: Any) -> None:
        self.doubles.append((key, item.title, f"{place.file}:{place.line}"))

    def _insert(self, key: str, item: Item, digest: str) -> bool:
        """False where it is there already, to the letter."""
        row = (
            key, item.id, item.kind, item.status, _moment(item.published.at), _moment(item.modified.at),
            permalinks.path_of(item.permalink), title_key(item.title), item.parent, item.slug,
            permalinks.file_of(item), digest, digest_of_comments(item), f"{item.place.file}:{item.place.line}",
            skipped(item), item.translation_group, pickle.dumps(item, pickle.HIGHEST_PROTOCOL),
        )  # fmt: skip
        made = self.db.execute(f"INSERT OR IGNORE INTO item VALUES (NULL{', ?' * len(row)})", row)  # noqa: S608
        if not made.rowcount:
            return False
        if item.status == "publish":
            (self._unread if UNREAD.search(item.permalink) else self._read).add(item.kind)
        for term in item.terms:
            used = self._used.setdefault((term.taxonomy, term.slug or slug_of(term.name)), [term.name, 0, 0])
            used[1] += 1
            used[2] += term.slug == item.primary_term and bool(term.slug)
        return True

    def is_unread(self, kind: str) -> bool:
        """Whether an extension keeps it for the office, as letters that readers wrote are.

        WordPress gives it addresses all the same: `?post_type=letter&p=17`, at which readers find nothing.
        """
        return kind in self._unread - self._read

    def known(self, rows: Iterable[tuple[str, str, int, str]]) -> None:
        """Stories that came by earlier runs: key, path on the old site, key here, title."""
        values = ((key, path, pk, title_key(title)) for key, path, pk, title in rows)
        self.db.execute("BEGIN")
        self.db.executemany("INSERT OR REPLACE INTO ours VALUES (?, ?, ?, ?)", values)
        self.db.execute("COMMIT")

    # Asking ------------------------------------------------------------------------------------------

    def kinds(self) -> dict[str, int]:
        return dict(self.db.execute("SELECT kind, count(*) FROM item GROUP BY kind ORDER BY kind"))

    def used(self) -> dict[tuple[str, str], tuple[str, int, int]]:
        """Name, number of items, and for how many it is the main one, of each term."""
        rows = self.db.execute("SELECT taxonomy, slug, name, stories, mains FROM used")
        return {(taxonomy, slug): (name, stories, mains) for taxonomy, slug, name, stories, mains in rows}

    def term(self, taxonomy: str, slug: str) -> tuple[str, str, str, str] | None:
        """Slug, name, id and the slug of its parent."""
        asked = "SELECT slug, name, id, parent FROM term WHERE taxonomy = ? AND slug = ?"
        return self.db.execute(asked, [taxonomy, slug]).fetchone()

    def term_by_id(self, number: str) -> str:
        found = self.db.execute("SELECT slug FROM term WHERE id = ? AND id > ''", [number]).fetchone()
        return found[0] if found else ""

    def keys(self, kinds: Iterable[str]) -> list[int]:
        """Rows of some kinds, in the order of publication; those without a date come last."""
        kinds = list(kinds)
        marks = ", ".join("?" * len(kinds))
        asked = f"SELECT seq FROM item WHERE kind IN ({marks}) ORDER BY at IS NULL, at, seq"  # noqa: S608
        return [seq for (seq,) in self.db.execute(asked, kinds)]

    def heads(self, seqs: list[int]) -> list[tuple[int, str, str]]:
        """Row, key and digest (with that of its comments) of some items, in the order asked for."""
        asked = f"SELECT seq, key, digest || said FROM item WHERE seq IN ({', '.join(map(str, seqs))})"  # noqa: S608
        found = {row[0]: row for row in self.db.execute(asked)}
        return [found[seq] for seq in seqs]

    def marks(self, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Address on the old site and digest of those of these items that are here, at most some hundred."""
        keys = list(keys)
        asked = f"SELECT key, path, digest FROM item WHERE key IN ({', '.join('?' * len(keys))})"  # noqa: S608
        return {key: (path, digest) for key, path, digest in self.db.execute(asked, keys)}

    def first_marks(self, number: int) -> dict[str, tuple[str, str]]:
        """The same of the first items."""
        rows = self.db.execute("SELECT key, path, digest FROM item ORDER BY seq LIMIT ?", [number])
        return {key: (path, digest) for key, path, digest in rows}

    def skipped(self, key: str) -> bool:
        found = self.db.execute("SELECT skipped FROM item WHERE key = ?", [key]).fetchone()
        return bool(found and found[0])

    def of_kinds(self, kinds: Iterable[str]) -> Iterator[tuple[str, Item, str]]:
        """Key, record and digest of items of some kinds, parents first where they have numbers in order."""
        for seq in self.keys(kinds):
            yield self.at(seq)

    def at(self, seq: int) -> tuple[str, Item, str]:
        """Key, record and digest."""
        asked = "SELECT key, record, digest || said FROM item WHERE seq = ?"
        key, record, digest = self.db.execute(asked, [seq]).fetchone()
        return key, pickle.loads(record), digest  # noqa: S301 - written by this process a moment ago

    def same_story(self, group: str) -> list[tuple[str, int | None]]:
        """Key, and the key here where it has one, of one story in several languages: what is here, then by age."""
        asked = (
            "SELECT item.key, ours.pk FROM item LEFT JOIN ours USING (key) "
            "WHERE translations = ? AND translations > '' ORDER BY ours.pk IS NULL, at IS NULL, at, seq"
        )
        return self.db.execute(asked, [group]).fetchall()

    def by_id(self, number: str) -> Item | None:
        found = self.db.execute("SELECT record FROM item WHERE id = ?", [number]).fetchone()
        return pickle.loads(found[0]) if found else None  # noqa: S301

    def file_of(self, number: str) -> str:
        """Where the attachment with this number lies below the uploads; "" where there is none."""
        asked = "SELECT file FROM item WHERE id = ? AND kind = 'attachment'"
        found = self.db.execute(asked, [number]).fetchone()
        return found[0] if found else ""

    def attachment(self, file: str) -> Item | None:
        """By where its file lies below the uploads."""
        asked = "SELECT record FROM item WHERE kind = 'attachment' AND file = ?"
        found = self.db.execute(asked, [file]).fetchone()
        return pickle.loads(found[0]) if found else None  # noqa: S301

    def attached(self, number: str) -> list[int]:
        """Ids of an item's own attachments, in their order in the file."""
        asked = "SELECT id FROM item WHERE kind = 'attachment' AND parent = ? ORDER BY seq"
        return [int(found) for (found,) in self.db.execute(asked, [number]) if found.isdecimal()]

    def has_at(self, paths: list[str], kinds: list[str]) -> bool:
        """Whether something published of these kinds lay at one of these addresses."""
        asked = (
            f"SELECT 1 FROM item WHERE path IN ({', '.join('?' * len(paths))}) "  # noqa: S608
            f"AND kind IN ({', '.join('?' * len(kinds))}) AND status = 'publish' AND skipped = ''"
        )
        return self.db.execute(asked, [*paths, *kinds]).fetchone() is not None

    def date_before(self, seq: int, *, until: float) -> float | None:
        """When the nearest item before it in the files, or else after it, was published; of those before `until`."""
        for asked in (
            "seq < ? AND at <= ? ORDER BY seq DESC",
            "seq > ? AND at <= ? ORDER BY seq",
        ):
            statement = f"SELECT at FROM item WHERE {asked} LIMIT 1"  # noqa: S608
            if found := self.db.execute(statement, [seq, until]).fetchone():
                return found[0]
        return None

    def target(self, *, number: str = "", path: str = "", title: str = "") -> tuple[str, int | None] | None:
        """Key of the item that is meant, and of our story if it has arrived."""
        name, value = ("id", number) if number else ("path", path) if path else ("title", title_key(title))
        if not value:
            return None
        asked = (
            "SELECT item.key, ours.pk FROM item LEFT JOIN ours ON ours.key = item.key "  # noqa: S608
            f"WHERE item.{name} = ? AND item.kind <> 'attachment' LIMIT 2"
        )
        found = self.db.execute(asked, [value]).fetchall()
        if not found:
            column, value = ("key", f"item:{number}") if number else (name, value)
            asked = f"SELECT key, pk FROM ours WHERE {column} = ? LIMIT 2"  # noqa: S608
            found = self.db.execute(asked, [value]).fetchall()
        return found[0] if len(found) == 1 or (found and not title) else None


def _key(number: str) -> str:
    """Room is left for what is put around it: a line of the ledger has 300 letters for all."""
    if len(number) <= LONGEST_ID:
        return f"item:{number}"
    digest = blake2b(number.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return f"item:{number[:LONGEST_ID]}~{digest}"


def digest_of(item: Item) -> str:
    """Of all that may change what it becomes here."""
    meta = {key: values for key, values in item.meta.items() if key not in NOTES}
    values = [meta if name == "meta" else getattr(item, name) for name in DIGESTED]
    values += (
        [item.unknown] if item.unknown else []
    )  # with it known it is another, also where there is nothing
    return blake2b(repr(values).encode("utf-8", "replace"), digest_size=DIGEST // 2).hexdigest()


def digest_of_comments(item: Item) -> str:
    """Behind that of the item; "" where there are none. What is not kept of them does not count."""
    return (
        blake2b(repr(item.comments).encode("utf-8", "replace"), digest_size=6).hexdigest()
        if item.comments
        else ""
    )


def title_key(title: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())[:300]


def slug_of(name: str) -> str:
    return "-".join(name.casefold().split())


def _moment(at: datetime | None) -> float | None:
    return at.timestamp() if at else None


def skipped(item: Item) -> str:
    """Why it does not become a story or page; "" where it does."""
    if item.status in {"trash", "auto-draft"}:
        return item.status
    return "" if any(text.strip() for text in (item.title, item.body, item.excerpt)) else "empty"


def _check_room() -> None:
    """Raises `NoRoom` before SQLite fills the disk. Where nothing else is set it prefers `/var/tmp` to `/tmp`."""
    place = Path(tempfile.gettempdir())
    if place == Path("/tmp") and Path("/var/tmp").is_dir():  # noqa: S108
        place = Path("/var/tmp")  # noqa: S108
    if shutil.disk_usage(place).free < SPARE:
        raise NoRoom(
            f"The files need more room than {place} has: free some of it, or set TMPDIR to another disk."
        )
