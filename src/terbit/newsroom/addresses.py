"""A story's own address: free, and made by the publication's pattern."""

from __future__ import annotations

from django.utils import timezone

from terbit.newsroom import paths
from terbit.newsroom.models import Article, Publication, Redirect, Section


def free_address(story: Article, slug: str) -> tuple[str, str]:
    """Slug and path by the publication's pattern, with -2, -3 … where the plain one is taken."""
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

    return paths.first_free(candidate, slug or str(story.uuid), lambda path: _is_taken(path, story))


def _is_taken(path: str, story: Article) -> bool:
    """Whether the path is reserved, a section's, or leads to another story now or by a redirect."""
    words = path.strip("/").split("/")
    return (
        words[0] in paths.RESERVED
        or (len(words) == 1 and Section.objects.filter(slug=words[0]).exists())
        or Article.objects.filter(path=path).exclude(pk=story.pk).exists()
        or Redirect.objects.filter(path=path).exclude(article_id=story.pk).exists()
    )
