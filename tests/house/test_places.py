"""Printed pages are handed out however many wait for what must be made first."""

from __future__ import annotations

import gc
import time
from threading import Event, Thread, Timer
from typing import Any

from terbit.house import places
from terbit.house.places import with_places


def ask(application: Any, path: str = "/") -> tuple[str, bytes]:
    told: list[str] = []
    body = application({"PATH_INFO": path}, lambda status, headers, exc_info=None: told.append(status))
    answer = b"".join(body)
    if close := getattr(body, "close", None):
        close()
    return told[0], answer


def house(environ: dict[str, Any], start_response: Any) -> Any:
    start_response("200 OK", [])
    return iter([b"made"]) if environ["PATH_INFO"] == "/slow/" else [b"made"]


def test_who_waits_while_places_become_free_gets_one():
    application = with_places(house, 1)
    body = application({"PATH_INFO": "/slow/"}, lambda *_args: None)
    Timer(0.2, body.close).start()
    assert ask(application) == ("200 OK", b"made")


def test_who_finds_no_place_is_asked_to_return_and_finds_one_when_others_have_gone():
    opened = Event()

    def waiting(environ: dict[str, Any], start_response: Any) -> Any:
        opened.wait(20)
        return house(environ, start_response)

    application = with_places(waiting, 2)
    inside = [Thread(target=ask, args=(application,)) for _ in range(2)]
    for thread in inside:
        thread.start()
    assert ask(application)[0] == "503 Service Unavailable"
    opened.set()
    for thread in inside:
        thread.join()
    assert [ask(application) for _ in range(5)] == [("200 OK", b"made")] * 5


def test_where_no_place_has_become_free_for_a_while_nobody_waits():
    application = with_places(house, 1)
    body = application({"PATH_INFO": "/slow/"}, lambda *_args: None)
    time.sleep(places.STUCK)
    began = time.monotonic()
    assert ask(application)[0] == "503 Service Unavailable"
    assert time.monotonic() - began < places.PATIENCE / 2
    body.close()


def test_a_place_is_held_until_the_answer_is_closed():
    application = with_places(house, 1)
    body = application({"PATH_INFO": "/slow/"}, lambda *_args: None)
    assert ask(application)[0] == "503 Service Unavailable"
    body.close()
    assert ask(application)[0] == "200 OK"


def test_an_answer_nobody_closes_and_a_house_that_fails_cost_no_place():
    def failing(environ: dict[str, Any], start_response: Any) -> Any:
        raise ValueError("a mistake")

    application = with_places(failing, 1)
    for _ in range(3):
        try:
            ask(application)
        except ValueError:
            continue
        raise AssertionError("it was not asked")
    application = with_places(house, 1)
    for _ in range(3):
        iter(application({"PATH_INFO": "/slow/"}, lambda *_args: None))
        gc.collect()
    assert ask(application)[0] == "200 OK"
