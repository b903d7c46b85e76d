"""The change log is written by the database itself, whoever changes a row and however."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.models import Field, Model
from wagtail.models import PageViewRestriction, ReferenceIndex

from terbit.newsroom.models import Article, Person, Publication, Redirect, StandingPage
from terbit.press import api as press
from terbit.press import changes, triggers, watching
from terbit.press.models import Change
from tests.conftest import VENDOR
from tests.factories import ArticleFactory, PersonFactory, SectionFactory
from tests.theme import papers

pytestmark = pytest.mark.django_db(transaction=True)


def touched(act: Callable[[], object]) -> set[str]:
    mark = changes.mark()
    act()
    return changes.touched_since(mark.position)


def names() -> set[str]:
    if connection.vendor == "postgresql":
        sql = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'terbit_press%'"
    else:
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'terbit_press%'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


def watched() -> list[type[Model]]:
    return [watch.model for watch in watching.watches() if watch.touches]


@pytest.fixture
def types_remembered() -> Iterator[None]:
    """Migrations forget them, and the next test's rows would make them anew."""
    yield
    ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)


def test_a_second_migration_finds_the_triggers_there(types_remembered: None):
    before = names()
    call_command("migrate", verbosity=0)
    triggers.make("default")
    assert names() == before
    assert len([name for name in before if "_stamp_" in name]) == 1


def test_triggers_outlive_the_remaking_of_a_table():
    """SQLite copies a table to change it; a trigger on another one that names it would forbid that."""
    before = names()
    triggers.remove("default")
    assert not names()
    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            editor._remake_table(Person)
    triggers.make("default")
    assert names() == before
    person = PersonFactory()
    assert f"person:{person.pk}" in touched(lambda: Person.objects.update(name="Laras"))


def test_every_watched_table_has_its_triggers():
    there = " ".join(names())
    assert all(f"terbit_press_{model._meta.db_table}" in there for model in watched())


# Keys of the archive by days ---------------------------------------------------------------------------


def archived(number: int, **facts: Any) -> Article:
    facts = {"section": None} | facts
    story = ArticleFactory.build(contributor=None, path=f"/{number}.html", live=True, **facts)
    story.first_published_at = datetime(2026, 3, 2, number, tzinfo=UTC)
    return story


def test_the_first_stories_of_a_day_touch_the_calendar_also_when_they_come_together():
    keys = touched(lambda: Article.objects.bulk_create([archived(1), archived(2)]))
    assert {"day:2026-03-02", "days:2026-03", "days", "month:2026-03", "months"} <= keys


def test_a_further_story_of_a_day_leaves_the_calendar_alone():
    Article.objects.bulk_create([archived(1)])
    keys = touched(lambda: Article.objects.bulk_create([archived(2)]))
    assert {"day:2026-03-02", "month:2026-03"} <= keys
    assert not {"days:2026-03", "days", "months"} & keys


def test_the_last_stories_of_a_day_touch_the_calendar_when_they_go():
    Article.objects.bulk_create([archived(1), archived(2)])
    first = touched(lambda: Article.objects.filter(path="/1.html").update(live=False))
    if (
        VENDOR == "sqlite"
    ):  # one writer at a time; on PostgreSQL two who leave at once do not know of each other
        assert "days" not in first
    assert "days:2026-03" in touched(lambda: Article.objects.filter(live=True).update(live=False))
    assert "days:2026-03" in touched(lambda: Article.objects.update(live=True))


def test_another_time_zone_takes_away_whatever_shows_days():
    """Stories move to other days; a print of before would not hear of those that come meanwhile."""
    Publication.load()
    assert "all" in touched(lambda: Publication.objects.update(time_zone="Asia/Jayapura"))
    assert "all" not in touched(lambda: Publication.objects.update(name="Kabar"))


@pytest.mark.parametrize(
    "change", [{"live": False}, {"language": "min"}, {"path": "/lain/"}, {"translation_of": None}]
)
def test_the_other_languages_of_a_story_are_touched_by_what_they_say_of_each(change: dict[str, Any]):
    first = ArticleFactory(published=True)
    english, arabic = (
        ArticleFactory(language=language, translation_of=first, published=True) for language in ("en", "ar")
    )
    keys = {story.pk: f"article:{story.pk}" for story in (first, english, arabic)}
    found = touched(lambda: Article.objects.filter(pk=english.pk).update(**change))
    assert set(keys.values()) <= found
    if "translation_of" not in change:
        change = {name: "/pertama/" if name == "path" else value for name, value in change.items()}
        found = touched(lambda: Article.objects.filter(pk=first.pk).update(**change))
        assert set(keys.values()) <= found
    assert not set(keys.values()) & touched(
        lambda: Article.objects.filter(pk=arabic.pk).update(embargo_until=None)
    )


