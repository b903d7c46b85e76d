"""A small paper with every kind of page and every state of a story."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.test import Client
from wagtail.models import Site

from terbit.newsroom import publishing
from terbit.newsroom.models import (
    Article,
    ArticlePerson,
    ArticleTopic,
    Byline,
    Contributor,
    Person,
    Publication,
    Section,
    StandingPage,
    Topic,
)
from terbit.newsroom.models.contributor import Part
from terbit.newsroom.models.kind import Kind
from terbit.newsroom.models.person import Office
from terbit.pictures.models import Picture
from terbit.readers import ranking, summing
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    PersonFactory,
    PictureFactory,
    SectionFactory,
    TopicFactory,
    picture_file,
    publish,
    redraft,
)
from tests.newsroom.bodies import every_block

NOON = datetime(2026, 11, 17, 5, 0, tzinfo=UTC)  # 12.00 WIB on a Tuesday
LONG = (
    "Pertanggungjawabanpemerintah Daerah atas Pengerukan Teluk Dibahas Dua Belas Jam tanpa Keputusan, Nelayan"
    " Menunggu di Luar"
)


@dataclass
class Paper:
    section: Section
    writer: Contributor
    editor: Contributor
    person: Person
    topic: Topic
    picture: Picture
    stories: dict[str, Article] = field(default_factory=dict)

    @property
    def whole(self) -> Article:
        """The story with every block."""
        return self.stories["whole"]

    @property
    def pages(self) -> dict[str, str]:
        """Address of each kind of page and of each state, by name."""
        return {
            "front": "/",
            "section": self.section.path,
            "empty section": "/budaya/",
            "topic": self.topic.path,
            "year of a topic": f"{self.topic.path}2026/",
            "person": self.person.path,
            "contributor": self.writer.path,
            "day": "/indeks/2026/11/17/",
            "empty day": "/indeks/2026/11/18/",
            "latest, as a fragment": "/bagian/terbaru/",
            "most read, as a fragment": "/bagian/terpopuler/",
            "search": "/cari/",
            "search that finds": "/cari/?q=jembatan",
            "search that finds nothing": "/cari/?q=zzzz",
            "standing page": "/pedoman-media-siber/",
            "404": "/tidak-ada/",
            "no network": "/luring/",
        } | {f"story, {name}": story.path for name, story in self.stories.items()}

    def html(self, name: str) -> str:
        return Client().get(self.pages[name]).content.decode()


def make() -> Paper:
    """Call with the clock at `NOON`; the last story of a day is published last."""
    picture = PictureFactory(file=picture_file(size=(1600, 1200)), caption="Jembatan pada pagi hari.")
    above = SectionFactory(name="Lingkungan", slug="lingkungan", description="Laut, hutan, dan sungai.")
    SectionFactory(name="Budaya", slug="budaya")
    paper = Paper(
        section=SectionFactory(name="Pesisir", slug="pesisir", parent=above),
        writer=ContributorFactory(
            name="Idham Kasturi", slug="idham", initials="idk", picture=picture, biography="Meliput pesisir."
        ),
        editor=ContributorFactory(name="Ratih Lembayung", slug="ratih", initials="rat"),
        person=PersonFactory(name="Laras Wibisana", slug="laras", picture=picture, biography="Wali kota."),
        topic=TopicFactory(name="Reklamasi Teluk", slug="reklamasi-teluk"),
        picture=picture,
    )
    Office.objects.create(person=paper.person, title="Wali Kota Arumbai", start=date(2024, 3, 1))
    _set_up_house()
    paper.stories["first"] = _story(paper, "Jembatan Diperbaiki")
    for number, kind in enumerate(Kind.values):
        paper.stories[kind] = _story(paper, f"Tulisan Jenis {number}", kind=kind)
    paper.stories["no picture"] = _story(paper, "Tanpa Gambar", lead_picture=None, no_picture=True)
    paper.stories["long headline"] = _story(paper, LONG)
    paper.stories["whole"] = _whole(paper)
    paper.stories["updated"] = _updated(paper)
    paper.stories["withdrawn"] = _story(paper, "Sekolah Terapung Ditutup")
    publishing.take_offline(paper.stories["withdrawn"], reason="Memuat identitas anak.")
    _have_read(paper)
    return paper


def _have_read(paper: Paper) -> None:
    hour = int(NOON.timestamp()) // summing.HOUR
    summing.add({(hour, paper.stories[name].path, ""): 1 for name in ("whole", "opinion", "long headline")})
    ranking.rank()


def _set_up_house() -> None:
    publication = Publication.load()
    publication.name, publication.tagline = "Kabar Arumbai", "Surat kabar harian kota pelabuhan"
    publication.dateline_place, publication.dateline_brand = "Arumbai", "Kabar Arumbai"
    publication.email, publication.person_responsible = "redaksi@kabar.example", "Sekar Anindita"
    publication.save()
    if not StandingPage.objects.filter(slug="pedoman-media-siber").exists():
        Site.objects.get(is_default_site=True).root_page.add_child(
            instance=StandingPage(
                title="Pedoman Media Siber",
                slug="pedoman-media-siber",
                body="<p>Pedoman ini berlaku.</p>",
                show_in_menus=True,
            )
        )


def _story(paper: Paper, headline: str, **fields: object) -> Article:
    fields = {"lead_picture": paper.picture, "no_picture": False} | fields
    if fields.get("kind") == Kind.ADVERTORIAL:
        fields["sponsor"] = "Griya Samudra"
    story = ArticleFactory(headline=headline, section=paper.section, contributor=paper.writer, **fields)
    story.bylines.add(Byline(contributor=paper.editor, part=Part.EDITOR))
    story.article_topics.add(ArticleTopic(topic=paper.topic))
    story.article_people.add(ArticlePerson(person=paper.person))
    story.save_revision(clean=False)
    return publish(story)


def _whole(paper: Paper) -> Article:
    """Every block, from elsewhere, made with AI, with a statement that needs verification."""
    body = every_block("kata", picture=paper.picture, person=paper.person, story=paper.stories["news"])
    paragraph = ("paragraph", "<p>Jembatan itu dipakai lagi sejak pagi.</p>")
    return _story(
        paper,
        "Reklamasi Teluk Dihentikan",
        body=[paragraph, *body],
        obtained="agency",
        source_name="Kantor Berita",
        source_url="https://kantor.example/berita",
        ai_assisted=True,
        ai_note="Menerjemahkan wawancara.",
    )


def _updated(paper: Paper) -> Article:
    story = _story(paper, "Hujan Tiga Hari")
    redraft(story, body=[("paragraph", "<p>Air mulai surut pada Selasa siang.</p>")])
    return publish(story)
