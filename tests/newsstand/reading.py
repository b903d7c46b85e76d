"""Readers' programs: what they ask the newsstand, and what they get."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import brotli

from terbit.newsstand import serving
from tests.newsstand.printing import PUBLIC, PrintFolder

MISSED = "599 Rendered by Terbit"


@dataclass
class Answer:
    status: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def code(self) -> int:
        return int(self.status[:3])

    @property
    def missed(self) -> bool:
        """Whether the newsstand had nothing and the application was asked."""
        return self.status == MISSED

    @property
    def text(self) -> str:
        """The body as the reader sees it."""
        read = {"br": brotli.decompress, "gzip": gzip.decompress}
        return read.get(self.headers.get("content-encoding", ""), bytes)(self.body).decode()


class Reader:
    """Asks a newsstand over a print folder, with a fallback that only says that it was asked."""

    def __init__(self, folder: PrintFolder, public: str = PUBLIC) -> None:
        self.host = folder.host
        self.strict = validator(serving(validator(_rendered), folder.path, public))
        self.lenient = serving(_rendered, folder.path, public)

    def get(self, target: str, method: str = "GET", *, strict: bool = True, **said: str) -> Answer:
        """`target` as it stands in the request line; headers as `if_none_match="…"`."""
        environ = environ_of(target, method, **{"host": self.host} | said)
        return call(self.strict if strict else self.lenient, environ)

    def head(self, target: str, **said: str) -> Answer:
        return self.get(target, "HEAD", **said)


def environ_of(
    target: str, method: str = "GET", host: str = "www.kabar.example", **said: str
) -> dict[str, Any]:
    path, _, query = target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path.encode()).decode("latin-1"),
        "QUERY_STRING": query,
        "HTTP_HOST": host,
    }
    setup_testing_defaults(environ)
    return environ | {f"HTTP_{name.upper()}": value for name, value in said.items()}


def call(application: Any, environ: dict[str, Any]) -> Answer:
    answer = Answer()

    def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        assert len({name.lower() for name, _value in headers}) == len(headers), f"said twice: {headers}"
        answer.status, answer.headers = status, {name.lower(): value for name, value in headers}
        return lambda _written: None

    pieces: Iterable[bytes] = application(environ, start)
    try:
        answer.body = b"".join(pieces)
    finally:
        if close := getattr(pieces, "close", None):
            close()
    return answer


def _rendered(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response(MISSED, [("Content-Type", "text/plain")])
    return [b"rendered"]
