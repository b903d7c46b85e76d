"""What people at their desks do at the same moment, each in a process of their own (`tests.nursery`)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from wagtail.models import Revision, TaskState

from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Contributor, Section
from terbit.newsroom.publishing import PublicationRefused
from terbit.staff.models import User
from terbit.workflow import breaking, edit_locks
from terbit.workflow.models import BreakingStory, TextChanged
from tests.factories import ArticleFactory
from tests.nursery import Say
from tests.workflow.screens import form_of, url

REFUSALS = (PermissionDenied, PublicationRefused, TextChanged)
SLUGS = ("banjir-surut", "pasar-pindah", "jembatan-dibuka")


# One thing, at the same moment as somebody else ------------------------------------------------------


def publish(say: Say, *, revision: int, user: int) -> Iterator[None]:
    text, person = Revision.objects.get(pk=revision), User.objects.get(pk=user)
    yield
    attempt(say, lambda: text.publish(user=person))


def move(say: Say, *, story: int, slug: str, user: int) -> Iterator[None]:
    article, person = Article.objects.get(pk=story), User.objects.get(pk=user)
    yield
    attempt(say, lambda: publishing.move(article, section=article.section, slug=slug, user=person))


def judge(say: Say, *, state: int, user: int, action: str = "approve") -> Iterator[None]:
    task_state, person = TaskState.objects.get(pk=state), User.objects.get(pk=user)
    task = task_state.task.specific
    assert task_state.workflow_state.current_task_state.revision
    yield
    attempt(say, lambda: task.on_action(task_state, person, action))


def approve_breaking(say: Say, *, story: int, user: int) -> Iterator[None]:
    debt, person = BreakingStory.objects.get(article=story), User.objects.get(pk=user)
    yield
    attempt(say, lambda: breaking.approve(debt, person, debt.revision_id))


def take_over(say: Say, *, story: int, user: int) -> Iterator[None]:
    article, person = Article.objects.get(pk=story), User.objects.get(pk=user)
    yield
    before = edit_locks.take_over(article, person)
    say(before=before and before.pk)


def throw_away(say: Say, *, story: int) -> Iterator[None]:
    article = Article.objects.get(pk=story)
    yield
    attempt(say, article.delete)


def post(say: Say, *, address: str, data: dict[str, Any], user: int) -> Iterator[None]:
    """A form sent off; says the status of the answer and what it tells."""
    client = signed_in(user)
    client.get("/ruang-redaksi/")
    yield
    response = client.post(address, data)
    say(status=response.status_code, told=[str(each) for each in get_messages(response.wsgi_request)])


def attempt(say: Say, act: Callable[[], Any]) -> None:
    """Says whether it was done or refused; any other error is the test's."""
    try:
        act()
    except (*REFUSALS, ProtectedError, Article.DoesNotExist) as refusal:
        say(done=False, refusal=type(refusal).__name__)
    else:
        say(done=True)


# Everything, for a few seconds -----------------------------------------------------------------------


DEEDS = (
    "create",
    "type",
    "autosave",
    "publish",
    "update",
    "move",
    "take_offline",
    "note",
    "submit",
    "judge",
)


def write(say: Say, *, user: int, seed: str, seconds: float, deeds: Sequence[str] = DEEDS) -> Iterator[None]:
    writer = Writer(say, user, seed)
    yield
    writer.work(seconds, deeds)


