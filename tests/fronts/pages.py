"""Stories and fronts for the tests of *Halaman depan*."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from terbit.fronts import composing, drafts, publications
from terbit.fronts.models import Front
from terbit.fronts.screen import compose
from terbit.newsroom.models import Article, Publication, Section
from terbit.newsroom.models.kind import Kind
from terbit.pictures.models import Picture
from terbit.staff.models import User
from tests.factories import ArticleFactory


def story(
    headline: str, section: Section, *, hours: int, picture: Picture | None = None, **more: Any
) -> Article:
    """Published so many hours ago."""
    if more.get("kind") == Kind.ADVERTORIAL:
        more["sponsor"] = "Griya Samudra"
    more |= {"lead_picture": picture, "no_picture": picture is None}
    made = ArticleFactory(headline=headline, section=section, published=True, **more)
    moment = timezone.now() - timedelta(hours=hours)
    Article.objects.filter(pk=made.pk).update(first_published_at=moment)
    made.first_published_at = moment
    return made


def front_of(section: Section | None = None) -> Front:
    return drafts.front_of(section)


def put(user: User, slot: str, given: Article, section: Section | None = None, **more: Any) -> None:
    front = front_of(section)
    drafts.put(front, user, slot, given, **{"seen": front.number} | more)


def publish(user: User, section: Section | None = None) -> None:
    front = front_of(section)
    publications.publish(front, user, seen=front.number)


def arrange(user: User, section: Section | None = None, **chosen: Article) -> None:
    """`arrange(editor, lead=story, second_1=other)` puts them there and publishes."""
    for slot, given in chosen.items():
        put(user, slot.replace("_", "-"), given, section)
    publish(user, section)


def standing(section: Section | None = None) -> dict[str, str]:
    """What readers would get now: the headline in each slot."""
    front = front_of(section)
    page = compose(front, front.published.slots if front.published_id else {})
    return {slot: given.headline for slot, given in page["filled"].items()}


def everything_on_the_front() -> list[Article]:
    page = composing.context(Publication.load())
    found = [page["lead"], *page["seconds"], *page["lead_related"]]
    found += [given for _day, of_it in page["latest"] for given in of_it]
    for strip in page["strips"]:
        for single in strip.halves or [strip]:
            found += single.everything
    return found
