"""The paper's addresses. What is not listed here is looked up as data: sections, stories, redirects."""

from __future__ import annotations

from django.urls import path, re_path, register_converter

from terbit.theme import offline, views


class Digits:
    """A number written with exactly so many digits."""

    def __init_subclass__(cls, count: int) -> None:
        cls.regex = f"[0-9]{{{count}}}"
        cls.to_url = f"{{:0{count}}}".format

    def to_python(self, value: str) -> int:
        return int(value)


class Four(Digits, count=4):
    pass


class Two(Digits, count=2):
    pass


register_converter(Four, "4d")
register_converter(Two, "2d")

urlpatterns = [
    path("", views.front_page),
    path("cari/", views.search),
    path("bagian/terbaru/", views.fragment, {"name": "latest"}),
    path("bagian/terpopuler/", views.fragment, {"name": "most_read"}),
    re_path(r"^warna/(?P<light>[0-9a-f]{6})-(?P<dark>[0-9a-f]{6})\.css$", views.colours),
    re_path(r"^aset/(?P<stamp>[0-9a-f]{12})/(?P<name>[A-Za-z0-9][A-Za-z0-9._-]{0,99})$", views.asset),
    re_path(r"^ikon/(?P<accent>[0-9a-f]{6})-(?P<pixels>[0-9]{3})\.png$", offline.icon),
    path("favicon.ico", offline.favicon),
    path("manifest.webmanifest", offline.manifest),
    path("sw.js", offline.worker),
    path("luring/", offline.page),
    re_path(
        r"^foto/bagikan/(?P<kind>[a-z]{1,20})/(?P<number>[0-9]{1,18})/(?P<stamp>[0-9a-f]{16})\.jpg\Z",
        views.share_picture,
    ),
    path("indeks/", views.index),
    path("indeks/<4d:year>/<2d:month>/", views.index),
    path("indeks/<4d:year>/<2d:month>/<2d:day>/", views.index),
    path("topik/<slug:slug>/", views.topic),
    path("topik/<slug:slug>/<4d:year>/", views.topic),
    path("tokoh/<slug:slug>/", views.person),
    path("tokoh/<slug:slug>/<4d:year>/", views.person),
    path("penulis/<slug:slug>/", views.contributor),
    path("penulis/<slug:slug>/<4d:year>/", views.contributor),
    re_path(r"^(?P<path>.+)$", views.page),
]
