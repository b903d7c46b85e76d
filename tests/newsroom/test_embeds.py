"""Addresses of other sites, read without asking those sites anything."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terbit.newsroom.embeds import FRAME_HOSTS, SITES, recognise

TUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("typed", "site", "url", "player"),
    [
        (f"{TUBE}&feature=share&t=1m30s", "YouTube", f"{TUBE}&t=90s", "/embed/dQw4w9WgXcQ?start=90"),
        ("youtu.be/dQw4w9WgXcQ?si=x", "YouTube", TUBE, "/embed/dQw4w9WgXcQ"),
        ("http://m.youtube.com/shorts/dQw4w9WgXcQ", "YouTube", TUBE, "/embed/dQw4w9WgXcQ"),
        ("https://www.youtube.com/live/dQw4w9WgXcQ", "YouTube", TUBE, "/embed/dQw4w9WgXcQ"),
        (
            "https://vimeo.com/123456789/abcdef12",
            "Vimeo",
            "https://vimeo.com/123456789/abcdef12",
            "h=abcdef12",
        ),
        (
            "https://twitter.com/kabar/status/1234567890?s=20",
            "X",
            "https://x.com/kabar/status/1234567890",
            "Tweet.html?id=1234567890",
        ),
        (
            "https://www.tiktok.com/@kabar.id/video/7123456789?_r=1",
            "TikTok",
            "https://www.tiktok.com/@kabar.id/video/7123456789",
            "/player/v1/7123456789",
        ),
        ("https://vt.tiktok.com/ZSabc123/", "TikTok", "https://vt.tiktok.com/ZSabc123/", None),
        (
            "https://www.instagram.com/kabar/reel/Cabc-123_x/?igsh=1",
            "Instagram",
            "https://www.instagram.com/reel/Cabc-123_x/",
            "/reel/Cabc-123_x/embed/",
        ),
        (
            "https://web.facebook.com/kabar/posts/123?__cft__[0]=AZ",
            "Facebook",
            "https://www.facebook.com/kabar/posts/123",
            "post.php?href=https%3A%2F%2Fwww.facebook.com%2Fkabar%2Fposts%2F123",
        ),
        (
            "https://www.facebook.com/watch/?v=42",
            "Facebook",
            "https://www.facebook.com/watch/?v=42",
            "video.php?href=",
        ),
        (
            "https://www.google.com/maps/place/Jam+Gadang/@-0.305,100.369,17z",
            "Google Maps",
            "https://www.google.com/maps/search/?api=1&query=Jam+Gadang",
            "q=Jam+Gadang&output=embed",
        ),
        ("https://maps.app.goo.gl/AbCdEf123", "Google Maps", "https://maps.app.goo.gl/AbCdEf123", None),
    ],
)
def test_an_address_tells_its_page_and_its_player(
    typed: str, site: str, url: str, player: str | None
) -> None:
    embed = recognise(typed)
    assert embed is not None
    assert (embed.site, embed.url) == (site, url)
    assert (player is None and embed.player is None) or player in embed.player


@pytest.mark.parametrize(
    ("code", "url"),
    [
        (
            '<iframe width="560" src="https://www.youtube.com/embed/dQw4w9WgXcQ?si=x" title="x"></iframe>',
            TUBE,
        ),
        (
            """<blockquote class="twitter-tweet"><p>Kata <a href="https://t.co/x">t</a></p>
            <a href="https://twitter.com/kabar/status/1234567890?ref_src=twsrc">18 Februari</a></blockquote>
            <script async src="https://platform.twitter.com/widgets.js"></script>""",
            "https://x.com/kabar/status/1234567890",
        ),
        (
            '<blockquote data-instgrm-permalink="https://www.instagram.com/p/Cabc123/?utm_source=ig_embed&amp;x=1">',
            "https://www.instagram.com/p/Cabc123/",
        ),
        (
            '<iframe src="https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fa%2Fposts%2F1">',
            "https://www.facebook.com/a/posts/1",
        ),
    ],
)
def test_embed_code_is_as_good_as_an_address(code: str, url: str) -> None:
    embed = recognise(code)
    assert embed is not None and embed.url == url


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Jam Gadang",
        "https://contoh.id/watch?v=dQw4w9WgXcQ",
        "https://youtube.com.contoh.id/watch?v=dQw4w9WgXcQ",
        "https://contoh.id/@youtube.com/dQw4w9WgXcQ",
        "https://youtube.com@contoh.id/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/@kanal",
        "https://www.youtube.com/watch?v=kurang",
        'https://www.youtube.com/watch?v="><script>ab',
        "https://x.com/kabar",
        "https://www.google.com/search?q=x",
        "https://www.facebook.com/plugins/post.php?href=javascript:alert(1)",
        "javascript:alert('https://youtu.be/')",
    ],
)
def test_any_other_address_is_not_embedded(typed: str) -> None:
    assert recognise(typed) is None


HOSTS = [
    "youtube.com",
    "youtu.be",
    "vimeo.com",
    "x.com",
    "www.tiktok.com",
    "instagram.com",
    "facebook.com",
    "google.com",
]


@given(
    st.sampled_from(HOSTS),
    st.sampled_from(
        ["", "/watch", "/p/Cabcdef", "/maps", "/maps/place", "/plugins/post.php", "/a/status/12345"]
    ),
    st.text(st.sampled_from("ab12/?=&#@:%<>\"' v.") | st.characters(), max_size=30),
)
def test_a_player_always_lies_on_an_allowed_host(host: str, path: str, rest: str) -> None:
    embed = recognise(f"https://{host}{path}{rest}")
    if embed is not None:
        assert embed.site in SITES
        assert not set("<>\"' ") & set(embed.url + (embed.player or ""))
        assert urlsplit(embed.url).scheme == "https"
        if embed.player:
            assert "https://" + urlsplit(embed.player).netloc in FRAME_HOSTS
