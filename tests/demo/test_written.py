"""The invented newspaper as it is written: whole, consistent, no paragraph twice."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections import Counter
from datetime import date
from itertools import chain
from typing import Any

import pytest

from terbit.demo import sources
from terbit.newsroom.models.article import MOST_TOPICS
from tests import sources as repository

ALL = [*sources.stories(), *sources.drafts()]
BRIEF, SHORT, BRIEFS = 200, 250, 3
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
DATED = re.compile(rf"({'|'.join(WEEKDAYS)}) \((\d{{1,2}})/(\d{{1,2}})/(\d{{4}})\)")
LARGEST = 2_000_000  # bytes of all pictures
# The words of the Press Council's guidelines of 3 February 2012, without marks and numbering: see words_of().
GUIDELINES = "92f66feaa5da56e110a8676fbd35210d1f71fb38f5b3f63881e138f276246636"


def blocks(name: str, among: Any = ALL) -> list[Any]:
    return [block[name] for source in among for block in source.values["body"] if name in block]


def words(html: str) -> list[str]:
    return re.sub(r"<[^>]+>", " ", html).split()


def text(source: sources.Source) -> str:
    return " ".join(str(value) for block in source.values["body"] for value in _strings(block))


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return list(chain.from_iterable(_strings(each) for each in value.values()))
    if isinstance(value, list):
        return list(chain.from_iterable(_strings(each) for each in value))
    return [value] if isinstance(value, str) else []


def test_there_is_a_year_of_stories_and_no_month_without_one():
    dates = [source.published.date() for source in sources.stories()]
    assert len(dates) >= 60 and (dates[-1] - dates[0]).days > 350
    assert len({(day.year, day.month) for day in dates}) >= 12


def test_no_paragraph_and_no_statement_stands_in_two_places():
    said = [block["words"] for block in blocks("statement")]
    repeated = Counter(
        [
            *blocks("paragraph"),
            *said,
            *(source.values["standfirst"] for source in ALL if "standfirst" in source.values),
        ]
    )
    assert [words for words, times in repeated.items() if times > 1] == []


def test_stories_have_their_full_length():
    lengths = {
        source.key: len(words(text(source)))
        for source in sources.stories()
        if source.values["kind"] != "photo_story"
    }
    assert {key: length for key, length in lengths.items() if length < BRIEF} == {}
    assert sum(length < SHORT for length in lengths.values()) <= BRIEFS


def test_every_date_falls_on_its_weekday():
    wrong = [
        match[0]
        for source in ALL
        for match in DATED.finditer(f"{text(source)} {source.values.get('caption', '')}")
        if WEEKDAYS[date(*map(int, match.groups()[:0:-1])).weekday()] != match[1]
    ]
    assert wrong == []


def test_sentences_end_and_quotation_marks_close():
    for html in chain(blocks("paragraph"), (source.values.get("standfirst", "Ada.") for source in ALL)):
        plain = " ".join(words(html))
        assert plain.count("“") == plain.count("”"), plain
        assert plain.endswith((".", "”", "?", "!", ":", ")")), plain


def test_headlines_and_standfirsts_keep_their_length():
    for source in (source for source in ALL if "headline" in source.values):
        assert len(source.values["headline"]) <= 80, source.key
        assert len(source.values.get("short_headline", "")) <= 60, source.key
        assert 60 <= len(source.values["standfirst"]) <= 180, source.key


def test_stories_carry_one_topic_to_eight():
    for source in (source for source in ALL if "headline" in source.values):
        assert 1 <= len(source.values["topics"]) <= MOST_TOPICS, source.key


def test_every_picture_has_alt_text_and_credit_and_is_shown_with_a_caption():
    given = {row["name"]: row for row in sources.newspaper()["pictures"]}
    assert all(len(row["alt"]) > 20 and row["credit"] for row in given.values())
    leading = [source.values for source in ALL if "picture" in source.values]
    inside = [*blocks("picture"), *chain.from_iterable(block["pictures"] for block in blocks("gallery"))]
    assert all(len(story["caption"]) > 20 for story in leading)
    assert all(len(picture["caption"]) > 20 for picture in inside)
    assert {story["picture"] for story in leading} | {picture["name"] for picture in inside} == given.keys()


def test_no_picture_is_said_to_be_taken_on_two_days():
    days: dict[str, set[str]] = {}
    for source in sources.stories():
        values = source.values
        shown = [{"name": values.get("picture"), "caption": values.get("caption", "")}]
        shown += blocks("picture", [source])
        for picture in shown:
            # What “Arsip” leads in may tell a day of the news beside the picture's own.
            if not re.match(r"Arsip: [^.]*\. Pada ", picture["caption"]):
                days.setdefault(picture["name"], set()).update(
                    match[0] for match in DATED.finditer(picture["caption"])
                )
    assert {name: found for name, found in days.items() if len(found) > 1} == {}


def test_the_pictures_are_there_and_small():
    rows = sources.newspaper()
    named = {row["name"] for row in rows["pictures"]}
    named |= {row["picture"] for row in (*rows["people"], *rows["contributors"]) if "picture" in row}
    files = {path.stem: path.stat().st_size for path in sources.picture_file("any").parent.iterdir()}
    assert files.keys() == named and sum(files.values()) < LARGEST


@pytest.mark.parametrize("name", ["people", "contributors", "topics", "pictures"])
def test_nobody_and_nothing_is_named_twice(name):
    names = [row["name"] for row in sources.newspaper()[name]]
    assert len(names) == len(set(names))


def test_the_guidelines_are_the_words_of_the_press_council():
    page = next(page for page in sources.pages() if page.values["slug"] == "pedoman-media-siber")
    assert words_of(sources.page_text(page)) == GUIDELINES


def words_of(html: str) -> str:
    """SHA-256 over letters and digits alone: neither markup nor the form of quotation marks is part of it."""
    return hashlib.sha256(" ".join(re.findall(r"\w+", re.sub(r"<[^>]+>", " ", html))).encode()).hexdigest()


def test_the_demo_is_in_the_package(tmp_path):
    from hatchling.builders.wheel import WheelBuilder

    built = next(WheelBuilder(str(repository.ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    packed = set(zipfile.ZipFile(built).namelist())
    shipped = [path for path in sources.PAPER.rglob("*") if path.is_file()]
    assert {f"terbit/demo/{path.relative_to(sources.PAPER.parent).as_posix()}" for path in shipped} <= packed
