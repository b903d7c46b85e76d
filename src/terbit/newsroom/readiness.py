"""What a story lacks before readers may see it: one sentence per reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
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
    """Why `story` (a draft as an object) cannot be published at `moment` (aware; now if not given).

    What readers see lacking already, as in stories that moved in from an old site, does not hold a correction up.
    """
    moment = moment or timezone.now()
    of_the_story = [
        *_text(story),
        *_people(story),
        *_origin(story),
        *_pictures(story),
        *_translation(story),
    ]
    if of_the_story and (seen := _seen_already(story)):
        of_the_story = [reason for reason in of_the_story if _fault(reason) not in seen]
    return [*of_the_story, *_expiry(story, moment), *embargo_of(story, moment)]


def _seen_already(story: Article) -> set[str]:
    """What the published story lacks: standfirst, byline, what is told of pictures, the order of its blocks.

    A picture whose licence has ended is not among them: that it is still there is what has to be mended.
    """
    row = type(story)._default_manager.filter(pk=story.pk, live=True).first()
    if row is None:
        return set()
    lacks = {
        _fault(reason) for reason in (*_standfirst(row.standfirst.strip()), *_byline(row), *_pictures(row))
    }
    pictures = [row.lead_picture, *plaintext.pictures_in(row.body)]
    for picture in filter(None, pictures):
        lacks -= {*picture.missing()} - {*picture.missing(on=date.min)}
    return lacks


def _fault(reason: str) -> str:
    """The same wherever in a body it stands."""
    return getattr(reason, "fault", str(reason))


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
    yield from _byline(story)
    if (
        story.bylines.all()
        and not Publication.load().person_responsible
        and all(row.contributor.collective for row in story.bylines.all())
    ):
        yield _(
            "A byline of the whole newsroom needs a person responsible; name that person in the settings."
        )
    if len(story.article_topics.all()) > most_topics(story):
        yield _("The story has more than %(most)d topics; keep the ones it is really about.") % {
            "most": MOST_TOPICS
        }
    if story.kind == Kind.ADVERTORIAL and not story.sponsor.strip():
        yield Reason(_("An advertorial names its sponsor."), "sponsor")


def _byline(story: Article) -> Iterator[str]:
    if not story.bylines.all() and story.kind != Kind.ADVERTORIAL:  # the sponsor stands in its place
        yield Reason(_("The story has no byline: name whoever wrote it."), "bylines")


def most_topics(story: Article) -> int:
    """A story that moved in with more keeps them until somebody tidies it; nobody adds to them here."""
    if story.pk is None:
        return MOST_TOPICS
    stored = type(story)._meta.get_field("article_topics").related_model._default_manager
    return max(MOST_TOPICS, stored.filter(article=story.pk).count())


def _origin(story: Article) -> Iterator[str]:
    if story.obtained == Obtained.OWN:
        return
    if not story.source_name.strip():
        yield Reason(_("The story was not obtained by own reporting: name its source."), "source_name")
    if not story.source_url.strip():
        yield Reason(
            _("The story was not obtained by own reporting: give the link to its source."), "source_url"
        )


def _translation(story: Article) -> Iterator[str]:
    first = story.translation_of
    if first is not None and first.language == story.language:
        yield Reason(
            _("The story is in the language of the one it translates: choose its own language."), "language"
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
