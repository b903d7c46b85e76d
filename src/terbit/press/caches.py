"""Wagtail's backends for caches in front of a site (`wagtail.contrib.frontend_cache`), made to tell how it went.

Wagtail's own only write into the log that a cache could not be told, and the one for HTTP waits as long as the other
side likes. Ours have a limit of time, raise where something was refused, and can forget everything at once.
"""

from __future__ import annotations

import uuid
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import requests
from wagtail.contrib.frontend_cache.backends import CloudflareBackend, CloudfrontBackend, HTTPBackend

TIMEOUT = 10  # seconds


class RefusedError(OSError):
    """The cache was reached and did not do as it was told."""


class Varnish(HTTPBackend):
    """Varnish with `deploy/varnish.vcl`, or whatever else takes PURGE for an address and BAN for everything."""

    def purge_batch(self, urls: list[str]) -> None:
        self._tell("PURGE", urls)

    def purge_everything(self, public: str) -> None:
        self._tell("BAN", [f"{public}/"])

    def _tell(self, method: str, urls: list[str]) -> None:
        """All of them over one connection."""
        connection = HTTPConnection(self.cache_netloc, timeout=TIMEOUT)
        try:
            for url in urls:
                parts = urlsplit(url)
                target = f"{parts.path}?{parts.query}" if parts.query else parts.path
                connection.request(method, target, headers={"Host": parts.netloc})
                answer = connection.getresponse()
                answer.read()
                if answer.status >= 400 and answer.status != 404:  # not there is as good as gone
                    raise RefusedError(f"{method} {url}: {answer.status} {answer.reason}")
        finally:
            connection.close()


class Cloudflare(CloudflareBackend):
    def _purge_urls(self, urls: list[str]) -> None:
        self._tell({"files": urls})

    def purge_everything(self, public: str) -> None:
        self._tell({"purge_everything": True})

    def _tell(self, what: dict[str, Any]) -> None:
        headers = {"Authorization": f"Bearer {self.cloudflare_token}"}
        answer = requests.post(
            self.cloudflare_purge_endpoint_url, json=what, headers=headers, timeout=TIMEOUT
        )
        said = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
        if not (answer.ok and said.get("success")):
            reasons = ", ".join(str(error.get("message")) for error in said.get("errors", []))
            raise RefusedError(f"Cloudflare: {answer.status_code} {reasons or answer.reason}")


class CloudFront(CloudfrontBackend):
    """The account is the one that boto3 finds, as every program on Amazon's machines."""

    def purge_everything(self, public: str) -> None:
        self.purge_batch([f"{public}/*"])

    def _create_invalidation(self, distribution_id: str, paths: list[str]) -> None:
        batch = {
            "Paths": {"Quantity": len(paths), "Items": paths},
            "CallerReference": str(uuid.uuid4()),
        }
        self.client.create_invalidation(DistributionId=distribution_id, InvalidationBatch=batch)
