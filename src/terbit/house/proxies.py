"""What proxies say about a request is believed of those that were named, and of nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from granian.utils.proxies import wrap_wsgi_with_proxy_headers

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

SAYINGS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


def believing(application: WSGIApplication, proxies: Sequence[str]) -> WSGIApplication:
    """Wrap `application`: from `proxies` (addresses or networks) it hears who asks and how, from others nothing."""
    networks = [ip_network(proxy) for proxy in proxies]
    believed = wrap_wsgi_with_proxy_headers(application, list(proxies))

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not _is_in(environ.get("REMOTE_ADDR", ""), networks):
            for name in SAYINGS:
                environ.pop(name, None)
        return believed(environ, start_response)

    return answer


def _is_in(address: str, networks: Sequence[object]) -> bool:
    try:
        return any(ip_address(address) in network for network in networks)  # type: ignore[operator]
    except ValueError:
        return False
