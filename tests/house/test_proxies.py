"""Who asks, and whether it was by https, is believed of our own proxies alone."""

from __future__ import annotations

from wsgiref.util import setup_testing_defaults

import pytest

from terbit.house.addresses import canonical
from terbit.house.proxies import believing

PUBLIC = "https://kabar.example"


def heard(remote: str, proxies: list[str], **environ: str) -> tuple[str, str, str]:
    """Who the house thinks is asking, by which scheme, and what it answers."""
    found: list[str] = []

    def house(environ, start_response):
        found.extend([environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]])
        start_response("200 OK", [])
        return []

    request = {"REMOTE_ADDR": remote, "HTTP_HOST": "kabar.example"} | environ
    setup_testing_defaults(request)
    believing(canonical(house, PUBLIC), proxies)(request, lambda status, headers: found.append(status))
    return tuple(found)


@pytest.mark.parametrize("proxies", [["10.0.0.0/8", "::1"], ["10.0.0.5"]])
def test_a_proxy_of_ours_says_who_is_asking(proxies: list[str]):
    said = {"HTTP_X_FORWARDED_FOR": "198.51.100.7", "HTTP_X_FORWARDED_PROTO": "https"}
    assert heard("10.0.0.5", proxies, **said) == ("198.51.100.7", "https", "200 OK")


def test_a_proxy_of_ours_says_that_a_reader_came_by_http():
    assert heard("10.0.0.5", ["10.0.0.5"], HTTP_X_FORWARDED_PROTO="http") == ("301 Moved Permanently",)


@pytest.mark.parametrize("remote", ["203.0.113.9", "", "unix:"])
def test_what_a_stranger_says_of_himself_is_not_heard(remote: str):
    said = {"HTTP_X_FORWARDED_FOR": "198.51.100.7", "HTTP_X_FORWARDED_PROTO": "http"}
    assert heard(remote, ["10.0.0.5"], **said)[0::2] == (remote, "200 OK")
    assert heard(remote, [], **said)[0::2] == (remote, "200 OK")
