"""A newsroom at work while readers read: after each step every print is compared with a new rendering."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any, ClassVar

import time_machine
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from wagtail.models import Site

from terbit.newsroom.models import Article, ArticleTopic, StandingPage
from terbit.newsroom.models.person import Office
from terbit.press import api, editions, pressroom, rendering, verifying
from terbit.press.addressbook import addresses
from terbit.press.answering import Misses
from terbit.press.folder import Folder
from terbit.press.leaving import is_unchanging
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    PersonFactory,
    PictureFactory,
    SectionFactory,
    TopicFactory,
    UserFactory,
    publish,
)
from tests.press import (
    house_deeds,  # noqa: F401  its deeds are deeds too
    reading,
)
from tests.press.deeds import DEEDS, Desk
from tests.press.restarts import Restarts
from tests.theme import papers

LATER = [
    "/akan-ada/",
    "/pesisir/akan-ada/",
    "/pesisir/akan-ada/amp/",
    "/topik/akan-ada/",
    "/lama/",
    "/?p=7",
    "/2019/lama.html",
    "/indeks/",
    "/indeks/2026/11/",
    "/indeks/2026/10/",
    "/indeks/2026/11/16/",
    "/indeks/2026/11/18/",
    "/indeks/2026/11/19/",
]


def make_paper() -> None:
    """A small one, so that its pages are quickly made."""
    UserFactory(role="chief_editor")
    above = SectionFactory(name="Lingkungan", slug="lingkungan")
    section = SectionFactory(name="Pesisir", slug="pesisir", parent=above)
    SectionFactory(name="Budaya", slug="budaya")
    picture = PictureFactory()
    person = PersonFactory(name="Laras Wibisana", slug="laras", picture=picture)
    Office.objects.create(person=person, title="Wali Kota", start=date(2024, 3, 1))
    writers = [
        ContributorFactory(slug="idham", initials="idk", picture=picture),
        ContributorFactory(slug="ratih"),
    ]
    topics = [TopicFactory(slug="reklamasi-teluk"), TopicFactory(slug="banjir")]
    said = ("statement", {"words": "Kami siap", "person": person, "verb": "kata", "where": "balai kota"})
    bodies: list[list[tuple[str, Any]]] = [[], [said], [("picture", {"picture": PictureFactory()})]]
    for number in range(5):
        story = ArticleFactory(
            headline=f"Jembatan {number}",
            section=section if number < 4 else above,
            contributor=writers[number % 2],
            lead_picture=picture if number % 2 else None,
            no_picture=not number % 2,
            body=[("paragraph", "<p>Jembatan itu dipakai lagi.</p>"), *bodies[number % 3]],
        )
        story.article_topics.add(ArticleTopic(topic=topics[number % 2]))
        story.save_revision(clean=False)
        publish(story)
        bodies[0] = [("baca_juga", [story])]
    root = Site.objects.get(is_default_site=True).root_page
    root.add_child(instance=StandingPage(title="Pedoman", slug="pedoman", show_in_menus=True))


def printed_first() -> list[str]:
    """About twenty pages of all kinds."""
    stories = Article.objects.exclude(path=None).order_by("pk").values_list("path", flat=True)
    kinds = ["/", "/pesisir/", "/lingkungan/", "/budaya/", "/topik/reklamasi-teluk/", "/topik/banjir/2026/"]
    kinds += ["/tokoh/laras/", "/penulis/idham/", "/penulis/ratih/2026/", "/indeks/2026/11/17/"]
    kinds += ["/indeks/2026/11/18/", "/indeks/", "/cari/", "/pedoman/"]
    kinds += ["/feed/", "/pesisir/feed.json", "/topik/banjir/feed/", "/penulis/idham/feed/", "/sitemap.xml"]
    kinds += ["/sitemap-news.xml", "/sitemap-2026-11.xml", "/sitemap-halaman.xml"]
    kinds += ["/sitemap-topik.xml", "/sitemap-tokoh.xml", "/sitemap-penulis.xml"]
    kinds += ["/akan-ada/", "/pesisir/akan-ada/", "/topik/akan-ada/", "/lama/", "/2019/lama.html"]
    return [*kinds, *stories]


def print_some(folder: Folder) -> None:
    for address in printed_first():
        reading.print_whatever(folder, address)


class Newsroom(RuleBasedStateMachine):
    place: ClassVar[Restarts]
    thorough: ClassVar[bool]

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(papers.NOON, tick=False)
        self.folder = self.place.again()
        self.desk = Desk(self.clock.start())
        api.edition_part("look", lambda: self.desk.look, lambda look: look)
        self.folder.open()
        self.room = pressroom.Pressroom(self.folder)
        self.misses = Misses(reading.nothing, reading.Lookup(self.folder), self.folder)
        self.known, self.steps = set[str](), 0

    # Drawn one by one, two thirds of all deeds were the first by the alphabet.
    @rule(chance=st.randoms(use_true_random=True))
    def work(self, chance: Random) -> None:
        """Somebody does something; before the press has heard of it, readers ask and an operator presses."""
        deed = chance.choice(sorted(DEEDS)), chance.randrange(20), chance.randrange(20)
        note(f"{self.steps}. {deed}")
        self.desk.do(*deed)
        self.folder.index.state("followed", self.desk.now)  # as a press at work says each minute
        known = [*LATER, *dict.fromkeys(addresses())]
        for address in chance.choices(known, k=chance.randrange(3)):
            note(f"   a reader asks for {address}")
            reading.ask(self.misses, address)
        for address in chance.choices(known, k=chance.randrange(2)):
            note(f"   an operator presses {address}")
            pressroom.press(self.folder, address)

    @invariant()
    def nothing_is_stale_or_missing(self) -> None:
        self.folder.catch_up()
        self._nothing_is_stale(self._do_all_jobs())
        self._nothing_is_missing()

    def _nothing_is_stale(self, pressed: set[str]) -> None:
        """What was pressed just now is that; all else (in a hurry a third) is looked at, and everything at the end."""
        self.steps += 1
        left = [
            row["address"]
            for row in self._printed()
            if row["address"] not in pressed and (self.thorough or (row["id"] + self.steps) % 3 == 0)
        ]
        findings = [finding for address in left for finding in verifying._compare(self.folder, address)]
        assert not findings, findings

    def _nothing_is_missing(self) -> None:
        there = {row["address"] for row in self._printed() if row["status"] == 200}
        for address in self.known - there:
            rendered = rendering.render(address)
            assert rendered is None or rendered.sheet.status != 200, f"{address} was printed and is not"
        self.known = there

    def _printed(self) -> list[verifying.Row]:
        rows = self.folder.index.all("SELECT * FROM sheet WHERE edition = ?", self.folder.current)
        return [row for row in rows if not is_unchanging(row["address"])]

    def _do_all_jobs(self) -> set[str]:
        pressed = set()
        while rows := self.room._jobs(100):
            for row in rows:
                result = self.room.do(row)
                assert result.state != "failed", result
                pressed.add(result.address)
        return pressed

    def teardown(self) -> None:
        try:
            findings = list(verifying.verify(self.folder))
            assert not findings, findings
        finally:
            self.folder.index.close()
            self.clock.stop()
            del editions._parts["look"]
            editions.forget()