class Writer:
    """One of several who do everything to everybody's stories; says what the system has acknowledged."""

    def __init__(self, say: Say, user: int, seed: str) -> None:
        self.say, self.chance = say, random.Random(seed)
        self.user = User.objects.get(pk=user)
        self.client = signed_in(user)
        self.sections = list(Section.objects.order_by("pk"))
        self.contributor = Contributor.objects.earliest("pk")
        self.number = 0
        self.typed: dict[int, int] = {}  # my last version of each story, which autosave may rewrite

    def work(self, seconds: float, deeds: Sequence[str]) -> None:
        """Each thing at least twice, however slow the machine is."""
        until, rounds = time.monotonic() + seconds, 0
        while rounds < 2 or time.monotonic() < until:
            rounds += 1
            for name in self.chance.sample(deeds, len(deeds)):
                try:
                    getattr(self, name)()
                except REFUSALS as refusal:
                    self.say(did="refused", what=name, why=type(refusal).__name__)
                if rounds > 2 and time.monotonic() > until:
                    return

    def create(self) -> None:
        words = self.words()
        with transaction.atomic():
            story = ArticleFactory(
                headline=self.chance.choice(SLUGS),
                standfirst=words,
                section=self.chance.choice(self.sections),
                contributor=self.contributor,
                created_by=self.user,
            )
        self.say(did="create", story=story.pk, revision=story.latest_revision_id, words=words)

    def type(self) -> None:
        """What the browser sends while its user types, in a story of their own."""
        if not (story := self.some(Article.objects.filter(created_by=self.user))):
            return
        words, latest = self.words(), story.latest_revision
        overwrite = latest.pk if latest.user_id == self.user.pk else ""
        data = form_of(story, standfirst=words, overwrite_revision_id=overwrite)
        answer = self.client.post(url("edit", story.pk), data, headers={"accept": "application/json"})
        if answer.status_code == 200:
            self.say(did="type", story=story.pk, revision=answer.json()["revision_id"], words=words)
        else:
            assert answer.status_code == 400, answer.content
            self.say(did="refused", what="type", why=answer.json()["error_code"])

    def autosave(self) -> None:
        story, words = self.some(Article.objects.all()), self.words()
        draft = story.get_latest_revision_as_object()
        draft.standfirst = words
        mine = Revision.objects.filter(pk=self.typed.pop(story.pk, None)).first()
        revision = draft.save_revision(user=self.user, clean=False, overwrite_revision=mine)
        self.typed[story.pk] = revision.pk
        self.say(did="autosave", story=story.pk, revision=revision.pk, words=words)

    def publish(self) -> None:
        revision = self.some(self.of_others()).get_latest_revision()
        revision.publish(user=self.user)
        self.say(did="publish", story=int(revision.object_id), revision=revision.pk)

    def update(self) -> None:
        if not (story := self.some(self.of_others().filter(live=True))):
            return
        draft, words = story.get_latest_revision_as_object(), self.words()
        draft.standfirst = words
        revision = draft.save_revision(user=self.user, clean=False)
        self.say(did="autosave", story=story.pk, revision=revision.pk, words=words)
        revision.publish(user=self.user)
        self.say(did="publish", story=story.pk, revision=revision.pk)

    def move(self) -> None:
        if not (story := self.some(Article.objects.filter(path__isnull=False))):
            return
        section, slug = self.chance.choice(self.sections), self.chance.choice(SLUGS)
        moved = publishing.move(story, section=section, slug=slug, user=self.user)
        self.say(did="move", story=story.pk, path=moved.path)

    def take_offline(self) -> None:
        if story := self.some(Article.objects.live()):
            publishing.take_offline(story, reason=self.words(), user=self.user)
            self.say(did="take_offline", story=story.pk)

    def note(self) -> None:
        story, words = self.some(Article.objects.all()), self.words()
        answer = self.client.post(url("add_note", story.pk), {"text": words})
        assert answer.status_code == 302, answer.content
        self.say(did="note", story=story.pk, words=words)

    def submit(self) -> None:
        if not (story := self.some(Article.objects.filter(created_by=self.user, live=False))):
            return
        data = form_of(story, standfirst=self.words()) | {"action-submit": "1"}
        answer = self.client.post(url("edit", story.pk), data)
        assert answer.status_code in (200, 302), answer.content
        if answer.status_code == 302 and answer["Location"] == url("list"):
            state = story.workflow_states.filter(requested_by=self.user).latest("pk")
            self.say(did="submit", state=state.pk)

    def judge(self) -> None:
        waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
        if state := self.some(waiting.exclude(workflow_state__requested_by=self.user)):
            done = [TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED]
            approved, rejected = (TaskState.objects.filter(status=status).count() for status in done)
            action = "approve" if approved <= rejected else "reject"  # few are judged on a slow machine
            state.task.specific.on_action(state, self.user, action, comment="Lengkapi.")
            self.say(did=action, state=state.pk, story=int(state.revision.object_id))

    def of_others(self) -> Any:
        return Article.objects.exclude(created_by=self.user)

    def some(self, among: Any) -> Any:
        """One of them by chance, mostly one of the first eight, where all meet."""
        pks = list(among.order_by("pk").values_list("pk", flat=True))
        few = pks[:8] if self.chance.random() < 0.8 else pks
        return among.filter(pk=self.chance.choice(few)).first() if few else None

    def words(self) -> str:
        self.number += 1
        return f"Warga kata{self.user.pk}x{self.number} memperbaiki jembatan."


def signed_in(user: int) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(pk=user))
    return client
