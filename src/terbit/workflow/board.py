"""The newsroom's board: what the person who signed in has to do, and what comes out when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import ModelLogEntry, Revision, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from terbit.lib import health
from terbit.newsroom.models import Article, Byline, Contributor, FormerAccount, Publication, ScheduleFailure
from terbit.press import condition as press
from terbit.press.views import SEE as SEE_PRINTS
from terbit.workflow import breaking, notices, status
from terbit.workflow.models import Approval, BreakingStory, Notice
from terbit.workflow.models.role import EDITING_ROLES
from terbit.workflow.roles import is_administrator, is_leading, reach

if TYPE_CHECKING:
    from terbit.staff.models import User

AT_MOST, AT_MOST_NEWS = 20, 5
# A notice of this kind is news while the story's workflow stands so.
SETTLED_BY = {
    notices.Kind.SUBMITTED: WorkflowState.STATUS_IN_PROGRESS,
    notices.Kind.RETURNED: WorkflowState.STATUS_NEEDS_CHANGES,
}
LOOKED_AT = 200  # approvals under way, the oldest, among which are those of one judge


@dataclass
class Board:
    """Everything on it; every story is one that the user may see."""

    mine: list[Article] = field(default_factory=list)
    waiting: list[Article] = field(default_factory=list)
    scheduled: list[tuple[datetime, Article]] = field(default_factory=list)
    published_today: list[Article] = field(default_factory=list)
    debts: list[BreakingStory] = field(default_factory=list)
    failures: list[ScheduleFailure] = field(default_factory=list)
    news: list[Notice] = field(default_factory=list)
    may_write: bool = False
    house: list[str] = field(default_factory=list)
    prints: press.Line | None = None


def board(user: User) -> Board:
    policy = policy_registry.get_by_type(Article)
    visible = policy.instances_user_has_permission_for(user, "view")
    in_work = _in_work(user, visible)
    returned = _returned(in_work)
    mine = list(in_work.exclude(pk__in=[story.pk for story in returned])[:AT_MOST])
    waiting = [*returned, *_waiting(user)][:AT_MOST]
    prints = press.line()
    return Board(
        mine=mine,
        waiting=waiting,
        scheduled=_scheduled(visible),
        published_today=_published_today(visible),
        debts=_debts(user),
        failures=_failures(visible),
        news=_news(user, {story.pk for story in [*mine, *waiting]}),
        may_write=policy.user_has_permission(user, "add"),
        house=_house(user, prints),
        prints=prints,
    )


def _house(user: User, prints: press.Line | None) -> list[str]:
    """What is wrong, for those who lead; what is wrong with the prints stands in their own line."""
    if not (is_administrator(user) or is_leading(user)):
        return []
    told = prints.wrong if prints else []
    return [sentence for sentence in health.sentences() if sentence not in told]


def _in_work(user: User, visible: QuerySet[Article]) -> QuerySet[Article]:
    named = Byline.objects.filter(contributor__user=user).values("article_id")
    # Here and below the few stories in question first, then those of them that the user may see: asked for both
    # at once, SQLite begins with all that the user may see, which is a quarter of an archive.
    own = Article.objects.filter(Q(created_by=user) | Q(pk__in=named))
    in_work = own.filter(Q(live=False, path__isnull=True) | Q(live=True, has_unpublished_changes=True))
    in_work = visible.filter(pk__in=list(in_work.values_list("pk", flat=True)))
    return status.with_status(in_work.defer("body").select_related("section")).order_by("-created_at", "-pk")


def _returned(in_work: QuerySet[Article]) -> list[Article]:
    """Stories that came back, with when (`returned_at`) and the words they came back with."""
    stories = list(status.in_status(in_work, "returned")[:AT_MOST])
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_NEEDS_CHANGES,
        base_content_type=Article.get_base_content_type(),
        object_id__in=[str(story.pk) for story in stories],
    )
    tasks = {
        int(state.object_id): state.current_task_state
        for state in states.select_related("current_task_state")
    }
    for story in stories:
        task = tasks.get(story.pk)
        story.returned_at, story.returned_with = (task.finished_at, task.comment) if task else (None, "")
    return stories


def _debts(user: User) -> list[BreakingStory]:
    """Of the sections that the user edits, and what the user owes."""
    edited = Article.objects.filter(reach(user).where(EDITING_ROLES))
    debts = [
        debt
        for debt in breaking.open_debts()
        if debt.published_by_id == user.pk or edited.filter(pk=debt.article_id).exists()
    ]
    for debt in debts:
        debt.is_open_to_user = breaking.may_approve(debt, user)
    return debts


def _news(user: User, shown: set[int]) -> list[Notice]:
    """What the user was told and does not see above, once for each story, and only as long as it is so."""
    told = notices.unread(user)
    stories = status.with_status(Article.objects.defer("body")).in_bulk(
        {notice.article_id for notice in told}
    )
    news: dict[int, Notice] = {}
    for notice in told:
        story = stories.get(notice.article_id)
        settled = notice.kind in SETTLED_BY and (
            story is None or story.workflow_status != SETTLED_BY[notice.kind]
        )
        if notice.article_id not in shown and not settled:
            news.setdefault(notice.article_id, notice)
    return list(news.values())[:AT_MOST_NEWS]


def _waiting(user: User) -> list[Article]:
    """Stories that wait for this user's judgement, the longest first."""
    tasks = {task.pk: task for task in Approval.objects.filter(active=True)}
    states = TaskState.objects.filter(task__in=tasks, status=TaskState.STATUS_IN_PROGRESS)
    states = states.select_related("workflow_state").order_by("started_at")[:LOOKED_AT]
    stories = Article.objects.defer("body").select_related("section").prefetch_related("bylines")
    stories = stories.in_bulk([int(state.workflow_state.object_id) for state in states])
    waiting = []
    for state in states:
        article = stories.get(int(state.workflow_state.object_id))
        if article and tasks[state.task_id].edits(article, user):
            article.waits_since = state.started_at
            waiting.append((state, article))
    return _by_others(user, waiting[: AT_MOST * 2], tasks)


