"""The whole URL map: the newsroom, then the paper."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as newsroom_urls

urlpatterns = [
    path("", include("terbit.pictures.urls")),
    path("ruang-redaksi/", include("terbit.staff.urls")),
    path("ruang-redaksi/", include(newsroom_urls)),
    path("", include("terbit.moving.urls")),
    path("", include("terbit.feeds.urls")),
    path("", include("terbit.readers.urls")),
    path("", include("terbit.theme.urls")),
]

handler404 = "terbit.theme.views.missing"
handler500 = "terbit.house.broken.answer"
