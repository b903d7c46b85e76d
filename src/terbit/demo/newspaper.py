"""The stories of the invented newspaper: published in the order of their dates, with what befell them later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from terbit.demo import bodies, sources
from terbit.demo.ground import Ground
from terbit.demo.sources import Source
from terbit.newsroom import addresses, publishing
from terbit.newsroom.models import Article, ArticlePerson, ArticleTopic, Byline
from terbit.newsroom.models.contributor import Part

if TYPE_CHECKING:
    from terbit.staff.models import User

PARTS = {f"{part.value}: ": part for part in Part}
PLAIN = ("headline", "kind")
OPTIONAL = ("language", "short_headline", "source_name", "source_url", "sponsor", "ai_note")
WRITTEN_IN = timedelta(hours=2)


class Newspaper:
    """Makes stories of what `ground` holds; `accounts` by the names of their contributors."""

    def __init__(self, ground: Ground, accounts: dict[str, User]) -> None:
        self.ground, self.accounts = ground, accounts
        self.records = bodies.Records(
            people={name: person.pk for name, person in ground.people.items()},
            pictures={name: picture.pk for name, picture in ground.pictures.items()},
            media={name: file.pk for name, file in ground.media.items()},
            stories={},
        )

    def publish(self) -> Iterator[Source]:
        """Publish one after the other, the oldest first; what came out past the editors waits for `fates`."""
        for source in sources.stories():
            story = self.story(source)
            story.slug, story.path = addresses.free_address(story, _first_slug(source))
            with publishing.batch() as batch:
                batch.append(story)
            self.records.stories[source.key] = story.pk
            yield source

    def moment(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.ground.publication.zone)

    def story(self, source: Source) -> Article:
        """A story as its file has it at first, not saved; without a date of publication it is a draft."""
        given = source.values
        story = Article(
            uuid=uuid5(NAMESPACE_URL, source.key),
            section=self.ground.sections[given.get("first_at", given)["section"]],
            dateline_place=given.get("dateline", ""),
            obtained=given.get("obtained", "own"),
            ai_assisted="ai_note" in given,
            lead_picture=self.ground.pictures[given["picture"]] if "picture" in given else None,
            lead_caption=given.get("caption", ""),
            translation_of_id=self.records.stories.get(given.get("translation_of", "")),
            standfirst=given.get("updated", {}).get("before", given["standfirst"]),
            **{field: given[field] for field in PLAIN},
            **{field: given.get(field, "") for field in OPTIONAL},
        )
        if "published" in given:
            moment = self.moment(source.published)
            story.created_at = moment - WRITTEN_IN
            story.first_published_at = story.last_published_at = moment
        story.no_picture = story.lead_picture is None
        story.body = bodies.stream(source.key, given["body"], self.records)
        story.body = story.body.stream_block.clean(
            story.body
        )  # as the editor does: with the offices of the day
        self._name(story, given)
        return story

    def _name(self, story: Article, given: dict[str, Any]) -> None:
        """Whom and what the story names."""
        rows = [self._byline(words, order) for order, words in enumerate(given["bylines"])]
        story.bylines = rows
        maker = given.get("made_by") or next((row.contributor.name for row in rows), "")
        story.created_by = self.accounts.get(maker)
        story.article_topics = [
            ArticleTopic(topic=self.ground.topics[name], sort_order=order)
            for order, name in enumerate(given.get("topics", []))
        ]
        story.article_people = [
            ArticlePerson(person=self.ground.people[name], sort_order=order)
            for order, name in enumerate(given.get("people", []))
        ]

    def _byline(self, words: str, order: int) -> Byline:
        start, part = next(
            ((start, part) for start, part in PARTS.items() if words.startswith(start)), ("", Part.REPORTER)
        )
        contributor = self.ground.contributors[words.removeprefix(start)]
        return Byline(contributor=contributor, part=part, sort_order=order)


def _first_slug(source: Source) -> str:
    return source.values.get("first_at", {}).get("slug", source.slug)


def first_uuid() -> UUID:
    """By the oldest story a house is known to hold the demo."""
    return uuid5(NAMESPACE_URL, sources.stories()[0].key)
