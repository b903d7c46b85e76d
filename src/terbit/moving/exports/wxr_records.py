"""From the elements of WXR to records."""

from __future__ import annotations

import re
from collections.abc import Mapping

from terbit.moving.exports import php
from terbit.moving.exports.dates import Dates
from terbit.moving.exports.markup import Node
from terbit.moving.exports.records import (
    Author,
    AuthorReference,
    Comment,
    Item,
    MenuEntry,
    PersonalData,
    Term,
    TermReference,
    author_key,
)
from terbit.moving.exports.troubles import Place, Reason

Meta = Mapping[str, tuple[str, ...]]

_ID_IN_GUID = re.compile(r"[?&](?:p|page_id|attachment_id)=(\d+)")
_PLAIN_ID = re.compile(r"[\w.:/-]+", re.ASCII)
_STATES = {"1": "approved", "approved": "approved", "spam": "spam", "trash": "trash", "post-trashed": "trash"}
_SEO_TITLES = (
    "_yoast_wpseo_title",
    "rank_math_title",
    "_aioseo_title",
    "_aioseop_title",
    "_seopress_titles_title",
)
_SEO_DESCRIPTIONS = (
    "_yoast_wpseo_metadesc",
    "rank_math_description",
    "_aioseo_description",
    "_aioseop_description",
    "_seopress_titles_desc",
)
# By what extensions know that a post, or a part of it, is for those who are logged in or have paid.
_OPEN = frozenset({"", "0", "everybody"})
_FOR_MEMBERS = ("_jetpack_newsletter_access", "_members_access_role", "_wpmem_block", "_is_paid")
_PARTS_FOR_MEMBERS = re.compile(
    r"<!--\s+wp:premium-content/subscriber-view\b|\[/(?:members_access|members_logged_in|restrict|is_paid|s2if|mepr-show"
    r"|mepr-active|membership|wpmem_logged_in|um_loggedin|pms-restrict|wcm_restrict|private|member|members)\]",
    re.IGNORECASE,
)
_PRIMARY = "_yoast_wpseo_primary_category", "rank_math_primary_category", "_seopress_robots_primary_cat"


def item(node: Node, place: Place, dates: Dates) -> Item:
    meta = _meta(node, "postmeta")
    terms = [(attributes, text) for attributes, text in node.categories if attributes.get("domain")]
    get = node.get
    excerpt = get("excerpt")
    kind = get("post_type") or "post"
    return Item(
        place=place,
        id=_id(node),
        kind=kind,
        status=get("status"),
        title=get("title"),
        slug=get("post_name"),
        permalink=get("link"),
        body=get("content"),
        excerpt=excerpt,
        published=dates.moment(get("post_date"), get("post_date_gmt"), get("pubDate")),
        modified=dates.moment(get("post_modified"), get("post_modified_gmt")),
        guid=get("guid"),
        creator=get("creator") or get("author"),
        authors=_authors(node, terms),
        terms=_terms(terms),
        primary_term=_first(meta, *_PRIMARY),
        is_sticky=get("is_sticky") == "1",
        password=get("post_password"),
        visibility="members" if _is_for_members(meta, get("content")) else "public",
        parent=_unless_zero(get("post_parent")),
        order=_integer(get("menu_order")),
        featured_picture=_first(meta, "_thumbnail_id"),
        attachment_url=get("attachment_url"),
        attachment_file=_attached_file(meta) if kind == "attachment" else "",
        alt=_first(meta, "_wp_attachment_image_alt"),
        caption=excerpt if kind == "attachment" else "",
        seo_title=_first(meta, *_SEO_TITLES),
        seo_description=_first(meta, *_SEO_DESCRIPTIONS),
        language=_slug(terms, "language") or _first(meta, "_wpml_import_language_code"),
        translation_group=_slug(terms, "post_translations") or _first(meta, "_wpml_import_translation_group"),
        comments=tuple(_comment(part, dates) for part in node.nodes if part.kind == "comment"),
        meta=meta,
        is_cut=node.ending is Reason.ITEM_CUT,
    )


def _is_for_members(meta: Meta, body: str) -> bool:
    is_closed = any(_first(meta, key) not in _OPEN for key in _FOR_MEMBERS)
    return is_closed or bool(_PARTS_FOR_MEMBERS.search(body))


def menu_entry(item: Item) -> MenuEntry:
    """From an item of the kind `nav_menu_item`."""
    meta = item.meta
    menu = next((term for term in item.terms if term.taxonomy == "nav_menu"), None)
    return MenuEntry(
        place=item.place,
        id=item.id,
        menu=(menu.name or menu.slug) if menu else "",
        label=item.title,
        url=_first(meta, "_menu_item_url"),
        target_kind=_first(meta, "_menu_item_type"),
        target_type=_first(meta, "_menu_item_object"),
        target=_first(meta, "_menu_item_object_id"),
        parent=_unless_zero(_first(meta, "_menu_item_menu_item_parent")),
        order=item.order,
    )


