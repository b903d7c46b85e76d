"""Previews: a reader's page inside the newsroom, in the readers' language and under their policy."""

from __future__ import annotations

from django.conf import settings
from django.template.response import TemplateResponse
from django.utils import translation

from terbit.lib import reader_headers

HEADERS = {
    "Content-Security-Policy": reader_headers.CONTENT_SECURITY_POLICY,  # what it forbids is missing here, too
    "X-Robots-Tag": "noindex",
    "Cache-Control": reader_headers.NEVER,
}


def finished(response: TemplateResponse) -> TemplateResponse:
    """The rendered answer, whatever language the editor's screens have."""
    with translation.override(settings.LANGUAGE_CODE):
        response.render()
    for name, value in HEADERS.items():
        response[name] = value
    return response