def _by_others(
    user: User, waiting: list[tuple[TaskState, Article]], tasks: dict[int, Approval]
) -> list[Article]:
    """The first of them that the policy lets the user judge.

    It reads a story's whole history, so it is asked only where the user left a trace; whoever neither made,
    saved nor submitted a story and is not named in it is another person.
    """
    if Publication.load().own_approval:
        return [article for _state, article in waiting[:AT_MOST]]
    mine = Contributor.objects.filter(user=user).values_list("pk", flat=True).first()
    formerly = set(FormerAccount.objects.filter(user=user).values_list("contributor_id", flat=True))
    texts = Revision.objects.in_bulk([state.revision_id for state, _article in waiting])
    traces = _traces(user, [article for _state, article in waiting])
    found = []
    for state, article in waiting:
        text = texts.get(state.revision_id)
        named = [row["contributor"] for row in text.content.get("bylines", [])] if text else []
        named += [row.contributor_id for row in article.bylines.all()]
        if user.pk in (article.created_by_id, state.workflow_state.requested_by_id) or mine in named:
            continue
        left_trace = article.pk in traces or formerly.intersection(named)
        if not left_trace or tasks[state.task_id].judges(article, user):
            found.append(article)
        if len(found) == AT_MOST:
            break
    return found


def _traces(user: User, stories: list[Article]) -> set[int]:
    """Those of the stories of which the user saved a version or that the log names him with."""
    about = {"user": user, "object_id__in": [str(story.pk) for story in stories]}
    story_type = Article.get_base_content_type()
    saved = Revision.objects.filter(base_content_type=story_type, **about)
    logged = ModelLogEntry.objects.filter(content_type=story_type, **about)
    return {int(pk) for rows in (saved, logged) for pk in rows.values_list("object_id", flat=True)}


def _scheduled(visible: QuerySet[Article]) -> list[tuple[datetime, Article]]:
    revisions = Revision.objects.filter(
        base_content_type=Article.get_base_content_type(), approved_go_live_at__isnull=False
    )
    moments = {int(pk): moment for pk, moment in revisions.values_list("object_id", "approved_go_live_at")}
    stories = visible.filter(pk__in=moments).defer("body").select_related("section")
    return sorted(((moments[story.pk], story) for story in stories), key=lambda pair: pair[0])[:AT_MOST]


def _published_today(visible: QuerySet[Article]) -> list[Article]:
    zone = Publication.load().zone
    midnight = datetime.combine(timezone.now().astimezone(zone).date(), time.min, zone)
    newest = Article.objects.latest().filter(first_published_at__gte=midnight).values_list("pk", flat=True)
    stories = visible.defer("body").select_related("section").in_bulk(list(newest))
    return [stories[key] for key in newest if key in stories][:AT_MOST]


def _failures(visible: QuerySet[Article]) -> list[ScheduleFailure]:
    failures = list(ScheduleFailure.objects.prefetch_related("article")[:LOOKED_AT])
    shown = set(visible.filter(pk__in=[row.article_id for row in failures]).values_list("pk", flat=True))
    return [row for row in failures if row.article_id in shown][:AT_MOST]


class BoardPanel(Component):
    name = "board"
    order = 10
    template_name = "terbit_workflow/board.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        return {
            "board": board(user),
            "labels": status.LABELS,
            "request": parent_context["request"],
            "sees_prints": user.has_perm(SEE_PRINTS),
        }