def test_an_archive_touches_each_list_it_is_in_once_and_nothing_else():
    section = SectionFactory()
    ArticleFactory(published=True)

    def move_in() -> None:
        with press.once():
            with press.once():
                Article.objects.bulk_create([archived(1, section=section), archived(2, section=section)])
            Redirect.objects.create(path="/?p=1", target="/1.html")

    before = Change.objects.latest("pk").pk
    keys = touched(move_in)
    assert {"stories", f"stories:{section.pk}", "day:2026-03-02", "url:/1.html", "url:/?p=1"} <= keys
    assert not {"all", "edition"} & keys
    written = list(Change.objects.filter(pk__gt=before).values_list("key", flat=True))
    assert sorted(written) == sorted(keys)


def test_keys_that_others_have_touched_before_stay_in_the_log():
    first = touched(lambda: Article.objects.bulk_create([archived(1)]))

    def more() -> None:
        with press.once():
            Article.objects.bulk_create([archived(2)])

    assert "stories" in first and "stories" in touched(more)
    assert Change.objects.filter(key="stories").count() == 2


# Every table, however it is written ----------------------------------------------------------------------


def test_every_row_that_changes_touches_its_key_past_all_programs():
    """A column at a time, and the row itself, in SQL by hand."""
    with time_machine.travel(papers.NOON):
        papers.make()
    PageViewRestriction.objects.create(page=StandingPage.objects.first(), restriction_type="login")
    unheard = []
    for watch in watching.watches():
        row = watch.model._base_manager.order_by("pk").last()
        if not watch.touches or row is None or watch.model is ReferenceIndex:
            continue
        if watch.model is Article:
            row = Article.objects.live().last()
        for field in watch.model._meta.local_concrete_fields:
            if field.column in watch.ignoring or field.primary_key or field.is_relation:
                continue
            keys = touched(lambda field=field, row=row: change_by_hand(field, row))
            if not keys:
                unheard.append(f"{watch.model.__name__}.{field.column}")
    assert not unheard


def change_by_hand(field: Field, row: Model) -> None:
    table, pk = row._meta.db_table, row._meta.pk.column
    kind = field.get_internal_type()
    other: Any = {
        "BooleanField": not getattr(row, field.attname),
        "DateField": "2019-01-01",
        "DateTimeField": "2019-01-01 00:00:00+00:00",
        "JSONField": '["lain"]',
        "UUIDField": uuid4().hex,
    }.get(kind, 77 if "Integer" in kind else "Asia/Jayapura" if field.name == "time_zone" else "lain")
    with connection.cursor() as cursor:
        sql = f'UPDATE {table} SET "{field.column}" = %s WHERE "{pk}" = %s'  # noqa: S608
        cursor.execute(sql, [other, row._meta.pk.get_db_prep_value(row.pk, connection)])


def test_rows_that_come_and_go_touch_their_key_in_bulk():
    person = PersonFactory.build()
    assert any(key.startswith("person:") for key in touched(lambda: Person.objects.bulk_create([person])))
    assert any(key.startswith("person:") for key in touched(lambda: Person.objects.all().delete()))
    moved = [Redirect(path=f"/lama-{number}/", target="/baru/") for number in range(3)]
    assert {f"url:/lama-{number}/" for number in range(3)} <= touched(
        lambda: Redirect.objects.bulk_create(moved)
    )
    assert {f"url:/lama-{number}/" for number in range(3)} <= touched(lambda: Redirect.objects.all().delete())


def test_what_only_the_desk_sees_touches_nothing():
    story = ArticleFactory(published=True)
    draft = ArticleFactory()
    assert not touched(lambda: Article.objects.filter(pk=story.pk).update(locked=True, embargo_until=None))
    assert not touched(lambda: Article.objects.filter(pk=draft.pk).update(headline="Belum"))
    assert not touched(lambda: story.save_revision(clean=False))
    assert not touched(lambda: Article.objects.filter(pk=story.pk).update(headline=story.headline))
