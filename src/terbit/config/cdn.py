"""`TERBIT_CDN`: the cache between Terbit and its readers that is told of every page that changed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from urllib.parse import unquote, urlsplit

EXPECTED = "expected varnish://host:6081, cloudflare://TOKEN@ZONEID or cloudfront://DISTRIBUTIONID"
NO_BOTO = "cloudfront needs boto3, which is not installed: pip install boto3"


@dataclass(frozen=True)
class Cdn:
    """`kind` is varnish, cloudflare or cloudfront; `name` its address, zone or distribution."""

    kind: str
    name: str
    token: str = field(default="", repr=False)


def cdn(value: str) -> Cdn | None:
    """Empty is None. The message never repeats the value: it may hold a token."""
    if not value.strip():
        return None
    try:
        parts = urlsplit(value.strip())
        found = Cdn(parts.scheme, *_name_and_token(parts.scheme, parts.netloc))
        _ = parts.port
    except (KeyError, ValueError):
        raise ValueError(EXPECTED) from None
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(EXPECTED)
    if found.kind == "cloudfront" and find_spec("boto3") is None:
        raise ValueError(NO_BOTO)
    return found


NAMES = {
    "varnish": re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?"),
    "cloudflare": re.compile(r"[0-9a-f]{32}"),
    "cloudfront": re.compile(r"[A-Z0-9]{8,32}"),
}


def _name_and_token(kind: str, netloc: str) -> tuple[str, str]:
    """KeyError for a kind nobody knows, ValueError for a name that cannot be one."""
    token, _at, name = netloc.rpartition("@")
    if not NAMES[kind].fullmatch(name) or bool(token) is not (kind == "cloudflare"):
        raise ValueError(name)
    return name, unquote(token)
