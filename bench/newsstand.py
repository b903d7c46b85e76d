"""Prints handed out by the newsstand, nginx and Caddy, against nginx at its barest: `python bench/newsstand.py`.

Requests per CPU-second count what the server's processes take, in user mode and in the kernel; wrk is not counted.
All serve the same folder, by http and on one connection a reader, and take turns, so that what else the machine does
hits each alike. The bars are the design's: 0.45 of bare nginx for the newsstand, 0.95 for nginx as it is shipped.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it also runs as a file

from tests.newsstand import servers
from tests.newsstand.house import open_newsstand
from tests.newsstand.printing import PUBLIC, PrintFolder
from tests.newsstand.servers import Server

from bench.memory import children, memory

PAGE = "/kota/banjir-merendam-jalan-raya/"
BARE, OWN, SHIPPED, CADDY = "nginx, bare", "the newsstand", "nginx, shipped", "Caddy, shipped"
BARS = {OWN: 0.45, SHIPPED: 0.95}
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Figures:
    """Of each turn: CPU microseconds a request, requests a second by the clock, and wrk's milliseconds."""

    cpu: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=4, help="of each turn (4)")
    parser.add_argument("--turns", type=int, default=5, help="of each server at each number of readers (5)")
    parser.add_argument("--encoding", default="gzip", help="what readers take (gzip)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="terbit-bench-") as place, ExitStack() as stack:
        folder = _fill(Path(place, "prints"))
        running = [stack.enter_context(server) for server in _servers(Path(place), folder)]
        passed = [_compare(running, readers, options) for readers in (1, 16, 64)]
        _say_memory(running)
    return 0 if all(passed) else 1


def _fill(path: Path) -> PrintFolder:
    """A page of some 4 kB when compressed, among others."""
    chance = random.Random(1)
    words = ["".join(chance.choices("aeioubdgklmnprst", k=chance.randint(2, 9))) for _ in range(900)]
    folder = PrintFolder(path)
    text = " ".join(chance.choices(words, k=2_000))
    file = folder.put(PAGE, f"<!doctype html><html lang=id><title>Banjir</title><p>{text}</p>")
    sizes = [os.stat(f"{file}{end}").st_size for end in ("", ".gz", ".br")]  # noqa: PTH116
    print("A page of {:,} bytes, {:,} by gzip, {:,} by Brotli.".format(*sizes))
    for number in range(500):
        folder.put(f"/kota/berita-{number}/", text)
    return folder


def _servers(place: Path, folder: PrintFolder) -> Iterator[object]:
    places = [place / name for name in ("bare", "shipped", "caddy")]
    for made in places:
        made.mkdir()
    yield _named(BARE, servers.nginx(places[0], folder.path, 1, tls=False, change=_bare))
    yield _named(OWN, _own(folder))
    yield _named(SHIPPED, servers.nginx(places[1], folder.path, 1, tls=False))
    yield _named(CADDY, servers.caddy(places[2], folder.path, 1, tls=False))


@contextmanager
def _named(name: str, opening: object) -> Iterator[Server]:
    with opening as server:  # type: ignore[attr-defined]
        server.name = name
        yield server


@contextmanager
def _own(folder: PrintFolder) -> Iterator[Server]:
    with open_newsstand(folder.path, PUBLIC) as (port, process):
        yield Server(OWN, port, process)


def _bare(configuration: str) -> str:
    """nginx that sends the same file and knows nothing else."""
    port = re.findall(r"listen (127\.0\.0\.1:\d+);", configuration)[-1]
    around = configuration.partition("# nginx in front of Terbit")[0].replace("gzip on;", "gzip_static on;")
    types = 'types { "text/html; charset=utf-8" html; }'
    root = f"/var/lib/terbit/prints/current/{servers.HOST}"
    return f"{around}{types}\nserver {{ listen {port}; root {root}; }}\n}}\n"


def _compare(running: list[Server], readers: int, options: argparse.Namespace) -> bool:
    figures = {server.name: Figures() for server in running}
    for turn in range(options.turns + 1):
        for server in running:
            _take_turn(server, readers, options, figures[server.name] if turn else Figures())
    print(f"\n{readers} readers, {options.encoding}, {options.turns} turns of {options.seconds} s, medians:")
    print("| server | CPU µs/request | of bare nginx | requests/s | p50 ms | p99 ms |")
    print("|---|--:|--:|--:|--:|--:|")
    for name, found in figures.items():
        cells = [statistics.median(values) for values in (found.cpu, found.rate, found.p50, found.p99)]
        share = _share(figures[BARE], found)
        print(
            f"| {name} | {cells[0]:.1f} | {share:.2f} | {cells[1]:,.0f} | {cells[2]:.2f} | {cells[3]:.2f} |"
        )
    return all(_share(figures[BARE], figures[name]) >= bar for name, bar in BARS.items())


def _share(bare: Figures, found: Figures) -> float:
    """Requests per CPU-second as a share of bare nginx's in the same turn; the median of all turns."""
    return statistics.median(one / other for one, other in zip(bare.cpu, found.cpu, strict=True))


def _take_turn(server: Server, readers: int, options: argparse.Namespace, figures: Figures) -> None:
    headers = ["-H", f"Host: {servers.HOST}", "-H", f"Accept-Encoding: {options.encoding}"]
    url = f"http://127.0.0.1:{server.port}{PAGE}"
    command = ["wrk", "-t1", f"-c{readers}", f"-d{options.seconds}", "--latency", *headers, url]
    before = _cpu(server.process)
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = _cpu(server.process) - before
    assert "Non-2xx" not in told and "Socket errors" not in told, told
    requests = int(re.search(r"(\d+) requests in", told)[1])
    figures.cpu.append(spent / requests * 1e6)
    figures.rate.append(float(re.search(r"Requests/sec:\s*([\d.]+)", told)[1]))
    figures.p50.append(_milliseconds(told, "50%"))
    figures.p99.append(_milliseconds(told, "99%"))


def _cpu(process: int) -> float:
    """Seconds that a process and its children have taken."""
    parts = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in children(process)]
    return sum(int(part[11]) + int(part[12]) for part in parts) / TICK


def _milliseconds(told: str, percentile: str) -> float:
    number, unit = re.search(rf"{percentile}\s+([\d.]+)(us|ms|s)", told).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def _say_memory(running: list[Server]) -> None:
    print()
    for server in running:
        print(f"{server.name}: {sum(map(memory, children(server.process))):.1f} MB PSS after the last turn")


if __name__ == "__main__":
    sys.exit(main())
