"""robots.txt (RFC 9309): what programs leave alone, and where the sitemaps are."""

from __future__ import annotations

from django.conf import settings

from terbit.feeds import news

# Searches say `noindex`, which only a robot reads that may ask for them.
LEFT_ALONE = ("/ruang-redaksi/",)
SITEMAPS = ("/sitemap.xml", news.ADDRESS)


def written() -> str:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in LEFT_ALONE), ""]
    lines += [f"Sitemap: {settings.TERBIT_URL}{path}" for path in SITEMAPS]
    return "\n".join([*lines, ""])