def guest_author(item: Item) -> Author:
    """From an item of the kind `guest-author`, which is how Co-Authors Plus keeps those without an account."""
    login = _first(item.meta, "cap-user_login") or item.slug
    return Author(
        place=item.place,
        key=author_key(login),
        name=_first(item.meta, "cap-display_name") or item.title,
        login=login,
        id=item.id,
        email=_first(item.meta, "cap-user_email"),
        first_name=_first(item.meta, "cap-first_name"),
        last_name=_first(item.meta, "cap-last_name"),
        bio=_first(item.meta, "cap-description") or item.body,
        is_guest=True,
    )


def author(node: Node, place: Place) -> Author:
    login = node.get("author_login")
    name = node.get("author_display_name")
    first, last = node.get("author_first_name"), node.get("author_last_name")
    return Author(
        place=place,
        key=author_key(login or name),
        name=name or f"{first} {last}".strip() or login,
        login=login,
        id=node.get("author_id"),
        email=node.get("author_email"),
        first_name=first,
        last_name=last,
        bio=node.get("author_description"),
    )


def term(node: Node, place: Place) -> Term:
    """A category, tag or other term: WXR has an element of its own for each of the first two."""
    get = node.get
    if node.kind == "wp_category":
        taxonomy, slug, name = "category", get("category_nicename"), get("cat_name")
        parent, description = get("category_parent"), get("category_description")
    elif node.kind == "tag":
        taxonomy, slug, name = "post_tag", get("tag_slug"), get("tag_name")
        parent, description = "", get("tag_description")
    else:
        taxonomy, slug, name = get("term_taxonomy"), get("term_slug"), get("term_name")
        parent, description = get("term_parent"), get("term_description")
    meta = _meta(node, "termmeta")
    return Term(place, taxonomy, slug, name or slug, get("term_id"), parent, description, meta)


def _id(node: Node) -> str:
    given = node.get("post_id")
    if _PLAIN_ID.fullmatch(given):
        return given
    if number := re.search(r"[0-9]+", given):
        return number[0]
    guid = node.get("guid")
    found = _ID_IN_GUID.search(guid)
    return found[1] if found else guid or node.get("link")


def _authors(node: Node, terms: list[tuple[dict[str, str], str]]) -> tuple[AuthorReference, ...]:
    """Of Co-Authors Plus and PublishPress Authors (terms of the taxonomy `author`), or else the creator."""
    found: dict[str, str] = {}
    for attributes, name in terms:
        if attributes["domain"] == "author":
            found.setdefault(author_key(attributes.get("nicename") or name), name)
    if found:
        return tuple(AuthorReference(key, name) for key, name in found.items())
    creator = node.get("creator") or node.get("author")
    return (AuthorReference(author_key(creator)),) if creator else ()


def _terms(terms: list[tuple[dict[str, str], str]]) -> tuple[TermReference, ...]:
    """Without doubles: WXR 1.0 writes each twice, the first time without its slug, and tags as `tag`."""
    found = []
    for attributes, name in terms:
        taxonomy = "post_tag" if attributes["domain"] == "tag" else attributes["domain"]
        if taxonomy != "author":
            found.append(TermReference(taxonomy, attributes.get("nicename", ""), name))
    with_slug = {(term.taxonomy, term.name) for term in found if term.slug}
    return tuple(dict.fromkeys(t for t in found if t.slug or (t.taxonomy, t.name) not in with_slug))


def _slug(terms: list[tuple[dict[str, str], str]], taxonomy: str) -> str:
    slugs = (attributes.get("nicename", "") for attributes, _ in terms if attributes["domain"] == taxonomy)
    return next(slugs, "")


def _comment(node: Node, dates: Dates) -> Comment:
    get = node.get
    return Comment(
        id=get("comment_id"),
        author=get("comment_author"),
        text=get("comment_content"),
        date=dates.moment(get("comment_date"), get("comment_date_gmt")),
        state=_STATES.get(get("comment_approved"), "waiting"),
        kind=get("comment_type") or "comment",
        parent=_unless_zero(get("comment_parent")),
        personal=PersonalData(
            get("comment_author_email"), get("comment_author_IP"), get("comment_author_url")
        ),
    )


def _meta(node: Node, kind: str) -> Meta:
    found: dict[str, tuple[str, ...]] = {}
    for part in node.nodes:
        if part.kind == kind and (key := part.get("meta_key")):
            value = part.get("meta_value")
            found[key] = (*found[key], value) if key in found else (value,)
    return found


def _attached_file(meta: Meta) -> str:
    if path := _first(meta, "_wp_attached_file"):
        return path
    try:
        described = php.read(_first(meta, "_wp_attachment_metadata"))
    except php.Unreadable:
        return ""
    file = described.get("file") if isinstance(described, dict) else None
    return file if isinstance(file, str) else ""


def _first(meta: Meta, *keys: str) -> str:
    """The first value that says something, of the first key that has one."""
    for key in keys:
        for value in meta.get(key, ()):
            if stripped := value.strip():
                return stripped
    return ""


def _unless_zero(given: str) -> str:
    return "" if given == "0" else given


def _integer(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else 0
