"""nginx and Caddy with the configurations that are shipped, and only their names, ports, folders and keys replaced."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.newsstand.house import ROOT, free_port, running, wait_for
from tests.newsstand.reading import Answer

HOST = "www.kabar.example"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
Change = Callable[[str], str]
CADDY = Path(sys.executable).with_name("caddy")


@dataclass
class Server:
    """Something that answers readers at a port of this machine."""

    name: str
    port: int
    process: int
    certificate: Path | None = None

    def get(self, target: str, method: str = "GET", **said: str) -> Answer:
        """`target` as it goes into the request line; headers as `if_none_match="…"`."""
        headers = {"Host": HOST} | {name.replace("_", "-").title(): value for name, value in said.items()}
        opened = self._connect()
        try:
            opened.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            for header in headers.items():
                opened.putheader(*header)
            opened.endheaders()
            told = opened.getresponse()
            found = [(name.lower(), value) for name, value in told.getheaders()]
            twice = {name for name, _value in found if [other for other, _ in found].count(name) > 1}
            assert not twice - {"via"}, f"{self.name} says {twice} twice"
            return Answer(f"{told.status} {told.reason}", dict(found), told.read())
        finally:
            opened.close()

    def _connect(self) -> http.client.HTTPConnection:
        if self.certificate is None:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        trusting = ssl.create_default_context(cafile=self.certificate)
        opened = http.client.HTTPSConnection(HOST, self.port, timeout=20, context=trusting)
        opened._create_connection = partial(_to_this_machine, opened._create_connection)
        return opened


def _to_this_machine(connect, address, *rest):
    return connect(("127.0.0.1", address[1]), *rest)


def certificate(folder: Path) -> tuple[Path, Path]:
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes a certificate, is not installed")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=kabar"
    )
    names = f"subjectAltName=DNS:{HOST},DNS:kabar.example"
    command_line = [*command.split(), "-addext", names, "-out", certificate, "-keyout", key]
    subprocess.run(command_line, check=True, capture_output=True)
    key.chmod(0o644)  # a server may run as somebody else
    return certificate, key


@contextmanager
def nginx(
    place: Path,
    prints: Path,
    behind: int,
    *,
    brotli: bool = True,
    tls: bool = True,
    user: str | None = None,
    change: Change = str,
) -> Iterator[Server]:
    """`behind` is the port of Terbit; `place` an empty folder; `change` is asked last for the whole configuration."""
    if NGINX is None or not BROTLI.exists():
        pytest.skip("nginx with libnginx-mod-http-brotli-static is not installed")
    configuration, port = place / "nginx.conf", free_port()
    keys = certificate(place) if tls else None
    site = nginx_site((ROOT / "deploy/nginx.conf").read_text(), place, port, keys)
    text = change(nginx_around(place, site, brotli=brotli).replace("user root;", f"user {user or 'root'};"))
    configuration.write_text(_of_this_house(text, prints, behind))
    with running([NGINX, "-c", str(configuration)]) as process:
        wait_for(port, process)
        yield Server("nginx", port, process.pid, keys and keys[0])


def nginx_site(text: str, place: Path, port: int, keys: tuple[Path, Path] | None) -> str:
    text = text.replace("listen 80;", f"listen unix:{place}/http.sock;")
    text = re.sub(r"\n *listen \[::\]:[^;]*;", "", text)
    if keys is None:
        text = re.sub(r"\n *ssl_certificate\w* [^;]*;", "", text)
        return text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    text = re.sub(r"ssl_certificate [^;]*;", f"ssl_certificate {keys[0]};", text)
    return re.sub(r"ssl_certificate_key [^;]*;", f"ssl_certificate_key {keys[1]};", text)


def nginx_around(place: Path, site: str, *, brotli: bool) -> str:
    """The site in a configuration like Debian's, which compresses what goes by."""
    if not brotli:
        site = re.sub(r"\n *brotli_static \w+;", "", site)
    temporary = "".join(
        f"{kind}_temp_path {place}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    module = f"load_module {BROTLI};\n" if brotli else ""
    return (
        f"{module}user root;\ndaemon off;\nworker_processes 1;\npid {place}/nginx.pid;\n"
        f"error_log {place}/error.log;\nevents {{ worker_connections 512; }}\n"
        f"http {{\naccess_log off;\nsendfile on;\ntcp_nopush on;\ngzip on;\ndefault_type application/octet-stream;\n"
        f"{temporary}{site}}}\n"
    )


@contextmanager
def caddy(
    place: Path, prints: Path, behind: int, *, tls: bool = True, user: str | None = None
) -> Iterator[Server]:
    if not CADDY.exists():
        pytest.skip("Caddy is not installed")
    configuration, port = place / "Caddyfile", free_port()
    keys = certificate(place) if tls else None
    site = caddy_site((ROOT / "deploy/Caddyfile").read_text(), port, keys)
    settings = "admin off\npersist_config off\nauto_https disable_redirects\nskip_install_trust\n"
    text = f"{{\n{settings}storage file_system {place}/caddy\n}}\n{site}"
    configuration.write_text(_of_this_house(text, prints, behind))
    command = [str(CADDY), "run", "--config", str(configuration)]
    with (place / "caddy.log").open("wb") as log, running(command, stderr=log, user=user) as process:
        wait_for(port, process)
        yield Server("Caddy", port, process.pid, keys and keys[0])


def caddy_site(text: str, port: int, keys: tuple[Path, Path] | None) -> str:
    names, site = re.search(
        r"^(www\.kabar\.example, kabar\.example) \{\n(.*)", text, re.MULTILINE | re.DOTALL
    ).groups()
    scheme = "https" if keys else "http"
    at_port = ", ".join(f"{scheme}://{name}:{port}" for name in names.split(", "))
    certified = f"\ttls {keys[0]} {keys[1]}\n" if keys else ""
    return f"{at_port} {{\n\tbind 127.0.0.1\n{certified}{site}"


def _of_this_house(text: str, prints: Path, behind: int) -> str:
    return text.replace("/var/lib/terbit/prints", str(prints)).replace(
        "127.0.0.1:8000", f"127.0.0.1:{behind}"
    )
