"""WebSub (W3C, 2018): a hub is told which feeds changed, and passes them on to those who follow them.

An outbox, as that of the CDN: written in the transaction of the publication, sent by the worker after it, again and
again until the hub has taken it. How a publisher tells a hub is not in the standard; all hubs know the form of before.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from terbit.feeds.models import Ping
from terbit.newsroom.models import Article, Topic
from terbit.newsroom.signals import regrouped, seen
from terbit.theme import former

EVERY = 2  # seconds between two looks into the outbox
AT_ONCE = 100
TIMEOUT = 10
LONGEST_PAUSE = 3_600
DEAF = 3  # so many times a hub may not listen before it is told of

log = logging.getLogger("terbit.feeds")


def connect() -> None:
    seen.connect(ask, sender=Article, dispatch_uid="terbit_feeds_websub")
    regrouped.connect(ask_of_topics, sender=Topic, dispatch_uid="terbit_feeds_websub_topics")


def ask(sender: Any, instance: Article, **kwargs: Any) -> None:
    """Have the hub told of all feeds that the story was in, or is in from now on."""
    if settings.TERBIT_WEBSUB_HUB:
        _keep(feeds_of(instance))


def ask_of_topics(sender: Any, topics: list[Topic], **kwargs: Any) -> None:
    if settings.TERBIT_WEBSUB_HUB:
        _keep(_feeds(topic.path for topic in topics))


def _keep(addresses: list[str]) -> None:
    now = timezone.now()
    rows = [Ping(address=address, asked=now, due=now) for address in addresses]
    Ping.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["address"],
        update_fields=["asked", "due", "tries", "reason"],
    )


def feeds_of(story: Article) -> list[str]:
    """Addresses of the feeds that a story is in."""
    section = story.section
    lists = ["/", section.path, *([section.parent.path] if section.parent_id else [])]
    lists += [row.topic.current.path for row in story.article_topics.select_related("topic__merged_into")]
    lists += [row.contributor.path for row in story.bylines.select_related("contributor")]
    return _feeds(lists)


def _feeds(paths: Iterable[str]) -> list[str]:
    return [f"{path}{feed}" for path in dict.fromkeys(paths) for feed in (former.RSS, former.JSON_FEED)]


def tell() -> None:
    """Tell the hub of what is due, all in one message."""
    if not settings.TERBIT_WEBSUB_HUB:
        return
    rows = list(Ping.objects.filter(due__lte=timezone.now()).order_by("due", "pk")[:AT_ONCE])
    if not rows:
        return
    try:
        _post([settings.TERBIT_URL + row.address for row in rows])
    except (OSError, ValueError) as error:  # what urllib says of networks, certificates and answers
        log.warning("The WebSub hub does not listen and is told again: %s", error)
        _put_off(rows, f"{type(error).__name__}: {error}")
        return
    for row in rows:  # unless it was asked for once more meanwhile
        Ping.objects.filter(pk=row.pk, asked=row.asked).delete()


class _NoRedirects(HTTPRedirectHandler):
    """A message that is sent on as a GET would be lost without a word."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def _post(feeds: list[str]) -> None:
    form = urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)])
    request = Request(settings.TERBIT_WEBSUB_HUB, form.encode())  # noqa: S310 - http or https, by the setting
    with build_opener(_NoRedirects).open(request, timeout=TIMEOUT) as answer:
        if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise OSError(f"HTTP {answer.status}")


def _put_off(rows: list[Ping], reason: str) -> None:
    """Later and later, an hour at most."""
    for row in rows:
        pause = min(2 ** min(row.tries + 1, 12), LONGEST_PAUSE)
        Ping.objects.filter(pk=row.pk, asked=row.asked).update(
            tries=row.tries + 1, reason=reason[:500], due=timezone.now() + timedelta(seconds=pause)
        )


def deaf() -> Iterator[str]:
    """For the board and `doctor`: a hub that has not listened for some time."""
    if not settings.TERBIT_WEBSUB_HUB:
        return
    if row := Ping.objects.filter(tries__gte=DEAF).order_by("asked").first():
        since = date_format(timezone.localtime(row.asked), "j F, H.i T")
        yield _("The WebSub hub cannot be told of new stories since %(time)s (%(error)s).") % {
            "time": since,
            "error": row.reason,
        }
