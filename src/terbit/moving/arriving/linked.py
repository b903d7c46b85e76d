"""Once files have come: what is published here and links to them is told to Wagtail's reference index."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.models import ReferenceIndex

from terbit.newsroom import usage
from terbit.newsroom.models import Article, StandingPage

if TYPE_CHECKING:
    from terbit.moving.arriving.running import Run

AT_ONCE = 250
NAMED = ("/wp-content/uploads/", "/content/images/", "/content/media/", "/content/files/")


def tell(run: Run) -> None:
    """A story may have come by an earlier run, have been edited since, or be one of the paper's own."""
    if run.plan.dry or not run.library.taken:
        return
    for some in _chunks(_naming(Article.objects.order_by("pk"))):
        with transaction.atomic():
            usage.write_linked(Article.objects.filter(pk__in=some))
    for page in _naming(StandingPage.objects.order_by("pk")):
        with transaction.atomic():
            ReferenceIndex.create_or_update_for_object(page)


def _naming(rows: QuerySet) -> QuerySet:
    wanted = Q()
    for folder in NAMED:
        wanted |= Q(text__contains=folder)
    return rows.alias(text=Cast("body", TextField())).filter(wanted)


def _chunks(rows: QuerySet[Article]) -> Iterator[list[int]]:
    keys = iter(list(rows.values_list("pk", flat=True)))
    while some := list(islice(keys, AT_ONCE)):
        yield some
