"""From the spools of the web processes to the tables: each file once, whatever dies meanwhile.

Files and tables change in two steps: the counts go in together with the names of their files, then the files go. A
file that is found again by a name that is in the table only goes.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from terbit.newsroom.models import Article, Publication
from terbit.newsstand import spool
from terbit.newsstand.spool import Key
from terbit.readers.models import HostHour, StoryDay, StoryHour, Summed

HOUR = 3600
AT_ONCE = 200  # files
MOST_ASKED = 500  # paths in one question
MOST_HOSTS = 200  # of one hour; more only grow the table, and the report names forty
OTHERS = "*"

log = logging.getLogger("terbit.readers")


def sum_up() -> int:
    """Take what waits on this machine; how many files that were. One that cannot be read now waits on."""
    spool.throw_away_halves(settings.TERBIT_READINGS)
    files = spool.files(settings.TERBIT_READINGS, AT_ONCE)
    if not files:
        return 0
    with transaction.atomic():
        named = Summed.objects.filter(name__in=[file.name for file in files])
        known = set(named.values_list("name", flat=True))
        counts: Counter[Key] = Counter()
        taken = [file for file in files if file.name in known or _take(file, counts)]
        new = [Summed(name=file.name) for file in taken if file.name not in known]
        Summed.objects.bulk_create(new)  # fails where another is at them
        add(counts)
    for file in taken:
        file.unlink(missing_ok=True)
    return len(taken)


def _take(file: Path, counts: Counter[Key]) -> bool:
    """Whether the file may go once its readings are stored."""
    try:
        counts.update(_read(file))
    except FileNotFoundError:
        return False  # another has summed it
    except OSError as error:
        log.warning("%s cannot be read and waits: %s", file.name, error)
        return False
    return True


def _read(file: Path) -> dict[Key, int]:
    found: Counter[Key] = Counter()
    try:
        for key, count in spool.read(file):
            found[key] += count
    except (ValueError, TypeError) as error:
        log.warning("%s holds no readings and is thrown away: %s", file.name, error)
        return {}
    return found


def add(counts: Mapping[Key, int]) -> None:
    """Add readings by hour since 1970 (UTC), path and host; those of what readers may not see do not count."""
    if not settings.CONFIG.number("readers_days"):
        return
    stories = dict(_stories({path for _hour, path, _host in counts}))
    hours: Counter[tuple[int, int]] = Counter()
    hosts: Counter[tuple[int, str]] = Counter()
    for (hour, path, host), count in counts.items():
        if story := stories.get(path):
            hours[hour, story] += count
            hosts[hour, host] += count
    with transaction.atomic():
        by_hour = {(_moment(hour), story): count for (hour, story), count in hours.items()}
        _add(StoryHour, ("hour", "article_id"), by_hour)
        _add(StoryDay, ("day", "article_id"), _by_day(hours))
        _add(HostHour, ("hour", "host"), _with_few_hosts(hosts))


def _stories(paths: set[str]) -> Iterator[tuple[str, int]]:
    asked = sorted(paths)
    for begin in range(0, len(asked), MOST_ASKED):
        some = asked[begin : begin + MOST_ASKED]
        yield from Article.objects.live().filter(path__in=some).values_list("path", "pk")


def _moment(hour: int) -> datetime:
    return datetime.fromtimestamp(hour * HOUR, UTC)


def _by_day(hours: Mapping[tuple[int, int], int]) -> Counter[tuple[object, int]]:
    zone = Publication.load().zone
    days: Counter[tuple[object, int]] = Counter()
    for (hour, story), count in hours.items():
        days[_moment(hour).astimezone(zone).date(), story] += count
    return days


def _with_few_hosts(hosts: Mapping[tuple[int, str], int]) -> Counter[tuple[object, str]]:
    """Hosts beyond so many of an hour are counted together: anybody may name as many as he likes."""
    found: Counter[tuple[object, str]] = Counter()
    known = {
        hour: set(HostHour.objects.filter(hour=_moment(hour)).values_list("host", flat=True))
        for hour in {hour for hour, _host in hosts}
    }
    for (hour, host), count in sorted(hosts.items(), key=lambda row: (-row[1], row[0])):
        if host not in known[hour] and len(known[hour]) >= MOST_HOSTS:
            host = OTHERS  # noqa: PLW2901
        known[hour].add(host)
        found[_moment(hour), host] += count
    return found


def _add(model: type[Model], names: tuple[str, str], counts: Mapping[tuple[object, object], int]) -> None:
    """Add to the rows of `names`, in one order for all, so that two machines wait for each other and no more."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    table = connection.ops.quote_name(model._meta.db_table)
    first, second = names
    statement = (
        f"INSERT INTO {table} AS own ({first}, {second}, count) VALUES (%s, %s, %s) "  # noqa: S608
        f"ON CONFLICT ({first}, {second}) DO UPDATE SET count = own.count + excluded.count"
    )
    ready = [fields[name].get_db_prep_value for name in names]
    rows = [(ready[0](one, connection), ready[1](other, connection), n) for (one, other), n in counts.items()]
    with connection.cursor() as cursor:
        cursor.executemany(statement, sorted(rows))
