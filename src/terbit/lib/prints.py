"""Where the finished answer to an address lies, and in which form.

The press writes here and the newsstand reads; nginx and Caddy read the same folder, so every name in it is a contract:

    prints/current                  → the edition readers get
    prints/EDITION/HOST/a/b/index.html  the answer to /a/b/, with .gz and .br beside it
    prints/EDITION/HOST/a/b@.html       the answer to /a/b
    prints/EDITION/HOST/a/b.css         the answer to /a/b.css
    prints/EDITION/HOST/.other/1f/…     everything that is no plain 200, or has no plain name: one file with status,
                                        headers and every encoding, which only the newsstand reads

An encoded file is valid only beside its identity, which is written last and removed first.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CURRENT = "current"
OTHER = ".other"
HTML, RSS = "text/html; charset=utf-8", "application/rss+xml; charset=utf-8"
JSON_FEED = "application/feed+json"  # no plain answer, since nginx and Caddy know a type by the end of a name
# What is served under a name that ends so; anything else is no plain answer.
TYPES = {
    "html": HTML,
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
INDEXES = {HTML: "index.html", RSS: "index.rss"}
TEXTS = ("xml", "txt", "css", "js", "json", "webmanifest", "svg")
COMPRESSED = {HTML, RSS, JSON_FEED, *(TYPES[name] for name in TEXTS)}
ENCODINGS = {"br": ".br", "gzip": ".gz"}  # in the order they are preferred, with the end of the file's name

_SEGMENT = r"[A-Za-z0-9_][A-Za-z0-9_.~-]{0,99}"
PLAIN = re.compile(rf"/(?:{_SEGMENT}/){{0,12}}(?:{_SEGMENT})?\Z")
LONGEST = 600
_RESERVED = re.compile(r"index\.(?:html|rss)\Z|.*\.(?:gz|br)\Z")

# Queries that mean something; all others are not looked at. Numbers and feeds only, so that nobody can make up many.
NUMBERED = re.compile(r"(?:(?:p|page_id|attachment_id|cat|author)=[0-9]{1,12}|feed=(?:rss2?|rdf|atom))\Z")
FOLDER = re.compile(r"/(?:[^/]+/)?\Z")  # where they do
SEARCH = "/cari/"


def host_of(public: str) -> str:
    """The folder of a public address such as `https://www.kabar.example`: its host, with a port that is unusual."""
    return urlsplit(public).netloc.lower()


def is_plain(path: str) -> bool:
    """Whether a path can lie under its own name."""
    if len(path) > LONGEST or not PLAIN.match(path):
        return False
    return not _RESERVED.match(path.rpartition("/")[2])


def plain_name(path: str, content_type: str) -> str | None:
    """Where the 200 of a path lies below its host's folder; None if it has no plain name."""
    if not is_plain(path):
        return None
    if path.endswith("/"):
        index = INDEXES.get(content_type)
        return f"{path[1:]}{index}" if index else None
    extension = path.rpartition("/")[2].rpartition(".")[2]
    if extension in TYPES and "." in path.rpartition("/")[2]:
        return path[1:] if TYPES[extension] == content_type else None
    return f"{path[1:]}@.html" if content_type == HTML else None


def plain_names(path: str) -> list[str]:
    """Where the 200 of a path may lie, for a reader who does not know its type."""
    if not is_plain(path):
        return []
    if path.endswith("/"):
        return [path[1:] + index for index in INDEXES.values()]
    last = path.rpartition("/")[2]
    if "." in last and last.rpartition(".")[2] in TYPES:
        return [path[1:]]
    return [f"{path[1:]}@.html"]


def type_of(name: str) -> str:
    """The content type of a plain name."""
    extension = name.rpartition(".")[2]
    return RSS if extension == "rss" else TYPES[extension]


def other_name(address: str) -> str:
    """Where any answer to an address (path, and a query that means something) lies below its host's folder."""
    digest = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{OTHER}/{digest[:2]}/{digest[2:]}"


def normal(path: str) -> str:
    """The one spelling of a path: composed characters (NFC), which is how stories' paths are kept."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def address_of(path: str, query: str) -> str:
    """What of a request decides the answer: `/a/` for `/a/?utm_source=x`, `/?p=123` for `/?p=123&x`.

    Also `/blog/?p=123`, for a paper that lay below its host. Where `/blog/` is a page, that page answers.
    """
    if query and FOLDER.match(path):
        for part in query.split("&", 20)[:20]:
            if NUMBERED.match(part):
                return f"{path}?{part}"
    return path


@dataclass(frozen=True)
class Answer:
    """An answer that is no plain file. `bodies` by encoding; `identity` is always there (perhaps empty)."""

    status: int
    headers: list[tuple[str, str]]
    bodies: dict[str, bytes] = field(default_factory=dict)

    def pack(self) -> bytes:
        parts, begin = [], 0
        for encoding, body in self.bodies.items():
            parts.append((encoding, begin, len(body)))
            begin += len(body)
        head = {"status": self.status, "headers": self.headers, "parts": parts}
        return b"".join([json.dumps(head).encode(), b"\n", *self.bodies.values()])

    @classmethod
    def unpack(cls, packed: bytes) -> Answer:
        """ValueError if the file is not whole."""
        line, found, rest = packed.partition(b"\n")
        try:
            head = json.loads(line)
            bodies = {name: rest[begin : begin + length] for name, begin, length in head["parts"]}
            whole = found and sum(length for _name, _begin, length in head["parts"]) == len(rest)
            headers = [(str(name), str(value)) for name, value in head["headers"]]
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("This is not an answer.") from error
        if not whole:
            raise ValueError("This answer is not whole.")
        return cls(int(head["status"]), headers, bodies)
