"""The whole URL map: the newsroom, then the paper."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as newsroom_urls

urlpatterns = [
    path("", include("terbit.pictures.urls")),
    path("ruang-redaksi/", include(newsroom_urls)),
]
