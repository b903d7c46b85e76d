"""A story's own address: free, and made by the publication's pattern. And the addresses that standing pages leave."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django.utils import timezone
from wagtail.models import Page, Site

from terbit.newsroom import paths
from terbit.newsroom.models import Article, Publication, Redirect, Section

MOST_AT_ONCE = 1_000


def free_address(story: Article, slug: str) -> tuple[str, str]:
    """Slug and path by the publication's pattern, with -2, -3 … where the plain one is taken.

    Asks for 1, 10, 100, 1,000 … addresses at once: the headline of a daily column is taken hundreds of times,
    and who publishes meanwhile waits. By whole paths, which have an index on both databases; a search for
    their beginning would read every path on SQLite.
    """
    publication = Publication.hold()
    moment = story.first_published_at or timezone.now()

    def candidate(numbered: str) -> str:
        return paths.fill_pattern(
            publication.permalink_pattern,
            section=story.section.slug,
            slug=numbered,
            moment=moment,
            zone=publication.zone,
        )

    longest = Article._meta.get_field("slug").max_length
    slugs, size = paths.numbered(slug or str(story.uuid), longest), 1
    while True:
        candidates = {candidate(numbered): numbered for numbered in islice(slugs, size)}
        taken = _taken(list(candidates), story)
        for path, numbered in candidates.items():
            if path not in taken:
                return numbered, path
        size = min(size * 10, MOST_AT_ONCE)


def of_pages(candidates: Iterable[str]) -> set[str]:
    """Those paths at which readers find a standing page."""
    inside = {
        root.root_path + path.removeprefix("/"): path
        for root in Site.get_site_root_paths()
        for path in candidates
    }
    live = Page.objects.live().filter(url_path__in=inside)
    return {inside[found] for found in live.values_list("url_path", flat=True)}


def of_page(page: Page) -> str | None:
    """Where readers find it while it is live; None for the paper's root and whatever does not lie below that."""
    root = Site.objects.filter(is_default_site=True).values_list("root_page__url_path", flat=True).first()
    if root is None or page.url_path == root or not page.url_path.startswith(root):
        return None
    return "/" + page.url_path.removeprefix(root)


def lead_on_from(before: Page, page: Page) -> None:
    """The page is to be saved under another address: its old one leads there, and those of the pages below it as well.

    Those that nobody reads leave no redirect, but what led to them before follows them.
    """
    old, new = of_page(before), of_page(page)
    if old is None or new is None:
        return
    longest = Redirect._meta.get_field("path").max_length
    # In a move the tree is the new one already; the addresses, which Wagtail keeps beside it, are not.
    moving = Page.objects.filter(path__startswith=page.path)
    read = set(moving.live().public().values_list("pk", flat=True))
    for pk, url_path in moving.values_list("pk", "url_path"):
        rest = url_path.removeprefix(before.url_path)
        if len(old + rest) > longest or len(new + rest) > longest:
            continue
        follow = Redirect.objects.point if pk in read else Redirect.objects.repoint
        follow(old + rest, new + rest)


def give_way(page: Page) -> None:
    """Where readers find a page, no redirect leads away from it."""
    if path := of_page(page):
        Redirect.objects.filter(path=path).delete()


def _taken(candidates: list[str], story: Article) -> set[str]:
    """Those paths that are reserved, a section's, or lead to another story now or by a redirect."""
    words = {path: path.strip("/").split("/") for path in candidates}
    alone = {path: parts[0] for path, parts in words.items() if len(parts) == 1}
    sections = Section.objects.filter(slug__in=alone.values()).values_list("slug", flat=True) if alone else ()
    return {
        *(path for path, parts in words.items() if parts[0] in paths.RESERVED or parts[-1] == paths.FEED),
        *(path for path, word in alone.items() if word in set(sections)),
        *of_pages(candidates),
        *Article.objects.filter(path__in=candidates).exclude(pk=story.pk).values_list("path", flat=True),
        *Redirect.objects.filter(path__in=candidates)
        .exclude(article_id=story.pk)
        .values_list("path", flat=True),
    }
