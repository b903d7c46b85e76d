"""What the screen shows of proposals: both topics with how many stories each has, why, and examples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from terbit.moving.tidying.models import Proposal, State
from terbit.moving.tidying.reasons import Reason
from terbit.newsroom.models import ArticleTopic

if TYPE_CHECKING:
    from terbit.newsroom.models import Topic

ON_A_PAGE = 50
EXAMPLES = 2


@dataclass(frozen=True)
class Line:
    proposal: Proposal
    stories: int
    stories_of_into: int
    examples: list[str]

    @property
    def topic(self) -> Topic:
        return self.proposal.topic

    @property
    def into(self) -> Topic | None:
        return self.proposal.into

    @property
    def can_turn(self) -> bool:
        """A longer name never takes over the shorter one in it: it says less of the stories."""
        return self.into is not None and self.proposal.reason != Reason.INSIDE


def waiting(reason: str = "") -> QuerySet[Proposal]:
    """Those of one reason, or all; the surest first."""
    rows = Proposal.objects.filter(state=State.OPEN).select_related("topic", "into")
    return rows.filter(reason=reason) if reason else rows


def decided() -> QuerySet[Proposal]:
    rows = Proposal.objects.exclude(state=State.OPEN).select_related("topic", "into", "decided_by")
    return rows.order_by("-decided_at", "-pk")


def reasons() -> list[tuple[Reason, int]]:
    """How many wait, by reason."""
    rows = Proposal.objects.filter(state=State.OPEN).order_by().values("reason").annotate(number=Count("pk"))
    counted = dict(rows.values_list("reason", "number"))
    return [(reason, counted[reason]) for reason in Reason if reason in counted]


def lines(proposals: Sequence[Proposal]) -> list[Line]:
    counts = _counts({key for each in proposals for key in (each.topic_id, each.into_id) if key})
    examples = _examples({each.topic_id for each in proposals})
    return [
        Line(each, counts.get(each.topic_id, 0), counts.get(each.into_id, 0), examples[each.topic_id])
        for each in proposals
    ]


def _counts(topics: set[int]) -> dict[int, int]:
    rows = ArticleTopic.objects.filter(topic__in=topics).order_by().values("topic")
    return dict(rows.annotate(number=Count("pk")).values_list("topic", "number"))


def _examples(topics: set[int]) -> dict[int, list[str]]:
    """Headlines that readers see: whoever tidies topics need not be one who may open the drafts."""
    newest = Window(
        RowNumber(), partition_by=[F("topic")], order_by=[F("article__first_published_at").desc(), "-pk"]
    )
    rows = (
        ArticleTopic.objects.filter(topic__in=topics, article__live=True)
        .annotate(place=newest)
        .filter(place__lte=EXAMPLES)
        .order_by("topic", "place")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for topic, headline in rows.values_list("topic", "article__headline"):
        found[topic].append(headline)
    return found
