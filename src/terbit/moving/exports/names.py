"""The elements of WXR, under whatever prefix an exporter gave them."""

from __future__ import annotations

import re

ITEM_LEAVES = frozenset(
    "title link pubDate creator guid description content excerpt post_id post_date post_date_gmt post_modified"
    " post_modified_gmt comment_status ping_status post_name status post_parent menu_order post_type"
    " post_password is_sticky attachment_url category author".split()
)
COMMENT_LEAVES = frozenset(
    "comment_id comment_author comment_author_email comment_author_url comment_author_IP comment_date"
    " comment_date_gmt comment_content comment_approved comment_type comment_parent comment_user_id".split()
)
META_LEAVES = frozenset({"meta_key", "meta_value"})
AUTHOR_LEAVES = frozenset(
    "author_id author_login author_email author_display_name author_first_name author_last_name"
    " author_description".split()
)
CATEGORY_LEAVES = frozenset("term_id category_nicename category_parent cat_name category_description".split())
TAG_LEAVES = frozenset("term_id tag_slug tag_name tag_description".split())
TERM_LEAVES = frozenset("term_id term_taxonomy term_slug term_parent term_name term_description".split())
HEAD_LEAVES = frozenset(
    "title link description pubDate language generator wxr_version base_site_url base_blog_url".split()
)

LEAVES: dict[str, frozenset[str]] = {
    "item": ITEM_LEAVES,
    "comment": COMMENT_LEAVES,
    "postmeta": META_LEAVES,
    "commentmeta": META_LEAVES,
    "termmeta": META_LEAVES,
    "wp_author": AUTHOR_LEAVES,
    "wp_category": CATEGORY_LEAVES,
    "tag": TAG_LEAVES,
    "term": TERM_LEAVES,
}
INSIDE: dict[str, frozenset[str]] = {
    "item": frozenset({"postmeta", "comment"}),
    "comment": frozenset({"commentmeta"}),
    "wp_category": frozenset({"termmeta"}),
    "tag": frozenset({"termmeta"}),
    "term": frozenset({"termmeta"}),
}
"""Which elements with parts of their own stand within which."""
TOP = frozenset({"item", "wp_author", "wp_category", "tag", "term"})
BODIES = frozenset({"content", "excerpt", "description", "comment_content", "meta_value", "term_description",
                    "category_description", "tag_description", "author_description"})  # fmt: skip
"""Fields whose text may be anything, tags of an export included."""
UNTOUCHED = frozenset({"content", "excerpt", "comment_content", "meta_value"})
"""Fields whose white space is theirs."""

_RSS = frozenset("title link pubDate guid description language generator item channel rss category".split())
_NAMES = frozenset().union(*LEAVES.values(), HEAD_LEAVES, LEAVES) - {"content", "excerpt", "creator"} - _RSS
# Without a prefix these are elements of RSS itself, or too common to be taken for WordPress's.
_WORDPRESS = _NAMES - {"author", "wp_author", "wp_category"}
STRONG = frozenset(name for name in _WORDPRESS if "_" in name) - {"is_sticky"}
_ONE_OF = "|".join(
    sorted(STRONG | {"is_sticky", "postmeta", "commentmeta", "termmeta"}, key=len, reverse=True)
).encode()

KNOWN_OPEN = re.compile(
    rb"<(?:(?:[\w-]+:)?(?:" + _ONE_OF + rb")|wp:[a-z_A-Z]+|content:encoded|excerpt:encoded|dc:creator"
    rb"|item|title|link|pubDate|guid|description|category)(?=[\s/>])"
)
STRONG_OPEN = re.compile(
    rb"<(?:(?:[\w-]+:)?(?:"
    + _ONE_OF
    + rb")|wp:[a-z_A-Z]+|content:encoded|excerpt:encoded|dc:creator)(?=[\s/>])"
)
"""Tags that stand in no text but one about exports."""
CONTAINER_CLOSE = re.compile(
    rb"</(?:(?:[\w-]+:)?(?:postmeta|commentmeta|termmeta|comment)|wp:(?:author|category|tag|term)|item|channel|rss)\s*>"
)
FOLLOWS = re.compile(rb"\s*(?:" + KNOWN_OPEN.pattern + rb"|" + CONTAINER_CLOSE.pattern + rb"|<!--|\Z)")
ITEM_EDGE = re.compile(rb"</item\s*>|<item(?=[\s>])|</channel\s*>")
BETWEEN_ITEMS = re.compile(rb"</item\s*>\s*(?:<item[\s>]|</channel\s*>)")

_BINDING = re.compile(rb"xmlns:([\w.-]+)\s*=\s*[\"']([^\"'<>]*)[\"']")


class Names:
    """Tells for one file which element a tag means."""

    def __init__(self) -> None:
        self._known: dict[bytes, str] = {}
        self._bound: dict[str, str] = {"wp": "wp", "content": "content", "excerpt": "excerpt", "dc": "dc"}

    def bind(self, attributes: bytes) -> None:
        """Learn from the `xmlns:…` of a tag. The usual prefixes mean what they usually mean, bound or not."""
        for prefix, address in _BINDING.findall(attributes):
            name = prefix.decode()
            if name not in self._bound:
                self._bound[name] = _meaning(address)
                self._known.clear()

    def __call__(self, tag: bytes) -> str:
        """The element's name in `LEAVES` or `INSIDE`, or "" for one that says nothing to us."""
        name = self._known.get(tag)
        if name is None:
            name = self._name(tag.decode("ascii", "replace"))
            if len(self._known) < 2_000:
                self._known[tag] = name
        return name

    def _name(self, tag: str) -> str:
        prefix, _, local = tag.rpartition(":")
        if not prefix:
            return self._without_prefix(local)
        meaning = self._bound.get(prefix, "?")
        if local == "encoded":
            return (
                meaning if meaning in ("content", "excerpt") else _encoded(prefix) if meaning == "?" else ""
            )
        if local == "creator":
            return "creator" if meaning in ("dc", "?") else ""
        if meaning == "wp" or (meaning == "?" and local in _WORDPRESS):
            return {"author": "wp_author", "wp_author": "wp_author", "category": "wp_category"}.get(
                local, local if local in _NAMES else ""
            )
        return ""

    def _without_prefix(self, local: str) -> str:
        if local in _RSS or local == "author":
            return local
        if local in ("encoded", "creator"):
            return "content" if local == "encoded" else local
        return local if local in _WORDPRESS else ""


def _meaning(address: bytes) -> str:
    if b"wordpress.org/export" in address:
        return "excerpt" if b"excerpt" in address else "wp"
    if b"purl.org/rss/1.0/modules/content" in address:
        return "content"
    return "dc" if b"purl.org/dc/" in address else "other"


def _encoded(prefix: str) -> str:
    return "excerpt" if prefix.lower().startswith("ex") else "content"
