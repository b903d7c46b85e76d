"""The paper's addresses. What is not listed here is looked up as data: sections, stories, redirects."""

from __future__ import annotations

from django.urls import path, re_path

from terbit.theme import views

urlpatterns = [
    path("", views.front),
    path("cari/", views.search),
    re_path(r"^(?P<path>.+)$", views.page),
]
