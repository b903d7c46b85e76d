"""Addresses of other sites that a story may embed. Nothing is asked of those sites: the address tells all.

Readers get a link; only when they ask for it does their browser load the player's address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from terbit.newsroom import links

Kind = Literal["video", "upright", "post", "map"]


@dataclass(frozen=True)
class Embed:
    """`url` is the page on the site, `player` what may be framed (None: only a link), `kind` its shape."""

    site: str
    kind: Kind
    url: str
    player: str | None = None


SITES = ("YouTube", "Vimeo", "X", "TikTok", "Instagram", "Facebook", "Google Maps")
# For a Content-Security-Policy: the only hosts that `player` addresses have.
FRAME_HOSTS = (
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://platform.twitter.com",
    "https://www.tiktok.com",
    "https://www.instagram.com",
    "https://www.facebook.com",
    "https://www.google.com",
)


def recognise(text: str) -> Embed | None:
    """The embed in an address or in a site's embed code; None where there is none of a known site."""
    for address in _addresses(text):
        try:
            parts = urlsplit(address)
            host = re.sub(r"^(www|m|mobile|web|id-id)\.", "", (parts.hostname or "").lower())
        except ValueError:
            continue
        if (reader := READERS.get(host)) and (embed := reader(parts, dict(parse_qsl(parts.query)))):
            return embed
    return None


def _addresses(text: str) -> Iterator[str]:
    """Every https address in the text, without trackers; one that is typed without https, too."""
    found = re.findall(r"https?://[^\s\"'<>]+", unescape(text)) or [f"https://{text.strip()}"]
    for address in found[:20]:
        if cleaned := links.clean(address):
            yield re.sub("^http:", "https:", cleaned)


def _youtube(parts: SplitResult, query: dict[str, str]) -> Embed | None:
    match = re.fullmatch(r"/(?:(?:shorts|live|embed|v)/)?([\w-]{11})/?", parts.path, re.ASCII)
    code = query.get("v", "") if parts.path.rstrip("/") == "/watch" else match[1] if match else ""
    if not re.fullmatch(r"[\w-]{11}", code, re.ASCII):
        return None
    start = _seconds(query.get("t") or query.get("start") or "")
    url = f"https://www.youtube.com/watch?v={code}" + (f"&t={start}s" if start else "")
    player = f"https://www.youtube-nocookie.com/embed/{code}" + (f"?start={start}" if start else "")
    return Embed("YouTube", "upright" if parts.path.startswith("/shorts/") else "video", url, player)


def _seconds(moment: str) -> int:
    """90, 90s or 1m30s in seconds; 0 for anything else."""
    match = re.fullmatch(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,6})s?)?", moment, re.ASCII)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def _vimeo(parts: SplitResult, query: dict[str, str]) -> Embed | None:
    match = re.fullmatch(
        r"/(?:video/|channels/[\w-]+/)?(\d{5,12})(?:/([0-9a-f]{6,20}))?/?", parts.path, re.ASCII
    )
    if not match:
        return None
    number, secret = match[1], match[2] or query.get("h", "")
    secret = secret if re.fullmatch(r"[0-9a-f]{6,20}", secret) else ""
    url = f"https://vimeo.com/{number}" + (f"/{secret}" if secret else "")
    player = f"https://player.vimeo.com/video/{number}?dnt=1" + (f"&h={secret}" if secret else "")
    return Embed("Vimeo", "video", url, player)


def _x(parts: SplitResult, query: dict[str, str]) -> Embed | None:
    match = re.match(r"/(\w{1,20}|i/web)/status(?:es)?/(\d{5,20})(?:/|$)", parts.path, re.ASCII)
    if not match:
        return None
    player = f"https://platform.twitter.com/embed/Tweet.html?id={match[2]}&dnt=true"
    return Embed("X", "post", f"https://x.com/{match[1]}/status/{match[2]}", player)


def _tiktok(parts: SplitResult, query: dict[str, str]) -> Embed | None:
    if match := re.match(r"/(@[\w.-]{1,40})/(video|photo)/(\d{5,25})/?$", parts.path, re.ASCII):
        url = f"https://www.tiktok.com/{match[1]}/{match[2]}/{match[3]}"
        return Embed("TikTok", "upright", url, f"https://www.tiktok.com/player/v1/{match[3]}")
    if match := re.match(r"/(?:embed(?:/v2)?|player/v1)/(\d{5,25})/?$", parts.path, re.ASCII):
        url = f"https://www.tiktok.com/@/video/{match[1]}"
        return Embed("TikTok", "upright", url, f"https://www.tiktok.com/player/v1/{match[1]}")
    return None


