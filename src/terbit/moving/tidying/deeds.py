"""What an editor says to a proposal: accept, refuse, turn round, take back. Each is one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from terbit.moving.tidying import rows
from terbit.moving.tidying.models import Proposal, State
from terbit.moving.tidying.reasons import Reason
from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Publication, Redirect, Topic
from terbit.newsroom.signals import regrouped

if TYPE_CHECKING:
    from terbit.staff.models import User

CHANGE = "terbit_newsroom.change_topic"


class Refused(Exception):
    """It is not done; the message is a sentence for the editor."""


def accept(keys: Iterable[int], user: User | None = None) -> list[Proposal]:
    """Merge and drop as proposed, those of the proposals that still wait and still hold. Returns the done ones."""
    done = []
    for proposal in _waiting(keys, user):
        with transaction.atomic():
            held = _hold(proposal.pk, State.OPEN)
            if held and _holds(held):
                _decide(held, State.ACCEPTED, user)
                held.number = (Proposal.objects.aggregate(last=Max("number"))["last"] or 0) + 1
                _do(held, user)
                done.append(held)
    return done


def refuse(keys: Iterable[int], user: User | None = None) -> list[Proposal]:
    """It is never proposed again."""
    done = []
    for proposal in _waiting(keys, user):
        with transaction.atomic():
            if held := _hold(proposal.pk, State.OPEN):
                _decide(held, State.REFUSED, user)
                held.save()
                done.append(held)
    return done


def turn_round(key: int, user: User | None = None) -> Proposal:
    """The one that was to go stays, and the other goes into it. Raises `Refused`."""
    _require(user)
    with transaction.atomic():
        proposal = _hold(key, State.OPEN)
        if proposal is None or proposal.into is None or proposal.reason == Reason.INSIDE:
            raise Refused(_("This proposal cannot be turned round; look for proposals again."))
        proposal.topic, proposal.into = proposal.into, proposal.topic
        proposal.save(update_fields=["topic", "into"])
        return proposal


def take_back(key: int, user: User | None = None) -> Proposal:
    """Undo what was accepted, and propose it again; or propose again what was refused. Raises `Refused`.

    What was accepted later on the same topics is undone before and done again after, so that everything is as if this
    one had not been.
    """
    _require(user)
    with transaction.atomic():
        Publication.hold()
        proposal = Proposal.objects.select_related("topic", "into").filter(pk=key).first()
        if proposal is None or proposal.state == State.OPEN:
            raise Refused(_("There is nothing to take back; somebody was quicker."))
        if proposal.state == State.ACCEPTED:
            later = _resting_on(proposal)
            for each in reversed(later):
                _undo(each)
            _undo(proposal)
            for each in later:
                each.refresh_from_db()
                _do(each, user)
            action = "terbit.unmerge_topic" if proposal.into else "terbit.restore_topic"
            log(instance=proposal.topic, action=action, user=user, data=_told(proposal))
        proposal.state, proposal.number, proposal.changes = State.OPEN, None, {}
        proposal.decided_by = proposal.decided_at = None
        proposal.save()
        return proposal


def _do(proposal: Proposal, user: User | None) -> None:
    topic, into = proposal.topic, proposal.into
    story = None if into else _only_story(topic)
    target = into.path if into else _where_it_leads(topic, proposal.reason)
    with rows.recording(topic, into, [story.path if story else target]) as changes:
        if into:
            publishing.merge_topic(topic, into, user=user)
        else:
            _drop(topic, story, target)
            log(instance=topic, action="terbit.drop_topic", user=user)
    proposal.changes = changes
    proposal.save()


def _undo(proposal: Proposal) -> None:
    proposal.topic.refresh_from_db()
    rows.put_back(proposal.topic, proposal.into, proposal.changes)
    if proposal.into:
        regrouped.send(Topic, topics=[proposal.topic, proposal.into])


def _drop(topic: Topic, story: Article | None, target: str) -> None:
    topic.article_topics.all().delete()
    topic.dropped = True
    topic.save(update_fields=["dropped"])
    if story:
        Redirect.objects.follow_article(topic.path, story)
    else:
        Redirect.objects.point(topic.path, target)


def _only_story(topic: Topic) -> Article | None:
    """The one story that its page showed."""
    live = list(Article.objects.live().filter(article_topics__topic=topic)[:2])
    return live[0] if len(live) == 1 else None


def _where_it_leads(topic: Topic, reason: str) -> str:
    """Readers of a dropped topic search for its word; of the paper's own name, they see its front page."""
    return "/" if reason == Reason.OWN else f"/cari/?{urlencode({'q': topic.name})}"


def _resting_on(proposal: Proposal) -> list[Proposal]:
    """What was accepted later on the same topics, or on topics of such a one, in order."""
    topics = {proposal.topic_id, proposal.into_id}
    later = []
    accepted = Proposal.objects.select_related("topic", "into").filter(
        state=State.ACCEPTED, number__gt=proposal.number
    )
    for each in accepted.order_by("number"):
        own = {each.topic_id, each.into_id} - {None}
        if own & topics:
            topics |= own
            later.append(each)
    return later


def _waiting(keys: Iterable[int], user: User | None) -> list[Proposal]:
    _require(user)
    return list(Proposal.objects.filter(pk__in=list(keys), state=State.OPEN))


def _hold(key: int, state: State) -> Proposal | None:
    """One after the other: nobody merges what somebody else is merging."""
    Publication.hold()
    return Proposal.objects.select_related("topic", "into").filter(pk=key, state=state).first()


def _holds(proposal: Proposal) -> bool:
    both = [topic for topic in (proposal.topic, proposal.into) if topic]
    return not any(topic.merged_into_id or topic.dropped for topic in both)


def _decide(proposal: Proposal, state: State, user: User | None) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, user, timezone.now()


def _told(proposal: Proposal) -> dict[str, str]:
    return {"into": proposal.into.name} if proposal.into else {}


def _require(user: User | None) -> None:
    if user and not user.has_perm(CHANGE):
        raise PermissionDenied
