"""`terbit run`: one foreground process that loads Terbit once and forks web processes and the worker."""

from __future__ import annotations

import gc
import io
import logging
import socket
import sqlite3
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import DatabaseError, connections
from django.urls import get_resolver

from terbit.house import web
from terbit.house.logs import LogFile
from terbit.house.places import FOR_PRINTS
from terbit.house.supervisor import Post, Supervisor
from terbit.house.worker import Worker
from terbit.lib import memory
from terbit.press.folder import folder
from terbit.press.pressroom import Assistant, Pressroom, has_assistant

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

# Asked for once before the fork, so that what every process needs for a page is loaded once and shared.
REHEARSALS = ("/", "/ruang-redaksi/login/")

log = logging.getLogger("terbit.run")


def load() -> WSGIApplication:
    """Load the application and all it needs, and close the connections no child may inherit."""
    application = get_internal_wsgi_application()
    get_resolver()._populate()
    for path in REHEARSALS:
        try:
            _rehearse(application, path)
        except Exception:
            log.debug("The rehearsal of %s failed.", path, exc_info=True)
    folder().index.close()
    connections.close_all()
    return application


def serve(opened: socket.socket, workers: int, threads: int, log_file: LogFile | None) -> None:
    """Serve until a signal; no child is left on return."""
    memory.hold_little()
    application = load()
    # Only now: loading the application sets logging up anew.
    if log_file:
        log_file.open()
    open_prints()

    def web_process(number: int) -> Post:
        return Post(
            f"web process {number}", lambda: web.serve(opened, application, number, threads + FOR_PRINTS)
        )

    posts = [web_process(number + 1) for number in range(workers)]
    posts.append(Post("the background worker", lambda: Worker().run()))
    assisted = has_assistant()
    posts.append(Post("the press", lambda: Pressroom(assisted=assisted).run()))
    if assisted:
        posts.append(Post("the press's assistant", lambda: Assistant().run()))
    # What is loaded by now stays; the collector need not touch (and so copy) it in every child.
    memory.give_back()
    gc.freeze()
    Supervisor(posts, each_second=log_file.turn if log_file else lambda: None).run()


def open_prints() -> None:
    """Readers get no page of an older Terbit, nor one that shows what has changed while the house was closed."""
    try:
        folder().open()
    except (OSError, sqlite3.Error, DatabaseError) as error:
        log.error("The prints cannot be used, pages are rendered for each reader: %s", error)
    finally:
        folder().index.close()
        connections.close_all()


def _rehearse(application: WSGIApplication, path: str) -> None:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": str(settings.CONFIG.number("port")),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
    answer = application(environ, lambda status, headers, exc_info=None: lambda body: None)
    for _ in answer:
        pass
    if close := getattr(answer, "close", None):
        close()
