"""What a story lacks before readers may see it: one sentence per reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from terbit.newsroom import clock, plaintext
from terbit.newsroom.models.article import MOST_TOPICS, Kind, Obtained
from terbit.newsroom.models.publication import Publication

if TYPE_CHECKING:
    from terbit.newsroom.models import Article


class Reason(str):
    """A sentence, and the name of the form's field in which it is mended."""

    field: str

    def __new__(cls, sentence: str, field: str) -> Reason:
        reason = super().__new__(cls, sentence)
        reason.field = field
        return reason

    def __str__(self) -> Reason:
        """Itself: a plain copy would not know its field any more."""
        return self


def reasons_against(story: Article, moment: datetime | None = None) -> list[str]:
    """Why `story` (a draft as an object) cannot be published at `moment` (aware; now if not given)."""
    moment = moment or timezone.now()
    of_the_story = [*_text(story), *_people(story), *_origin(story), *_pictures(story)]
    return [*of_the_story, *_expiry(story, moment), *embargo_of(story, moment)]


def _text(story: Article) -> Iterator[str]:
    if not story.headline.strip():
        yield Reason(_("The story has no headline."), "headline")
    yield from _standfirst(story.standfirst.strip())
    if not plaintext.visible_words(story.body) and story.kind != Kind.PHOTO_STORY:
        yield Reason(_("The story has no text."), "body")
    if story.section is None:
        yield Reason(_("The story has no section."), "section")
    elif story.section.broad:
        yield _("“%(section)s” is too broad to publish in; choose a section under it.") % {
            "section": story.section.name
        }


def _standfirst(words: str) -> Iterator[str]:
    """Lists show the standfirst alone: half a sentence or an open quotation there is a defect."""
    if not words:
        yield Reason(
            _("The story has no standfirst: say in one or two sentences what happened."), "standfirst"
        )
    elif words.endswith(("…", "...")):
        yield Reason(_("The standfirst breaks off; finish its last sentence."), "standfirst")
    elif words.count("“") != words.count("”") or words.count('"') % 2:
        yield Reason(_("A quotation in the standfirst is opened and not closed."), "standfirst")


def _people(story: Article) -> Iterator[str]:
    if not story.bylines.all():
        if story.kind != Kind.ADVERTORIAL:  # the sponsor stands in its place
            yield Reason(_("The story has no byline: name whoever wrote it."), "bylines")
    elif not Publication.load().person_responsible and all(
        row.contributor.collective for row in story.bylines.all()
    ):
        yield _(
            "A byline of the whole newsroom needs a person responsible; name that person in the settings."
        )
    if len(story.article_topics.all()) > MOST_TOPICS:
        yield _("The story has more than %(most)d topics; keep the ones it is really about.") % {
            "most": MOST_TOPICS
        }
    if story.kind == Kind.ADVERTORIAL and not story.sponsor.strip():
        yield Reason(_("An advertorial names its sponsor."), "sponsor")


def _origin(story: Article) -> Iterator[str]:
    if story.obtained == Obtained.OWN:
        return
    if not story.source_name.strip():
        yield Reason(_("The story was not obtained by own reporting: name its source."), "source_name")
    if not story.source_url.strip():
        yield Reason(
            _("The story was not obtained by own reporting: give the link to its source."), "source_url"
        )


def _pictures(story: Article) -> Iterator[str]:
    if story.lead_picture is None and not story.no_picture:
        yield Reason(_("Decide on the lead picture: choose one, or tick “without picture”."), "lead_picture")
    if story.lead_picture is not None and story.no_picture:
        yield Reason(
            _("The story has a lead picture and is marked “without picture”; keep one of the two."),
            "lead_picture",
        )
    if story.lead_picture is not None:
        yield from story.lead_picture.missing()
    yield from plaintext.problems_in(story.body)  # those of the pictures in the body among them


def _expiry(story: Article, moment: datetime) -> Iterator[str]:
    if story.expire_at and story.expire_at <= moment:
        yield _("The story expires on %(when)s, before it comes out; change or clear its expiry.") % {
            "when": clock.written(story.expire_at)
        }


def embargo_of(story: Article, moment: datetime | None) -> Iterator[str]:
    """Also asked of the stored story: a version from before the embargo was set does not slip out."""
    moment = moment or timezone.now()
    if story.embargo_until and moment < story.embargo_until:
        yield _("The story is under embargo until %(until)s; schedule it for then or later.") % {
            "until": clock.written(story.embargo_until)
        }
