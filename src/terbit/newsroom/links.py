"""Addresses as they are pasted, made into addresses worth keeping."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
TRACKERS = re.compile(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|ttclid|twclid|li_fat_id|igshid?|mc_[ce]id|_ga|_gl"
    r"|ref_src|ref_url|__twitter_impression|_hs(enc|mi)|mkt_tok|wt_mc|cmpid|ns_(mchannel|source|campaign)"
    r"|guccounter|guce_referrer(_sig)?|__cft__(\[\d*\])?|__tn__|__xts__(\[\d*\])?|mibextid|share_id",
    re.IGNORECASE,
)
# The sharer's own mark, on hosts where the name means nothing else.
SHARER = {"youtu.be": {"si", "feature"}, "youtube.com": {"si", "feature"}, "open.spotify.com": {"si"}}
SHARER |= {"x.com": {"s", "t"}, "twitter.com": {"s", "t"}, "tiktok.com": {"_t", "_r", "is_from_webapp"}}
# Pages that only send the reader on: host, path, and the parameter with the address.
DETOURS = [
    (re.compile(r"(www\.)?google\.[a-z.]+"), "/url", ("q", "url")),
    (re.compile(r"(l|lm)\.(facebook|instagram|messenger)\.com"), "/l.php", ("u",)),
    (re.compile(r"l\.instagram\.com"), "/", ("u",)),
    (re.compile(r"l\.wl\.co"), "/l", ("u",)),
    (re.compile(r"([\w-]+\.)?safelinks\.protection\.outlook\.com"), "/", ("url",)),
]


def clean(address: str) -> str | None:
    """The address without trackers and detours; None if readers should not be sent there.

    Allowed are http, https, mailto, tel, and paths of the paper itself.
    """
    address = re.sub(r"[\x00-\x20\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", "", address)
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    if not parts.scheme and not parts.netloc:
        return _escaped(address) if re.match(r"/(?![/\\])|#", address) else None
    if parts.scheme not in SCHEMES or (parts.scheme in {"http", "https"} and not host):
        return None
    if parts.scheme in {"mailto", "tel"}:
        return _escaped(address)
    if target := _behind_detour(host, parts.path, parts.query):
        return clean(target)
    query = _without_trackers(host, parts.query)
    fragment = parts.fragment.split(":~:text=")[0]
    return _escaped(urlunsplit(parts._replace(query=query, fragment=fragment)))


def _behind_detour(host: str, path: str, query: str) -> str | None:
    values = dict(parse_qsl(query))
    for hosts, detour, names in DETOURS:
        if hosts.fullmatch(host) and path == detour:
            targets = [values[name] for name in names if name in values]
            return next((target for target in targets if target.startswith(("http://", "https://"))), None)
    return None


def _without_trackers(host: str, query: str) -> str:
    """The query without trackers; left as it was typed where there are none."""
    sharer = SHARER.get(re.sub(r"^(www|m|mobile|vt)\.", "", host), set())
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not TRACKERS.fullmatch(name) and name not in sharer]
    return query if kept == pairs else urlencode(kept)


def _escaped(address: str) -> str:
    """Letters stay readable; what could end an attribute or a tag is written in percent."""
    return re.sub(r"[\"'<>\\`{}|^]", lambda char: quote(char[0]), address)
