"""Which CDN `TERBIT_CDN` names, and what each kind of them is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from terbit import config
from terbit.config.cdn import Cdn
from terbit.press import caches, cdn


def test_a_cdn_is_told_addresses_as_browsers_ask_for_them(settings: Any):
    settings.TERBIT_URL = "https://kabar.example"
    assert cdn.url("/") == "https://kabar.example/"
    assert cdn.url("/kota/pasar é 100%/") == "https://kabar.example/kota/pasar%20%C3%A9%20100%25/"
    assert cdn.url("/a(b)'c|d/") == "https://kabar.example/a(b)'c|d/"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("varnish://cache.internal:6081", Cdn("varnish", "cache.internal:6081")),
        ("varnish://[::1]:6081", Cdn("varnish", "[::1]:6081")),
        (f"cloudflare://ra%2Fhasia@{'0a' * 16}", Cdn("cloudflare", "0a" * 16, "ra/hasia")),
        ("", None),
    ],
)
def test_a_cdn_is_named_by_one_address(given: str, kept: Cdn | None):
    assert config.read({"TERBIT_CDN": given}).cdn == kept


@pytest.mark.parametrize(
    "wrong",
    ["cache.internal:6081", "http://cache", "varnish://", "varnish://a:b@cache", "varnish://cache:99999",
     "varnish://cache/kota", "cloudflare://zone", "cloudflare://rahasia@zone", "cloudfront://", "akamai://x",
     "varnish://ca che"],
)  # fmt: skip
def test_a_cdn_that_cannot_be_named_so_is_refused_without_being_repeated(wrong: str):
    with pytest.raises(
        config.ConfigError, match=r"^TERBIT_CDN cannot be its value: expected varnish://host:6081, "
    ):
        config.read({"TERBIT_CDN": wrong})


def test_cloudfront_without_its_library_is_refused_in_one_sentence():
    try:
        import boto3  # noqa: F401
    except ImportError:
        with pytest.raises(
            config.ConfigError, match="needs boto3, which is not installed: pip install boto3"
        ):
            config.read({"TERBIT_CDN": "cloudfront://E2QWRUHAPOMQZL"})
    else:
        assert config.read({"TERBIT_CDN": "cloudfront://E2QWRUHAPOMQZL"}).cdn == Cdn(
            "cloudfront", "E2QWRUHAPOMQZL"
        )


# Cloudflare -------------------------------------------------------------------------------------------


class CloudflareApi(BaseHTTPRequestHandler):
    """As far as its documentation describes one call, on this machine."""

    heard: list[Any] = []
    success = True

    def do_POST(self) -> None:
        what = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.heard.append((self.headers["Authorization"], what))
        said = json.dumps({"success": self.success, "errors": [] if self.success else [{"message": "no"}]})
        self.send_response(200 if self.success else 403)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(said.encode())

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def cloudflare() -> Iterator[caches.Cloudflare]:
    CloudflareApi.heard, CloudflareApi.success = [], True
    with HTTPServer(("127.0.0.1", 0), CloudflareApi) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        cache = caches.Cloudflare({"ZONEID": "0a" * 16, "BEARER_TOKEN": "rahasia"})
        cache.cloudflare_purge_endpoint_url = f"http://127.0.0.1:{server.server_port}/"
        yield cache
        server.shutdown()
        thread.join()


def test_cloudflare_is_told_thirty_addresses_at_a_time_and_everything_at_once(cloudflare: caches.Cloudflare):
    cloudflare.purge_batch([f"https://kabar.example/{number}/" for number in range(31)])
    cloudflare.purge_everything("https://kabar.example")
    assert [len(what.get("files", ())) for _token, what in CloudflareApi.heard] == [30, 1, 0]
    assert CloudflareApi.heard[-1] == ("Bearer rahasia", {"purge_everything": True})


def test_a_refusal_of_cloudflare_is_told_with_its_reason(cloudflare: caches.Cloudflare):
    CloudflareApi.success = False
    with pytest.raises(caches.RefusedError, match="Cloudflare: 403 no"):
        cloudflare.purge_batch(["https://kabar.example/"])
