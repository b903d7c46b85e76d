"""Which pictures and media readers may see: those that something published names."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Model, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, PageViewRestriction, ReferenceIndex

from terbit.newsroom.models import Article, Contributor, Person, Publication
from terbit.pictures.models import MediaFile, Picture


def pictures(pks: set[int]) -> set[int]:
    """Pictures of live stories and standing pages, of the publication, and of people and contributors with a page."""
    found = _in_live_stories(Picture, pks)
    found |= _on_live_pages(Picture, pks - found)
    for owner, field in ((Publication, "logo"), (Contributor, "picture"), (Person, "picture")):
        found |= set(
            owner.objects.filter(**{f"{field}__in": pks - found}).values_list(f"{field}_id", flat=True)
        )
    return found


def media(pks: set[int]) -> set[int]:
    """Those of live stories, and what live pages link to."""
    found = _in_live_stories(MediaFile, pks)
    return found | _on_live_pages(MediaFile, pks - found)


def _in_live_stories(model: type[Model], pks: set[int]) -> set[int]:
    return _on_live(Article, Article.objects.live(), model, pks)


def _on_live_pages(model: type[Model], pks: set[int]) -> set[int]:
    return _on_live(Page, _public_pages(), model, pks)


def _public_pages() -> QuerySet:
    """Live, and neither closed to the public nor below a page that is: Wagtail's `public()`, with paths alone.

    That reads rows of pages, and each picture would be pressed again when any page changes.
    """
    pages = Page.objects.live()
    for closed in PageViewRestriction.objects.values_list("page__path", flat=True):
        pages = pages.exclude(path__startswith=closed)
    return pages


def _on_live(owner: type[Model], live: QuerySet, model: type[Model], pks: set[int]) -> set[int]:
    """From Wagtail's reference index, which holds the rows, never the drafts, of what is published."""
    if not pks:
        return set()
    named = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id__in=[str(pk) for pk in pks],
        base_content_type=ContentType.objects.get_for_model(owner),
    )
    by_live = named.annotate(owner=Cast("object_id", BigIntegerField())).filter(owner__in=live.values("pk"))
    return {int(pk) for pk in by_live.values_list("to_object_id", flat=True)}
