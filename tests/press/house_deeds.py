"""Deeds that change the house itself, its fronts, or many rows at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from terbit.fronts import drafts, publications
from terbit.newsroom import publishing
from terbit.newsroom.models import (
    Article,
    ArticleTopic,
    Byline,
    Contributor,
    Person,
    Publication,
    Redirect,
    Section,
    StandingPage,
    Statement,
    Topic,
)
from terbit.pictures.models import Picture
from terbit.press import api as press
from tests import factories
from tests.press.deeds import Desk, deed, live, some

COLOURS = ("#a3380f", "#7a1f1f", "#1f3f7a")
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


@deed
def change_settings(desk: Desk, first: int, second: int) -> None:
    publication = Publication.read()
    field, value = (
        ("name", f"Kabar {second % 3}"),
        ("accent", COLOURS[second % 3]),
        ("logo", some(Picture, second) if second % 2 else None),
        ("dateline_brand", f"Kabar {second % 2}"),
        ("email", f"redaksi{second % 2}@kabar.example"),
        ("permalink_pattern", ("/{section}/{slug}/", "/{year}/{slug}.html")[second % 2]),
    )[first % 6]
    setattr(publication, field, value)
    publication.save()


@deed
def change_the_time_zone(desk: Desk, first: int, second: int) -> None:
    publication = Publication.read()
    publication.time_zone = ZONES[first % 3]
    publication.save()


@deed
def switch_the_theme(desk: Desk, first: int, second: int) -> None:
    desk.look = first % 3
    press.touch(press.EDITION)


@deed
def change_a_standing_page(desk: Desk, first: int, second: int) -> None:
    page = some(StandingPage, first)
    if page is None:
        return
    if second % 4 == 0:
        page.title = desk.word("Halaman")
    elif second % 4 == 1:
        page.body = f"<p>{desk.word('Isi')}</p>"
    elif second % 4 == 2:
        page.slug = desk.word("halaman").replace(" ", "-")
    else:
        page.show_in_menus = not page.show_in_menus
    page.save_revision().publish()


@deed
def move_a_standing_page(desk: Desk, first: int, second: int) -> None:
    page = some(StandingPage, first)
    above = (some(StandingPage, second) if second % 2 else None) or Site.objects.get(
        is_default_site=True
    ).root_page
    if (
        page
        and not above.path.startswith(page.path)
        and not above.get_children().filter(slug=page.slug).exists()
    ):
        page.move(above, pos="last-child")


@deed
def close_or_open_a_standing_page(desk: Desk, first: int, second: int) -> None:
    page = some(StandingPage, first)
    if page is None:
        return
    if second % 3 == 0:
        page.unpublish()
    elif second % 3 == 1:
        page.get_latest_revision_as_object().save_revision().publish()
    elif restriction := page.view_restrictions.first():
        restriction.delete()
    else:
        PageViewRestriction.objects.create(page=page, restriction_type="login")


@deed
def begin_a_standing_page(desk: Desk, first: int, second: int) -> None:
    root = Site.objects.get(is_default_site=True).root_page
    root.add_child(
        instance=StandingPage(title=desk.word("Halaman"), slug="akan-ada", show_in_menus=bool(first % 2))
    )


# Fronts ----------------------------------------------------------------------------------------------


@deed
def arrange_a_front(desk: Desk, first: int, second: int) -> None:
    front = drafts.front_of(some(Section, first) if second % 2 else None)
    story = live(first)
    if story:
        slot = ("lead", "second-1", "second-2", f"strip-{story.section_id}")[second % 4]
        until = timezone.now() + timedelta(minutes=20 + first % 90) if first % 2 else None
        drafts.put(front, desk.editor, slot, story, seen=front.number, until=until)
        publications.publish(front, desk.editor, seen=front.number)


@deed
def restore_a_front(desk: Desk, first: int, second: int) -> None:
    front = drafts.front_of(some(Section, first) if second % 2 else None)
    if front.number:
        publications.restore(front, first % (front.number + 1), desk.editor, seen=front.number)


# In bulk ---------------------------------------------------------------------------------------------


@deed
def write_in_bulk(desk: Desk, first: int, second: int) -> None:
    """Past every model's `save`, as commands and repairs do."""
    rows = Article.objects.filter(pk__in=[story.pk for story in (live(first), live(second)) if story])
    changes: tuple[dict[str, Any], ...] = (
        {"headline": desk.word("Sekaligus")},
        {"live": False},
        {"first_published_at": timezone.now() - timedelta(days=first % 40)},
        {"section": some(Section, first)},
        {"standfirst": desk.word("Ringkas"), "updated_at": timezone.now()},
    )
    rows.update(**changes[second % 5])


@deed
def make_live_in_bulk(desk: Desk, first: int, second: int) -> None:
    moment = timezone.now() - timedelta(days=first % 70)
    Article.objects.filter(live=False, path__isnull=False).update(live=True, first_published_at=moment)


@deed
def write_other_rows_in_bulk(desk: Desk, first: int, second: int) -> None:
    acts: tuple[Callable[[], object], ...] = (
        lambda: Person.objects.update(biography=desk.word("Riwayat")),
        lambda: Picture.objects.update(caption=desk.word("Keterangan")),
        lambda: Byline.objects.filter(article=live(first)).update(contributor=some(Contributor, second)),
        lambda: ArticleTopic.objects.filter(article=live(first)).delete(),
        lambda: Statement.objects.filter(article=live(first)).delete(),
        lambda: Section.objects.filter(pk=some(Section, first).pk).update(name=desk.word("Rubrik")),
        lambda: Redirect.objects.all().delete(),
    )
    acts[second % len(acts)]()


@deed
def write_sql(desk: Desk, first: int, second: int) -> None:
    statements = (
        "UPDATE terbit_newsroom_person SET name = name || '.'",
        "UPDATE terbit_newsroom_article SET headline = headline || '!' WHERE live",
        "DELETE FROM terbit_newsroom_articleperson",
        "UPDATE terbit_newsroom_topic SET name = name || '.'",
        "UPDATE terbit_newsroom_article SET live = NOT live WHERE path IS NOT NULL AND id % 3 = 0",
        "DELETE FROM terbit_newsroom_office",
    )
    with connection.cursor() as cursor:
        cursor.execute(statements[second % len(statements)])


@deed
def move_an_archive_in(desk: Desk, first: int, second: int) -> None:
    with publishing.batch(2) as stories:
        for number in range(3):
            story = factories.ArticleFactory.build(
                headline=desk.word("Arsip"), section=some(Section.objects.leaves(), first), contributor=None
            )
            story.path = f"/arsip-{desk.number}.html"
            moment = timezone.now() - timedelta(days=first % 50, hours=number)
            story.first_published_at = story.last_published_at = moment
            story.bylines.add(Byline(contributor=some(Contributor, second)))
            if topic := some(Topic.objects.current(), second):
                story.article_topics.add(ArticleTopic(topic=topic))
            stories.append(story)


@deed
def lead_an_address_elsewhere(desk: Desk, first: int, second: int) -> None:
    old = ("/lama/", "/?p=7", "/2019/lama.html", "/akan-ada/")[first % 4]
    if second % 3:
        target = live(second)
        if target:
            Redirect.objects.point(old, target.path)
    else:
        Redirect.objects.filter(path=old).delete()
