"""What stories use, in Wagtail's reference index, for many at once.

Wagtail writes the index story by story, with several queries each, when one is saved; stories that come in bulk
are not saved. Readers get the pictures and media that the index knows of (`terbit.newsroom.shown`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import ForeignKey, Model
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import ReferenceIndex

from terbit.newsroom import linked_files, references
from terbit.newsroom.models import Article

Use = tuple[type[Model], Any, str, str]  # model and key of what is used; path in the model and in the content
COLUMNS = (
    "content_type_id base_content_type_id object_id to_content_type_id to_object_id "
    "model_path content_path content_path_hash"
).split()
HASH = ReferenceIndex._meta.get_field("content_path_hash")
# Measured with ten uses a story: objects and `bulk_create` take 1.0 ms of CPU a story, this takes 0.5.
INSERT = f"""
    INSERT INTO {ReferenceIndex._meta.db_table} ({", ".join(COLUMNS)})
    VALUES ({", ".join(["%s"] * len(COLUMNS))}) ON CONFLICT DO NOTHING
"""  # noqa: S608 - names of Wagtail's own


def write(stories: Collection[Article]) -> None:
    """Index stories that are new, with their children. A later save writes the paths within a block exactly."""
    linked = _linked(stories)
    _insert((story, [*_uses(story), *linked.get(story.pk, [])]) for story in stories)


def write_linked(stories: Collection[Article]) -> None:
    """Index what stories name by the address of an old site, once it has arrived."""
    linked = _linked(stories)
    _insert((story, linked.get(story.pk, [])) for story in stories)


def _insert(uses_of: Iterable[tuple[Article, list[Use]]]) -> None:
    own_type = _type_of(Article)
    rows = [
        (own_type, own_type, str(story.pk), _type_of(model), str(key), *paths, _hash(paths[1]))
        for story, uses in uses_of
        for model, key, *paths in dict.fromkeys(uses)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)


def _linked(stories: Collection[Article]) -> dict[int, list[Use]]:
    """By the key of the story; all are asked for at once."""
    named = [
        (story.pk, (address, (Article, story.pk)), f"body.{item['type']}", f"body.{item.get('id')}")
        for story in stories
        for item in story.body.raw_data
        for address in linked_files.addresses(item["value"])
    ]
    files = linked_files.find(each for _pk, each, *_paths in named)
    uses: dict[int, list[Use]] = {}
    for pk, each, *paths in named:
        if each in files:
            uses.setdefault(pk, []).append((*files[each], *paths))
    return uses


def _hash(content_path: str) -> Any:
    return HASH.get_db_prep_value(ReferenceIndex._get_content_path_hash(content_path), connection)


def _type_of(model: type[Model]) -> int:
    return ContentType.objects.get_for_model(model).pk


def _uses(story: Article) -> Iterator[Use]:
    for field in _foreign_keys(Article):
        if key := getattr(story, field.attname):
            yield field.related_model, key, field.name, field.name
    for relation in get_all_child_relations(Article):
        name = relation.get_accessor_name()
        for child in getattr(story, name).all():
            for field in _foreign_keys(relation.related_model):
                if key := getattr(child, field.attname):
                    yield (
                        field.related_model,
                        key,
                        f"{name}.item.{field.name}",
                        f"{name}.{child.pk}.{field.name}",
                    )
    yield from _uses_of_body(story)


def _uses_of_body(story: Article) -> Iterator[Use]:
    blocks = story.body.stream_block.child_blocks
    for item in story.body.raw_data:
        for name, key in references.named(blocks[item["type"]], item["value"]):
            yield references.model(name), key, f"body.{item['type']}", f"body.{item.get('id')}"


@cache
def _foreign_keys(model: type[Model]) -> list[ForeignKey]:
    """Those that Wagtail indexes."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and not isinstance(field, ParentalKey)
        and not getattr(field.related_model, "wagtail_reference_index_ignore", False)
    ]
