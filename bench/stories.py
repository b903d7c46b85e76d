"""Generated stories: an archive of published ones, and those that the newsroom is working on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.html import escape
from django.utils.text import slugify

from bench.paper import Paper
from bench.sentences import Sentences
from terbit.newsroom import publishing
from terbit.newsroom.models import Article, ArticlePerson, ArticleTopic, Byline
from terbit.newsroom.models.article import Kind
from terbit.newsroom.models.contributor import Part
from terbit.newsroom.quotations import ATTRIBUTION_VERBS
from terbit.staff.models import User
from terbit.workflow.models.role import Role

YEARS = 8


class Writer:
    """Writes stories of a paper; nothing is saved here."""

    def __init__(self, paper: Paper, sentences: Sentences) -> None:
        self.paper = paper
        self.sentences = sentences
        self.random = sentences.random

    def archive(self, count: int, end: datetime) -> Iterator[Article]:
        """`count` stories ready for `publishing.batch`, oldest first, spread over the years before `end`."""
        step = timedelta(days=365.25 * YEARS) / count
        for number in range(1, count + 1):
            moment = end - step * (count - number) - timedelta(minutes=self.random.randint(1, 20))
            yield self._published(self.story(moment), number, moment)

    def _published(self, story: Article, number: int, moment: datetime) -> Article:
        story.slug = f"{slugify(story.headline)[:60]}-{number}"
        story.path = f"/{story.section.slug}/{story.slug}/"
        story.first_published_at = story.last_published_at = moment
        return story

    def story(self, moment: datetime, account: User | None = None, section: Any = None) -> Article:
        """An unsaved story with bylines and topics, written by the account's contributor or by anyone."""
        random, paper = self.random, self.paper
        author = account.contributor if account else random.choice(paper.contributors)
        story = Article(
            uuid=UUID(int=random.getrandbits(128), version=4),
            headline=self.sentences.few_words(5, 11) or "Tanpa Judul",
            standfirst=self.sentences.whole(),
            kind=random.choices(Kind.values[:4], [90, 4, 5, 1])[0],
            section=section or random.choice(paper.sections),
            body=json.dumps(self._body()),
            lead_picture=random.choice(paper.pictures) if random.random() < 0.7 else None,
            created_at=moment - timedelta(hours=random.randint(1, 30)),
            created_by=account or author.user,
        )
        story.no_picture = story.lead_picture is None
        self._name(story, author)
        return story

    def _name(self, story: Article, author: Any) -> None:
        editor = self.random.choice(self.paper.contributors[:20])
        story.bylines = [Byline(contributor=author, part=Part.REPORTER, sort_order=0)]
        if editor != author:
            story.bylines.add(Byline(contributor=editor, part=Part.EDITOR, sort_order=1))
        topics = {self._favourite(self.paper.topics) for _ in range(self.random.randint(0, 5))}
        story.article_topics = [
            ArticleTopic(topic=topic, sort_order=order)
            for order, topic in enumerate(sorted(topics, key=lambda topic: topic.pk))
        ]
        story.article_people = [ArticlePerson(person=self._favourite(self.paper.people), sort_order=0)]

    def _favourite(self, rows: list[Any]) -> Any:
        """A few are named all the time, most of them seldom."""
        return rows[int(len(rows) * self.random.random() ** 3)]

    def _body(self) -> list[dict[str, Any]]:
        kinds = self.random.choices(self.kinds, [70, 12, 10, 4, 4], k=self.random.randint(7, 24))
        blocks = [self._paragraph(), *(write(self) for write in kinds)]
        return [
            {"type": kind, "value": value, "id": str(UUID(int=self.random.getrandbits(128), version=4))}
            for kind, value in blocks
        ]

    def _paragraph(self) -> tuple[str, str]:
        return "paragraph", f"<p>{escape(self.sentences.text(self.random.randint(1, 3)))}</p>"

    def _subheading(self) -> tuple[str, dict[str, str]]:
        return "subheading", {"text": self.sentences.few_words(2, 6) or "Latar", "level": "2"}

    def _statement(self) -> tuple[str, dict[str, Any]]:
        person = self._favourite(self.paper.people)
        return "statement", {
            "words": self.sentences.text(1).replace('"', "'"),
            "person": person.pk,
            "verb": self.random.choice(ATTRIBUTION_VERBS),
            "where": "Jumpa pers di Balai Kota",
            "office": "Kepala Dinas",
        }

    def _list(self) -> tuple[str, str]:
        items = "".join(f"<li>{escape(self.sentences.text(1))}</li>" for _ in range(3))
        return "list", f"<ul>{items}</ul>"

    def _pull_quote(self) -> tuple[str, dict[str, str]]:
        return "pull_quote", {"text": self.sentences.few_words(6, 14) or "Kami siap"}

    kinds: tuple[Callable[[Writer], tuple[str, Any]], ...] = (
        _paragraph, _subheading, _statement, _list, _pull_quote,
    )  # fmt: skip


def work(writer: Writer, now: datetime, of_each: int) -> dict[str, int]:
    """Stories in every state that the newsroom knows, made as its people make them."""
    states = {
        "draft": lambda story, author: None,
        "submitted": _submit,
        "returned": _return,
        "scheduled": _schedule,
        "offline": _take_offline,
    }
    for state in states.values():
        for number in range(of_each):
            story, author = _write(writer, now - timedelta(hours=number))
            state(story, author)
    return dict.fromkeys(states, of_each)


def _write(writer: Writer, moment: datetime) -> tuple[Article, User]:
    """A saved draft; every other one is the measured reporter's."""
    reporter, mine = writer.paper.accounts[Role.REPORTER], writer.random.random() < 0.5
    author = reporter if mine else writer.random.choice(writer.paper.contributors[2:40]).user
    story = writer.story(moment, author)
    story.live = False
    story.save()
    story.save_revision(user=author, clean=False)
    return Article.objects.get(pk=story.pk), author


def _submit(story: Article, author: User) -> None:
    story.get_workflow().start(story, author)


def _return(story: Article, author: User) -> None:
    _submit(story, author)
    state = story.current_workflow_task_state
    state.task.specific.on_action(state, _chief(), "reject", comment="Siapa sumbernya?")


def _schedule(story: Article, author: User) -> None:
    story.go_live_at = datetime.now(tz=story.created_at.tzinfo) + timedelta(days=1 + story.pk % 20)
    story.save_revision(user=author, clean=False).publish(user=_chief())


def _take_offline(story: Article, author: User) -> None:
    story.get_latest_revision().publish(user=_chief())
    publishing.take_offline(
        story, reason="Berita ini memuat kekeliruan tentang pokok perkaranya.", user=_chief()
    )


def _chief() -> User:
    return User.objects.get(email="chief_editor@kabar.example")
