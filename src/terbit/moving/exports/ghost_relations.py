"""What the small tables of a Ghost export say about its posts."""

from __future__ import annotations

from collections.abc import Container
from typing import ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from terbit.moving.exports.tables import Found, Row, text_of
from terbit.moving.exports.troubles import Place, Reason, Trouble

_SETTINGS = frozenset(
    "title description locale lang default_locale defaultLang timezone active_timezone activeTimezone navigation"
    " secondary_navigation permalinks".split()
)
_ABOUT = (
    "feature_image_caption feature_image_alt meta_title meta_description og_image og_title og_description"
    " twitter_image twitter_title twitter_description email_subject email_only"
).split()
_FURTHEST = 10**9  # that anything stands in an order
_SAID = "id member_id parent_id in_reply_to_id status html created_at".split()


class Relations:
    TABLES: ClassVar = frozenset(
        {"users", "tags", "posts_tags", "posts_authors", "posts_meta", "settings", "comments", "members"}
    )

    def __init__(self) -> None:
        self.users: dict[str, tuple[Row, Place]] = {}
        self.tags: dict[str, tuple[Row, Place]] = {}
        self.about: dict[str, Row] = {}
        """Of posts, by their id: what Ghost keeps in `posts_meta`."""
        self.settings: dict[str, str] = {}
        self.comments: dict[str, list[Row]] = {}
        """By post."""
        self.names: dict[str, str] = {}
        """Of members, who may have commented. Nothing else of them is read."""
        self.troubles: list[Trouble] = []
        self.complete: Container[str] = self.TABLES
        """Tables that nothing is missing from: all, but in a file that ends too early."""
        self._ordered: dict[str, dict[str, list[tuple[float, str]]]] = {"posts_tags": {}, "posts_authors": {}}

    def add(self, found: Found) -> None:
        """Remember a row; rows of other tables are forgotten, and of members all but their names."""
        if found.table not in self.TABLES:
            return
        row = found.row
        if found.error:
            values = {"table": found.table, "error": found.error}
            self.troubles.append(Trouble(found.place, Reason.JSON_DAMAGED, values))
        elif found.table == "users":
            kept = {key: row.get(key) for key in ("id", "name", "slug", "email", "bio")}
            self.users.setdefault(text_of(row, "id"), (kept, found.place))
        elif found.table == "tags":
            self.tags.setdefault(text_of(row, "id"), (row, found.place))
        elif found.table == "members":
            self.names[text_of(row, "id")] = text_of(row, "name")
        elif found.table == "comments":
            kept = {key: row.get(key) for key in _SAID}
            self.comments.setdefault(text_of(row, "post_id"), []).append(kept)
        elif found.table == "posts_meta":
            self.about[text_of(row, "post_id")] = {key: row[key] for key in _ABOUT if row.get(key)}
        elif found.table == "settings":
            if (key := text_of(row, "key")) in _SETTINGS:
                self.settings[key] = text_of(row, "value")
        else:
            self._relate(found.table, row)

    def of(self, table: str, post_id: str) -> list[str]:
        """Ids of the tags or authors of a post, in its order."""
        related = self._ordered[table].get(post_id, [])
        return list(dict.fromkeys(other for _, other in sorted(related, key=lambda pair: pair[0])))

    def _relate(self, table: str, row: Row) -> None:
        other = text_of(row, "tag_id" if table == "posts_tags" else "author_id")
        order = row.get("sort_order")
        rank = float(order) if isinstance(order, int | float) and abs(order) < _FURTHEST else 0.0
        self._ordered[table].setdefault(text_of(row, "post_id"), []).append((rank, other))

    def unknown_of(self, row: Row) -> tuple[str, ...]:
        """What of a post may have stood behind the end of the file; see `Item.unknown`."""
        stands_in = {
            "topics": () if isinstance(row.get("tags"), list) else ("tags", "posts_tags"),
            "authors": () if isinstance(row.get("authors"), list) else ("users", "posts_authors"),
            "details": () if "meta_title" in row else ("posts_meta",),
        }
        return tuple(
            what for what, tables in stands_in.items() if not all(table in self.complete for table in tables)
        )

    @property
    def timezone(self) -> str:
        found = self.settings.get
        return found("timezone") or found("active_timezone") or found("activeTimezone") or ""

    @property
    def zone(self) -> ZoneInfo | None:
        try:
            return ZoneInfo(self.timezone) if self.timezone else None
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None
