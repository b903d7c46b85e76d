"""A small paper: three sections, people of every role, a story in every state.

What readers must not see yet of a story carries the word `HIDDEN`; what they may see carries `OUT`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Contributor, Section
from terbit.staff.models import User
from terbit.workflow.models import BreakingStory, Note, Role
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    PictureFactory,
    SectionFactory,
    UserFactory,
    publish,
    redraft,
)
from tests.newsroom.bodies import media_file

HIDDEN, OUT = "Zamrudrahasia", "Safirterbit"
STATES = (
    "draft",
    "submitted",
    "returned",
    "scheduled",
    "live",
    "live_changed",
    "live_scheduled",
    "offline",
    "embargoed",
)
ELSEWHERE = ("of_parent_section", "without_section")


@dataclass
class Paper:
    daerah: Section
    kota: Section  # under daerah; most stories are here
    olahraga: Section
    writer: User
    contributor: Contributor
    stories: dict[str, Article] = field(default_factory=dict)

    def place(self, name: str) -> Section | None:
        return {"own": self.kota, "parent": self.daerah, "other": self.olahraga, "all": None}[name]

    def account(self, role: str | None, place: str = "all") -> User:
        return UserFactory(role=role, role__section=self.place(place))


def make() -> Paper:
    daerah = SectionFactory(slug="daerah")
    kota, olahraga = SectionFactory(slug="kota", parent=daerah), SectionFactory(slug="olahraga")
    writer = UserFactory(role=Role.REPORTER, role__section=kota)
    contributor = ContributorFactory(user=writer)
    paper = Paper(daerah, kota, olahraga, writer, contributor)
    for state in STATES:
        paper.stories[state] = _in_state(paper, state)
    paper.stories["of_parent_section"] = _story(paper, section=daerah)
    paper.stories["without_section"] = _story(paper, section=None)
    for story in paper.stories.values():
        Note.objects.create(article=story, author=writer, text=f"Periksa {HIDDEN}.", passage=HIDDEN)
    return paper


def _story(paper: Paper, word: str = HIDDEN, **fields: Any) -> Article:
    texts = {
        "headline": f"Jembatan {word} Dibuka",
        "short_headline": word,
        "standfirst": f"Warga {word} menyeberang.",
        "body": [("paragraph", f"<p>Kata {word} di badan.</p>")],
        "source_name": word,
    }
    made_by = {"section": paper.kota, "created_by": paper.writer, "contributor": paper.contributor}
    return ArticleFactory(**texts | made_by | fields)


def _in_state(paper: Paper, state: str) -> Article:
    tomorrow = timezone.now() + timedelta(days=1)
    if state == "embargoed":
        texts = {"title": f"Jembatan {HIDDEN}", "uploaded_by_user": paper.writer}
        secret = PictureFactory(description=HIDDEN, caption=HIDDEN, **texts)
        recording = media_file(poster=secret, **texts)
        body = [("picture", {"picture": secret}), ("media", {"file": recording})]
        return _story(paper, embargo_until=tomorrow, lead_picture=secret, no_picture=False, body=body)
    if state in ("draft", "submitted", "returned"):
        return _judged(_story(paper), state, paper.writer)
    if state == "scheduled":
        return publish(_story(paper, go_live_at=tomorrow))
    if state == "offline":
        story = publish(_story(paper, headline=f"Jembatan {OUT}", slug="ditarik"))
        return publishing.take_offline(story, reason=f"Narasumber {OUT} keberatan.")
    return _published(paper, state, tomorrow)


def _judged(story: Article, state: str, writer: User) -> Article:
    if state != "draft":
        story.get_workflow().start(story, writer)
    if state == "returned":
        story.current_workflow_task_state.reject(user=None, comment=f"Tambahkan {HIDDEN}.")
    return story


def _published(paper: Paper, state: str, tomorrow: Any) -> Article:
    story = publish(_story(paper, OUT))
    hidden = {"headline": HIDDEN, "standfirst": HIDDEN, "body": [("paragraph", f"<p>{HIDDEN}</p>")]}
    if state == "live":
        BreakingStory.objects.create(article=story, revision=story.live_revision, published_by=None)
    elif state == "live_changed":
        redraft(story, **hidden)
    else:
        redraft(story, go_live_at=tomorrow, **hidden).publish()
    story.refresh_from_db()
    return story
