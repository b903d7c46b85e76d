"""Guessing passwords is slow work: attempts are counted in the database, which all workers share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from terbit.staff.models import Attempt

WINDOW = timedelta(minutes=15)
TOO_MANY = _("Too many attempts. Wait 15 minutes and try again, or ask an administrator for a new link.")


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts in fifteen minutes at one thing, e.g. `Limit("account", "ani@…", 10)`."""

    kind: str
    value: str
    most: int

    @property
    def key(self) -> str:
        return salted_hmac(f"terbit.staff.throttle.{self.kind}", self.value, algorithm="sha256").hexdigest()


@transaction.atomic
def begin(*limits: Limit) -> list[Attempt] | None:
    """Count one attempt against every limit before its outcome is known; None if one is used up.

    A refused attempt is not counted, so nobody stays locked out by being knocked at. Attempts made in the
    same instant by several workers may exceed a limit by as many.
    """
    now = timezone.now()
    Attempt.objects.filter(at__lt=now - WINDOW).delete()
    for limit in limits:
        if Attempt.objects.filter(key=limit.key).count() >= limit.most:
            return None
    return Attempt.objects.bulk_create([Attempt(key=limit.key, at=now) for limit in limits])


def forgive(attempts: Iterable[Attempt]) -> None:
    """Uncount attempts that turned out well."""
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in attempts]).delete()


def forget(limit: Limit) -> None:
    """Start again from none, e.g. for an account whose password was just set."""
    Attempt.objects.filter(key=limit.key).delete()


def client_network(request: HttpRequest) -> str:
    """The address a request came from; for IPv6 the /64, which is one subscriber.

    `terbit.wsgi` has already looked past our own proxies.
    """
    remote = request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(remote)
    except ValueError:  # a Unix socket has none
        return remote
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)
