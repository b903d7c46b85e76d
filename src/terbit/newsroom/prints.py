"""What the press must know of stories: which keys a change touches, and what all pages share.

Rows are `article:1`, `topic:1` and so on; bylines, topics and statements belong to their story. Lists are `stories`
(the newest), `stories:1` (of a section), `topic-stories:1`, `person-stories:1`, `contributor-stories:1`,
`statements:1` (of a person), `comments:1` (of a story), `day:2026-11-17`, `month:2026-11` (how many), `days:2026-11`
(which days have any), `days` (any day) and `months` (any month). An address that leads somewhere, led, or may lead is
`url:/a/b/`.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Locale, Page, PageViewRestriction, ReferenceIndex, Site

from terbit.newsroom import contexts
from terbit.newsroom.clock import publications_time
from terbit.newsroom.models import (
    ArchivedComment,
    Article,
    ArticlePerson,
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
from terbit.newsroom.models.person import Office
from terbit.pictures.models import Picture
from terbit.pictures.prints import type_of
from terbit.press import api as press
from terbit.press.api import ALL, EDITION, Touch

ARTICLES = Article._meta.db_table
# Kept with a row for those who work on it: no reader sees a change of them.
DESK = (
    "latest_revision_id live_revision_id has_unpublished_changes locked locked_by_id locked_at last_published_at "
    "go_live_at expire_at expired created_at created_by_id embargo_until text_digest withdrawn_by_id"
).split()
PAGE_DESK = (
    "latest_revision_id live_revision_id has_unpublished_changes locked locked_by_id locked_at last_published_at "
    "latest_revision_created_at draft_title go_live_at expire_at expired owner_id numchild translation_key"
).split()
PLACING = ("live", "first_published_at")
LISTING = (*PLACING, "section_id", "kind", "lead_picture_id", "path")
# The part of a Publication and a Section that pages show.
UNSEEN = {Publication: ("own_approval", "permalink_pattern"), Section: ("workflow_id",)}

ZONE = f"coalesce((SELECT time_zone FROM {Publication._meta.db_table} LIMIT 1), 'Asia/Jakarta')"
OFFSET = (
    f"(CASE {ZONE} WHEN 'Asia/Jayapura' THEN '+9' WHEN 'Asia/Makassar' THEN '+8' ELSE '+7' END || ' hours')"
)
BACK = OFFSET.replace("'+", "'-")
DAY = f"date(@.first_published_at, {OFFSET})"
DAY_POSTGRESQL = f"(@.first_published_at AT TIME ZONE {ZONE})::date"


def _alone(begin: str, end: str, before: str = "1 = 1") -> str:
    return (
        f"NOT EXISTS (SELECT 1 FROM {ARTICLES} AS beside WHERE beside.live AND beside.id <> @.id "
        f"AND beside.first_published_at >= {begin} AND beside.first_published_at < {end} AND {before})"
    )


# PostgreSQL asks when a whole statement is done: stories that came by the same one are not there before each other.
OF_BEFORE = "age(beside.xmin) > 0"


ALONE_THAT_DAY = _alone(f"datetime({DAY}, {BACK})", f"datetime({DAY}, '+1 day', {BACK})")
ALONE_THAT_DAY_POSTGRESQL = _alone(
    f"({DAY_POSTGRESQL}::timestamp AT TIME ZONE {ZONE})",
    f"(({DAY_POSTGRESQL} + 1)::timestamp AT TIME ZONE {ZONE})",
    OF_BEFORE,
)
MONTH = f"{DAY}, 'start of month'"
MONTH_POSTGRESQL = f"date_trunc('month', {DAY_POSTGRESQL}::timestamp)"
ALONE_THAT_MONTH = _alone(f"datetime({MONTH}, {BACK})", f"datetime({MONTH}, '+1 month', {BACK})")
ALONE_THAT_MONTH_POSTGRESQL = _alone(
    f"({MONTH_POSTGRESQL} AT TIME ZONE {ZONE})",
    f"(({MONTH_POSTGRESQL} + interval '1 month') AT TIME ZONE {ZONE})",
    OF_BEFORE,
)


def _days() -> tuple[Touch, ...]:
    """What a story touches of the archive by days, in the publication's zone."""
    month, month_postgresql = f"substr({DAY}, 1, 7)", f"to_char({DAY_POSTGRESQL}, 'YYYY-MM')"

    def touch(key: str, key_postgresql: str, alone: str = "1 = 1", alone_postgresql: str = "1 = 1") -> Touch:
        # Of two that leave at once neither knows of the other: who leaves touches it always, which is seldom.
        there = (key_postgresql, f"@.live AND {alone_postgresql}", "@.live")
        return Touch(key, PLACING, f"@.live AND {alone}", postgresql=there)

    that_day = (ALONE_THAT_DAY, ALONE_THAT_DAY_POSTGRESQL)
    that_month = (ALONE_THAT_MONTH, ALONE_THAT_MONTH_POSTGRESQL)
    return (
        touch(f"'day:' || {DAY}", f"'day:' || {DAY_POSTGRESQL}"),
        touch(f"'month:' || {month}", f"'month:' || {month_postgresql}"),
        touch(f"'days:' || {month}", f"'days:' || {month_postgresql}", *that_day),
        touch("'days'", "'days'", *that_day),
        touch("'months'", "'months'", *that_month),
    )


