"""Pages saved as text become drafts; an editor names the sources of their quotations and their pictures."""

from __future__ import annotations

import codecs
import json
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from terbit.moving.arriving.stories import LONGEST_HEADLINE
from terbit.moving.bodies import drafting
from terbit.moving.bodies.text import Page, read
from terbit.newsroom import taking_in
from terbit.newsroom.models import Article, ArticleTopic, Byline, Contributor, Section, Topic

if TYPE_CHECKING:
    from terbit.staff.models import User

NAMESPACE = uuid.UUID("0e6e7c9b-5a4e-5d7f-8a34-8f3f2f3f9d11")  # of stories that came as text
NO_TEXT = (b"<!doctype", b"<html", b"%pdf", b"{")
LARGEST = 5 * 1024 * 1024  # bytes


@dataclass
class Report:
    """One item a file. `told` has what a page says that nobody here is or nothing is called."""

    items: int = 0
    arrived: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    told: list[dict[str, Any]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, Any]:
        return {"items": self.items, "arrived": self.arrived, "skipped": dict(self.skipped)}


def take_in(paths: Iterable[Path], *, dry: bool = False, user: User | None = None) -> Report:
    report = Report()
    for path in paths:
        report.items += 1
        if reason := _take_in(path, report, dry=dry, user=user):
            report.skipped[reason] += 1
            report.told.append({"what": "skipped", "item": path.name, "reason": reason})
        else:
            report.arrived += 1
    return report


def _take_in(path: Path, report: Report, *, dry: bool, user: User | None) -> str:
    """Why the file does not arrive; "" where it does."""
    try:
        text = _text(path)
    except OSError as error:
        return f"unreadable: {error.strerror}"
    if text is None:
        return "no-text"
    page = read(text)
    if not page.headline or not page.parts:
        return "empty"
    key = uuid.uuid5(NAMESPACE, text)
    if Article.objects.filter(uuid=key).exists():
        return "double"
    story, unknown = _story(page, key)
    report.told.append({"what": "draft", "item": path.name, "headline": story.headline, **unknown})
    if not dry:
        story.created_by = user
        taking_in.drafts([story])
        log(instance=story, action="wagtail.create", user=user)
    return ""


def _text(path: Path) -> str | None:
    """None for what is no text: a picture, a packed file, a web page."""
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    for mark, codec in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if raw.startswith(mark):
            return raw.decode(codec, "replace")
    if len(raw) > LARGEST or b"\0" in raw or raw.lstrip()[:9].lower().startswith(NO_TEXT):
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _story(page: Page, key: uuid.UUID) -> tuple[Article, dict[str, Any]]:
    """The draft, and what of the page found no name here."""
    body = drafting.body_of(page, links=_of_title)
    section = Section.objects.filter(name__iexact=page.section).first() if page.section else None
    people, nobody = _people(page)
    topics, unknown = _topics(page)
    story = Article(
        uuid=key,
        headline=page.headline[:LONGEST_HEADLINE],
        standfirst=page.standfirst,
        section=section,
        dateline_place=page.dateline[:100],
        no_dateline=not (page.dateline or page.initials),
        body=json.dumps(body.blocks),
        created_at=timezone.now(),
    )
    story.bylines = [Byline(contributor=person, sort_order=order) for order, person in enumerate(people)]
    story.article_topics = [ArticleTopic(topic=topic, sort_order=order) for order, topic in enumerate(topics)]
    story.article_people = []
    said = {
        "section": "" if section else page.section,
        "people": nobody,
        "topics": unknown,
        "tag_line": page.uncut_tags,
        "unbound": body.unbound,
        "left_out": page.left_out,
    }
    return story, {name: value for name, value in said.items() if value}


def _of_title(address: str, words: str) -> int | None:
    return Article.objects.live().filter(headline__iexact=words).values_list("pk", flat=True).first()


def _people(page: Page) -> tuple[list[Contributor], list[str]]:
    found: dict[int, Contributor] = {}
    nobody = []
    for said in filter(None, [page.byline, *page.initials]):
        asked = Q(name__iexact=said) if said == page.byline else Q(initials=said.lower())
        if person := Contributor.objects.filter(asked).first():
            found[person.pk] = person
        else:
            nobody.append(said)
    return list(found.values()), nobody


def _topics(page: Page) -> tuple[list[Topic], list[str]]:
    """Only those that are here: new topics are for editors to make."""
    found: dict[int, Topic] = {}
    unknown = []
    for tag in page.tags:
        asked = Q(name__iexact=tag) | Q(aliases__name__iexact=tag)
        if topic := Topic.objects.select_related("merged_into").filter(asked).first():
            found[topic.current.pk] = topic.current
        else:
            unknown.append(tag)
    return list(found.values()), unknown
