"""Who may do what with which story, by every address of the newsroom.

The rules are in `tests.workflow.rules`. Every role meets every story in Python; by the addresses each actor meets
each view in some states and each state in some views.
"""

from __future__ import annotations

from itertools import product

import pytest
from django.db import transaction
from wagtail.models import TaskState, WorkflowState
from wagtail.permissions import policy_registry

from terbit.newsroom.models import Article
from terbit.workflow.models import Role
from tests.workflow import rows
from tests.workflow.paper import ELSEWHERE, STATES
from tests.workflow.rules import (
    ACTIONS,
    ACTORS,
    AUTHORSHIPS,
    EVER_PUBLISHED,
    PLACES,
    allowed,
    become,
    client_of,
    expected_of,
    fresh,
)
from tests.workflow.screens import form_of, is_denied, tells, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [*Role.values, None])
def test_every_role_may_do_exactly_what_the_table_says(paper, role):
    policy = policy_registry.get_by_type(Article)
    wrong = []
    for place, authorship in product(PLACES, AUTHORSHIPS):
        user = paper.account(role, place)
        become(paper, user, authorship)
        visible = set(policy.instances_user_has_permission_for(user, "view").values_list("pk", flat=True))
        for state, story in fresh(paper).items():
            expected = allowed(role, place, authorship, state)
            given = {
                action for action in ACTIONS if policy.user_has_permission_for_instance(user, action, story)
            }
            if given != expected:
                wrong.append((place, authorship, state, given ^ expected))
            if (story.pk in visible) != ("view" in expected):
                wrong.append((place, authorship, state, "list"))
    assert wrong == []


# The addresses of stories -----------------------------------------------------------------------------

# What it takes to GET and to POST; None where that method is answered to nobody.
VIEWS: dict[str, tuple[str | None, str | None]] = {
    "edit": ("change", "change"),
    "delete": ("delete", "delete"),
    "usage": ("view", None),
    "history": ("view", None),
    "history_results": ("view", None),
    "preview_on_edit": ("view", "view"),
    "revisions_view": ("view", None),
    "revisions_revert": ("change", "change"),
    "revisions_compare": ("view", None),
    "revisions_unschedule": ("publish", "publish"),  # Wagtail asks for this too
    "unpublish": ("take_offline", "take_offline"),
    "lock": (None, "lock"),
    "unlock": (None, "change"),
    "workflow_action": ("approve", "approve"),
    "collect_workflow_action_data": ("approve", "approve"),
    "confirm_workflow_cancellation": ("view", "view"),
    "workflow_history": ("view", None),
    "workflow_history_detail": ("view", None),
    "workflow_preview": ("approve", None),
    "take_over": (None, "lock"),
    "unschedule": (None, "unschedule"),
    "approve_breaking": (None, "approve"),
    "move": ("move", "move"),
    "add_note": (None, "view"),
    "resolve_note": (None, "view"),
}
OF_NO_STORY = {"list", "list_results", "add", "preview_on_add"}  # tested on their own below
CHOOSER = {"choose", "choose_results", "chosen", "chosen_multiple"}
# Views that answer 404 to everybody where the story is not in such a state.
ONLY_IN = {
    "workflow_action": {"submitted"},
    "collect_workflow_action_data": {"submitted"},
    "workflow_preview": {"submitted"},
    "workflow_history_detail": {"submitted", "returned"},
    "approve_breaking": {"live"},
    "move": EVER_PUBLISHED,
    "unpublish": EVER_PUBLISHED,
    "revisions_unschedule": {"scheduled", "live_scheduled"},
}
LET_IN = (
    "reporter and maker",
    "editor",
    "editor in the byline",
    "editor who submitted",
    "managing editor",
    "superuser",
)


def test_the_table_names_every_address_of_a_story():
    names = {pattern.name for pattern in Article.snippet_viewset.get_urlpatterns()}
    assert names == set(VIEWS) | OF_NO_STORY
    chooser = Article.snippet_viewset.chooser_viewset
    assert {pattern.name for pattern in chooser.get_urlpatterns()} == CHOOSER


def address(view: str, story: Article) -> str:
    """Where the story itself has no task or workflow, those of another story are named."""
    workflow = WorkflowState.objects.for_instance(story).first() or WorkflowState.objects.first()
    task: TaskState = workflow.current_task_state
    more = {
        "revisions_view": [story.latest_revision_id],
        "revisions_revert": [story.latest_revision_id],
        "revisions_unschedule": [story.latest_revision_id],
        "revisions_compare": ["earliest", "latest"],
        "workflow_action": ["approve", task.pk],
        "collect_workflow_action_data": ["reject", task.pk],
        "workflow_history_detail": [workflow.pk],
        "workflow_preview": [task.task_id],
    }
    return url(view, story.pk, *more.get(view, []))


