"""The newsstand: answers from the print folder, and hands what does not lie there to the application behind it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from terbit.lib import prints as places
from terbit.lib import reader_headers
from terbit.newsstand import asking, encodings
from terbit.newsstand.others import Others
from terbit.newsstand.sending import Busy, send
from terbit.newsstand.shelf import Shelf

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from terbit.newsstand.copies import Headers

BUSY = b"Terlalu banyak berkas besar yang sedang dikirim. Silakan coba sebentar lagi.\n"
JUNK = b"Alamat ini tidak dapat dibaca. Periksa kembali tautannya.\n"


def serving(application: WSGIApplication, prints: Path, public: str) -> WSGIApplication:
    """Wrap `application`, which renders what is not printed.

    `prints` is the print folder, `public` the address of the paper (`https://www.kabar.example`).
    """
    return Newsstand(prints, public).before(application)


class Newsstand:
    """The prints of one paper. It may be used by many threads at once, and before the folder is there."""

    def __init__(self, prints: Path, public: str) -> None:
        self.public = asking.Public(public)
        self.common = [*reader_headers.SECURITY]
        if self.public.secure:
            self.common.append(reader_headers.HSTS)
        folder = f"{prints}/{places.CURRENT}/{self.public.folder}"
        self.shelf = Shelf(folder, self.common)
        self.others = Others(folder, self.common)

    def before(self, application: WSGIApplication) -> WSGIApplication:
        """Wrap `application` as `serving` does, with a newsstand that others ask too."""

        def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            found = self.lookup(environ, start_response)
            if found is not None:
                return found
            if asking.is_junk(environ):
                return self.refuse(environ, start_response)
            return application(environ, start_response)

        return answer

    def lookup(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes] | None:
        """The answer that lies on disk; None if there is none, or it cannot be read: then nothing was started."""
        if not self.public.reads(environ):
            return None
        path = asking.path_of(environ)
        address = None if path is None else asking.address(path, environ.get("QUERY_STRING", ""))
        if path is None or address is None:
            return None
        order = encodings.accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
        try:
            # A number means nothing to a page that lies here, but on the front.
            name = address if path == "/" else path
            copy = self.shelf.find(name, order) or self.others.find(address, order)
            return send(copy, environ, start_response)
        except Busy:
            return self.put_off(environ, start_response)
        except (OSError, ValueError):
            return None

    def send_file(
        self, file: str, headers: Headers, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """A film or picture that could not be printed, from where it is stored; without the tag of a print.

        In pieces, and the part that is asked for, as a print is. OSError if it is not there; then nothing was started.
        """
        copy = self.shelf.copy_of(file)
        about = [
            ("Content-Length", str(copy.size)),
            ("Last-Modified", copy.modified),
            ("Accept-Ranges", "bytes"),
        ]
        copy.headers, copy.parts = about + headers, True
        try:
            return send(copy, environ, start_response)
        except Busy:
            return self.put_off(environ, start_response)

    def refuse(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """400, for what no browser sends."""
        return self._say("400 Bad Request", JUNK, environ, start_response)

    def put_off(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """503, for a large file while many are sent."""
        return self._say("503 Service Unavailable", BUSY, environ, start_response, ("Retry-After", "5"))

    def _say(
        self,
        status: str,
        words: bytes,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        *headers: tuple[str, str],
    ) -> Iterable[bytes]:
        about = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(words))),
            ("Cache-Control", reader_headers.NEVER),
        ]
        start_response(status, [*about, *headers, *self.common])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [words]
