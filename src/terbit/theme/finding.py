"""What readers find: the best match among people and topics, then stories, newest first."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from terbit.newsroom import archive
from terbit.newsroom.lists import IN_A_LIST, listed
from terbit.newsroom.models import Article, ArticlePerson, ArticleTopic, Person, Statement, Topic
from terbit.search import api as engine

MOST = 1000  # counted no further
LEAST_LETTERS = 4  # a name is sought in fewer only as a whole

# Whose pages readers may see: a name may stand in the newsroom's list before its story is out.
IN_NEWS = Exists(ArticlePerson.objects.filter(person=OuterRef("pk"), article__live=True))
QUOTED = Exists(Statement.objects.filter(person=OuterRef("pk")))
OF_STORIES = Exists(ArticleTopic.objects.filter(topic=OuterRef("pk"), article__live=True))


def context(words: str, after: str = "") -> dict[str, Any]:
    """Published stories only: drafts lie in a collection that is not asked here."""
    if not words:
        return {"words": "", "searching": True}
    found = engine.find(words, collections=[archive.ARCHIVE], limit=IN_A_LIST, after=after or None)
    keys = [int(key) for key in found.keys(archive.ARCHIVE)]
    stories = listed(Article.objects.live()).in_bulk(keys)
    return {
        "words": words,
        "searching": True,
        "stories": [stories[key] for key in keys if key in stories],
        "total": engine.count(words, collections=[archive.ARCHIVE], up_to=MOST),
        "most": MOST,
        "next": f"/cari/?{urlencode({'q': words, 'setelah': found.after})}" if found.after else "",
    } | ({} if after else _best(words))


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
