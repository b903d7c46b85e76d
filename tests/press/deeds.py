"""What people do in a newsroom, through what its screens call. Two numbers choose among what there is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model, ProtectedError, QuerySet
from django.utils import timezone

from terbit.fronts import drafts, publications
from terbit.lib import schedule
from terbit.moving.tidying import deeds as tidying
from terbit.moving.tidying.models import Proposal
from terbit.moving.tidying.reasons import Reason
from terbit.newsroom import publishing
from terbit.newsroom.models import (
    Article,
    ArticlePerson,
    ArticleTopic,
    Byline,
    Contributor,
    Person,
    Section,
    Topic,
)
from terbit.newsroom.models.person import Office
from terbit.pictures.models import Picture
from terbit.readers import ranking, summing
from terbit.staff.models import User
from tests import factories
from tests.factories import redraft

REFUSALS = (
    publishing.PublicationRefused,
    ProtectedError,
    ValidationError,
    IntegrityError,
    drafts.Refused,
    drafts.UnknownSlot,
    publications.Overtaken,
)
Deed = Callable[["Desk", int, int], object]
DEEDS: dict[str, Deed] = {}


def deed(function: Deed) -> Deed:
    DEEDS[function.__name__] = function
    return function


class Desk:
    """Where the deeds are done: an editor, a clock that stands, a look of the paper."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        self.clock, self.look, self.number = clock, 0, 0
        self.editor = User.objects.earliest("pk")

    @property
    def now(self) -> float:
        return timezone.now().timestamp()

    def word(self, kind: str) -> str:
        self.number += 1
        return f"{kind} {self.number}"

    def do(self, name: str, first: int, second: int) -> None:
        self.clock.shift(60)
        with suppress(*REFUSALS):
            DEEDS[name](self, first, second)


def some(rows: QuerySet[Any] | type[Model], number: int) -> Any:
    """One of them, the newest for 0."""
    asked = rows if isinstance(rows, QuerySet) else rows._default_manager.all()
    pks = list(asked.order_by("-pk").values_list("pk", flat=True))
    return asked.get(pk=pks[number % len(pks)]) if pks else None


def live(number: int) -> Any:
    return some(Article.objects.live(), number)


def send_out(story: Article) -> Article:
    return factories.publish(story)


# Stories ---------------------------------------------------------------------------------------------


def _body(second: int) -> list[tuple[str, Any]]:
    paragraph = ("paragraph", f"<p>Jembatan itu dipakai lagi, kata warga {second}.</p>")
    person, story, picture = some(Person, second), live(second), some(Picture, second)
    more: list[list[tuple[str, Any]]] = [[]]
    if person:
        more.append([("statement", {"words": "Kami siap", "person": person, "where": "balai kota"})])
    if story:
        more.append([("baca_juga", [story])])
        link = f'<p>Baca <a linktype="article" id="{story.pk}">ini</a>.</p>'
        more.append([("paragraph", link)])
    if picture:
        more.append([("picture", {"picture": picture})])
    return [paragraph, *more[second % len(more)]]


def _story(desk: Desk, first: int, second: int, **fields: Any) -> Article:
    picture = some(Picture, first) if second % 2 else None
    story = factories.ArticleFactory(
        headline=desk.word("Berita"),
        section=some(Section.objects.leaves(), first),
        contributor=some(Contributor, second),
        lead_picture=picture,
        no_picture=picture is None,
        body=_body(second),
        **fields,
    )
    if topic := some(Topic.objects.current(), first):
        story.article_topics.add(ArticleTopic(topic=topic))
    if second % 3 and (person := some(Person, first)):
        story.article_people.add(ArticlePerson(person=person))
    story.save_revision(clean=False)
    return story


@deed
def publish(desk: Desk, first: int, second: int) -> None:
    send_out(_story(desk, first, second))


@deed
def publish_at_an_address_that_was_asked_for(desk: Desk, first: int, second: int) -> None:
    section = Section.objects.filter(slug="pesisir").first()
    if section and not Article.objects.filter(slug="akan-ada").exists():
        story = _story(desk, first, second, slug="akan-ada")
        redraft(story, section=section)
        send_out(story)


@deed
def write_a_draft(desk: Desk, first: int, second: int) -> None:
    _story(desk, first, second)


