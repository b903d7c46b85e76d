"""A story as others show it: plain HTML with absolute addresses, no script, nothing that needs our style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

import nh3
from django.conf import settings
from django.template.loader import render_to_string

from terbit.newsroom import contexts, plaintext, references
from terbit.newsroom.models import Article, Publication

TAGS = set(
    """a audio b blockquote br caption cite dd dl dt em figcaption figure h2 h3 h4 hr i img li ol p s strong sub sup
    table tbody td th thead time tr u ul video""".split()
)
ATTRIBUTES = {
    "a": {"href"},
    "audio": {"src", "controls", "preload"},
    "blockquote": {"cite"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"src", "poster", "controls", "preload"},
}
ADDRESSES = {"href", "src", "poster", "cite"}
SCHEMES = {"http", "https", "mailto", "tel"}
EMPTY_LINES = re.compile(r"\s*\n\s*")
# What browsers leave as it is in a path (WHATWG URL, "path percent-encode set"), and what is quoted already.
_UNQUOTED = "/!$&'()*+,-.:;=@[]^_|~%"


def prepare(stories: Iterable[Article]) -> None:
    """Let what all of these bodies refer to be fetched together."""
    shared = references.References(None)
    for story in stories:
        for name, key in references.named(story.body.stream_block, story.body.raw_data):
            if key not in shared.keys[name]:
                shared.keys[name].append(key)
        story.body.prepared = shared


def html(story: Article, publication: Publication) -> str:
    """The story with its notices, its pictures and its sources."""
    context = {
        "article": story,
        "publication": publication,
        "bylines": list(story.bylines.all()),
        "dateline": contexts.dateline(story, publication),
        "initials": contexts.sign_off(story, list(story.bylines.all())),
        "unverified": plaintext.is_unverified(story.body),
    }
    return plain(render_to_string("terbit_feeds/story.html", context))


def plain(html: str) -> str:
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_absolute,
        link_rel=None,
        url_schemes=SCHEMES,
    )
    return EMPTY_LINES.sub("\n", cleaned).strip()


def _absolute(tag: str, name: str, value: str) -> str:
    if name in ADDRESSES and value.startswith("/") and not value.startswith("//"):
        return settings.TERBIT_URL + value
    return value


def quoted(path: str) -> str:
    """A path as it is written in an address that is ASCII alone."""
    return path if path.isascii() and path.isalnum() else quote(path.replace("%", "%25"), safe=_UNQUOTED)
