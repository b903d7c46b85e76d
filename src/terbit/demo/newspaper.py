"""Writes the invented newspaper into an empty house: settings, people, pictures, a year of stories."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.files import File

from terbit.demo import bodies, sources
from terbit.demo.sources import Source
from terbit.newsroom import addresses, publishing
from terbit.newsroom.models import (
    Article,
    ArticlePerson,
    ArticleTopic,
    Byline,
    Contributor,
    Office,
    Person,
    PersonAlias,
    Publication,
    Section,
    Topic,
    TopicAlias,
)
from terbit.newsroom.models.contributor import Part
from terbit.pictures.models import Picture
from terbit.pictures.rights import Licence, Treatment

PARTS = {f"{part.value}: ": part for part in Part}


class Newspaper:
    """`for done in Newspaper().stories(): …` after `Newspaper().ground()`."""

    def __init__(self) -> None:
        self.given = sources.newspaper()
        self.publication = Publication.load()

    def ground(self) -> None:
        """Everything that stories name."""
        self._publication()
        self.sections = self._sections()
        self.pictures = {row["name"]: self._picture(row) for row in self._all_pictures()}
        self.contributors = {row["name"]: self._contributor(row) for row in self.given["contributors"]}
        self.people = {row["name"]: self._person(row) for row in self.given["people"]}
        self.topics = {row["name"]: self._topic(row) for row in self.given["topics"]}
        self.records = bodies.Records(
            people={name: person.pk for name, person in self.people.items()},
            pictures={name: picture.pk for name, picture in self.pictures.items()},
            stories={},
        )

    def stories(self) -> Iterator[Article]:
        """Publish one after the other, the oldest first."""
        for source in sources.stories():
            story = self._story(source)
            with publishing.batch() as batch:
                batch.append(story)
            self.records.stories[source.key] = story.pk
            yield story

    def _publication(self) -> None:
        for field, value in self.given["publication"].items():
            setattr(self.publication, field, value)
        self.publication.full_clean()
        self.publication.save()

    def _sections(self) -> dict[str, Section]:
        sections = {}
        for order, row in enumerate(self.given["sections"]):
            children = row.get("children", [])
            parent = self._section(row, order=order, broad=bool(children))
            sections[parent.name] = parent
            for number, child in enumerate(children):
                sections[child["name"]] = self._section(child, order=number, parent=parent)
        return sections

    def _section(self, row: dict[str, Any], **values: Any) -> Section:
        section = Section(name=row["name"], slug=row.get("slug", ""), **values)
        section.description = row.get("description", "")
        section.clean()
        section.save()
        return section

    def _all_pictures(self) -> Iterator[dict[str, str]]:
        yield from self.given["pictures"]
        for row in (*self.given["people"], *self.given["contributors"]):
            if name := row.get("picture"):
                yield {"name": name, "alt": f"Potret {row['name']}.", "credit": "Kabar Arumbai"}

    def _picture(self, row: dict[str, str]) -> Picture:
        """Under a name made of its content, so that two demos have the same addresses."""
        path = sources.picture_file(row["name"])
        picture = Picture(title=row["name"], description=row["alt"], credit=row["credit"])
        picture.licence, picture.treatment = Licence.OWN, Treatment.ILLUSTRATION
        name = f"{hashlib.sha256(path.read_bytes()).hexdigest()[:32]}.jpg"
        with path.open("rb") as opened:
            picture.file.save(name, File(opened), save=False)
        picture.save()
        return picture

    def _contributor(self, row: dict[str, Any]) -> Contributor:
        contributor = Contributor(name=row["name"], initials=row["initials"], biography=row["biography"])
        contributor.collective = row.get("collective", False)
        contributor.picture = self.pictures.get(row.get("picture", ""))
        contributor.full_clean(exclude=["slug"])
        contributor.save()
        return contributor

    def _person(self, row: dict[str, Any]) -> Person:
        person = Person(name=row["name"], biography=row["biography"])
        person.picture = self.pictures.get(row.get("picture", ""))
        person.full_clean(exclude=["slug"])
        person.offices = [Office(**office) for office in row.get("offices", [])]
        person.aliases = [PersonAlias(name=name) for name in row.get("aliases", [])]
        person.save()
        return person

    def _topic(self, row: dict[str, Any]) -> Topic:
        topic = Topic(name=row["name"], kind=row["kind"], description=row.get("description", ""))
        topic.full_clean(exclude=["slug"])
        topic.aliases = [TopicAlias(name=name) for name in row.get("aliases", [])]
        topic.save()
        return topic

    def _story(self, source: Source) -> Article:
        given = source.values
        moment = source.published.replace(tzinfo=self.publication.zone)
        story = Article(
            uuid=uuid5(NAMESPACE_URL, source.key),
            headline=given["headline"],
            short_headline=given.get("short_headline", ""),
            standfirst=given["standfirst"],
            section=self.sections[given["section"]],
            kind=given["kind"],
            dateline_place=given.get("dateline", ""),
            obtained=given.get("obtained", "own"),
            source_name=given.get("source_name", ""),
            source_url=given.get("source_url", ""),
            sponsor=given.get("sponsor", ""),
            ai_assisted="ai_note" in given,
            ai_note=given.get("ai_note", ""),
            lead_picture=self.pictures.get(given.get("picture", "")),
            lead_caption=given.get("caption", ""),
            created_at=moment - timedelta(hours=2),
            first_published_at=moment,
            last_published_at=moment,
        )
        story.no_picture = story.lead_picture is None
        story.body = bodies.stream(source.key, given["body"], self.records)
        story.bylines = [self._byline(words, order) for order, words in enumerate(given["bylines"])]
        story.article_topics = [
            ArticleTopic(topic=self.topics[name], sort_order=order)
            for order, name in enumerate(given.get("topics", []))
        ]
        story.article_people = [
            ArticlePerson(person=self.people[name], sort_order=order)
            for order, name in enumerate(given.get("people", []))
        ]
        story.slug, story.path = addresses.free_address(story, source.slug)
        return story

    def _byline(self, words: str, order: int) -> Byline:
        for start, part in PARTS.items():
            if words.startswith(start):
                return Byline(
                    contributor=self.contributors[words.removeprefix(start)], part=part, sort_order=order
                )
        return Byline(contributor=self.contributors[words], part=Part.REPORTER, sort_order=order)


def first_uuid() -> UUID:
    """By the oldest story a house is known to hold the demo."""
    return uuid5(NAMESPACE_URL, sources.stories()[0].key)
