"""What counting costs: `python bench/readers.py` for the beacon, with `--house` for the newsroom's page as well.

The beacon runs as in the house, behind granian in one process; wrk, which tells of 500 stories from 20 hosts, is not
counted. At 1,000 readings a second its share of one core is a thousandth of the CPU microseconds of one, in per cent.

`--house` fills the house of TERBIT_HOME, which `generate.py` made, with 30 days of readings and leaves them there.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it also runs as a file

from tests.newsstand import house, servers
from tests.newsstand.printing import PUBLIC, PrintFolder

STORIES, HOSTS = 500, 20
PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"
WRK = """
wrk.method = "POST"
wrk.headers["Host"] = "{host}"
wrk.headers["Origin"] = "{origin}"
wrk.headers["User-Agent"] = "{phone}"
local number = 0
request = function()
  number = number + 1
  local address = "10." .. number % 250 .. "." .. math.floor(number / 250) % 250 .. ".1"
  wrk.headers["X-Forwarded-For"] = address
  local path = "/-/baca/?p=/kota/berita-" .. number % {stories} .. "/&r=situs-" .. number % {hosts} .. ".example"
  return wrk.format(nil, path)
end
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="of each turn (5)")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--house", action="store_true", help="also the page of the house of TERBIT_HOME")
    parser.add_argument("--a-day", type=int, default=5_000, help="different stories read on one day (5000)")
    parser.add_argument("--serve", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        _serve(*options.serve)
        return 0
    _measure_beacon(options)
    if options.house:
        _measure_page(options)
    return 0


def _serve(handle: str, prints: str, spool: str) -> None:
    from terbit.house import web
    from terbit.house.proxies import believing
    from terbit.newsstand import serving
    from terbit.newsstand.counting import Beacon, counting
    from terbit.newsstand.spool import Spool

    beacon = Beacon(Spool(Path(spool)), Path(prints), PUBLIC)
    application = counting(house.rendered, believing(beacon, ["127.0.0.1"]))
    opened = socket.socket(fileno=int(handle))
    web.serve(opened, serving(application, Path(prints), PUBLIC), 1, 4)


def _measure_beacon(options: argparse.Namespace) -> None:
    from bench.newsstand import _cpu
    from terbit.house import web
    from terbit.newsstand import spool

    with tempfile.TemporaryDirectory(prefix="terbit-bench-") as place, web.listen("127.0.0.1", 0) as opened:
        folder = PrintFolder(Path(place, "prints"))
        for number in range(STORIES):
            folder.put(f"/kota/berita-{number}/")
        script = Path(place, "tell.lua")
        values = {"host": servers.HOST, "origin": PUBLIC, "phone": PHONE, "stories": STORIES, "hosts": HOSTS}
        script.write_text(WRK.format(**values))
        handle = opened.fileno()
        command = [sys.executable, __file__, "--serve", str(handle), str(folder.path), f"{place}/readings"]
        with house.running(command, pass_fds=[handle]) as process:
            port = opened.getsockname()[1]
            servers.Server("the house", port, process.pid).get("/")  # it has begun
            cpu = [
                _turn(script, port, options.seconds, lambda: _cpu(process.pid))
                for _ in range(options.turns + 1)
            ]
            time.sleep(spool.SECONDS + 1)  # until the last ones are written
        _say(cpu[1:], Path(place, "readings"))


def _turn(script: Path, port: int, seconds: int, cpu: object) -> tuple[float, int]:
    """CPU microseconds a reading, and readings."""
    before = cpu()  # type: ignore[operator]
    command = ["wrk", "-t1", "-c16", "--timeout", "10s", f"-d{seconds}", "-s", str(script)]
    command.append(f"http://127.0.0.1:{port}/")
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in told and "Socket errors" not in told, told
    requests = int(re.search(r"(\d+) requests in", told)[1])
    return (cpu() - before) / requests * 1e6, requests  # type: ignore[operator]


def _say(turns: list[tuple[float, int]], readings: Path) -> None:
    from terbit.newsstand import spool

    median = statistics.median(cpu for cpu, _requests in turns)
    files = spool.files(readings, 10_000)
    counted = sum(count for file in files for _key, count in spool.read(file))
    size = max(file.stat().st_size for file in files)
    print(f"{median:.1f} µs of CPU a reading: {median / 10:.1f} % of one core at 1,000 a second.")
    print(f"{counted:,} counted in {len(files)} files, the largest of {size:,} bytes.")


def _measure_page(options: argparse.Namespace) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
    import django

    django.setup()
    from terbit.newsroom.models import Article
    from terbit.readers import ranking, reporting, summing

    paths = list(Article.objects.latest().values_list("path", flat=True))
    now, chance = int(time.time()) // 3600, random.Random(1)
    print(f"A house of {len(paths):,} stories; {options.a_day:,} different ones are read on each of 30 days.")
    spent = []
    for hours in range(30 * 24):
        read = chance.choices(paths, k=options.a_day // 5)
        counts = {
            (now - hours, path, f"situs-{chance.randrange(50)}.example"): chance.randrange(1, 9)
            for path in read
        }
        spent.append(_seconds(lambda counts=counts: summing.add(counts)))
    print(f"Summing {options.a_day // 5:,} stories of an hour: {statistics.median(spent) * 1000:.0f} ms.")
    print(f"Ranking: {_median(ranking.rank):.0f} ms.")
    for period in reporting.PERIODS:
        print(f"Pembaca, {period} days: {_median(lambda period=period: reporting.report(period)):.0f} ms.")


def _median(function: object) -> float:
    return statistics.median(_seconds(function) for _ in range(7)) * 1000


def _seconds(function: object) -> float:
    begun = time.process_time()
    function()  # type: ignore[operator]
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
