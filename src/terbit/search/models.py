"""One table per collection: which document stands where, and the words it is found by.

Only the engines read and write these tables. They are models so that Django makes, migrates and
flushes them; the words themselves are kept in the manner of the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    WordsBase = models.Field[bytes, bytes]
else:
    WordsBase = models.Field


class WordsField(WordsBase):
    """PostgreSQL: the searched `tsvector`. SQLite: what FTS5 was given, compressed, to take it out again."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "blob"


class Entry(models.Model):
    """`place` orders entries by publication: the second of the date, then a slot within the second."""

    place = models.BigAutoField(primary_key=True)
    key = models.TextField()
    words = WordsField()

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return self.key


class ArchiveEntry(Entry):
    """A published document: what readers search."""

    class Meta(Entry.Meta):
        db_table = "terbit_search_archive"
        constraints = [models.UniqueConstraint(fields=["key"], name="terbit_search_archive_key")]


class NewsroomEntry(Entry):
    """A document only staff may find."""

    class Meta(Entry.Meta):
        db_table = "terbit_search_newsroom"
        constraints = [models.UniqueConstraint(fields=["key"], name="terbit_search_newsroom_key")]


TABLES: dict[str, str] = {
    "archive": ArchiveEntry._meta.db_table,
    "newsroom": NewsroomEntry._meta.db_table,
}
