"""The newsstand as it is run: behind granian, on a port, in a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from terbit.house import web
from terbit.newsstand import serving

ROOT = Path(__file__).parents[2]


def rendered(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The application behind the newsstand: says that it was asked, and by which address."""
    said = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} {environ['QUERY_STRING']}".encode("latin-1")
    headers = [("Content-Type", "text/plain"), ("X-Rendered", "yes"), ("Content-Length", str(len(said)))]
    start_response("203 Rendered", headers)
    return [said]


@contextmanager
def open_newsstand(prints: Path, public: str) -> Iterator[tuple[int, int]]:
    """A newsstand over a print folder; its port and the id of its process."""
    with web.listen("127.0.0.1", 0) as opened:
        handle = opened.fileno()
        command = [sys.executable, "-m", "tests.newsstand.house", str(handle), str(prints), public]
        with running(command, pass_fds=[handle], cwd=ROOT) as process:
            yield opened.getsockname()[1], process.pid


@contextmanager
def running(command: list[str], **how: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A program that is ended at the end."""
    with subprocess.Popen(command, **how) as process:
        try:
            yield process
        finally:
            process.terminate()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 20) -> None:
    """Until somebody answers at a port. Raises if the program ends, or takes too long."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


if __name__ == "__main__":
    web.serve(socket.socket(fileno=int(sys.argv[1])), serving(rendered, Path(sys.argv[2]), sys.argv[3]), 1, 4)
