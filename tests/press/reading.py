"""A reader of the print folder, as simple as can be: what lies there, else whatever the press answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from terbit.lib import prints
from terbit.press import rendering, sheets
from terbit.press.answering import Misses
from terbit.press.folder import Folder

Answer = tuple[int, bytes]


def lying(folder: Folder, address: str) -> prints.Answer | None:
    """What lies on disk for an address in the edition readers get."""
    root = folder.root(folder.current)
    names = [] if "?" in address else prints.plain_names(address)
    found = (sheets.read(root, name) for name in [*names, prints.other_name(address)])
    return next((answer for answer in found if answer), None)


class Lookup:
    """What `Misses` asks once more."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes] | None:
        path = environ["PATH_INFO"].encode("latin-1").decode()
        address = prints.address_of(prints.normal(path), environ["QUERY_STRING"])
        if (answer := lying(self.folder, address)) is None:
            return None
        start_response(f"{answer.status} There", answer.headers)
        return [answer.bodies["identity"]]


def nothing(environ: Any, start_response: Any) -> Iterable[bytes]:
    start_response("404 Not of the paper", [])
    return []


def ask(misses: Misses, address: str, **more: str) -> Answer:
    """One GET; status and body."""
    path, _, query = address.partition("?")
    environ = {"REQUEST_METHOD": "GET", "HTTP_HOST": misses.place.host, "QUERY_STRING": query}
    environ |= {"PATH_INFO": path.encode().decode("latin-1"), "SCRIPT_NAME": "", **more}
    said: list[str] = []

    def start_response(status: str, headers: Any, *rest: Any) -> None:
        said.append(status)

    if (lies := misses.lookup(environ, start_response)) is not None:
        return int(said[0][:3]), b"".join(lies)
    body = b"".join(misses(environ, start_response))
    return int(said[0][:3]), body


def print_whatever(folder: Folder, address: str) -> None:
    """Keep the answer to an address, also that it leads nowhere."""
    rendered = rendering.render(address)
    assert rendered is not None and folder.keep(rendered), address
