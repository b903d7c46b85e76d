"""The paper has one address; who comes by another name is sent there."""

from __future__ import annotations

from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client

from terbit.house.addresses import canonical


def asked(public: str, host: str, path: str = "/", **environ: str) -> tuple[str, str | None]:
    """Ask the wrapped application; return its status and where it sends the reader."""
    found: list[tuple[str, str | None]] = []

    def house(environ, start_response):
        start_response("200 OK", [])
        return [b"paper"]

    def start_response(status, headers):
        found.append((status, dict(headers).get("Location")))

    request = {"HTTP_HOST": host, "PATH_INFO": path} | environ
    setup_testing_defaults(request)
    canonical(house, public)(request, start_response)
    return found[0]


@pytest.mark.parametrize(
    ("public", "other"),
    [("https://kabar.example", "www.kabar.example"), ("https://www.kabar.example", "kabar.example")],
)
def test_a_reader_of_the_other_name_is_sent_to_the_public_address(public: str, other: str):
    assert asked(public, other, "/politik/a/", QUERY_STRING="q=a%20b") == (
        "301 Moved Permanently",
        f"{public}/politik/a/?q=a%20b",
    )


def test_a_form_sent_to_the_other_name_is_sent_again_whole():
    status, target = asked("https://kabar.example", "www.kabar.example", "/x", REQUEST_METHOD="POST")
    assert (status, target) == ("308 Permanent Redirect", "https://kabar.example/x")


def test_a_reader_on_http_is_sent_to_https_when_the_proxy_says_so():
    public = "https://kabar.example"
    assert asked(public, "kabar.example", HTTP_X_FORWARDED_PROTO="http")[1] == "https://kabar.example/"
    assert asked(public, "kabar.example", HTTP_X_FORWARDED_PROTO="https")[0] == "200 OK"


def test_a_proxy_that_says_nothing_makes_no_redirect_in_a_circle():
    assert asked("https://kabar.example", "kabar.example")[0] == "200 OK"


def test_the_machine_itself_may_ask_by_its_local_name():
    assert asked("https://kabar.example", "127.0.0.1:8000", HTTP_X_FORWARDED_PROTO="http")[0] == "200 OK"


@pytest.mark.parametrize("path", ["//evil.example/", "/\r\nSet-Cookie: a=b", "/berita/\xc3\xa9"])
def test_a_hostile_path_stays_on_the_public_address(path: str):
    target = asked("https://kabar.example", "www.kabar.example", path)[1]
    assert target.startswith("https://kabar.example/")
    assert not set(target) & set("\r\n ")


def test_a_name_that_is_not_ours_is_one_line_in_the_log(db, caplog):
    assert Client().get("/", headers={"host": "kabar.example.evil"}).status_code == 400
    (record,) = [record for record in caplog.records if record.name == "django.security.DisallowedHost"]
    assert "kabar.example.evil" in record.message and record.exc_info is None
