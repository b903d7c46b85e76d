"""The stories that stand below one as related.

They are chosen when the story is published and kept with it, so that no later story changes its page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from terbit.newsroom import plaintext
from terbit.newsroom.models.kind import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from terbit.newsroom.models import Article

MOST = 4
OF_A_TOPIC = 15  # the newest that are looked at
Known = tuple["datetime", int, str]


class Choice:
    """Chooses for one story after the other, oldest first, and reads each topic from the database once."""

    def __init__(self) -> None:
        self._newest: dict[int, list[Known]] = {}

    def of(self, story: Article) -> list[str]:
        """UUIDs of live stories that share most topics with it, newer ones first; none that its body names."""
        named = {story.pk, *plaintext.articles_in(story.body)}
        found = [
            known for topic in _topics(story) for known in self._of_topic(topic) if known[1] not in named
        ]
        shared = Counter(sorted(found, reverse=True))
        return [uuid for (_moment, _key, uuid), _number in shared.most_common(MOST)]

    def remember(self, story: Article) -> None:
        """The story is published; those that follow may choose it."""
        for topic in _topics(story) if story.kind != Kind.ADVERTORIAL else []:
            newest = self._of_topic(topic)
            known = (story.first_published_at, story.pk, str(story.uuid))
            if known not in newest:
                newest.append(known)
            del newest[:-OF_A_TOPIC]

    def new(self, topics: Iterable[int]) -> None:
        """No story has these topics yet: nothing is to be read."""
        self._newest |= {topic: [] for topic in topics}

    def _of_topic(self, topic: int) -> list[Known]:
        if topic not in self._newest:
            self._newest[topic] = _read(topic)
        return self._newest[topic]


def _topics(story: Article) -> list[int]:
    return [row.topic_id for row in story.article_topics.all()]


def _read(topic: int) -> list[Known]:
    """Oldest first."""
    from terbit.newsroom.models.about import ArticleTopic

    live = ArticleTopic.objects.filter(topic=topic, published_at__isnull=False)
    live = live.exclude(article__kind=Kind.ADVERTORIAL).order_by("-published_at", "-article")
    newest = live.values_list("published_at", "article_id", "article__uuid")[:OF_A_TOPIC]
    return [(moment, key, str(uuid)) for moment, key, uuid in reversed(newest)]
