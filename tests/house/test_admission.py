"""Strangers read; what they send is small or is not taken, and never keeps readers waiting."""

from __future__ import annotations

import threading
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from terbit.house.admission import FORM, MB, admitting

pytestmark = pytest.mark.usefixtures("english")
LOGIN = "/ruang-redaksi/login/"
LARGEST = 500 * MB


class Unread:
    """A body that must not be touched."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("somebody read it")


class Slow:
    """A body that does not come until it is told to."""

    def __init__(self) -> None:
        self.asked, self.come = threading.Event(), threading.Event()

    def read(self, size: int = -1) -> bytes:
        self.asked.set()
        self.come.wait(20)
        return b"a"


def house(environ, start_response):
    start_response("200 OK", [])
    return [environ["wsgi.input"].read() if isinstance(environ["wsgi.input"], BytesIO) else b"(unread)"]


def asked(path: str, method: str = "POST", body: object = None, application=None, **environ: str):
    """The status, and what the house read or the refusal says."""
    statuses: list[str] = []
    request = {
        "PATH_INFO": path,
        "REQUEST_METHOD": method,
        "wsgi.input": body or Unread(),
        "CONTENT_LENGTH": "1",
    } | environ
    setup_testing_defaults(request)
    said = (application or admitting(house, LARGEST, 8))(
        request, lambda status, headers: statuses.append(status)
    )
    return int(statuses[0][:3]), b"".join(said).decode().strip()


@pytest.fixture
def cookie(db) -> str:
    session = SessionStore()
    session[SESSION_KEY] = "1"
    session.save()
    return f"csrftoken=x; sessionid={session.session_key}"


@pytest.mark.parametrize("path", ["/", "/politik/", "/ruang-redaksi", "/static/a.css"])
def test_nobody_sends_anything_to_the_paper(path: str):
    status, said = asked(path, CONTENT_LENGTH="400000000")
    assert (status, said) == (405, "The paper can be read here; nothing can be sent to this address.")
    assert asked(path, "GET", CONTENT_LENGTH="")[0] == 200


def test_a_stranger_sends_a_form_and_no_more():
    assert asked(LOGIN, body=BytesIO(b"username=a"), CONTENT_LENGTH="10") == (200, "username=a")
    status, said = asked(LOGIN, CONTENT_LENGTH=str(MB + 1))
    assert (status, said) == (413, "Files and forms of more than 1 MB are not taken.")


@pytest.mark.parametrize("length", ["", "-1", "٣", "1e3"])
def test_who_does_not_say_how_much_it_sends_is_not_heard(length: str):
    assert asked(LOGIN, CONTENT_LENGTH=length)[0] == 411


def test_people_who_are_signed_in_send_what_the_settings_allow(cookie: str):
    images = "/ruang-redaksi/images/multiple/add/"
    assert asked(images, HTTP_COOKIE=cookie, CONTENT_LENGTH=str(LARGEST + FORM)) == (200, "(unread)")
    status, said = asked(images, HTTP_COOKIE=cookie, CONTENT_LENGTH=str(LARGEST + FORM + 1))
    assert (status, said) == (413, "Files and forms of more than 500 MB are not taken.")


@pytest.mark.parametrize(
    "forged", ["sessionid=abcdefghijklmnopqrstuvwxyz012345", "sessionid=", "a]=b; =", "x"]
)
def test_a_cookie_that_was_made_up_opens_nothing(db, forged: str):
    assert asked(LOGIN, HTTP_COOKIE=forged, CONTENT_LENGTH=str(2 * MB))[0] == 413


def test_a_session_in_which_nobody_signed_in_is_a_strangers(db):
    session = SessionStore()
    session["left"] = "behind"
    session.save()
    kept = f"sessionid={session.session_key}"
    assert asked(LOGIN, HTTP_COOKIE=kept, CONTENT_LENGTH=str(2 * MB))[0] == 413


def test_strangers_who_send_slowly_leave_room_for_readers_and_the_newsroom(cookie: str):
    application = admitting(house, LARGEST, 8)
    bodies = [Slow(), Slow()]
    threads = [threading.Thread(target=asked, args=(LOGIN, "POST", body, application)) for body in bodies]
    for thread, body in zip(threads, bodies, strict=True):
        thread.start()
        assert body.asked.wait(10)
    assert asked(LOGIN, application=application)[0] == 503
    assert asked("/", "GET", application=application)[0] == 200
    assert asked("/ruang-redaksi/x/", application=application, HTTP_COOKIE=cookie)[0] == 200
    for thread, body in zip(threads, bodies, strict=True):
        body.come.set()
        thread.join()
    assert asked(LOGIN, body=BytesIO(b"a"), application=application)[0] == 200
