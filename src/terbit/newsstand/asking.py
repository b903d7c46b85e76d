"""What a request asks for: whether prints can answer it, and by which address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from terbit.lib import prints

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

READING = ("GET", "HEAD")
# Never printed: the newsroom, and what its screens are made of.
ELSEWHERE = ("/ruang-redaksi/", "/static/")
LONGEST = 2000
_PORTS = {"http": 80, "https": 443}


class Public:
    """The paper's own address, against which requests are held."""

    def __init__(self, public: str) -> None:
        parts = urlsplit(public)
        self.secure = parts.scheme == "https"
        self.folder = prints.host_of(public)
        usual = _PORTS[parts.scheme]
        name = (parts.hostname or "").lower()
        port = parts.port or usual
        self.hosts = {f"{name}:{port}"} | ({name} if port == usual else set())

    def reads(self, environ: WSGIEnvironment) -> bool:
        """Whether somebody wants to read this paper, by its own name and as securely as it is to be read."""
        host = environ.get("HTTP_HOST", "")
        return (
            environ["REQUEST_METHOD"] in READING
            and (host in self.hosts or host.lower() in self.hosts)
            and not (self.secure and environ.get("HTTP_X_FORWARDED_PROTO") == "http")
        )


def path_of(environ: WSGIEnvironment) -> str | None:
    """The path as text; None if it is none. PEP 3333 hands its bytes over as if they were Latin-1."""
    path: str = environ["PATH_INFO"]
    if not path.isascii():
        try:
            path = prints.normal(path.encode("latin-1").decode())
        except UnicodeError:
            return None
    return None if "\0" in path else path


def address(path: str, query: str) -> str | None:
    """What of a request decides the answer; None if that is for the application."""
    if path.startswith(ELSEWHERE) or (query and path == prints.SEARCH):
        return None
    return prints.address_of(path, query) if query else path


def is_junk(environ: WSGIEnvironment) -> bool:
    """Whether no page can ever have such a path, so that nobody needs to look for it."""
    return len(environ["PATH_INFO"]) > LONGEST or path_of(environ) is None
