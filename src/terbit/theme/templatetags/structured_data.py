"""What search engines and other sites read of a story: schema.org NewsArticle as JSON-LD."""

from __future__ import annotations

import json

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from terbit.newsroom.models import Article, Byline, Publication
from terbit.newsroom.models.article import Kind
from terbit.newsroom.models.contributor import Part
from terbit.pictures import addresses
from terbit.pictures.sizes import Size
from terbit.theme.templatetags.newspaper import iso

register = template.Library()
ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}  # nothing ends the element early
TYPES = {
    Kind.ANALYSIS: "AnalysisNewsArticle",
    Kind.OPINION: "OpinionNewsArticle",
    Kind.EDITORIAL: "OpinionNewsArticle",
    Kind.ADVERTORIAL: "AdvertiserContentArticle",
}


@register.simple_tag
def news_article(article: Article, publication: Publication, bylines: list[Byline]) -> SafeString:
    """The story for search engines: schema.org NewsArticle as JSON-LD."""
    data = {
        "@context": "https://schema.org",
        "@type": TYPES.get(article.kind, "NewsArticle"),
        "headline": article.headline,
        "description": article.standfirst,
        "mainEntityOfPage": article.get_absolute_url(),
        "datePublished": iso(article.first_published_at, publication),
        "dateModified": iso(article.updated_at or article.first_published_at, publication),
        "articleSection": article.section.name,
        "inLanguage": "id",
        "author": [
            {
                "@type": "Organization" if row.contributor.collective else "Person",
                "name": row.contributor.name,
                "url": settings.TERBIT_URL + row.contributor.path,
            }
            for row in bylines
            if row.part == Part.REPORTER
        ],
        "publisher": {"@type": "NewsMediaOrganization", "name": publication.name, "url": settings.TERBIT_URL},
    }
    if article.lead_picture:
        data["image"] = settings.TERBIT_URL + addresses.picture_url(
            article.lead_picture, Size.of(1200, "3:2"), "jpg"
        )
    words = json.dumps(data, ensure_ascii=False).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(words))  # noqa: S308 - escaped
