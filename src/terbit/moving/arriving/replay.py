"""Asks the paper for each old address over HTTP: does it answer, or lead in one step to what answers?"""

from __future__ import annotations

import http.client
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from terbit.moving.arriving import ledger
from terbit.moving.models import Move, OldItem, Source
from terbit.newsroom.models import Article, Redirect

SECONDS = 30
SHOWN = 20
WRONG_KEPT = 200
SAFE = "/%:@!$&'()*+,;=~-._?"
# Reasons of the ledger for which readers rightly get nothing.
NOT_PUBLIC = "readers never saw it here"


@dataclass
class Replay:
    asked: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    """By `200`, `301-to-200`, a reason, or what was wrong: `404`, `301-to-404`, `302`."""
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        return not self.wrong

    def as_json(self) -> dict[str, Any]:
        wrong = [{"address": address, "answer": answer} for address, answer in self.wrong]
        return {"asked": self.asked, "answers": dict(self.answers), "wrong": wrong}

    def sentences(self) -> Iterator[str]:
        answers = ", ".join(f"{number} × {answer}" for answer, number in self.answers.most_common())
        yield f"{self.asked} old addresses asked of the paper: {answers}."
        for address, answer in self.wrong[:SHOWN]:
            yield f"  {address} answers {answer}"
        if len(self.wrong) > SHOWN:
            yield f"  … and {len(self.wrong) - SHOWN} more."


class Unreachable(Exception):
    """One sentence: nobody answers there."""


def replay(move: Move, base: str) -> Replay:
    """`base` is where the paper runs: `http://127.0.0.1:8000`."""
    done, paper = Replay(), _Paper(base)
    try:
        for address, public in addresses(move):
            done.asked += 1
            answer = paper.ask(address)
            if answer in ("200", "301-to-200"):
                done.answers[answer] += 1
            elif not public and answer in ("404", "410"):
                done.answers[NOT_PUBLIC] += 1
            else:
                done.answers[answer] += 1
                done.wrong.append((address, answer))
    except OSError as error:
        raise Unreachable(
            f"The paper at {base} does not answer ({error}): start it with `terbit run`."
        ) from None
    finally:
        paper.close()
    return done


def keep(move: Move, asked: Replay) -> None:
    """For the newsroom's report of the move."""
    wrong = asked.as_json()["wrong"]
    about = {"number_wrong": len(wrong), "wrong": wrong[:WRONG_KEPT], "at": timezone.now().isoformat()}
    Move.objects.filter(pk=move.pk).update(replay=asked.as_json() | about)


def addresses(move: Move) -> Iterator[tuple[str, bool]]:
    """Every old address with whether readers must get an answer; a numbered one beside each that WordPress gave."""
    seen: set[str] = set()
    for line, now in ledger.lines(move):
        if line.kind == "section" or line.kind.startswith("also-"):
            continue
        public = bool(now) or _leads(line)
        for address in dict.fromkeys([line.url, *_numbered(move, line, now)]):
            if address.startswith("/") and address not in seen:
                seen.add(address)
                yield address, public


def _leads(line: OldItem) -> bool:
    """Its own page is gone, and its address leads to the story it belongs to."""
    return bool(line.url) and Redirect.objects.filter(path=line.url, article__live=True).exists()


def _numbered(move: Move, line: OldItem, now: str) -> Iterator[str]:
    number = line.key.removeprefix("item:")
    if move.source == Source.WORDPRESS and now and line.key.startswith("item:") and number.isdecimal():
        if ContentType.objects.get_for_id(line.content_type_id).model_class() is Article:
            yield f"/?p={number}"
        elif line.kind == "page":
            yield f"/?page_id={number}"


class _Paper:
    def __init__(self, base: str) -> None:
        parts = urlsplit(base if "//" in base else f"http://{base}")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.connection = kind(parts.netloc, timeout=SECONDS)
        self.base = f"{parts.scheme}://{parts.netloc}"

    def close(self) -> None:
        self.connection.close()

    def ask(self, address: str) -> str:
        status, location = self._get(address)
        if status != 301:
            return str(status)
        parts = urlsplit(location)
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        status, location = self._get(path)
        return "301-to-itself" if status == 301 and location == path else f"301-to-{status}"

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
