"""Who may do what with which story: the newsroom's rules, written down apart from `terbit.workflow.policy`."""

from __future__ import annotations

from django.test import Client
from wagtail.models import WorkflowState

from terbit.newsroom.models import Article
from terbit.workflow.models import Role
from tests.factories import UserFactory
from tests.workflow.paper import Paper
from tests.workflow.screens import signed_in

EDITORS = {Role.EDITOR, Role.MANAGING_EDITOR, Role.CHIEF_EDITOR}
LEADERS = {Role.MANAGING_EDITOR, Role.CHIEF_EDITOR}
PLACES = ("own", "parent", "other", "all")
AUTHORSHIPS = ("nobody", "creator", "byline", "submitter")
EVER_PUBLISHED = {"live", "live_changed", "live_scheduled", "offline"}
WAITING = {"submitted"}
ACTIONS = {
    *(
        "view",
        "change",
        "submit",
        "lock",
        "publish",
        "approve",
        "breaking",
        "move",
        "unschedule",
        "take_offline",
    ),
    "delete",
}


def allowed(role: str | None, place: str, authorship: str, state: str) -> set[str]:
    """What somebody may do with a story of the section `kota` (or the one named by `state`)."""
    reached = {"of_parent_section": {"parent", "all"}, "without_section": {"all"}}
    here = place in reached.get(state, {"own", "parent", "all"})
    edits = role in EDITORS and here
    author = authorship in ("creator", "byline") and role in EDITORS | {Role.REPORTER}
    may: set[str] = set()
    if author or edits:
        may |= {"view", "change", "submit"}
    if edits:
        may |= {"publish", "approve", "breaking", "move", "unschedule"}
    if role in LEADERS and here:
        may |= {"take_offline"}
    if (edits or (author and authorship == "creator")) and state not in EVER_PUBLISHED | {
        "submitted",
        "scheduled",
    }:
        may |= {"delete"}
    if author or (authorship == "submitter" and state in ("submitted", "returned")):
        may -= {"publish", "approve"}
    if "change" in may and (edits or state not in WAITING):
        may |= {"lock"}
    return may


def fresh(paper: Paper) -> dict[str, Article]:
    """The stories as they are stored now."""
    stories = Article.objects.in_bulk([story.pk for story in paper.stories.values()])
    return {state: stories[story.pk] for state, story in paper.stories.items()}


def become(paper: Paper, user, authorship: str) -> None:
    """Make the user the maker, a name in the byline, or the submitter of every story."""
    Article.objects.update(created_by=user if authorship == "creator" else paper.writer)
    paper.contributor.user = user if authorship == "byline" else paper.writer
    paper.contributor.save()
    WorkflowState.objects.update(requested_by=user if authorship == "submitter" else paper.writer)


ACTORS = {
    "anonymous": (None, "all", "nobody"),
    "ended": (Role.CHIEF_EDITOR, "all", "nobody"),
    "without a role": (None, "all", "nobody"),
    "administrator": (Role.ADMINISTRATOR, "all", "nobody"),
    "reporter": (Role.REPORTER, "own", "nobody"),
    "reporter elsewhere": (Role.REPORTER, "other", "nobody"),
    "reporter and maker": (Role.REPORTER, "other", "creator"),
    "reporter in the byline": (Role.REPORTER, "own", "byline"),
    "editor": (Role.EDITOR, "own", "nobody"),
    "editor and maker": (Role.EDITOR, "parent", "creator"),
    "editor in the byline": (Role.EDITOR, "own", "byline"),
    "editor who submitted": (Role.EDITOR, "all", "submitter"),
    "editor elsewhere": (Role.EDITOR, "other", "nobody"),
    "managing editor": (Role.MANAGING_EDITOR, "parent", "nobody"),
    "chief editor elsewhere": (Role.CHIEF_EDITOR, "other", "nobody"),
    "superuser": (Role.CHIEF_EDITOR, "all", "nobody"),
}


def client_of(paper: Paper, actor: str) -> Client:
    role, place, authorship = ACTORS[actor]
    if actor == "anonymous":
        become(paper, paper.writer, "nobody")
        return Client()
    user = UserFactory(is_superuser=True) if actor == "superuser" else paper.account(role, place)
    become(paper, user, authorship)
    client = signed_in(user)
    if actor == "ended":
        type(user).objects.filter(pk=user.pk).update(is_active=False)
    return client


def expected_of(actor: str, state: str) -> set[str]:
    return set() if actor in ("anonymous", "ended") else allowed(*ACTORS[actor], state)
