"""The newsroom's screens of a story as a browser uses them."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from terbit.newsroom.models import Article
from terbit.staff.models import User
from terbit.workflow.models import Approval
from tests.workflow.paper import HIDDEN

HOME = "/ruang-redaksi/"
LOGIN = "/ruang-redaksi/login/"


def url(view: str, *args: object) -> str:
    return reverse(Article.snippet_viewset.get_url_name(view), args=args)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def is_denied(response: HttpResponse) -> bool:
    """Sent to the sign-in or to the board, forbidden, or not there."""
    if response.status_code == 302:
        return response["Location"] == HOME or response["Location"].startswith(LOGIN)
    return response.status_code in (403, 404)


def tells(response: HttpResponse) -> bool:
    """Whether head or body of an answer holds what is hidden."""
    text = str(response.headers) + response.content.decode()
    return HIDDEN.lower() in text.lower()


def latest(article: Article) -> Article:
    """The newest draft."""
    return Article.objects.get(pk=article.pk).get_latest_revision_as_object()


def form_of(article: Article, **changes: object) -> dict[str, Any]:
    """What the editor's form posts for the latest draft; `bylines=[(contributor, part), …]` names others."""
    draft = latest(article)
    fields = ("headline", "short_headline", "standfirst", "kind", "slug", "obtained")
    data: dict[str, Any] = {name: getattr(draft, name) for name in fields}
    data |= {"section": draft.section_id or "", "no_picture": "on"}
    data |= paragraph("Jembatan itu dipakai lagi sejak pagi.")
    for name in ("go_live_at", "expire_at", "embargo_until"):
        if moment := getattr(draft, name):
            data[name] = moment.astimezone().strftime("%Y-%m-%d %H:%M")
    bylines = changes.pop("bylines", None)
    stored = [(row.contributor, row.part, row.pk) for row in draft.bylines.all()]
    data |= _byline_rows(stored, None if bylines is None else list(bylines))
    for prefix in ("article_topics", "article_people"):
        data |= _management_form(prefix, 0, 0)
    return data | changes


def paragraph(words: str) -> dict[str, Any]:
    """A body of one paragraph."""
    block = {
        "key": "a",
        "text": words,
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [],
    }
    return body([("paragraph", json.dumps({"blocks": [block], "entityMap": {}}))])


def body(blocks: list[tuple[str, Any]]) -> dict[str, Any]:
    """Blocks of one value, or of several under names of their own (`{"-text": …}`)."""
    data: dict[str, Any] = {"body-count": len(blocks)}
    for number, (kind, value) in enumerate(blocks):
        data |= {f"body-{number}-{name}": "" for name in ("deleted", "id")}
        data |= {f"body-{number}-order": number, f"body-{number}-type": kind}
        values = value if isinstance(value, dict) else {"": value}
        data |= {f"body-{number}-value{name}": each for name, each in values.items()}
    return data


def _byline_rows(stored: list[Any], wanted: list[Any] | None) -> dict[str, Any]:
    """The stored rows; those that are not wanted any more are marked for deletion, new ones come after."""
    rows = [(contributor, part, pk, wanted is not None) for contributor, part, pk in stored]
    rows += [(contributor, part, None, False) for contributor, part in wanted or []]
    data = _management_form("bylines", len(rows), sum(pk is not None for _c, _p, pk, _d in rows))
    for number, (contributor, part, pk, deleted) in enumerate(rows):
        prefix = f"bylines-{number}"
        data |= {f"{prefix}-id": pk or "", f"{prefix}-contributor": contributor.pk, f"{prefix}-part": part}
        data |= {f"{prefix}-ORDER": number + 1, f"{prefix}-DELETE": "on" if deleted else ""}
    return data


def _management_form(prefix: str, total: int, initial: int) -> dict[str, Any]:
    numbers = {"TOTAL_FORMS": total, "INITIAL_FORMS": initial, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return {f"{prefix}-{name}": number for name, number in numbers.items()}


def send(user: User, story: Article, action: str = "", **changes: Any) -> Any:
    """Press one of the buttons under the story in the editor, only "save" without a name, and leave it."""
    buttons = {f"action-{action}": "1"} if action else {}
    response = signed_in(user).post(url("edit", story.pk), form_of(story, **changes) | buttons)
    Article.objects.filter(locked_by=user).update(locked=False, locked_by=None)
    return response


def judge(user: User, story: Article, action: str, comment: str = "") -> Any:
    """Approve or return from the story's workflow, without the editor."""
    task = Article.objects.get(pk=story.pk).current_workflow_task_state
    return signed_in(user).post(url("workflow_action", story.pk, action, task.pk), {"comment": comment})


def two_stages() -> Any:
    """The workflow in which the chief editor has the last word."""
    [workflow] = [
        flow for task in Approval.objects.filter(leading_only=True) for flow in task.workflows.all()
    ]
    return workflow