def everything(story: Article) -> dict[str, object]:
    """One form that would do something at every address."""
    whole = form_of(story, headline="Diubah Orang Lain")
    whole |= {"action-publish": "1", "reason": "Tanpa hak.", "slug": "alamat-lain", "text": "Dari luar."}
    return whole | {"note": story.notes.get().pk, "comment": "Tanpa hak.", "next": "/ruang-redaksi/account/"}


def sample(
    views: dict[str, tuple[str | None, str | None]], states: list[str], number: int
) -> list[tuple[str, str]]:
    """Every view, each in `number` states, so that each state meets each view with some actor."""
    step, turns = len(states) // number, range(number)
    return [
        (view, states[(place + turn * step) % len(states)])
        for place, view in enumerate(views)
        for turn in turns
    ]


@pytest.mark.parametrize("actor", ACTORS)
def test_who_may_not_is_refused_at_every_address_and_learns_and_changes_nothing(paper, actor):
    client = client_of(paper, actor)
    stories = fresh(paper)
    before, faults = rows.digests(), []
    offset = list(ACTORS).index(actor)
    states = [*STATES[offset % len(STATES) :], *STATES[: offset % len(STATES)], *ELSEWHERE]
    for view, state in sample(VIEWS, states, 2):
        story = stories[state]
        may = expected_of(actor, state)
        for method, needs in zip(("get", "post"), VIEWS[view], strict=True):
            if needs in may or (needs is None and "view" in may):
                continue
            data = everything(story) if method == "post" else {}
            response = getattr(client, method)(address(view, story), data)
            passes_by = "view" in may and state not in ONLY_IN.get(view, STATES)  # there is nothing to do
            if not (is_denied(response) or passes_by):
                faults.append((view, state, method, response.status_code, response.get("Location")))
            if "view" not in may and tells(response):
                faults.append((view, state, method, "tells"))
    assert faults == []
    assert rows.digests() == before
    assert not tells(client.get("/ruang-redaksi/", follow=True)) or "view" in expected_of(actor, "draft")


@pytest.mark.parametrize("actor", LET_IN)
def test_who_may_is_let_in_at_every_address(paper, actor):
    client = client_of(paper, actor)
    faults = []
    for number, (view, needs_of) in enumerate(VIEWS.items()):
        for method, needs in zip(("get", "post"), needs_of, strict=True):
            states = [state for state in STATES if needs in expected_of(actor, state)]
            states = [state for state in states if state in ONLY_IN.get(view, STATES)]
            if not states:
                continue
            state = states[(number + list(ACTORS).index(actor)) % len(states)]
            with transaction.atomic():
                story = Article.objects.get(pk=paper.stories[state].pk)
                data = everything(story) if method == "post" else {}
                response = getattr(client, method)(address(view, story), data)
                transaction.set_rollback(True)
            if is_denied(response) or response.status_code >= 400:
                faults.append((view, state, method, response.status_code, response.get("Location")))
    assert faults == []


def test_an_address_that_names_no_story_is_not_found(paper):
    client = client_of(paper, "superuser")
    for view in VIEWS:
        wrong = address(view, paper.stories["submitted"]).replace(
            f"/{paper.stories['submitted'].pk}/", "/987654321/", 1
        )
        assert client.get(wrong).status_code == client.post(wrong).status_code == 404, view
    compare = url("revisions_compare", 1, "earliest", "latest").replace("/1/", "/kata/")
    assert client.get(compare).status_code == 404


# By the editor's form ---------------------------------------------------------------------------------

BY_FORM = {
    "publish": {"action-publish": "1"},
    "breaking": {"action-breaking": "1", "breaking-reason": "Gempa."},
    "approve": {"action-workflow-action": "1", "workflow-action-name": "approve"},
}


def reaches_readers(actor: str, state: str, action: str) -> bool:
    may = expected_of(actor, state)
    if state in ("scheduled", "embargoed") or not {action, "change"} <= may:
        return False
    return action != "approve" or state == "submitted"


@pytest.mark.parametrize(
    "actor", ["reporter and maker", "editor", "editor in the byline", "editor who submitted"]
)
def test_a_form_reaches_readers_only_from_the_hands_that_may(paper, actor):
    client = client_of(paper, actor)
    wrong = []
    for state, action in product(("draft", "submitted", "scheduled", "live_changed", "embargoed"), BY_FORM):
        with transaction.atomic():
            story = paper.stories[state]
            client.post(url("edit", story.pk), form_of(story, headline="Sampai ke Pembaca") | BY_FORM[action])
            out = Article.objects.filter(pk=story.pk, live=True, headline="Sampai ke Pembaca").exists()
            transaction.set_rollback(True)
        if out != reaches_readers(actor, state, action):
            wrong.append((state, action, out))
    assert wrong == []
