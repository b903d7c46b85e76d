"""A real Varnish with the shipped configuration, in front of a house that reads its prints as the newsstand does."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.request import Request, urlopen
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.db import connections

from tests.newsstand.house import running, wait_for

VCL = Path(__file__).parents[2] / "deploy/varnish.vcl"
VARNISHD = shutil.which("varnishd", path="/usr/sbin:/usr/local/sbin:/usr/bin")


class Silent(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def serving(application: Any, port: int) -> Iterator[Counter[str]]:
    """Serve; how often each path was asked for."""
    asked: Counter[str] = Counter()

    def counting(environ: Any, start_response: Any) -> Any:
        asked[environ["PATH_INFO"]] += 1
        try:
            return application(environ, start_response)
        finally:
            connections.close_all()

    with make_server("127.0.0.1", port, counting, Threads, Silent) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        yield asked
        server.shutdown()
        thread.join()


@contextmanager
def in_front_of(port: int, own: int, folder: Path) -> Iterator[None]:
    """Varnish on port `own` before what listens on `port`; its files lie in `folder`."""
    vcl = folder / "varnish.vcl"
    vcl.write_text(VCL.read_text().replace('.port = "8000"', f'.port = "{port}"'))
    command = [str(VARNISHD), "-F", "-n", str(folder / "work"), "-f", str(vcl), "-a", f"127.0.0.1:{own}"]
    command += ["-s", "malloc,16m", "-T", "none", "-j", "none"]
    with running(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(own, process)
        yield


def read(url: str, **headers: str) -> tuple[str, dict[str, str]]:
    """A reader's GET: text and headers."""
    with urlopen(Request(url, headers=headers), timeout=10) as answer:  # noqa: S310 - of this machine
        return answer.read().decode(), dict(answer.headers)
