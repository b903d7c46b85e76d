"""What the paper's templates are given, page by page. Templates read nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from terbit.newsroom import plaintext, reading, references
from terbit.newsroom.models import Article, Publication, Section
from terbit.newsroom.models.kind import Kind
from terbit.press import api as press

WITHOUT_DATELINE = (Kind.OPINION, Kind.EDITORIAL, Kind.ADVERTORIAL)


@dataclass(frozen=True)
class ArticlePage:
    """A story's own page.

    `preview` is true in the newsroom, where pictures come from behind the sign-in.
    """

    article: Article
    publication: Publication
    dateline: str
    bylines: list[Any]
    initials: str
    topics: list[Any]
    share: list[tuple[str, str]]
    unverified: bool
    related: list[Article]
    translations: list[Any]
    report: str
    comments: list[Any]
    preview: bool


def article(
    story: Article, *, publication: Publication | None = None, preview: bool = False
) -> dict[str, Any]:
    publication = publication or Publication.load()
    bylines = list(story.bylines.all()) if preview else reading.bylines(story)
    beside = references.prepare(story.body, story.related)
    page = ArticlePage(
        article=story,
        publication=publication,
        dateline=dateline(story, publication),
        bylines=bylines,
        initials=sign_off(story, bylines),
        topics=reading.topics(story),
        share=share_links(story),
        unverified=plaintext.is_unverified(story.body),
        related=beside.stories_beside,
        translations=reading.translations(story),
        report=report_link(story, publication),
        comments=reading.comments(story) if publication.show_comments else [],
        preview=preview,
    )
    return {field: getattr(page, field) for field in page.__dataclass_fields__}


def dateline(story: Article, publication: Publication) -> str:
    """Place and brand, as “Bukittinggi, kabar.example”; the dash that follows is the template's.

    "" for what is not reporting: a view and a sponsor's words come from no place. "" for words of elsewhere, too.
    """
    if story.no_dateline or story.kind in WITHOUT_DATELINE:
        return ""
    place = story.dateline_place or publication.dateline_place
    return ", ".join(part for part in (place, publication.dateline_brand) if part)


def sign_off(story: Article, bylines: list[Any]) -> str:
    """The initials at the end of a story, writers before editors: “rst | bkb”; "" where it came without."""
    if story.no_dateline:
        return ""
    return " | ".join(dict.fromkeys(row.contributor.initials for row in bylines))


def share_links(story: Article) -> list[tuple[str, str]]:
    """Name and address of each way to pass a story on: plain links that load nothing of others."""
    address = story.get_absolute_url()
    if address is None:
        return []
    title, link = (quote(words, safe="") for words in (story.short_headline or story.headline, address))
    return [
        ("WhatsApp", f"https://wa.me/?text={title}%20{link}"),
        ("Telegram", f"https://t.me/share/url?url={link}&text={title}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={link}"),
        ("X", f"https://x.com/intent/post?url={link}&text={title}"),
    ]


def report_link(story: Article, publication: Publication) -> str:
    """A letter to the newsroom about this story; "" where the publication has no e-mail address."""
    if not (publication.email and story.path):
        return ""
    subject = _("Mistake or right of reply: %(headline)s") % {"headline": story.headline}
    words = urlencode({"subject": subject, "body": story.get_absolute_url()}, quote_via=quote)
    return f"mailto:{publication.email}?{words}"


# Around every page ---------------------------------------------------------------------------------


# What a teaser shows only where the page says so. A name that a template does not find costs as much as a picture.
PLAIN_TEASER = {"level": 3, "sizes": "", "own": None, "words": ""} | dict.fromkeys(
    ("label", "pictured", "summary", "clock", "dated", "by", "first"), False
)


def around(publication: Publication | None = None) -> dict[str, Any]:
    """Masthead and footer, and how teasers are where nothing is said."""
    publication = publication or Publication.load()
    return PLAIN_TEASER | {
        "publication": publication,
        "colours": publication.colours_path,
        "sections": [section for section in sections() if section.parent_id is None],
        "standing": standing_pages(),
        "site": settings.TERBIT_URL,
    }


def sections() -> list[Section]:
    """All of them, in their order."""
    return press.part("sections", read_sections)


def read_sections() -> list[Section]:
    """Each with the one above it and those below: one question for all pages."""
    found = list(Section.objects.all())
    known = {section.pk: section for section in found}
    below: dict[int, list[Section]] = {key: [] for key in known}
    for section in found:
        if section.parent_id is not None:
            section.parent = known[section.parent_id]
            below[section.parent_id].append(section)
    for section in found:
        children = Section.objects.all()
        children._result_cache, children._prefetch_done = below[section.pk], True
        section._prefetched_objects_cache = {"children": children}
    return found


def standing_pages() -> list[Page]:
    return press.part("standing", lambda: list(read_standing_pages()))


def read_standing_pages() -> QuerySet[Page]:
    """The pages of the footer: those under the paper's root that the editor shows in menus, and anybody may read."""
    root = Site.objects.filter(is_default_site=True).values("root_page__path")[:1]
    pages = Page.objects.live().public().filter(show_in_menus=True, depth=3, path__startswith=Subquery(root))
    return pages.order_by("path").only("title", "slug")


def all_standing_pages() -> Iterator[tuple[str, datetime | None]]:
    """Path and time of each that anybody may read, also of those below others."""
    for page, path in public_pages():
        if path != "/":
            yield path, page.last_published_at


def public_pages(**which: Any) -> Iterator[tuple[Page, str]]:
    """Pages that anybody may read, with their paths; the root of them is the front."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return
    root = site.root_page
    pages = Page.objects.live().public().filter(path__startswith=root.path, **which)
    for page in pages.order_by("path").only("url_path", "last_published_at"):
        yield page, f"/{page.url_path.removeprefix(root.url_path)}"
