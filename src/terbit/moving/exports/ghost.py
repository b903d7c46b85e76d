"""Reading Ghost's exports (JSON, of any version from 0.x to 6) as a stream of records.

The file is read twice: first the small tables, which stand anywhere in it, then the posts. Of members
only the names are read, for their comments.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from terbit.moving.exports import dates, ghost_bodies, ghost_comments
from terbit.moving.exports.ghost_relations import Relations
from terbit.moving.exports.records import (
    Author,
    AuthorReference,
    Item,
    MenuEntry,
    Moment,
    Read,
    Record,
    Site,
    Term,
    TermReference,
    author_key,
)
from terbit.moving.exports.streams import Stream
from terbit.moving.exports.tables import Found, Row, Tables, text_of
from terbit.moving.exports.troubles import Place, Reason, Trouble

TAXONOMY = "tag"

_STATUS = {"published": "publish", "scheduled": "future"}
_BODIES = "html", "mobiledoc", "lexical", "markdown", "plaintext", "status"
_KEPT = (
    "uuid canonical_url codeinjection_head codeinjection_foot custom_template email_subject og_image og_title"
    " og_description twitter_image twitter_title twitter_description"
).split()


def read(open_stream: Callable[[], Stream], file: str) -> Iterator[Record]:
    """Every record of a file: `Site` first, items last. Never raises for what is in the file.

    Each post of the file is an `Item`, or a `Trouble` that says it is lost.
    """
    relations = Relations()
    stream = open_stream()
    try:
        tables = Tables(stream, file)
        for found in tables:
            if not is_post(found):
                relations.add(found)
        if stream.damage or tables.is_cut:
            relations.complete = tables.complete
    finally:
        stream.close()
    yield _site(relations, tables)
    yield from relations.troubles
    yield from (_author(row, place) for row, place in relations.users.values())
    yield from (_term(row, place) for row, place in relations.tags.values())
    yield from _menu(relations, file)
    yield from _posts(open_stream, file, relations)


def is_post(found: Found) -> bool:
    """A row of `posts`, or of a table with a damaged name whose rows look like posts."""
    if found.table == "posts":
        return bool(found.error) or looks_like_post(found.row)
    return found.table not in Relations.TABLES and looks_like_post(found.row) and "slug" in found.row


def looks_like_post(row: Row) -> bool:
    return "title" in row and any(key in row for key in _BODIES)


def _posts(open_stream: Callable[[], Stream], file: str, relations: Relations) -> Iterator[Record]:
    stream = open_stream()
    try:
        has_posts = False
        tables = Tables(stream, file)
        for found in tables:
            has_posts = has_posts or found.table == "posts"
            if is_post(found):
                yield from _post(found, relations)
        if stream.damage:
            reason, values = stream.damage
            yield Trouble(tables.place, reason, values)
        elif tables.is_cut:
            yield Trouble(tables.place, Reason.CUT_OFF)
        if not has_posts:
            yield Trouble(Place(file), Reason.JSON_DAMAGED, {"table": "posts", "error": "missing"})
    finally:
        stream.close()


def _post(found: Found, relations: Relations) -> Iterator[Record]:
    if found.error:
        yield Trouble(found.place, Reason.JSON_DAMAGED, {"table": "posts", "error": found.error}, lost=True)
        return
    item, troubles = _item(found, relations)
    yield item
    for reason, values in troubles:
        yield Trouble(found.place, reason, values, item=f"{item.id} {item.title}".strip())


def _item(found: Found, relations: Relations) -> tuple[Item, ghost_bodies.Troubles]:
    row, place = found.row, found.place
    post_id = text_of(row, "id", "uuid")
    about = relations.about.get(post_id, {})
    body, troubles = ghost_bodies.body_of(row)
    tags = _tags(row, post_id, relations)
    published = _moment(row.get("published_at"), relations.zone)
    if published.read is Read.UNREADABLE:
        troubles.append((Reason.DATE_UNREADABLE, {"field": "published", "text": published.written[:60]}))
    if not post_id:
        troubles.append((Reason.ID_MISSING, {}))
    slug = text_of(row, "slug")
    status = text_of(row, "status")
    if not status:
        troubles.append((Reason.STATUS_MISSING, {}))
    item = Item(
        place=place,
        id=post_id,
        kind="page" if row.get("page") in (True, 1, "1") or row.get("type") == "page" else "post",
        status=_STATUS.get(status, status),
        title=text_of(row, "title"),
        slug=slug,
        permalink=ghost_bodies.rooted(text_of(row, "url")) or (f"/{slug}/" if slug else ""),
        body=body,
        excerpt=text_of(row, "custom_excerpt"),
        published=published,
        modified=_moment(row.get("updated_at"), relations.zone),
        guid=text_of(row, "uuid"),
        creator=_creator(row, relations),
        authors=_authors(row, post_id, relations),
        terms=tuple(TermReference(TAXONOMY, text_of(tag, "slug"), text_of(tag, "name")) for tag in tags),
        primary_term=next((text_of(tag, "slug") for tag in tags if not _is_internal(tag)), ""),
        is_sticky=row.get("featured") in (True, 1, "1"),
        visibility=_visibility(row, about),
        featured_picture=ghost_bodies.rooted(text_of(row, "feature_image", "image")),
        featured_caption=text_of(row, "feature_image_caption") or text_of(about, "feature_image_caption"),
        featured_alt=text_of(row, "feature_image_alt") or text_of(about, "feature_image_alt"),
        seo_title=text_of(row, "meta_title") or text_of(about, "meta_title"),
        seo_description=text_of(row, "meta_description") or text_of(about, "meta_description"),
        language=text_of(row, "locale", "language"),
        unknown=relations.unknown_of(row),
        comments=ghost_comments.of_post(relations, post_id, lambda at: _moment(at, relations.zone)),
        meta={key: (text,) for key in _KEPT if (text := text_of(row, key) or text_of(about, key))},
    )
    return item, troubles


def _visibility(row: Row, about: Row) -> str:
    """Also `email`: a letter to subscribers that never was a page."""
    if any(of.get("email_only") in (True, 1, "1") for of in (row, about)):
        return "email"
    return text_of(row, "visibility") or "public"


def _tags(row: Row, post_id: str, relations: Relations) -> list[Row]:
    """In the order of the post, the main one first; rows of the API bear their tags within them."""
    if isinstance(row.get("tags"), list):
        return [tag for tag in row["tags"] if isinstance(tag, dict)]
    return [relations.tags[tag][0] for tag in relations.of("posts_tags", post_id) if tag in relations.tags]


def _is_internal(tag: Row) -> bool:
    """Tags with `#` before them are notes of the editors, which Ghost never shows."""
    return tag.get("visibility") == "internal" or text_of(tag, "name").startswith("#")


def _authors(row: Row, post_id: str, relations: Relations) -> tuple[AuthorReference, ...]:
    if isinstance(row.get("authors"), list):
        return tuple(_reference(user) for user in row["authors"] if isinstance(user, dict))
    listed = relations.of("posts_authors", post_id) or [text_of(row, "author_id", "author", "created_by")]
    return tuple(_reference(relations.users[user][0]) for user in listed if user in relations.users)


def _creator(row: Row, relations: Relations) -> str:
    user = relations.users.get(text_of(row, "author_id", "author", "created_by"))
    return text_of(user[0], "slug", "email", "name") if user else ""


def _reference(user: Row) -> AuthorReference:
    return AuthorReference(author_key(text_of(user, "slug", "name")), text_of(user, "name"))


def _author(row: Row, place: Place) -> Author:
    return Author(
        place=place,
        key=author_key(text_of(row, "slug", "name")),
        name=text_of(row, "name", "slug"),
        login=text_of(row, "slug"),
        id=text_of(row, "id"),
        email=text_of(row, "email"),
        bio=text_of(row, "bio"),
    )


def _term(row: Row, place: Place) -> Term:
    parent = text_of(row, "parent", "parent_id")
    meta = {"visibility": (text_of(row, "visibility"),)} if row.get("visibility") else {}
    slug, name = text_of(row, "slug"), text_of(row, "name")
    return Term(
        place, TAXONOMY, slug, name or slug, text_of(row, "id"), parent, text_of(row, "description"), meta
    )


def _site(relations: Relations, tables: Tables) -> Site:
    setting = relations.settings.get
    return Site(
        place=Place(tables.file),
        title=setting("title", ""),
        description=setting("description", ""),
        language=setting("locale")
        or setting("lang")
        or setting("default_locale")
        or setting("defaultLang", ""),
        generator=f"Ghost {tables.version}".strip(),
        version=tables.version,
        timezone=relations.timezone,
    )


def _menu(relations: Relations, file: str) -> Iterator[MenuEntry]:
    for menu in ("navigation", "secondary_navigation"):
        try:
            entries = json.loads(relations.settings.get(menu) or "[]")
        except (ValueError, RecursionError):
            continue
        listed = entries if isinstance(entries, list) else []
        for order, entry in enumerate(entry for entry in listed if isinstance(entry, dict)):
            url = ghost_bodies.rooted(text_of(entry, "url"))
            place = Place(file)
            yield MenuEntry(
                place, f"{menu}-{order}", menu, text_of(entry, "label"), url, "custom", order=order
            )


def _moment(value: object, zone: ZoneInfo | None) -> Moment:
    """Ghost writes UTC: milliseconds until 0.11, later ISO 8601 or as its database does."""
    if value in (None, ""):
        return Moment(None, Read.NEVER)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    written = str(value)
    at = dates.epoch(float(written)) if is_number or written.isdecimal() else dates.iso(written)
    if at is None:
        return Moment(None, Read.UNREADABLE, written[:60])
    try:
        return Moment(at.astimezone(zone) if zone else at, Read.UTC, written)
    except OverflowError:
        return Moment(at, Read.UTC, written)