def _through(kind: str, child: type, column: str) -> Touch:
    """The lists that a story is in by its children."""
    source = f"FROM {child._meta.db_table} WHERE article_id = @.id"
    return Touch(f"'{kind}:' || {column}", LISTING, "@.live", source)


def _translations() -> tuple[Touch, ...]:
    """The pages of the same story in other languages, which lead to this one."""
    others = f"FROM {ARTICLES} AS other WHERE other."
    of_a_translation = f"{others}id = @.translation_of_id OR other.translation_of_id = @.translation_of_id"
    columns = ("live", "path", "language", "translation_of_id")
    return (
        Touch(
            "'article:' || other.id", columns, "@.live AND @.translation_of_id IS NOT NULL", of_a_translation
        ),
        Touch("'article:' || other.id", columns, "@.live", f"{others}translation_of_id = @.id"),
    )


def _uses_picture(column: str) -> Touch:
    return Touch(f"'uses:' || {type_of(Picture)} || ':' || @.{column}", (column,), f"@.{column} IS NOT NULL")


def register() -> None:
    _stories()
    _around_stories()
    _house()
    _lists()
    press.around(publications_time)


def _used_by(owner: type[Model], *columns: str) -> Touch:
    """What a row uses, when readers see it from now on, or no more."""
    source = (
        f"FROM {ReferenceIndex._meta.db_table} "
        f"WHERE base_content_type_id = {type_of(owner)} AND object_id = CAST(@.id AS varchar)"
    )
    return Touch("'uses:' || to_content_type_id || ':' || to_object_id", columns, source=source)


def _used_by_closed_pages() -> Touch:
    """What the page of a restriction and those below it use."""
    source = (
        f"FROM {ReferenceIndex._meta.db_table} AS used, {Page._meta.db_table} AS page, {Page._meta.db_table} AS closed "
        "WHERE closed.id = @.page_id AND substr(page.path, 1, length(closed.path)) = closed.path "
        f"AND used.base_content_type_id = {type_of(Page)} AND used.object_id = CAST(page.id AS varchar)"
    )
    return Touch("'uses:' || used.to_content_type_id || ':' || used.to_object_id", source=source)


def _stories() -> None:
    press.watch(
        Article,
        "article",
        "pk",
        Touch("'url:' || @.path", ("path", "live"), "@.path IS NOT NULL"),
        Touch("'stories'", LISTING, "@.live"),
        Touch("'stories:' || @.section_id", LISTING, "@.live AND @.section_id IS NOT NULL"),
        *_days(),
        _through("topic-stories", ArticleTopic, "topic_id"),
        _through("person-stories", ArticlePerson, "person_id"),
        _through("person-stories", Statement, "person_id"),
        _through("contributor-stories", Byline, "contributor_id"),
        *_translations(),
        _used_by(Article, "live"),
        ignoring=DESK,
        where="@.path IS NOT NULL",
    )
    ever = f"EXISTS (SELECT 1 FROM {ARTICLES} AS own WHERE own.id = @.article_id AND own.path IS NOT NULL)"
    children = (
        (ArticleTopic, "topic-stories", "topic_id"),
        (ArticlePerson, "person-stories", "person_id"),
        (Byline, "contributor-stories", "contributor_id"),
    )
    for child, kind, column in children:
        keys = Touch(f"'{kind}:' || @.{column}", where=ever)
        press.watch(child, "article", "article_id", keys, ignoring=("published_at",), where=ever)
    press.watch(
        Statement,
        "article",
        "article_id",
        Touch("'statements:' || @.person_id"),
        Touch("'person-stories:' || @.person_id", ("person_id",)),
        ignoring=("published_at",),
    )
    press.watch(ArchivedComment, "comments", "article_id", where=ever)
    press.watch(Redirect, "redirect", "pk", Touch("'url:' || @.path"))


