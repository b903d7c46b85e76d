"""What a reader asks the search for, read out of the address. Any text is an address; none is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef

from terbit.newsroom import contexts, days
from terbit.newsroom.clock import FIRST_YEAR, LAST_YEAR
from terbit.newsroom.models import (
    ArticlePerson,
    ArticleTopic,
    Person,
    Publication,
    Section,
    Statement,
    Topic,
)
from terbit.search import language

MOST_LETTERS = 200  # of the words
BY_RELEVANCE = "cocok"
TYPING = "awalan"
NAMES = ("q", "rubrik", "topik", "tokoh", "dari", "sampai", "urut", TYPING)
_SLUG = re.compile(r"[-\w]{1,100}")
_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")

# Whose pages readers may see: a name may stand in the newsroom's list before its story is out.
IN_NEWS = Exists(ArticlePerson.objects.filter(person=OuterRef("pk"), article__live=True))
QUOTED = Exists(Statement.objects.filter(person=OuterRef("pk")))
OF_STORIES = Exists(ArticleTopic.objects.filter(topic=OuterRef("pk"), article__live=True))


@dataclass(frozen=True)
class Asked:
    """Words and filters as they came; the properties are what they mean. What means nothing filters nothing."""

    given: Mapping[str, str]
    after: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Asked:
        given = {name: query.get(name, "").replace("\0", "")[:MOST_LETTERS] for name in NAMES}
        if given["q"] != given["q"].rstrip():
            given[TYPING] = ""  # a space after a word: that one is whole
        found = {name: text.strip() for name, text in given.items()}
        return cls({name: text for name, text in found.items() if text}, query.get("setelah", ""))

    @property
    def words(self) -> str:
        return self.given.get("q", "")

    @property
    def has_words(self) -> bool:
        return bool(language.words(language.normalise(self.words)))

    @property
    def typing(self) -> bool:
        """The script asks while the last word may not be whole yet."""
        return TYPING in self.given

    @property
    def by_relevance(self) -> bool:
        return self.given.get("urut") == BY_RELEVANCE

    @property
    def is_filtered(self) -> bool:
        return any((self.section, self.topic, self.person, self.first_day, self.last_day))

    @cached_property
    def section(self) -> Section | None:
        slug = self.given.get("rubrik")
        return next((section for section in contexts.sections() if section.slug == slug), None)

    @cached_property
    def topic(self) -> Topic | None:
        """The one that took it over, if it was merged."""
        if found := self._named("topik", Topic.objects.select_related("merged_into")):
            return Topic.objects.current().filter(OF_STORIES, pk=found.current.pk).first()
        return None

    @cached_property
    def person(self) -> Person | None:
        return self._named("tokoh", Person.objects.filter(IN_NEWS | QUOTED))

    @cached_property
    def first_day(self) -> date | None:
        return self._days[0]

    @cached_property
    def last_day(self) -> date | None:
        return self._days[1]

    @property
    def unread_days(self) -> list[str]:
        """What was written for a day and is none."""
        return [
            self.given[name]
            for name in ("dari", "sampai")
            if name in self.given and not _day(self.given[name])
        ]

    def facets(self) -> dict[str, list[str]]:
        """As `newsroom.archive` puts them: a section with those under it, a topic with those merged into it."""
        found: dict[str, list[Any]] = {}
        if section := self.section:
            found["section"] = [
                other.pk for other in contexts.sections() if section.pk in (other.pk, other.parent_id)
            ]
        if topic := self.topic:
            found["topic"] = [topic.pk, *topic.merged.values_list("pk", flat=True)]
        if person := self.person:
            found["person"] = [person.pk]
        return {name: [str(key) for key in keys] for name, keys in found.items()}

    def bounds(self, publication: Publication) -> tuple[datetime | None, datetime | None]:
        """Midnight before the first day and after the last, in the publication's zone."""
        first, last = self._days
        return (
            first and days.midnight(first, publication),
            last and days.midnight(last + timedelta(days=1), publication),
        )

    def address(self, **other: str) -> str:
        """The same search with something else; an empty text takes it out."""
        given = {name: text for name, text in {**self.given, **other}.items() if text}
        return f"/cari/?{urlencode(given)}" if given else "/cari/"

    @cached_property
    def _days(self) -> tuple[date | None, date | None]:
        first, last = (_day(self.given.get(name, "")) for name in ("dari", "sampai"))
        return (last, first) if first and last and last < first else (first, last)

    def _named(self, name: str, records: Any) -> Any:
        slug = self.given.get(name, "")
        return records.filter(slug=slug).first() if _SLUG.fullmatch(slug) else None


def _day(text: str) -> date | None:
    """`2026-11-17` as browsers send it, `17/11/2026` as people write it."""
    if not (found := _DAY.fullmatch(text)):
        return None
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return read if FIRST_YEAR <= read.year <= LAST_YEAR else None
