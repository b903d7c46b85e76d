"""The paper's addresses. What is not listed here is looked up as data: sections, stories, redirects."""

from __future__ import annotations

from django.urls import path, re_path, register_converter

from terbit.theme import views


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
    re_path(r"^warna/(?P<light>[0-9a-f]{6})-(?P<dark>[0-9a-f]{6})\.css$", views.colours),
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
