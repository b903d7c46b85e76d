"""One clock for the newsroom: the publication's, whatever the machine or the account is set to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.users.models import UserProfile

from terbit.newsroom.models import Publication

FIRST_YEAR, LAST_YEAR = 1900, 9000  # of any moment that somebody may mean


def publications_time() -> AbstractContextManager[None]:
    """Inside, times are typed, read and written as the publication's clock has them."""
    return timezone.override(Publication.load().zone)


def written(moment: datetime, pattern: str = "j F Y H.i") -> str:
    """A moment as sentences have it, with the zone: “1 Mei 2026 11.00 WIB”."""
    return date_format(timezone.localtime(moment, Publication.load().zone), f"{pattern} T")


class NewsroomClock:
    """Middleware; Wagtail would set its screens to the time zone of each account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(reverse("wagtailadmin_home")):  # readers' pages name their zone
            return self.get_response(request)
        with publications_time():
            if request.user.is_authenticated:
                _follow(request)
            return self.get_response(request)


def _follow(request: HttpRequest) -> None:
    """Wagtail takes the zone from the account's profile: from this one, which is never saved, or the stored one."""
    if not hasattr(request.user, "wagtail_userprofile"):
        request.user.wagtail_userprofile = UserProfile()
    request.user.wagtail_userprofile.current_time_zone = timezone.get_current_timezone_name()
