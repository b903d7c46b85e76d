"""Sends a stored file with headers under which it can do no harm in a browser."""

from __future__ import annotations

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.http import content_disposition_header
from whitenoise.middleware import WhiteNoiseFileResponse
from whitenoise.responders import NotARegularFileError, StaticFile

from terbit.pictures import documents

# What browsers show or play as such; everything else, SVG and HTML above all, is only ever saved.
SAFE_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "heic": "image/heic",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ogg": "audio/ogg",
    "png": "image/png",
    "webm": "video/webm",
    "webp": "image/webp",
}
FOR_EVER = "public, max-age=31536000, immutable"
EACH_TIME = "no-cache"  # kept, and asked for each time: nobody is told when readers may not have it any more
FOR_STAFF = "private, max-age=3600"


def not_found() -> HttpResponse:
    """A bare 404 that nobody keeps: the same address may be public a minute later."""
    return HttpResponseNotFound(headers={"Cache-Control": "no-store"})


def send(request: HttpRequest, name: str, cache_control: str, document: str = "") -> HttpResponse:
    """The stored file of a name, whole or the range asked for (browsers seek in film with it).

    A document that moved in has a name that it is saved under.
    """
    try:
        path = default_storage.path(name)
        file = StaticFile(path, _headers(name, cache_control, document))
    except (SuspiciousOperation, NotARegularFileError, OSError, ValueError):
        return not_found()
    answer = file.get_response(request.method, request.META)
    response = WhiteNoiseFileResponse(answer.file or (), status=answer.status)
    response.stored = path  # the press links it instead of reading it
    del response["Content-Type"]  # a guess, where the answer has none of its own
    for header, value in answer.headers:
        response[header] = value
    return response


def _headers(name: str, cache_control: str, document: str) -> list[tuple[str, str]]:
    """`document` is the name that one is saved under whose content has been looked at."""
    extension = name.rpartition(".")[2].lower()
    content_type = (documents.TYPES if document else SAFE_TYPES).get(extension)
    is_shown = extension == documents.IN_BROWSER if document else content_type is not None
    # In a sandbox no browser opens its reader of PDF.
    policy = "default-src 'none'" if document and is_shown else "default-src 'none'; sandbox"
    return [
        ("Content-Type", content_type or "application/octet-stream"),
        ("Content-Disposition", content_disposition_header(not is_shown, document) or "inline"),
        ("Accept-Ranges", "bytes"),
        ("Cache-Control", cache_control),
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
    ]
