"""Files of the old site, for whoever still links to them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from terbit.lib import prints
from terbit.moving.arriving import uploads


@require_safe
def upload(request: HttpRequest, file: str) -> HttpResponse:
    """301 to the picture or recording, in whatever size the old address had it; 404 while no live page shows it."""
    target = uploads.address_of(prints.normal(file))
    if target is None:
        raise Http404
    return HttpResponsePermanentRedirect(target)
