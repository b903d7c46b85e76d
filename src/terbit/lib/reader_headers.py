"""The headers of every answer to a reader, whoever sends it: newsstand, press, nginx and Caddy (`deploy/`)."""

from __future__ import annotations

# One strict policy: reader pages have no inline script or style, and nothing of others.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
SECURITY = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
HSTS = ("Strict-Transport-Security", "max-age=2592000")
# Everybody may keep a page, and asks each time whether it is still the same: a correction is seen at the next look,
# and what did not change costs 200 bytes. Where nobody answers, what was kept for a day may be shown.
PAGE = "public, max-age=0, stale-if-error=86400"
# For a CDN that is told of every change (docs/operate/press.md): it keeps a page until then, and a day at most.
PAGE_AT_CDN = "public, max-age=0, s-maxage=86400, stale-if-error=86400"
FOR_EVER = "public, max-age=31536000, immutable"
NEVER = "no-store"
# Addresses that change with what lies behind them.
UNCHANGING = ("/foto/", "/media/", "/warna/", "/aset/", "/ikon/")


def cache_control(path: str) -> str:
    """For an answer that lies on disk."""
    return FOR_EVER if path.startswith(UNCHANGING) else PAGE
