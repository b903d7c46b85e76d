"""Houses that only this machine may reach: the demo, whose passwords everybody can read."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import CommandError

MARK = "demo"


def mark() -> None:
    (Path(settings.HOME) / MARK).touch(mode=0o600)


def is_marked() -> bool:
    return (Path(settings.HOME) / MARK).exists()


def refuse_others(host: str) -> None:
    """Raise CommandError with one sentence unless the host and the public address are this machine alone."""
    for name in (host, urlsplit(settings.TERBIT_URL).hostname or ""):
        if not is_loopback(name):
            raise CommandError(
                f"The demo is only for this machine, because everybody can read its passwords: "
                f"{name} is not a loopback address such as 127.0.0.1.",
                returncode=2,
            )


def is_loopback(name: str) -> bool:
    """Whether a host's every address is one that only this machine reaches."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(name, None)} if name else set()
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(address).is_loopback for address in found)
