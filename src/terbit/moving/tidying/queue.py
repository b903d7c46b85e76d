"""The proposals that wait for an editor: made from the topics as they are, and kept until they no longer hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Min

from terbit.moving.tidying.models import Proposal, State
from terbit.moving.tidying.proposing import Found, Known, propose
from terbit.moving.tidying.rows import AT_A_TIME, in_parts
from terbit.newsroom.models import Article, ArticleTopic, Publication, Topic
from terbit.newsroom.models.topic import TopicAlias, TopicKind

EACH = 3600.0  # seconds between two looks of the background worker
A_MONTH, A_YEAR = timedelta(days=30), timedelta(days=365)

Pairs = Iterable[tuple[int, int]]


def look() -> int:
    """Propose anew; what was refused stays refused. How many proposals wait."""
    found = propose(known(), shared, own_names=own_names(), refused=_refused())
    with transaction.atomic():
        Publication.hold()
        _replace(found)
    return Proposal.objects.filter(state=State.OPEN).count()


_looked_at: list[tuple[object, ...]] = []  # what the background worker found when it looked last


def look_if_changed() -> None:
    """What the background worker does: nothing, where topics and their stories are as they were."""
    rows = ArticleTopic.objects.order_by().aggregate(number=Count("pk"), last=Max("pk"))
    names = Topic.objects.order_by().aggregate(number=Count("pk"), last=Max("pk"))
    now = (*rows.values(), *names.values(), Topic.objects.current().count(), len(_refused()))
    if [now] != _looked_at:
        look()
        _looked_at[:] = [now]


def known() -> list[Known]:
    """Every topic that stands for itself."""
    stories = dict(
        ArticleTopic.objects.order_by()
        .values("topic")
        .annotate(number=Count("pk"))
        .values_list("topic", "number")
    )
    named = set(TopicAlias.objects.values_list("topic", flat=True))
    ages = _ages([topic for topic, number in stories.items() if number == 1])
    return [
        Known(
            pk,
            name,
            stories=stories.get(pk, 0),
            is_tended=bool(description) or kind != TopicKind.TOPIC or pk in named,
            is_old=ages.get(pk, timedelta()) > A_YEAR,
            is_fresh=pk in ages and ages[pk] < A_MONTH,
        )
        for pk, name, description, kind in Topic.objects.current()
        .order_by()
        .values_list("pk", "name", "description", "kind")
    ]


def _ages(topics: list[int]) -> dict[int, timedelta]:
    """How much older than the paper's newest story the only one of each topic is.

    Those of drafts are left out, and all of a paper whose stories are of one month: nothing is new there.
    """
    span = Article.objects.live().aggregate(
        newest=Max("first_published_at"), oldest=Min("first_published_at")
    )
    newest, oldest = span["newest"], span["oldest"]
    if newest is None:
        return {}
    moments: dict[int, datetime] = {}
    for keys in in_parts(topics):
        carried = ArticleTopic.objects.filter(topic__in=keys, article__live=True).order_by()
        moments.update(carried.values_list("topic", "article__first_published_at"))
    young = newest - oldest < A_MONTH
    return {topic: newest - moment for topic, moment in moments.items() if not young}


def shared(pairs: Pairs) -> dict[tuple[int, int], int]:
    """How many stories carry both topics of each pair; pairs without one are left out."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        wanted[one].add(other)
    together: Counter[tuple[int, int]] = Counter()
    for keys in in_parts(sorted(wanted)):
        others = set().union(*(wanted[key] for key in keys))
        rows = ArticleTopic.objects.filter(topic__in=keys).order_by()
        beside = "article__article_topics__topic"
        if len(others) <= AT_A_TIME:
            rows = rows.filter(**{f"{beside}__in": others})
        for one, other, number in rows.values_list("topic", beside).annotate(number=Count("pk")).iterator():
            if other in wanted[one]:
                together[one, other] += number
    return dict(together)


def own_names() -> list[str]:
    """What the paper calls itself: its name and its host, whole and without what stands around it."""
    host = (urlsplit(settings.TERBIT_URL).hostname or "").removeprefix("www.")
    return [name for name in (Publication.load().name, host, host.partition(".")[0]) if name]


def _refused() -> set[frozenset[int]]:
    rows = Proposal.objects.filter(state=State.REFUSED).order_by().values_list("topic", "into")
    return {frozenset(key for key in pair if key) for pair in rows}


def _replace(found: list[Found]) -> None:
    """Those that are proposed already stay the rows they are, also where an editor turned them round."""
    standing = set(Topic.objects.current().order_by().values_list("pk", flat=True))
    wanted = {
        frozenset(key for key in (each.topic, each.into) if key): each
        for each in found
        if each.topic in standing and (each.into is None or each.into in standing)
    }
    gone = []
    for proposal in Proposal.objects.order_by():
        pair = frozenset(key for key in (proposal.topic_id, proposal.into_id) if key)
        again = wanted.pop(pair, None)
        if proposal.state == State.OPEN and again is None:
            gone.append(proposal.pk)
    for keys in in_parts(gone):
        Proposal.objects.filter(pk__in=keys).delete()
    Proposal.objects.bulk_create(
        [
            Proposal(
                topic_id=each.topic, into_id=each.into, reason=each.reason, sureness=each.reason.sureness
            )
            for each in wanted.values()
        ],
        batch_size=AT_A_TIME,
        ignore_conflicts=True,
    )
