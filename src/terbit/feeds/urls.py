"""Where programs find the paper. They come before the paper's own addresses, which take everything that is left."""

from __future__ import annotations

from django.urls import path, re_path

from terbit.feeds import views

FEED = r"(?P<feed>feed/|feed\.json)"
SLUG = "(?P<slug>[-a-zA-Z0-9_]+)"
PART = "(?:-(?P<part>[2-9]|[1-9][0-9]{1,2}))?"

urlpatterns = [
    re_path(rf"^{FEED}$", views.front),
    re_path(rf"^topik/{SLUG}/{FEED}$", views.topic),
    re_path(rf"^penulis/{SLUG}/{FEED}$", views.contributor),
    re_path(rf"^{SLUG}/{FEED}$", views.section),
    path("robots.txt", views.robots_txt),
    path("sitemap.xml", views.sitemap_index),
    path("sitemap-halaman.xml", views.sitemap_of_pages),
    re_path(rf"^sitemap-(?P<kind>topik|tokoh|penulis){PART}\.xml$", views.sitemap_of_names),
    re_path(rf"^sitemap-(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}}){PART}\.xml$", views.sitemap_of_month),
    path("sitemap-news.xml", views.news_sitemap),
    re_path(r"^sitemap-news-(?P<part>[1-9][0-9]{0,2})\.xml$", views.news_sitemap),
]