@deed
def change_a_headline(desk: Desk, first: int, second: int) -> None:
    if story := live(first):
        redraft(story, headline=desk.word("Judul baru"))
        send_out(story)


@deed
def change_a_text(desk: Desk, first: int, second: int) -> None:
    if story := live(first):
        redraft(story, body=_body(second), standfirst=desk.word("Ringkasan"))
        send_out(story)


@deed
def change_what_a_story_is(desk: Desk, first: int, second: int) -> None:
    if story := live(first):
        kind = ("news", "opinion", "editorial", "advertorial", "photo_story")[second % 5]
        picture = some(Picture, second)
        redraft(story, kind=kind, sponsor="Griya", lead_picture=picture, no_picture=picture is None)
        send_out(story)


@deed
def translate_a_story(desk: Desk, first: int, second: int) -> None:
    story, other, language = live(first), live(second), ("en", "min", "")[second % 3]
    if story and (story == other or second % 2 == 0):
        send_out(_story(desk, first, second, language=language, translation_of=story.translation_of or story))
    elif story and not story.translations.exists():
        redraft(story, language=language, translation_of=other.translation_of or other)
        send_out(story)


@deed
def change_names_of_a_story(desk: Desk, first: int, second: int) -> None:
    if story := live(first):
        draft = story.get_latest_revision_as_object()
        topic, person, writer = some(Topic, second), some(Person, second), some(Contributor, second)
        draft.article_topics.set([ArticleTopic(topic=topic)] if topic and second % 3 else [])
        draft.article_people.set([ArticlePerson(person=person)] if person and second % 2 else [])
        draft.bylines.set([Byline(contributor=writer)])
        draft.save_revision(clean=False)
        send_out(story)


@deed
def move(desk: Desk, first: int, second: int) -> None:
    if story := live(first):
        publishing.move(
            story, section=some(Section.objects.leaves(), second), slug=desk.word("pindah").replace(" ", "-")
        )


@deed
def take_offline(desk: Desk, first: int, second: int) -> None:
    if story := live(first):
        publishing.take_offline(story, reason="Memuat identitas anak.")


@deed
def bring_back(desk: Desk, first: int, second: int) -> None:
    if story := some(Article.objects.filter(live=False, path__isnull=False), first):
        redraft(story, expire_at=None, go_live_at=None)
        send_out(story)


@deed
def schedule_a_story(desk: Desk, first: int, second: int) -> None:
    send_out(_story(desk, first, second, go_live_at=timezone.now() + timedelta(minutes=10 * (second % 9))))


@deed
def schedule_an_end(desk: Desk, first: int, second: int) -> None:
    if story := live(first):
        redraft(story, expire_at=timezone.now() + timedelta(minutes=10 + 10 * (second % 9)))
        send_out(story)


@deed
def schedule_an_update(desk: Desk, first: int, second: int) -> None:
    if story := live(first):
        redraft(
            story,
            headline=desk.word("Perkembangan"),
            go_live_at=timezone.now() + timedelta(minutes=10 + 10 * (second % 9)),
        )
        send_out(story)


@deed
def let_time_pass(desk: Desk, first: int, second: int) -> None:
    """Minutes, hours or a night, with what the worker does meanwhile."""
    desk.clock.shift((60, 1200, 3600, 7 * 3600, 24 * 3600)[first % 5])
    for job in schedule.jobs():
        if job.name in ("due_stories", "fronts", "news_window"):
            job.run()


# What stories are about ------------------------------------------------------------------------------


@deed
def change_a_section(desk: Desk, first: int, second: int) -> None:
    if section := some(Section, first):
        field, value = (
            ("name", desk.word("Rubrik")),
            ("slug", desk.word("rubrik").replace(" ", "-")),
            ("description", desk.word("Tentang")),
            ("order", second % 7),
        )[second % 4]
        setattr(section, field, value)
        section.save()


@deed
def put_a_section_under_another(desk: Desk, first: int, second: int) -> None:
    if section := some(Section, first):
        section.parent = some(Section.objects.filter(parent=None).exclude(pk=section.pk), second)
        if not second % 3:
            section.parent = None
        section.full_clean()
        section.save()


