"""A newsroom with topics on its stories, and all rows that tidying may change."""

from __future__ import annotations

from typing import Any

from terbit.moving.tidying.models import Proposal, State
from terbit.newsroom.models import Article, ArticleTopic, Redirect, Topic
from terbit.newsroom.paths import free_slug
from tests.factories import ArticleFactory, TopicFactory, publish


def topic(name: str, **more: Any) -> Topic:
    found = Topic.objects.filter(name=name).first()
    return found or TopicFactory(name=name, slug=free_slug(Topic.objects, name), **more)


def story(headline: str, *names: str, published: bool = True, **more: Any) -> Article:
    """A story that carries topics of these names."""
    made = ArticleFactory(headline=headline, **more)
    made.article_topics.set([ArticleTopic(topic=topic(name), sort_order=at) for at, name in enumerate(names)])
    made.article_topics.commit()
    made.save_revision(clean=False)
    return publish(made) if published else made


def carried(article: Article) -> list[str]:
    rows = ArticleTopic.objects.filter(article=article).order_by("sort_order", "pk")
    return list(rows.values_list("topic__name", flat=True))


def rows() -> list[list[Any]]:
    models = (Topic, ArticleTopic, Redirect, Proposal)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def proposal(name: str) -> Proposal:
    """The one in which the topic of this name goes."""
    return Proposal.objects.get(topic__name=name)


def waiting() -> dict[str, str | None]:
    found = Proposal.objects.filter(state=State.OPEN)
    return {each.topic.name: each.into.name if each.into else None for each in found}


def keys() -> list[int]:
    return list(Proposal.objects.filter(state=State.OPEN).values_list("pk", flat=True))
