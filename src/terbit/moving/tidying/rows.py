"""What a merge or a drop changes, kept so that it can be taken back, and the taking back.

Kept as JSON by keys: the topics that led to the one that goes, its rows at stories (`moved`, or `lost` where the story
had the other already; each `[key, story, place]`), and redirects before and after (`[key, before, after]`).

What somebody changed since stays as they left it: a row is put back where it is still as the merge made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Q

from terbit.newsroom.models import Article, ArticleTopic, Redirect, Topic

AT_A_TIME = 500  # keys in one question
Row = list[Any]
Changes = dict[str, Any]


@contextmanager
def recording(topic: Topic, into: Topic | None, paths: Iterable[str]) -> Iterator[Changes]:
    """The changes of the block, complete when it ends. `paths` are those the topic's address may come to lead to."""
    changes: Changes = {"led": list(topic.merged.order_by("pk").values_list("pk", flat=True))}
    carried = [
        list(row) for row in topic.article_topics.order_by("pk").values_list("pk", "article", "sort_order")
    ]
    about = Q(path__in=[topic.path, *paths]) | Q(target=topic.path)
    before = _redirects(about)
    yield changes
    moved = set(into.article_topics.order_by().values_list("pk", flat=True)) if into else set()
    changes["moved"] = [row for row in carried if row[0] in moved]
    changes["lost"] = [row for row in carried if row[0] not in moved]
    after = _redirects(about | Q(pk__in=list(before)))
    changes["redirects"] = [
        [key, before.get(key), after.get(key)]
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    ]


def _redirects(about: Q) -> dict[int, Row]:
    rows = Redirect.objects.filter(about).order_by().values_list("pk", "path", "article", "target")
    return {key: list(rest) for key, *rest in rows}


def put_back(topic: Topic, into: Topic | None, changes: Changes) -> None:
    """The rows as they were before `changes`."""
    if into:
        for keys in in_parts(changes["led"]):
            Topic.objects.filter(pk__in=keys, merged_into=into).update(merged_into=topic)
        _move_back(topic, into, changes["moved"])
    _bring_back(topic, into, changes["lost"])
    topic.merged_into, topic.dropped = None, False
    topic.save(update_fields=["merged_into", "dropped"])
    for key, before, after in reversed(changes["redirects"]):
        _lead_back(key, before, after)


def _move_back(topic: Topic, into: Topic, moved: list[Row]) -> None:
    there = set(topic.article_topics.order_by().values_list("article", flat=True))  # somebody put it on again
    for rows in in_parts([row for row in moved if row[1] not in there]):
        stories = [story for _key, story, _place in rows]
        ArticleTopic.objects.filter(topic=into, article__in=stories).update(topic=topic)


def _bring_back(topic: Topic, into: Topic | None, lost: list[Row]) -> None:
    """At stories that still have the topic it went into: whoever took that one off has taken this one off."""
    for rows in in_parts(lost):
        stories = [story for _key, story, _place in rows]
        there = Article.objects.filter(pk__in=stories)
        if into:
            there = there.filter(article_topics__topic=into)
        wanted = set(there.values_list("pk", flat=True))
        wanted -= set(topic.article_topics.filter(article__in=stories).values_list("article", flat=True))
        taken = set(
            ArticleTopic.objects.filter(pk__in=[key for key, _s, _p in rows]).values_list("pk", flat=True)
        )
        ArticleTopic.objects.bulk_create(
            ArticleTopic(pk=None if key in taken else key, article_id=story, topic=topic, sort_order=place)
            for key, story, place in rows
            if story in wanted
        )


def _lead_back(key: int, before: Row | None, after: Row | None) -> None:
    row = Redirect.objects.filter(pk=key).first()
    if (row and [row.path, row.article_id, row.target]) != after:
        return
    if before is None:
        Redirect.objects.filter(pk=key).delete()
        return
    path, story, target = before
    if story and not Article.objects.filter(pk=story).exists():
        return
    if not Redirect.objects.filter(path=path).exclude(pk=key).exists():
        Redirect(pk=key, path=path, article_id=story, target=target).save()


def in_parts(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), AT_A_TIME):
        yield rows[start : start + AT_A_TIME]
