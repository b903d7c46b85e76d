"""Addresses of pictures, sound, film, documents. They come before the newsroom's own, which would never be cached."""

from __future__ import annotations

from django.urls import path, re_path

from terbit.pictures import documents, views

app_name = "terbit_pictures"

_PHOTO = r"(?P<pk>[0-9]{1,18})/(?P<stamp>[0-9a-f]{16})-(?P<size>[0-9x]{2,9})\.(?P<extension>avif|webp|jpg)\Z"

urlpatterns = [
    re_path(rf"^foto/{_PHOTO}", views.photo, name="photo"),
    re_path(
        r"^media/(?P<pk>[0-9]{1,18})/(?P<stamp>[0-9a-f]{16})\.(?P<extension>mp3|m4a|ogg|mp4|webm)\Z",
        views.media,
        name="media",
    ),
    re_path(
        rf"^media/(?P<pk>[0-9]{{1,18}})/(?P<stamp>[0-9a-f]{{16}})\.(?P<extension>{'|'.join(documents.TYPES)})\Z",
        views.document,
        name="document",
    ),
    re_path(rf"^ruang-redaksi/foto/{_PHOTO}", views.staff_photo, name="staff_photo"),
    path("ruang-redaksi/media/<path:name>", views.staff_media, name="staff_media"),
]
