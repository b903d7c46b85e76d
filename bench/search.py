"""Measure the archive's search at 100,000 documents: `python bench/search.py --sentences FOLDER`.

Fills the search index of the house of TERBIT_HOME or TERBIT_DATABASE_URL, which must hold no stories, or
takes it as an earlier run has filled it. Times are of the search alone, without the page around it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from terbit.search.api import Document

START = datetime(2012, 1, 1, tzinfo=UTC)
YEARS = timedelta(days=14 * 365)
SECTIONS = "nasional daerah hukum ekonomi olahraga budaya opini dunia".split()
BARS = {"newest": 50, "relevance": 100, "count": 100, "meant": 100}
COUNTED, COUNTED_TYPING = 5_001, 101


def main() -> int:
    options = _options()
    sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it also runs as a file
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
    import django

    django.setup()
    from bench.sentences import read

    bank = read(options.sentences, Random(1))
    _fill(Library(bank, options.documents))
    print("| search | order | ms | p95 | CPU ms | p95 | bar |\n|---|---|--:|--:|--:|--:|--:|")
    missed = [row for row in _rows(Questions(bank), options.queries) if not row.passes]
    _writing(Library(bank, 50, first=options.documents))
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000, help="how many to search in (100,000)")
    parser.add_argument("--queries", type=int, default=40, help="how many of each kind (40)")
    parser.add_argument("--sentences", type=Path, help="a folder of *.txt, a sentence a line")
    return parser.parse_args()


class Library:
    """Documents of 150 to 500 words, with invented names of which few are frequent and most are rare."""

    def __init__(self, bank: Any, count: int, first: int = 0) -> None:
        self.bank = bank
        self.numbers = range(first, first + count)
        self.random = Random(first + 2)

    def __iter__(self) -> Iterator[Document]:
        return (self._document(number) for number in self.numbers)

    def _document(self, number: int) -> Document:
        from terbit.search.api import Document

        length = self.random.randint(150, 500)
        body: list[str] = []
        while len(body) < length:
            body += [self._name(), *self.bank.text(1).split()]
        return Document(
            collection="archive",
            key=f"bench {number}",
            date=START + YEARS * (number / 100_000) + timedelta(seconds=self.random.randrange(3600)),
            title=f"{self.bank.few_words(5, 9)} {self._name()}",
            summary=self.bank.text(1),
            body=" ".join(body),
            facets={"section": SECTIONS[min(int(self.random.expovariate(0.5)), 7)]},
        )

    def _name(self) -> str:
        rank = min(int(self.random.paretovariate(0.6)), 60_000)
        return str(self.bank.__class__(self.bank.bank, Random(rank)).name(1))


class Questions:
    """What readers type, drawn from the same bank."""

    def __init__(self, bank: Any) -> None:
        from terbit.search.language import STOP_WORDS, normalise, words

        self.random = Random(3)
        self.sentences = [words(normalise(sentence)) for sentence in bank.bank]
        frequent = Counter(
            word for found in self.sentences for word in found if word not in STOP_WORDS and len(word) > 3
        )
        self.telling = set(frequent)
        self.common = [word for word, _ in frequent.most_common(20)]

    def words(self, count: int) -> str:
        telling: list[str] = []
        while len(telling) < count:
            telling = [word for word in self.random.choice(self.sentences) if word in self.telling]
        return " ".join(self.random.sample(telling, count))

    def phrase(self) -> str:
        found = self.random.choice([words for words in self.sentences if len(words) > 2])
        start = self.random.randrange(len(found) - 1)
        return f'"{" ".join(found[start : start + 2])}"'

    def mistaken(self) -> str:
        """A word with two letters in each other's place."""
        word = ""
        while len(word) < 5 or word in self.telling:
            word = self.words(1)
            place = self.random.randrange(len(word) - 1) if len(word) > 1 else 0
            word = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
        return word

    def begun(self, letters: int) -> str:
        """The first letters of a word, as somebody types it."""
        return next(word[:letters] for word in iter(lambda: self.words(1), "") if len(word) > letters)

    def kinds(self, order: str) -> dict[str, Callable[[], tuple[str, str | None]]]:
        section = lambda: self.random.choice(SECTIONS)  # noqa: E731
        if order == "meant":
            return {
                "a mistaken word": lambda: (self.mistaken(), None),
                "two mistaken words": lambda: (f"{self.mistaken()} {self.mistaken()}", None),
            }
        return {
            "one word": lambda: (self.words(1), None),
            "two words": lambda: (self.words(2), None),
            "three words": lambda: (self.words(3), None),
            "a phrase of two words": lambda: (self.phrase(), None),
            "one of the 20 commonest words": lambda: (self.random.choice(self.common), None),
            "a word without another": lambda: (f"{self.words(1)} -{self.words(1)}", None),
            "a word in a section": lambda: (self.words(1), section()),
            "two words in a section": lambda: (self.words(2), section()),
            "a section": lambda: ("", section()),
            "a word that is nowhere": lambda: ("zzyzx", None),
            **{
                f"{letters} letters of a word, typing": lambda letters=letters: (self.begun(letters), None)
                for letters in (3, 4, 6)
            },
            "a word and 3 letters, typing": lambda: (f"{self.words(1)} {self.begun(3)}", None),
        }


