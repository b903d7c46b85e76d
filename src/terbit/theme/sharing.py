"""Which share picture each page has, and where it lies: `/foto/bagikan/{kind}/{number}/{stamp}.jpg`.

It is made before the page is first answered, and for a new story before it can be: when it is handed in for approval,
scheduled or published. A story that is taken offline, or a name without stories, has none any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from terbit.newsroom import contexts, named, plaintext
from terbit.newsroom.models import Article, Contributor, Person, Publication, Section, Topic
from terbit.newsroom.models.kind import Kind
from terbit.pictures.models import Picture
from terbit.pictures.sharing import SharePicture

PLACE = "/foto/bagikan"
PICTURED = ("picture", "gallery", "embed")  # blocks of a body
VIEWS = (Kind.OPINION, Kind.EDITORIAL, Kind.ANALYSIS)


@dataclass(frozen=True)
class Shared:
    """A share picture with its address and its words for those who do not see it."""

    picture: SharePicture
    address: str
    alt: str


class Subject(NamedTuple):
    """What a page may be about: the name in its context, and how the row behind an address is read."""

    context: str
    read: Callable[[int], Any]
    label: Callable[[Any], str]


def of_page(context: dict[str, Any]) -> Shared:
    """That of what the page is about, else of the paper itself."""
    publication = context["publication"]
    with translation.override(settings.LANGUAGE_CODE):
        if story := context.get("article"):
            return of_story(story, publication)
        for kind, subject in SUBJECTS.items():
            if row := context.get(subject.context):
                return _of_name(kind, row, publication)
        return _of_paper(publication)


def at(kind: str, number: int) -> Shared | None:
    """The one whose address begins so, as it is now; None where readers see nothing of it."""
    publication = Publication.load()
    with translation.override(settings.LANGUAGE_CODE):
        if kind == "koran":
            return _of_paper(publication)
        if kind == "berita":
            story = Article.objects.select_related("section", "lead_picture").filter(pk=number).first()
            return of_story(story, publication) if story and story.live else None
        row = SUBJECTS[kind].read(number) if kind in SUBJECTS else None
        return _of_name(kind, row, publication) if row else None


def prepare(story: Article) -> None:
    """Have the share picture of a version lie ready."""
    with translation.override(settings.LANGUAGE_CODE):
        of_story(story, Publication.load()).picture.make_if_possible()


# A story ---------------------------------------------------------------------------------------------


def of_story(story: Article, publication: Publication) -> Shared:
    """From its lead picture, else the first in the text, else from its headline."""
    must_know = _must_know(story)
    photo = story.lead_picture or _first_picture(story)
    if photo:
        label = " · ".join(filter(None, [*must_know, photo.label]))
        cut = _picture(publication, label, story.headline, photo)
        if cut.photo:
            return Shared(cut, _address("berita", story.pk, cut), photo.alt or story.headline)
    made = _picture(publication, " · ".join(must_know) or _kicker(story), story.headline)
    return Shared(made, _address("berita", story.pk, made), f"{publication.name}: {story.headline}")


def _must_know(story: Article) -> list[str]:
    """What stands beside the headline wherever it stands (PPMS 2c and 6)."""
    labels = [_("Advertorial")] if story.kind == Kind.ADVERTORIAL else []
    return [*labels, _("Needs verification")] if plaintext.is_unverified(story.body) else labels


def _kicker(story: Article) -> str:
    words = [story.section.name if story.section else ""]
    if story.kind in VIEWS:
        words.append(capfirst(story.get_kind_display()))
    return " · ".join(dict.fromkeys(filter(None, words)))


def _first_picture(story: Article) -> Picture | None:
    if not any(block["type"] in PICTURED for block in story.body.raw_data):
        return None
    return next(iter(plaintext.pictures_in(story.body)), None)


# Names, and the paper itself ---------------------------------------------------------------------------


def _section(number: int) -> Section | None:
    return next((section for section in contexts.sections() if section.pk == number), None)


def _with_stories(model: Any, stories: Callable[[Any], named.Named]) -> Callable[[int], Any]:
    def read(number: int) -> Any:
        row = model.objects.filter(pk=number).first()
        return row if row and stories(row).any() else None

    return read


SUBJECTS = {
    "topik": Subject(
        "topic", _with_stories(Topic, named.of_topic), lambda topic: capfirst(topic.get_kind_display())
    ),
    "tokoh": Subject("person", _with_stories(Person, named.of_person), lambda _person: _("Person")),
    "penulis": Subject(
        "contributor", _with_stories(Contributor, named.of_contributor), lambda _writer: _("Writer")
    ),
    "rubrik": Subject("section", _section, lambda _section: _("Section")),
}


def _of_name(kind: str, row: Any, publication: Publication) -> Shared:
    picture = _picture(publication, SUBJECTS[kind].label(row), row.name)
    return Shared(picture, _address(kind, row.pk, picture), f"{publication.name}: {row.name}")


def _of_paper(publication: Publication) -> Shared:
    picture = _picture(publication, "", "")
    return Shared(picture, _address("koran", 0, picture), publication.name)


def _picture(
    publication: Publication, label: str, headline: str, picture: Picture | None = None
) -> SharePicture:
    return SharePicture(publication.name, publication.accent, label, headline, picture)


def _address(kind: str, number: int, picture: SharePicture) -> str:
    return f"{PLACE}/{kind}/{number}/{picture.stamp}.jpg"