@deed
def begin_a_section(desk: Desk, first: int, second: int) -> None:
    slug = "akan-ada" if not Section.objects.filter(slug="akan-ada").exists() else f"baru-{desk.number}"
    Section(name=desk.word("Rubrik baru"), slug=slug).save()


@deed
def end_a_section(desk: Desk, first: int, second: int) -> None:
    if section := some(Section, first):
        section.delete()


@deed
def change_a_person(desk: Desk, first: int, second: int) -> None:
    if person := some(Person, first):
        field, value = (
            ("name", desk.word("Tokoh")),
            ("slug", ("laras", desk.word("tokoh").replace(" ", "-"))[second % 2]),
            ("picture", some(Picture, second)),
            ("biography", desk.word("Riwayat")),
            ("picture", None),
        )[second % 5]
        setattr(person, field, value)
        person.save()


@deed
def change_an_office(desk: Desk, first: int, second: int) -> None:
    if person := some(Person, first):
        office = person.offices.first()
        if office is None or not second % 3:
            Office.objects.create(person=person, title=desk.word("Jabatan"), start=timezone.localdate())
        elif second % 3 == 1:
            office.delete()
        else:
            office.title = desk.word("Jabatan")
            office.save()


@deed
def end_a_person(desk: Desk, first: int, second: int) -> None:
    if person := some(Person, first):
        person.delete()


@deed
def begin_a_person(desk: Desk, first: int, second: int) -> None:
    factories.PersonFactory(name=desk.word("Orang"), slug="" if second % 5 else f"orang-{desk.number}")


@deed
def change_a_contributor(desk: Desk, first: int, second: int) -> None:
    if writer := some(Contributor, first):
        field, value = (
            ("name", desk.word("Penulis")),
            ("initials", f"i{desk.number}"),
            ("slug", desk.word("penulis").replace(" ", "-")),
            ("picture", some(Picture, second)),
            ("user", desk.editor),
            ("picture", None),
        )[second % 6]
        setattr(writer, field, value)
        writer.save()


@deed
def begin_a_topic(desk: Desk, first: int, second: int) -> None:
    slug = "akan-ada" if not Topic.objects.filter(slug="akan-ada").exists() else f"topik-baru-{desk.number}"
    factories.TopicFactory(name=desk.word("Topik"), slug=slug)


@deed
def change_a_topic(desk: Desk, first: int, second: int) -> None:
    if topic := some(Topic, first):
        if second % 2:
            topic.slug = desk.word("topik").replace(" ", "-")
        else:
            topic.name = desk.word("Topik lain")
        topic.save()


@deed
def merge_topics(desk: Desk, first: int, second: int) -> None:
    old, into = some(Topic.objects.current(), first), some(Topic.objects.current(), second)
    if old and into:
        publishing.merge_topic(old, into)


@deed
def drop_a_topic(desk: Desk, first: int, second: int) -> None:
    """Or take back that it was dropped."""
    dropped = some(Proposal.objects.exclude(number=None), first)
    if dropped and second % 2:
        tidying.take_back(dropped.pk)
    elif topic := some(Topic.objects.current(), first):
        proposed, _made = Proposal.objects.get_or_create(
            topic=topic, into=None, defaults={"reason": Reason.LONE, "sureness": Reason.LONE.sureness}
        )
        tidying.accept([proposed.pk])


@deed
def change_a_picture(desk: Desk, first: int, second: int) -> None:
    if picture := some(Picture, first):
        field, value = (
            ("description", desk.word("Tampak")),
            ("caption", desk.word("Keterangan")),
            ("credit", desk.word("Foto")),
            ("file", factories.picture_file(colour=f"#{desk.number % 90 + 10}4a2b", size=(640, 480))),
            ("focal_point_x", 10 + second % 9),
            ("treatment", "illustration"),
        )[second % 6]
        setattr(picture, field, value)
        picture.save()


@deed
def delete_a_picture(desk: Desk, first: int, second: int) -> None:
    if picture := some(Picture, first):
        picture.delete()


@deed
def rank_what_was_read(desk: Desk, first: int, second: int) -> None:
    hour = int(desk.now) // summing.HOUR
    stories = (some(Article.objects.live(), number) for number in (first, second))
    summing.add({(hour, story.path, ""): 1 + second % 5 for story in stories if story})
    ranking.rank()
