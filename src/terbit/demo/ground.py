"""Everything that stories name, in an empty house: settings, sections, people, topics, pictures, sound and film."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage

from terbit.demo import sources
from terbit.newsroom import publishing
from terbit.newsroom.models import (
    Contributor,
    Office,
    Person,
    PersonAlias,
    Publication,
    Section,
    Topic,
    TopicAlias,
)
from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.rights import Licence, Treatment


class Ground:
    """`Ground()` writes everything; afterwards each record is found by its name."""

    def __init__(self) -> None:
        self.given = sources.newspaper()
        self.publication = self._publication()
        self.sections = self._sections()
        self.pictures = {row["name"]: _picture(row) for row in self._all_pictures()}
        self.media = {row["name"]: self._media(row) for row in self.given["media"]}
        self.contributors = {row["name"]: self._contributor(row) for row in self.given["contributors"]}
        self.people = {row["name"]: self._person(row) for row in self.given["people"]}
        self.topics = {row["name"]: _topic(row) for row in self.given["topics"]}
        self._merge_topics()

    def _publication(self) -> Publication:
        publication = Publication.load()
        for field, value in self.given["publication"].items():
            setattr(publication, field, value)
        publication.full_clean()
        publication.save()
        return publication

    def _sections(self) -> dict[str, Section]:
        sections = {}
        for order, row in enumerate(self.given["sections"]):
            children = row.get("children", [])
            parent = _section(row, order=order, broad=bool(children))
            sections[parent.name] = parent
            for number, child in enumerate(children):
                sections[child["name"]] = _section(child, order=number, parent=parent)
        return sections

    def _all_pictures(self) -> Iterator[dict[str, Any]]:
        yield from self.given["pictures"]
        for row in (*self.given["people"], *self.given["contributors"]):
            if name := row.get("picture"):
                yield {"name": name, "alt": f"Potret {row['name']}.", "credit": "Kabar Arumbai"}

    def _media(self, row: dict[str, Any]) -> MediaFile:
        values = {name: row[name] for name in ("title", "credit", "transcript", "duration")}
        file = MediaFile(poster=self.pictures[row["poster"]], **values)
        file.file = _stored("audio-video", sources.media_file(row["name"]))
        file.save()
        return file

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

    def _merge_topics(self) -> None:
        for row in self.given["topics"]:
            if into := row.get("merged_into"):
                publishing.merge_topic(self.topics.pop(row["name"]), self.topics[into])


def _section(row: dict[str, Any], **values: Any) -> Section:
    section = Section(name=row["name"], slug=row.get("slug", ""), **values)
    section.description = row.get("description", "")
    section.clean()
    section.save()
    return section


def _picture(row: dict[str, Any]) -> Picture:
    picture = Picture(title=row["alt"], description=row["alt"], credit=row["credit"])
    picture.file = _stored("originals", sources.picture_file(row["name"]))
    picture.licence, picture.treatment = Licence.OWN, Treatment.ILLUSTRATION
    for field, value in zip(Picture.focal_fields, row.get("focus", ()), strict=False):
        setattr(picture, field, value)
    picture.save()
    return picture


def _stored(folder: str, path: Path) -> str:
    """Store a file under a name made of its content, so that two demos have the same addresses."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:32]
    name = f"{folder}/{digest[:2]}/{digest}{path.suffix}"
    default_storage.delete(name)  # left by a filling that was cut short
    with path.open("rb") as opened:
        return default_storage.save(name, File(opened))


def _topic(row: dict[str, Any]) -> Topic:
    topic = Topic(name=row["name"], kind=row["kind"], description=row.get("description", ""))
    topic.full_clean(exclude=["slug"])
    topic.aliases = [TopicAlias(name=name) for name in row.get("aliases", [])]
    topic.save()
    return topic