@dataclass
class Row:
    what: str
    order: str
    samples: list[tuple[float, float]]

    @property
    def passes(self) -> bool:
        return self._percentile(1, 95) <= BARS[self.order]

    def __str__(self) -> str:
        numbers = [self._percentile(column, percent) for column in (0, 1) for percent in (50, 95)]
        cells = [self.what, self.order, *(f"{number:.1f}" for number in numbers), str(BARS[self.order])]
        return f"| {' | '.join(cells)} |" + ("" if self.passes else " over")

    def _percentile(self, column: int, percent: int) -> float:
        ordered = sorted(sample[column] for sample in self.samples)
        return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def _rows(questions: Questions, count: int) -> Iterator[Row]:
    for order in BARS:
        everything = Row("**all of these**", order, [])
        for kind, ask in questions.kinds(order).items():
            if order != "relevance" or kind != "a section":
                row = Row(kind, order, [_timed(*ask(), order, typing="typing" in kind) for _ in range(count)])
                everything.samples += row.samples
                print(row, flush=True)
                yield row
        print(everything, flush=True)
        yield everything


def _timed(words: str, section: str | None, order: Any, *, typing: bool) -> tuple[float, float]:
    """Milliseconds of one search, by the clock and of CPU, the database's own included."""
    from terbit.search import api

    asked: dict[str, Any] = {"collections": ["archive"], "facets": {"section": section} if section else None}
    if typing:
        asked["typing"] = True
    cpu, clock = _cpu(), time.perf_counter()
    if order == "count":
        api.count(words, up_to=COUNTED_TYPING if typing else COUNTED, **asked)
    elif order == "meant":
        api.meant(words, **asked)
    else:
        api.find(words, order=order, **asked)
    return (time.perf_counter() - clock) * 1000, (_cpu() - cpu) * 1000


def _cpu() -> float:
    from django.db import connection

    seconds = time.process_time()
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        pid = connection.connection.info.backend_pid
        seconds += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return seconds


def _fill(library: Library) -> None:
    from django.core.management import call_command
    from django.db import connection

    from terbit.search import api

    call_command("migrate", verbosity=0)
    keys = api.keys("archive")
    if any(not key.startswith("bench ") for key in keys):
        raise SystemExit("This index holds stories. Choose another TERBIT_HOME or TERBIT_DATABASE_URL.")
    if len(keys) == len(library.numbers):
        return
    api.clear("archive")
    clock = time.perf_counter()
    seconds = sum(_put(batch) for batch in _batches(library, 500))
    print(f"{len(library.numbers)} documents put, 500 at once: {len(library.numbers) / seconds:.0f} a second")
    print(f"({time.perf_counter() - clock:.0f} s with inventing them)")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE terbit_search_archive")
            cursor.execute("SELECT pg_total_relation_size('terbit_search_archive')")
        else:
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'terbit_search_archive%%'", [])
        print(f"{cursor.fetchone()[0] / len(library.numbers) / 1000:.1f} kB on disk a document\n")


def _batches(library: Library, size: int) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in library:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _put(documents: list[Document]) -> float:
    from django.db import transaction

    from terbit.search import api

    clock = time.perf_counter()
    with transaction.atomic():
        api.put(documents)
    return time.perf_counter() - clock


def _writing(library: Library) -> None:
    """One document at a time, as publishing does: put, put again, remove."""
    from django.db import transaction

    from terbit.search import api

    samples: dict[str, list[float]] = {"put": [], "put again": [], "remove": []}
    for document in library:
        samples["put"].append(_put([document]))
        samples["put again"].append(_put([document]))
        clock = time.perf_counter()
        with transaction.atomic():
            api.remove("archive", [document.key])
        samples["remove"].append(time.perf_counter() - clock)
    print()
    for what, seconds in samples.items():
        ordered = sorted(seconds)
        print(f"{what}: {ordered[25] * 1000:.1f} ms, p95 {ordered[47] * 1000:.1f} ms, a transaction each")


if __name__ == "__main__":
    raise SystemExit(main())
