"""A story with what its own page shows beside it, in as few questions as there are tables."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import F, Func, JSONField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from terbit.newsroom import languages
from terbit.newsroom.models import ArchivedComment, Article, ArticleTopic, Byline, Redirect, Topic
from terbit.newsroom.prepared import Prepared
from terbit.press import api as press

Row = TypeVar("Row", bound=Model)


class Translation(NamedTuple):
    """`language` is "" for Indonesian; `name` is what its readers call it."""

    language: str
    name: str
    path: str


class JSONRows(Func):
    """All rows of a subquery as one JSON array; NULL or [] where there are none."""

    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="json_group_array", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="jsonb_agg", **context)


def at(path: str) -> Article | None:
    """The story of exactly this path, whether readers may see it or not, with its topics."""
    press.note(f"url:{path}")  # one that comes to be there, where there is none
    return next(iter(_stories()([path])), None)


def leading(paths: list[str]) -> dict[str, str]:
    """Where those of these paths lead that are a story's or a redirect's: the path itself, or another."""
    if not _leads_anywhere(paths):
        return {}
    known = {story.path: story.path for story in _paths()(paths) if story.path}
    return known | {redirect.path: redirect.destination for redirect in _redirects()(paths)}


def may_be_page(slug: str) -> bool:
    """Whether a page of Wagtail's has this slug, wherever it stands in the tree."""
    with press.covering("pages"), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM wagtailcore_page WHERE slug = %s LIMIT 1", [slug])
        return cursor.fetchone() is not None


def _leads_anywhere(paths: list[str]) -> bool:
    """Asked past the ORM: made-up addresses come by the hundred, and most of their cost was to ask it three times."""
    some = ", ".join(["%s"] * len(paths))
    tables = [model._meta.db_table for model in (Article, Redirect)]
    either = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE path IN ({some}))" for table in tables)  # noqa: S608
    with press.covering(*(f"url:{path}" for path in paths)), connection.cursor() as cursor:
        cursor.execute(f"SELECT {either}", [*paths, *paths])
        return bool(cursor.fetchone()[0])


def bylines(story: Article) -> list[Byline]:
    return _bylines()([story.pk])


def topics(story: Article) -> list[Topic]:
    """In its order, each or the one that took it over. A story from `at` brings them along, a draft has its own."""
    if not hasattr(story, "topic_rows"):
        return [row.topic.current for row in story.article_topics.all()]
    rows = sorted(story.topic_rows or [], key=lambda row: (row["order"], row["row"]))
    return [_topic(row) for row in rows]


def _topic(row: dict[str, Any]) -> Topic:
    """Made as a row, so that the press notes it; which topics a story has is noted with the story."""
    topic = _row(Topic, id=row["pk"], name=row["name"], slug=row["slug"], merged_into_id=row["into"])
    if row["into"]:
        topic.merged_into = _row(Topic, id=row["into"], name=row["into_name"], slug=row["into_slug"])
    return topic.current


def _row(model: type[Row], **values: Any) -> Row:
    """As if these columns of it had been read."""
    columns = [field.attname for field in model._meta.concrete_fields if field.attname in values]
    return model.from_db(DEFAULT_DB_ALIAS, columns, [values[column] for column in columns])


def translations(story: Article) -> list[Translation]:
    """The same story in other languages, those that readers may see, by what the languages are called."""
    if not hasattr(story, "translation_rows"):
        rows = (
            Article.objects.live()
            .filter(_of_the_same(story.translation_of_id, story.pk))
            .exclude(pk=story.pk)
        )
        found = list(rows.values("language", "path"))
    else:
        found = story.translation_rows or []
    made = (Translation(row["language"], languages.own_name(row["language"]), row["path"]) for row in found)
    return sorted(made, key=lambda each: (each.name, each.path))


def comments(story: Article) -> list[ArchivedComment]:
    """Those of the old site that readers may see, each before what answers it."""
    rows = ArchivedComment.objects.filter(article=story.pk, hidden=False).order_by("position")
    return list(press.shows(rows, f"comments:{story.pk}"))


@cache
def _stories() -> Prepared[Article]:
    rows = Article.objects.select_related("section__parent", "lead_picture").order_by()
    return Prepared(rows.annotate(topic_rows=_topic_rows(), translation_rows=_translation_rows()), "path")


@cache
def _paths() -> Prepared[Article]:
    return Prepared(Article.objects.only("path"), "path")


@cache
def _redirects() -> Prepared[Redirect]:
    return Prepared(
        Redirect.objects.select_related("article").only("path", "target", "article__path"), "path"
    )


@cache
def _bylines() -> Prepared[Byline]:
    return Prepared(Byline.objects.select_related("contributor__picture"), "article")


def _of_the_same(first: Any, own: Any) -> Q:
    """The story that was first, and its translations; `first` is None where it is the story itself."""
    others = Q(pk=first) | Q(translation_of=first) if first is not None else Q()
    return Q(translation_of=own) | others


def _translation_rows() -> Subquery:
    """Noted with the story itself: whoever is translated touches it (`prints`)."""
    same = Article.objects.filter(_of_the_same(OuterRef("translation_of_id"), OuterRef("pk")), live=True)
    as_one = JSONRows(JSONObject(language=F("language"), path=F("path")))
    return Subquery(same.exclude(pk=OuterRef("pk")).order_by().values(rows=as_one))


def _topic_rows() -> Subquery:
    into = {"into": "topic__merged_into", "into_name": "topic__merged_into__name"}
    fields = {"row": "pk", "order": "sort_order", "pk": "topic", "name": "topic__name", "slug": "topic__slug"}
    fields |= into | {"into_slug": "topic__merged_into__slug"}
    named: QuerySet[ArticleTopic] = ArticleTopic.objects.filter(article=OuterRef("pk")).order_by()
    as_one = JSONRows(JSONObject(**{name: F(field) for name, field in fields.items()}))
    return Subquery(named.values(rows=as_one))
