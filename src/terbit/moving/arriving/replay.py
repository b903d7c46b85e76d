"""Asks the paper for each old address over HTTP: does it answer, or lead in one step to what answers?"""

from __future__ import annotations

import http.client
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.utils import timezone

from terbit.moving.arriving import ledger
from terbit.moving.arriving.ledger import Line
from terbit.moving.arriving.said import why
from terbit.moving.models import Move

SECONDS = 30
SHOWN = 20
KEPT = 200  # of each list, for the newsroom's report
REMEMBERED = 1_000  # addresses that others lead to
SAFE = "/%:@!$&'()*+,;=~-._?"
RIGHT = ("200", "301-to-200")
ALLOWED = ("404", "410", "301-to-another")  # where the ledger has a reason


@dataclass
class Replay:
    asked: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    """How many of each, as the ledger calls them: `post`, `post-number`, `category-feed` …"""
    answers: Counter[str] = field(default_factory=Counter)
    """By `200`, `301-to-200`, a reason, or what was wrong: `404`, `301-to-404`, `302`."""
    reasons: list[tuple[str, str, str]] = field(default_factory=list)
    """Address, answer and reason of those at which readers rightly find nothing."""
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        return not self.wrong

    def as_json(self) -> dict[str, Any]:
        reasons = [dict(zip(("address", "answer", "reason"), row, strict=True)) for row in self.reasons]
        wrong = [{"address": address, "answer": answer} for address, answer in self.wrong]
        counted = {"kinds": dict(self.kinds), "answers": dict(self.answers)}
        return {"asked": self.asked} | counted | {"reasons": reasons, "wrong": wrong}

    def sentences(self) -> Iterator[str]:
        answers = ", ".join(f"{number} × {why(answer)}" for answer, number in self.answers.most_common())
        yield f"{self.asked} old addresses asked of the paper: {answers}."
        yield f"  Of these {', '.join(f'{number} {kind}' for kind, number in self.kinds.most_common())}."
        yield from _listed(f"{address} answers {answer}" for address, answer in self.wrong)
        yield from _listed(
            f"{address} answers {answer}: {why(reason)}" for address, answer, reason in self.reasons
        )


def _listed(said: Iterator[str]) -> Iterator[str]:
    more = 0
    for number, sentence in enumerate(said):
        if number < SHOWN:
            yield f"  {sentence}"
        else:
            more += 1
    if more:
        yield f"  … and {more} more: --json has them."


class Unreachable(Exception):
    """One sentence: nobody answers there."""


def replay(move: Move, base: str) -> Replay:
    """`base` is where the paper runs: `http://127.0.0.1:8000`."""
    done, paper = Replay(), _Paper(base)
    try:
        for line in asked_for(move):
            _ask(paper, line, done)
    except OSError as error:
        raise Unreachable(
            f"The paper at {base} does not answer ({error}): start it with `terbit run`."
        ) from None
    finally:
        paper.close()
    return done


def asked_for(move: Move) -> Iterator[Line]:
    """The lines of the ledger that have an address."""
    return (line for line in ledger.lines(move) if line.address.startswith("/"))


def _ask(paper: _Paper, line: Line, done: Replay) -> None:
    answer = paper.ask(line.address, line.now)
    done.asked += 1
    done.kinds[line.kind] += 1
    if answer in RIGHT:
        done.answers[answer] += 1
    elif line.reason and answer in ALLOWED:
        done.answers[line.reason] += 1
        done.reasons.append((line.address, answer, line.reason))
    else:
        done.answers[answer] += 1
        done.wrong.append((line.address, answer))


def keep(move: Move, asked: Replay) -> None:
    """For the newsroom's report of the move."""
    whole = asked.as_json()
    shown = {name: whole[name][:KEPT] for name in ("wrong", "reasons")}
    about = shown | {"number_wrong": len(asked.wrong), "at": timezone.now().isoformat()}
    Move.objects.filter(pk=move.pk).update(replay=whole | about)


class _Paper:
    def __init__(self, base: str) -> None:
        parts = urlsplit(base if "//" in base else f"http://{base}")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.connection = kind(parts.netloc, timeout=SECONDS)
        self.base = f"{parts.scheme}://{parts.netloc}"
        # Where several of the last addresses lead, it is asked once.
        self.answered: dict[str, tuple[int, str]] = {}

    def close(self) -> None:
        self.connection.close()

    def ask(self, address: str, now: str) -> str:
        """`now` is where the ledger says that it is."""
        status, location = self._get(address)
        if status != 301:
            return str(status)
        parts = urlsplit(location)
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        if path not in self.answered:
            if len(self.answered) >= REMEMBERED:
                self.answered.clear()
            self.answered[path] = self._get(path)
        status, location = self.answered[path]
        if status == 301 and location == path:
            return "301-to-itself"
        is_another = status == 200 and now and unquote(path) != unquote(now)
        return "301-to-another" if is_another else f"301-to-{status}"

    def _get(self, address: str) -> tuple[int, str]:
        try:
            return self._once(address)
        except (http.client.HTTPException, ConnectionError):
            self.connection.close()  # a server may close what it kept open
            return self._once(address)

    def _once(self, address: str) -> tuple[int, str]:
        self.connection.request("GET", quote(address, safe=SAFE), headers={"User-Agent": "terbit-import"})
        answer = self.connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("Location", "")
