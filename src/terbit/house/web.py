"""One web process: granian's WSGI worker on a socket the parent opened, with the application it loaded.

granian's own supervisor starts its workers from scratch on Python 3.14 (which costs 60 MB each), opens the
port once per worker, so that two houses could share it unnoticed, and ends when a worker dies twice in a row.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from django.core.management.base import CommandError
from granian._granian import SocketHolder
from granian._loops import loops
from granian.constants import HTTPModes, Loops, RuntimeModes, TaskImpl
from granian.http import HTTP1Settings
from granian.server.mp import MPServer

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

BACKLOG = 1024
# Connections one process holds at the same time; readers beyond that wait in the backlog.
CONNECTIONS = 512
HEADERS = 5_000  # ms that the head of a request may take, also after the one before it (deploy/Caddyfile)
MOST_BYTES = 65_536  # of the head: nginx takes half of it


def listen(host: str, port: int) -> socket.socket:
    """Open the port; raise CommandError with one sentence when that cannot be."""
    where = f"{host}:{port}"
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        opened = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except socket.gaierror:
        raise CommandError(f"{host} is not an address of this machine.", returncode=2) from None
    except PermissionError:
        raise CommandError(
            f"Port {port} is for the administrator: choose one above 1023.", returncode=2
        ) from None
    except OSError as error:
        if error.errno == 98 or "in use" in str(error):
            said = f"Something already listens on {where}: end it, or choose another port with --port."
        else:
            said = f"Terbit cannot listen on {where}: {error.strerror}."
        raise CommandError(said, returncode=2) from None
    opened.setblocking(False)
    return opened


def serve(opened: socket.socket, application: WSGIApplication, number: int, threads: int) -> None:
    """Answer requests until SIGTERM, then finish those under way and return."""
    MPServer._spawn_wsgi_worker.__wrapped__(  # type: ignore[attr-defined]
        worker_id=number,
        callback=application,
        sock=(None, SocketHolder(opened.fileno(), False, BACKLOG)),
        ipc=None,
        loop=loops.get(Loops.asyncio),
        runtime_mode=RuntimeModes.mt,
        runtime_threads=1,
        runtime_blocking_threads=threads,
        blocking_threads=threads,
        blocking_threads_idle_timeout=30,
        backpressure=CONNECTIONS,
        task_impl=TaskImpl.asyncio,
        http_mode=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS, max_buffer_size=MOST_BYTES),
        http2_settings=None,
        websockets=False,
        static_path=None,
        log_access_fmt=None,
        ssl_ctx=(False, None, None, None, "tls1.3", None, [], False),
        scope_opts={},
        metrics=(None, None),
    )
