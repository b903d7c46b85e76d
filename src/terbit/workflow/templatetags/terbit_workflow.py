"""Small helps for the newsroom's own templates."""

from __future__ import annotations

from django import template
from django.urls import reverse

from terbit.newsroom.models import Article
from terbit.workflow import status

register = template.Library()


@register.simple_tag
def story_url(story: Article, view: str = "edit") -> str:
    return reverse(Article.snippet_viewset.get_url_name(view), args=[story.pk])


@register.simple_tag
def stories_url(view: str = "list") -> str:
    return reverse(Article.snippet_viewset.get_url_name(view))


@register.filter
def status_label(story: Article) -> str:
    return str(status.LABELS[status.status_of(story)])
