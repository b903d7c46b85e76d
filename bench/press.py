"""How soon a publication is on every page that shows it, and what it costs: `python bench/press.py`, TERBIT_HOME set.

    TERBIT_HOME=/tmp/large .venv/bin/python bench/generate.py --stories 100000
    TERBIT_HOME=/tmp/large .venv/bin/python bench/press.py

Opens the house (`terbit run`, two web processes) without the prints it had, prints what a new story will be shown
on, publishes it from here, and reads the disk until each of those pages shows it. Then: how fast the press works
through the paper, what a print takes, made-up addresses beside printed ones, and memory. `--core` and `--megabytes`
imitate a small server: one core, and a memory limit by the kernel (cgroup, root). Bars are the design's; exit
status 1 if one is missed.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it also runs as a file

BAR_VISIBLE = 200  # ms, at the 95th percentile, over all pages
BAR_BESIDE = 1.1  # CPU of both kinds of requests together, by that of each alone
FIRST = ("/", "/indeks/")
Names = dict[str, tuple[str, list[Any]]]
MADE_UP = 500  # requests a second
TICK = os.sysconf("SC_CLK_TCK")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--publications", type=int, default=40)
    parser.add_argument("--pressing", type=float, default=30, help="seconds of pressing the paper (30)")
    parser.add_argument(
        "--frequent",
        action="store_true",
        help="names with a full page already, among few stories as among many",
    )
    parser.add_argument("--core", action="store_true", help="one core for the house and for this")
    parser.add_argument("--megabytes", type=int, help="memory limit of the house")
    options = parser.parse_args()
    if options.core:
        os.sched_setaffinity(0, {0})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
    with _port() as port:
        os.environ["TERBIT_URL"] = f"http://127.0.0.1:{port}"
    import django

    django.setup()
    from bench import machine
    from terbit.newsroom.models import Article

    print(f"{Article.objects.filter(live=True).count():,} published stories; {machine.speed()}")
    # Of another address (here: port) all pages are pressed anew, which would be measured too.
    shutil.rmtree(Path(os.environ["TERBIT_HOME"], "prints"), ignore_errors=True)
    with _running(port, options.megabytes) as house:
        passed = [_visible(options.publications, _frequent() if options.frequent else {})]
        _rate(options.pressing)
        _room()
        passed.append(_beside(port, house))
        _memory(house)
    return 0 if all(passed) else 1


@contextmanager
def _port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextmanager
def _running(port: int, megabytes: int | None) -> Iterator[int]:
    command = [sys.executable, "-m", "terbit", "run", "--port", str(port)]
    with tempfile.TemporaryFile() as said, _limit(megabytes) as enter:
        process = subprocess.Popen(command, stdout=said, stderr=said, preexec_fn=enter)  # noqa: PLW1509
        try:
            _wait(lambda: _get(port, "/") is not None, 60)
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@contextmanager
def _limit(megabytes: int | None) -> Iterator[Any]:
    """A memory cgroup that a process enters by itself before it begins."""
    if not megabytes:
        yield None
        return
    group = Path(f"/sys/fs/cgroup/memory/terbit-bench-{os.getpid()}")
    group.mkdir()
    (group / "memory.limit_in_bytes").write_text(str(megabytes << 20))
    try:
        yield lambda: (group / "cgroup.procs").write_text(str(os.getpid()))
        peak = int((group / "memory.max_usage_in_bytes").read_text()) >> 20
        failures = (group / "memory.failcnt").read_text().strip()
        print(
            f"\nmemory limit {megabytes} MB: {peak} MB at most with the file cache, {failures} times at the limit"
        )
    finally:
        group.rmdir()


def _get(port: int, path: str) -> bytes | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return answer.read()
    except OSError:
        return None


def _wait(truth: Any, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not truth():
        if time.monotonic() > until:
            raise TimeoutError("The house did not do in time what was waited for.")
        time.sleep(0.005)


# Publishing --------------------------------------------------------------------------------------------


def _visible(publications: int, names: Names) -> bool:
    from datetime import UTC, datetime

    from bench import paper, sentences
    from bench.measure import percentile
    from bench.stories import Writer
    from terbit.press.folder import folder

    writer = Writer(paper.found(), sentences.read(None, Random(time.time_ns())))
    delays: dict[str, list[float]] = {"story, front, section": [], "all pages": [], "the queue is empty": []}
    presses, pages = [], []
    for number in range(publications):
        words = f"Berita ukur {number} {time.time_ns()}"
        story = writer.story(datetime.now(tz=UTC))
        _rename(story, names)
        shown, seconds, pressed = _publish(story, words, folder())
        delays["story, front, section"].append(max(shown[path] for path in list(shown)[:3]) * 1000)
        delays["all pages"].append(max(shown.values()) * 1000)
        delays["the queue is empty"].append(seconds * 1000)
        pages.append(len(shown))
        presses.append(pressed)
    print(
        f"\n{publications} publications, each shown on {min(pages)} to {max(pages)} printed pages; ms after the commit:"
    )
    print("| until | p50 | p95 | most |\n|---|--:|--:|--:|")
    for what, found in delays.items():
        print(f"| {what} | {percentile(found, 50):.0f} | {percentile(found, 95):.0f} | {max(found):.0f} |")
    print(f"presses for each publication: {percentile(presses, 50)} (median), {max(presses)} at most")
    return percentile(delays["all pages"], 95) <= BAR_VISIBLE


def _frequent() -> Names:
    """By the relation to the story: the names there are, each with the stories of a whole page or more."""
    from django.db.models import Count

    from terbit.newsroom.models import ArticlePerson, ArticleTopic, Byline
    from terbit.theme.pages import IN_A_LIST

    found = {}
    for model, children, name in (
        (ArticleTopic, "article_topics", "topic"),
        (ArticlePerson, "article_people", "person"),
        (Byline, "bylines", "contributor"),
    ):
        rows = (
            model.objects.exclude(published_at=None)
            .values(name)
            .annotate(number=Count("article", distinct=True))
        )
        keys = list(rows.filter(number__gte=IN_A_LIST).values_list(name, flat=True))
        found[children] = (name, list(model._meta.get_field(name).related_model.objects.filter(pk__in=keys)))
    print("names with a full page:", {children: len(names) for children, (_name, names) in found.items()})
    return found


def _rename(story: Any, names: Names) -> None:
    """As many names as it has, each once, of these."""
    for children, (name, known) in names.items():
        rows = list(getattr(story, children).all())
        for row, other in zip(rows, Random(story.headline).sample(known, len(known)), strict=False):
            setattr(row, name, other)
        setattr(story, children, rows[: len(known)])


def _publish(story: Any, headline: str, place: Any) -> tuple[dict[str, float], float, int]:
    """Seconds until each page shows the story, until nothing is left to press, and how many were pressed."""
    from terbit.newsroom import publishing
    from terbit.newsroom.models.article import Kind
    from terbit.press import pressroom

    story.headline, story.live = headline, False
    story.kind = Kind.NEWS  # an advertorial does not come to stand on the front by itself
    story.save()
    revision = story.save_revision()
    named = [
        *(row.topic for row in story.article_topics.all()),
        *(row.person for row in story.article_people.all()),
    ]
    named += [row.contributor for row in story.bylines.all()]
    paths = ["/", story.section.path, *(name.path for name in named)]
    for path in (*paths, *FIRST):
        pressroom.press(place, path, again=False)
    _wait(lambda: not _queue(place), 60)
    time.sleep(0.05)
    paths = [path for path in paths if place.lies(path)]  # a name has no page before its first story
    began = time.time()
    publishing.publish(story, revision)
    committed = time.monotonic()
    story.refresh_from_db()
    wanted = dict.fromkeys([story.path, *paths])
    shown: dict[str, float] = {}
    while len(shown) < len(wanted):
        for path in wanted:
            if path not in shown and _shows(place, path, headline, began):
                shown[path] = time.monotonic() - committed
        if time.monotonic() - committed > 20:
            raise TimeoutError(f"{set(wanted) - set(shown)} do not show the story.")
        time.sleep(0.005)  # whoever looks without a pause takes a core from the press
    _wait(lambda: not _queue(place), 60)
    emptied = time.monotonic() - committed
    pressed = place.index.one("SELECT count(*) AS number FROM sheet WHERE written > ?", began)["number"]
    return {path: shown[path] for path in wanted}, emptied, pressed


def _queue(place: Any) -> int:
    from terbit.press import changes

    ahead = place.index.fact("position") != changes.mark().position
    return (
        ahead or place.index.one("SELECT count(*) AS number FROM job WHERE due <= ?", time.time())["number"]
    )


def _shows(place: Any, path: str, headline: str, began: float) -> bool:
    row = place.index.sheet(path, place.current)
    if row is None or row["written"] < began:
        return False
    try:
        return headline in (place.root(row["edition"]) / row["name"]).read_text()
    except (OSError, UnicodeError):
        return False


# Pressing, room, made-up addresses ---------------------------------------------------------------------


def _rate(seconds: float) -> None:
    from terbit.press import addressbook, pressroom
    from terbit.press.folder import folder

    place, kept = folder(), 0
    began, used = time.monotonic(), time.process_time()
    for address in addressbook.addresses():
        kept += pressroom.press(place, address, again=False).state == "kept"
        if time.monotonic() - began > seconds:
            break
    spent, used = time.monotonic() - began, time.process_time() - used
    print(
        f"\npressing: {kept / spent:.0f} a second, {used / max(kept, 1) * 1000:.1f} ms of CPU each ({kept:,} pages)"
    )


def _room() -> None:
    """Of what is printed now, in the first form: the press compresses each better some time later."""
    from terbit.press.folder import folder

    place = folder()
    row = place.index.one("SELECT count(*) AS number, sum(bytes) AS bytes FROM sheet WHERE status = 200")
    keys = place.index.one("SELECT count(*) AS number FROM shown")["number"]
    blocks = int(
        subprocess.run(["du", "-sk", str(place.path)], capture_output=True, check=True).stdout.split()[0]
    )
    index = sum(file.stat().st_size for file in place.path.glob("press.sqlite3*"))
    number = row["number"]
    print(
        f"a print: {row['bytes'] / number / 1000:.1f} kB, {blocks * 1024 / number / 1000:.1f} kB on disk, "
        f"{keys / number:.1f} keys, {index / number / 1000:.2f} kB of index; "
        f"a million: {blocks * 1024 / number / 1000:.1f} GB with an index of {index / number / 1000:.2f} GB"
    )


def _beside(port: int, house: int) -> bool:
    """Made-up addresses beside printed ones: what both cost together, by what each costs alone."""
    printed, alone = _load(port, house, wrk=True)
    missing, of_missing = _load(port, house, made_up=True)
    both_printed, both_missing, together = _load(port, house, wrk=True, made_up=True, both=True)
    expected = both_printed * alone / printed + both_missing * of_missing / missing
    print(
        f"\nprinted: {alone / printed * 1e6:.0f} µs of CPU each; made up: {of_missing / missing * 1000:.2f} ms each; "
        f"both at once ({both_printed:,} and {both_missing:,}): {together / expected:.2f} of what each costs alone"
    )
    return together / expected <= BAR_BESIDE


def _load(port: int, house: int, *, wrk: bool = False, made_up: bool = False, both: bool = False) -> Any:
    """Requests answered and CPU seconds of the house in some seconds."""
    seconds, counts, stop = 8, [0], threading.Event()
    threads = [
        threading.Thread(target=_ask_made_up, args=(port, counts, stop)) for _ in range(8 if made_up else 0)
    ]
    before = _cpu(house)
    for thread in threads:
        thread.start()
    answered = _wrk(port, seconds) if wrk else time.sleep(seconds) or 0
    stop.set()
    for thread in threads:
        thread.join()
    spent = _cpu(house) - before
    return (answered, counts[0], spent) if both else (answered or counts[0], spent)


def _wrk(port: int, seconds: int) -> int:
    command = ["wrk", "-t1", "-c16", f"-d{seconds}", "--latency", "-H", "Accept-Encoding: gzip"]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True
    ).stdout
    p50, p99 = (re.search(rf"^\s+{share}%\s+(\S+)", said, re.MULTILINE)[1] for share in (50, 99))
    number = int(re.search(r"(\d+) requests in", said)[1])
    print(f"wrk, 16 readers: {number / seconds:,.0f} a second, p50 {p50}, p99 {p99}")
    return number


def _ask_made_up(port: int, counts: list[int], stop: threading.Event) -> None:
    """An eighth of the made-up requests, by one connection, no faster than that."""
    each, due = 8 / MADE_UP, time.monotonic()
    with socket.create_connection(("127.0.0.1", port)) as opened:
        answers = opened.makefile("rb")
        while not stop.is_set():
            due += each
            time.sleep(max(0.0, due - time.monotonic()))
            address = (
                f"/{os.urandom(4).hex()}/{os.urandom(6).hex()}/?{os.urandom(3).hex()}={os.urandom(3).hex()}"
            )
            opened.sendall(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            length = 0
            while (line := answers.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            answers.read(length)
            counts[0] += 1


def _cpu(process: int) -> float:
    from bench.memory import children

    parts = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in children(process)]
    return sum(int(part[11]) + int(part[12]) for part in parts) / TICK


def _memory(house: int) -> None:
    from bench.memory import children, memory

    pids = children(house)
    everything, files = (sum(memory(pid, field) for pid in pids) for field in ("Pss", "Pss_File"))
    print(
        f"memory of the house after all this: {everything:.0f} MB PSS, {files:.0f} of them files (the database above "
        "all), which the system takes back when it needs them"
    )


if __name__ == "__main__":
    sys.exit(main())