def _tiktok_short(parts: SplitResult, query: dict[str, str]) -> Embed | None:
    code = re.fullmatch(r"/(\w{5,20})/?", parts.path, re.ASCII)
    return Embed("TikTok", "upright", f"https://{parts.hostname}/{code[1]}/") if code else None


def _instagram(parts: SplitResult, query: dict[str, str]) -> Embed | None:
    match = re.match(r"/(?:[\w.]{1,40}/)?(p|reels?|tv)/([\w-]{5,40})(?:/|$)", parts.path, re.ASCII)
    if not match:
        return None
    url = f"https://www.instagram.com/{'p' if match[1] == 'p' else 'reel'}/{match[2]}/"
    return Embed("Instagram", "post", url, f"{url}embed/")


def _facebook(parts: SplitResult, query: dict[str, str]) -> Embed | None:
    if parts.path.startswith("/plugins/"):
        return recognise(query["href"]) if query.get("href", "").startswith("https://") else None
    if len(parts.path) < 3:
        return None
    kept = {name: query[name] for name in ("v", "story_fbid", "id", "fbid", "set") if name in query}
    url = f"https://www.facebook.com{quote(unquote(parts.path), safe='/.-_')}"
    url += f"?{urlencode(kept)}" if kept else ""
    film = re.search(r"^/(watch|reel|share/[vr])\b|/videos/", parts.path)
    plugin = "video" if film else "post"
    player = f"https://www.facebook.com/plugins/{plugin}.php?href={quote(url, safe='')}"
    return Embed("Facebook", "video" if film else "post", url, player)


def _facebook_short(parts: SplitResult, query: dict[str, str]) -> Embed | None:
    code = re.fullmatch(r"/([\w-]{5,20})/?", parts.path, re.ASCII)
    return Embed("Facebook", "video", f"https://fb.watch/{code[1]}/") if code else None


def _maps(parts: SplitResult, query: dict[str, str]) -> Embed | None:
    if not parts.path.startswith("/maps") and parts.hostname != "maps.google.com":
        return None
    if parts.path == "/maps/embed" and re.fullmatch(r"[\w!:.%,+*/=-]{10,3000}", query.get("pb", "")):
        url = f"https://www.google.com/maps/embed?{urlencode({'pb': query['pb']})}"
        return Embed("Google Maps", "map", url, url)
    place = re.match(r"/maps/(?:place|search)/([^/@]{1,200})", parts.path)
    point = re.search(r"@(-?\d{1,3}\.\d+),(-?\d{1,3}\.\d+)", parts.path)
    asked = query.get("q") or (unquote(place[1]).replace("+", " ") if place else "")
    asked = asked or (f"{point[1]},{point[2]}" if point else "")
    if not asked:
        return None
    player = f"https://www.google.com/maps?{urlencode({'q': asked, 'output': 'embed'})}"
    return Embed(
        "Google Maps",
        "map",
        f"https://www.google.com/maps/search/?api=1&{urlencode({'query': asked})}",
        player,
    )


def _maps_short(parts: SplitResult, query: dict[str, str]) -> Embed | None:
    code = re.fullmatch(r"/(?:maps/)?(\w{5,30})/?", parts.path, re.ASCII)
    if not code or (parts.hostname == "goo.gl" and not parts.path.startswith("/maps/")):
        return None
    return Embed("Google Maps", "map", f"https://{parts.hostname}{parts.path}")


READERS: dict[str, Callable[[SplitResult, dict[str, str]], Embed | None]] = {
    **dict.fromkeys(("youtube.com", "youtu.be", "youtube-nocookie.com", "music.youtube.com"), _youtube),
    **dict.fromkeys(("vimeo.com", "player.vimeo.com"), _vimeo),
    **dict.fromkeys(("x.com", "twitter.com"), _x),
    "tiktok.com": _tiktok,
    **dict.fromkeys(("vm.tiktok.com", "vt.tiktok.com"), _tiktok_short),
    **dict.fromkeys(("instagram.com", "instagr.am"), _instagram),
    "facebook.com": _facebook,
    "fb.watch": _facebook_short,
    **dict.fromkeys(("google.com", "google.co.id", "maps.google.com"), _maps),
    **dict.fromkeys(("maps.app.goo.gl", "goo.gl"), _maps_short),
}
