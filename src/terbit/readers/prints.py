"""What the press must know of the most read: the list is touched when its order changes, or who may be in it."""

from __future__ import annotations

from terbit.newsroom.models import Article
from terbit.press import api as press
from terbit.press.api import Touch
from terbit.readers.models import MostRead

KEY = "most-read"


def register() -> None:
    press.leave_unnamed("most-read-row")  # rows are places of the list
    press.watch(MostRead, "most-read-row", "pk", Touch(f"'{KEY}'"))
    there = f"EXISTS (SELECT 1 FROM {MostRead._meta.db_table} AS ranked WHERE ranked.article_id = @.id)"  # noqa: S608
    press.also(Article, Touch(f"'{KEY}'", ("live", "kind"), where=there))
    press.a_list(KEY, MostRead, "id", "article_id", "position")
    press.a_list(KEY, Article, "live", "kind")