def _around_stories() -> None:
    press.watch(Topic, "topic", "pk", Touch("'url:/topik/' || @.slug || '/'"))
    press.watch(Person, "person", "pk", Touch("'url:/tokoh/' || @.slug || '/'"), _uses_picture("picture_id"))
    press.watch(Office, "person", "person_id")
    press.watch(
        Contributor,
        "contributor",
        "pk",
        Touch("'url:/penulis/' || @.slug || '/'", tuple(_columns(Contributor, "user_id"))),
        _uses_picture("picture_id"),
        ignoring=("user_id",),
    )


def _columns(model: type, *without: str) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if field.column not in without]


def _house() -> None:
    """What all pages show, and the standing pages."""
    # With the zone stories move to other days; no older edition would hear of those that come meanwhile.
    days = Touch(f"'{ALL}'", ("time_zone",))
    press.watch(Publication, EDITION, None, _uses_picture("logo_id"), days, ignoring=UNSEEN[Publication])
    press.watch(Section, EDITION, None, ignoring=UNSEEN[Section])
    press.watch(Site, EDITION, None, Touch("'pages'"))
    press.watch(Locale, EDITION, None, Touch("'pages'"))
    press.watch(
        Page,
        "pages",
        None,
        Touch(f"'{EDITION}'", ("title", "slug", "live", "show_in_menus", "path", "depth"), "@.show_in_menus"),
        # Also by its place: it may have come below a page that is closed to the public.
        _used_by(Page, "live", "path"),
        ignoring=PAGE_DESK,
    )
    press.watch(StandingPage, "pages", None)
    press.watch(PageViewRestriction, "pages", None, Touch(f"'{EDITION}'"), _used_by_closed_pages())
    press.watch(
        ReferenceIndex,
        "reference",
        "pk",
        Touch(
            "'uses:' || @.to_content_type_id || ':' || @.to_object_id",
            ("to_content_type_id", "to_object_id", "object_id"),
        ),
        where="1 = 0",
    )
    press.unchanging(ContentType)
    logo = f"EXISTS (SELECT 1 FROM {Publication._meta.db_table} WHERE logo_id = @.id)"
    press.also(Picture, Touch(f"'{EDITION}'", where=logo))
    press.edition_part("publication", _publication, _describe_publication)
    press.edition_part("sections", contexts.sections, lambda found: [_seen(section) for section in found])
    press.edition_part(
        "standing", contexts.standing_pages, lambda found: [(page.title, page.slug) for page in found]
    )


def _publication() -> Publication:
    found = Publication.read()
    if found.logo_id:
        found.logo  # noqa: B018 - read now, with the others
    return found


def _describe_publication(publication: Publication) -> object:
    logo = publication.logo
    return [
        _seen(publication),
        logo and [str(getattr(logo, name.attname)) for name in logo._meta.concrete_fields],
    ]


def _seen(row: Any) -> list[str]:
    return [
        str(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.column not in UNSEEN[type(row)]
    ]


def _lists() -> None:
    """By which columns lists may be chosen, sorted and shown."""
    for kind in ("stories", "topic-stories", "person-stories", "contributor-stories"):
        press.a_list(kind, Article, *LISTING)
    for kind in ("day", "days", "month", "months"):
        press.a_list(kind, Article, *PLACING)
    press.a_list("topic-stories", ArticleTopic, "article_id", "topic_id", "published_at")
    press.a_list("person-stories", ArticlePerson, "article_id", "person_id", "published_at")
    press.a_list("person-stories", Statement, "article_id", "person_id", "published_at")
    press.a_list("contributor-stories", Byline, "article_id", "contributor_id", "published_at")
    press.a_list("statements", Statement, *_columns(Statement, "published_at"))
    press.a_list("comments", ArchivedComment, *_columns(ArchivedComment))
    press.a_list("article", Article, *_columns(Article, *DESK))
    for model in (Topic, Person, Contributor):
        press.a_list("url", model, "slug")
    for named in (Article, Redirect):
        press.a_list("url", named, "path")
