"""Files of the old site, for whoever still links to them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from terbit.lib import prints
from terbit.moving.arriving import uploads
from terbit.press import api as press


@press.printable
@require_safe
def upload(request: HttpRequest, file: str) -> HttpResponse:
    """301 to the file, in whatever size the old address had a picture; 404 while nothing published shows it."""
    target = uploads.address_of(prints.normal(file))
    if target is None:
        raise Http404
    return HttpResponsePermanentRedirect(target)
