"""The generated paper's sections, contributors, people, topics, pictures and accounts."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from random import Random

from django.core.files.images import ImageFile
from django.utils.text import slugify
from PIL import Image

from bench.sentences import Sentences
from terbit.newsroom.models import Contributor, Person, Publication, Section, Topic
from terbit.newsroom.models.person import Office
from terbit.newsroom.models.topic import TopicKind
from terbit.pictures.models import Picture
from terbit.staff.models import User
from terbit.workflow import roles
from terbit.workflow.models.role import Role

SECTIONS = {
    "Politik": "Pemilu DPR Pemerintahan", "Ekonomi": "Pasar Usaha Pertanian", "Hukum": "Pengadilan Korupsi",
    "Daerah": "Sumatera Jawa Kalimantan Sulawesi Papua", "Olahraga": "Sepakbola Bulutangkis Balap",
    "Budaya": "Film Musik Sastra", "Pendidikan": "Sekolah Kampus", "Kesehatan": "Penyakit Gizi",
    "Teknologi": "Gawai Internet", "Lingkungan": "Hutan Laut Cuaca", "Dunia": "Asia Eropa Afrika",
    "Opini": "Kolom Tajuk Surat",
}  # fmt: skip
CONTRIBUTORS, PEOPLE, TOPICS, PICTURES = 60, 2_000, 3_000, 24
WITH_ACCOUNT = 40  # of the contributors; the others left, or wrote before there were accounts
EDITED = "Olahraga"  # the section of the editor and the reporter who are measured


@dataclass
class Paper:
    """What stories are made of. Only leaf sections; accounts by what they are called in the figures."""

    sections: list[Section]
    contributors: list[Contributor]
    people: list[Person]
    topics: list[Topic]
    pictures: list[Picture]
    accounts: dict[str, User]


def make(sentences: Sentences) -> Paper:
    publication = Publication.load()
    publication.name, publication.dateline_place, publication.dateline_brand = (
        "Kabar",
        "Arumbai",
        "kabar.example",
    )
    publication.save()
    random = sentences.random
    sections = _sections()
    contributors = _contributors(sentences)
    accounts = _accounts(contributors, sections, random)
    leaves = [section for section in sections if not section.broad]
    people, topics = _people(sentences), _topics(sentences)
    return Paper(leaves, contributors, people, topics, _pictures(sentences), accounts)


def _sections() -> list[Section]:
    made = []
    for order, (name, below) in enumerate(SECTIONS.items()):
        parent = Section.objects.create(name=name, slug=slugify(name), order=order)
        made += [parent, *(_section(child, parent) for child in below.split())]
    return made


def _section(name: str, parent: Section) -> Section:
    return Section.objects.create(name=name, slug=slugify(name), parent=parent, order=parent.order)


def _contributors(sentences: Sentences) -> list[Contributor]:
    rows = [(number, sentences.name()) for number in range(CONTRIBUTORS)]
    return Contributor.objects.bulk_create(
        Contributor(name=name, slug=f"{slugify(name)}-{number}", initials=f"{name[:2].lower()}{number}")
        for number, name in rows
    )


def _people(sentences: Sentences) -> list[Person]:
    rows = [(number, sentences.name(2 + number % 2)) for number in range(PEOPLE)]
    people = Person.objects.bulk_create(
        Person(name=name, slug=f"{slugify(name)}-{number}") for number, name in rows
    )
    Office.objects.bulk_create(
        Office(person=person, title=f"Kepala {sentences.name(1)}", start=date(2016 + number % 8, 3, 1))
        for number, person in enumerate(people)
    )
    return people


def _topics(sentences: Sentences) -> list[Topic]:
    names = [f"{sentences.few_words(1, 3)[:80]} {number}" for number in range(TOPICS)]
    return Topic.objects.bulk_create(
        Topic(name=name, slug=slugify(name), kind=sentences.random.choice(TopicKind.values)) for name in names
    )


def _pictures(sentences: Sentences) -> list[Picture]:
    return [
        Picture.objects.create(
            title=f"Foto {number}",
            file=_file(number),
            description=sentences.text(1)[:200],
            credit="Kabar/Foto",
        )
        for number in range(PICTURES)
    ]


def _file(number: int) -> ImageFile:
    buffer = io.BytesIO()
    Image.new("RGB", (1600, 1067), (90 + number * 5, 100, 120)).save(buffer, "JPEG")
    buffer.seek(0)
    return ImageFile(buffer, name=f"foto-{number}.jpg")


def _accounts(contributors: list[Contributor], sections: list[Section], random: Random) -> dict[str, User]:
    """One account of each role, and the contributors' own: reporters of a section, a few of them editors."""
    edited = next(section for section in sections if section.name == EDITED)
    accounts = {}
    for role in Role.values:
        section = edited if role in (Role.EDITOR, Role.REPORTER) else None
        accounts[role] = _account(f"{role}@kabar.example", role, section)
    _owner(contributors[0], accounts[Role.REPORTER])
    _owner(contributors[1], accounts[Role.EDITOR])
    above = [section for section in sections if section.parent_id is None]
    for number, contributor in enumerate(contributors[2:WITH_ACCOUNT]):
        role = Role.EDITOR if number % 4 == 0 else Role.REPORTER
        _owner(contributor, _account(f"awak{number}@kabar.example", role, random.choice(above)))
    return accounts


def _account(email: str, role: str, section: Section | None) -> User:
    user = User.objects.create_user(email, email.partition("@")[0].replace("_", " ").title())
    roles.give(user, role, section)
    return user


def _owner(contributor: Contributor, user: User) -> None:
    contributor.user = user
    contributor.save(update_fields=["user"])


def found() -> Paper:
    """The paper that a house has been filled with before."""
    leaves = Section.objects.exclude(pk__in=Section.objects.exclude(parent=None).values("parent"))
    return Paper(
        list(leaves),
        list(Contributor.objects.select_related("user").order_by("pk")),
        list(Person.objects.order_by("pk")),
        list(Topic.objects.filter(merged_into=None).order_by("pk")),
        list(Picture.objects.order_by("pk")),
        {},
    )
