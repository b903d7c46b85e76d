"""Tests speak with this machine only; whoever tries another host fails with its name."""

from __future__ import annotations

import ipaddress
import sys

LOCAL_NAMES = {"", "localhost", "testserver", "0.0.0.0"}  # noqa: S104  a name to compare with, nothing listens on it


def allow_only_this_machine() -> None:
    sys.addaudithook(_refuse_strangers)


def is_local(host: str) -> bool:
    if host in LOCAL_NAMES or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_strangers(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = args[1]
        host = address[0] if isinstance(address, tuple) else ""
    elif event == "socket.getaddrinfo":
        host = args[0] or ""
    else:
        return
    host = host.decode() if isinstance(host, bytes) else str(host)
    if not is_local(host):
        raise ConnectionRefusedError(f"a test tried to reach {host}, and tests speak with this machine only")
