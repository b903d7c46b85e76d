"""What each feed is of: the paper, a section, a topic, a contributor, each with its newest stories."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from terbit.newsroom import contexts
from terbit.newsroom.models import Article, ArticleTopic, Byline, Contributor, Publication, Section, Topic
from terbit.newsroom.named import Named, of_contributor, of_topic
from terbit.press import api as press
from terbit.theme import former

ITEMS = 30


@dataclass(frozen=True)
class Channel:
    """`path` is that of the page whose stories these are; its feeds lie behind it."""

    title: str
    description: str
    path: str
    publication: Publication
    stories: list[Article]

    @property
    def page(self) -> str:
        return settings.TERBIT_URL + self.path

    @property
    def rss(self) -> str:
        return self.page + former.RSS

    @property
    def json(self) -> str:
        return self.page + former.JSON_FEED


def front() -> Channel:
    publication = Publication.load()
    stories = press.shows(Article.objects.latest(), "stories")
    about = publication.tagline or publication.name
    return Channel(publication.name, about, "/", publication, _newest(stories, publication))


def section(slug: str) -> Channel | None:
    """That of a section and the sections under it; None where there is none."""
    sections = contexts.sections()
    found = next((section for section in sections if section.slug == slug), None)
    if found is None:
        return None
    of_it = [section.pk for section in sections if found.pk in (section.pk, section.parent_id)]
    stories = Article.objects.latest().filter(section__in=of_it)
    stories = press.shows(stories, *(f"stories:{pk}" for pk in of_it))
    return _of(found, found.description, stories)


def topic(topic: Topic) -> Channel:
    return _of_name(topic, topic.description, of_topic(topic))


def contributor(contributor: Contributor) -> Channel:
    return _of_name(contributor, contributor.biography, of_contributor(contributor))


def _of_name(owner: Topic | Contributor, about: str, named: Named) -> Channel:
    stories = Article.objects.latest().filter(pk__in=named.newest(ITEMS))
    return _of(owner, about, press.shows(stories, named.key))


def _of(owner: Section | Topic | Contributor, about: str, stories: QuerySet[Article]) -> Channel:
    publication = Publication.load()
    title = f"{owner.name} – {publication.name}"
    return Channel(title, about or title, owner.path, publication, _newest(stories, publication))


def _newest(stories: QuerySet[Article], publication: Publication) -> list[Article]:
    """With what an item says, in as few questions as there are tables."""
    writers = Byline.objects.select_related("contributor")
    topics = ArticleTopic.objects.select_related("topic__merged_into")
    stories = stories if publication.feed_full_text else stories.defer("body")
    return list(
        stories.select_related("section", "lead_picture").prefetch_related(
            Prefetch("bylines", writers), Prefetch("article_topics", topics)
        )[:ITEMS]
    )
