"""Sheets that are no plain file: redirects, what is gone, what is missing, and pages whose address is no file name."""

from __future__ import annotations

from http import HTTPStatus

from terbit.lib import prints, reader_headers
from terbit.newsstand import lastread
from terbit.newsstand.copies import Copy, Headers
from terbit.newsstand.encodings import IDENTITY


class Others:
    def __init__(self, folder: str, common: Headers) -> None:
        self.folder, self.common = folder, common

    def find(self, address: str, order: tuple[str, ...]) -> Copy:
        """OSError if there is no sheet, ValueError if it is not whole."""
        file = f"{self.folder}/{prints.other_name(address)}"
        with open(file, "rb") as opened:
            found = lastread.note(opened.fileno())
            answer = prints.Answer.unpack(opened.read())
        status = HTTPStatus(answer.status)
        encoding = next((name for name in order if name in answer.bodies), None)
        if encoding is None:
            raise ValueError("This answer has no body.")
        copy = Copy(file, found, encoding, answer.bodies[encoding])
        copy.size = len(answer.bodies[encoding])
        copy.status = f"{status.value} {status.phrase}"
        copy.headers = self._headers(address, answer, copy, encoding)
        return copy

    def _headers(self, address: str, answer: prints.Answer, copy: Copy, encoding: str) -> Headers:
        headers = [*answer.headers, ("Content-Length", str(copy.size))]
        # Only what is there may be kept for ever, and can be asked for by time and tag.
        whole = answer.status == HTTPStatus.OK
        defaults = [
            ("Cache-Control", reader_headers.cache_control(address) if whole else reader_headers.PAGE)
        ]
        if whole:
            defaults += [("Last-Modified", copy.modified), ("ETag", copy.etag)]
        if encoding != IDENTITY:
            headers.append(("Content-Encoding", encoding))
        if len(answer.bodies) > 1:
            defaults.append(("Vary", "Accept-Encoding"))
        said = {name.lower() for name, _value in headers}
        return headers + [header for header in defaults + self.common if header[0].lower() not in said]
