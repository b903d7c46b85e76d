"""What readers find: the best match among people and topics, then stories, newest or most fitting first."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from terbit.newsroom import archive, contexts, plaintext
from terbit.newsroom.lists import listed
from terbit.newsroom.models import Article, Person, Publication, Topic
from terbit.search import api as engine
from terbit.search import excerpts
from terbit.theme.asked import BY_RELEVANCE, IN_NEWS, OF_STORIES, QUOTED, Asked

ON_A_PAGE = 20
MOST = 5_000  # counted no further, and as many are put in order of relevance
FEW = 10  # hits; of more, no word of the query is mistaken
LOOKED_AT = 100  # newest hits, for the topics and people to choose from
CHOICES = 12
NOBODY = {"meant": None, "meant_address": "", "best": None, "best_label": ""}
LEAST_LETTERS = 4  # a name is sought in fewer only as a whole


def context(asked: Asked) -> dict[str, Any]:
    """Published stories only: drafts lie in a collection that is not asked here."""
    about = {"asked": asked, "words": asked.words, "searching": True, "all_sections": contexts.sections()}
    if not asked.has_words and (asked.words or not asked.is_filtered):
        return about | {"words": "", "wordless": bool(asked.words)}
    limits = _limits(asked)
    order = "relevance" if asked.by_relevance else "newest"
    words = {"query": asked.words, "typing": asked.typing}
    found = engine.find(**words, order=order, limit=ON_A_PAGE, after=asked.after or None, **limits)
    most = LOOKED_AT if asked.typing else MOST  # nobody waits for a number that changes with the next letter
    total = engine.count(**words, up_to=most + 1, **limits)
    return (
        about
        | {"stories": _stories(found, asked), "total": min(total, most), "more_than": total > most}
        | {"next": asked.address(setelah=found.after) if found.after else ""}
        | {"newest": asked.address(urut=""), "relevant": asked.address(urut=BY_RELEVANCE)}
        | {"unfiltered": asked.address(rubrik="", topik="", tokoh="", dari="", sampai="")}
        | _choices(asked, limits)
        | NOBODY
        | (_meant(asked, limits) if total <= (0 if asked.typing else FEW) and not asked.after else {})
        | (_best(asked.words) if asked.words and not asked.after else {})
    )


def _limits(asked: Asked) -> dict[str, Any]:
    since, until = asked.bounds(Publication.load())
    return {"collections": [archive.ARCHIVE], "facets": asked.facets(), "since": since, "until": until}


def _stories(found: engine.Results, asked: Asked) -> list[Article]:
    keys = [int(key) for key in found.keys(archive.ARCHIVE)]
    stories = listed(Article.objects.live()).in_bulk(keys)
    shown = [stories[key] for key in keys if key in stories]
    _show_why(shown, excerpts.of(asked.words, typing=asked.typing))
    return shown


def _show_why(stories: list[Article], marks: excerpts.Marks) -> None:
    """Where headline and standfirst lack a word, what the body says about it stands in the standfirst's place."""

    def lacks(text: str) -> bool:
        return marks.terms > {mark.term for mark in marks.find(text)}

    unclear = [story for story in stories if lacks(f"{story.headline}\n{story.standfirst}")]
    bodies = Article.objects.only("body").in_bulk([story.pk for story in unclear])
    for story in unclear:
        if story.pk in bodies and (excerpt := marks.excerpt(plaintext.visible_words(bodies[story.pk].body))):
            story.standfirst = excerpt  # of this page; it is not saved


def _choices(asked: Asked, limits: dict[str, Any]) -> dict[str, Any]:
    """Topics and people of the newest hits, those of most stories first, with what is chosen."""
    found = engine.find(asked.words, typing=asked.typing, order="newest", limit=LOOKED_AT, **limits)
    keys = [int(key) for key in found.keys(archive.ARCHIVE)]
    topics, people = Topic.objects.current(), Person.objects.all()
    return {
        "topics": _most_named(topics.filter(article_topics__article__in=keys), "article_topics", asked.topic),
        "people": _most_named(
            people.filter(article_people__article__in=keys), "article_people", asked.person
        ),
    }


def _most_named(records: QuerySet[Any], through: str, chosen: Model | None) -> list[Any]:
    most = list(records.annotate(times=Count(through)).order_by("-times", "name")[:CHOICES])
    return most if chosen is None or chosen in most else [chosen, *most]


def _meant(asked: Asked, limits: dict[str, Any]) -> dict[str, Any]:
    meant = engine.meant(asked.words, **limits) if asked.words else None
    return {"meant": meant, "meant_address": asked.address(q=meant, awalan="")} if meant else {}


def _best(words: str) -> dict[str, Any]:
    """The person or topic that is meant: named so, or the shortest name that holds the words."""
    exact = Q(name__iexact=words) | Q(aliases__name__iexact=words)
    for condition in (exact, Q(name__icontains=words)):
        if condition is not exact and len(words) < LEAST_LETTERS:
            break
        for records, label in (
            (Person.objects.filter(IN_NEWS | QUOTED).select_related("picture"), _("Person")),
            (Topic.objects.current().filter(OF_STORIES), _("Topic")),
        ):
            if best := records.filter(condition).order_by(Length("name"), "pk").first():
                return {"best": best, "best_label": label}
    return {}
