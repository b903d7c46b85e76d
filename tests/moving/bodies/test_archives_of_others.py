"""Every body of the exports beside the project arrives whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from terbit.moving.bodies import Kind, convert
from terbit.moving.bodies.conserved import Conserved, measure, words_of
from terbit.newsroom.models import Article

DATA = Path(__file__).parents[4] / "shared" / "data"
FILES = sorted([*DATA.glob("wxr/*.xml"), *DATA.glob("ghost/*.json")])


def bodies(file: Path) -> Iterator[tuple[str, Kind]]:
    """Cut out by hand: this is about bodies, `moving.exports` reads files."""
    text = file.read_text("utf-8", "replace")
    if file.suffix == ".json":
        yield from ((html, "html") for html in _html(json.loads(text)))
        return
    for content in re.findall(r"<content:encoded>(.*?)</content:encoded>", text, re.DOTALL):
        if "<![CDATA[" in content:
            yield re.sub(r"<!\[CDATA\[(.*?)\]\]>", r"\1", content, flags=re.DOTALL), "auto"
        else:
            yield unescape(content), "auto"


def _html(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("html"), str):
            yield node["html"]
        for value in node.values():
            yield from _html(value)
    elif isinstance(node, list):
        for value in node:
            yield from _html(value)


def measured(html: str, kind: Kind) -> Conserved:
    return measure(html, convert(html, kind=kind), has_shortcodes=kind != "html")


@pytest.mark.skipif(not FILES, reason="the exports of others are not beside the project")
def test_every_body_of_every_export_arrives_whole() -> None:
    lost = {
        file.name: each.first
        for file in FILES
        for body in bodies(file)
        if not (each := measured(*body)).whole
    }
    assert lost == {}


@pytest.mark.django_db
@pytest.mark.skipif(not FILES, reason="the exports of others are not beside the project")
def test_the_paper_prints_the_words_of_the_sources() -> None:
    """Every eighth of them, as the templates print it; an embed has a sentence of the paper's own beside it."""
    field = Article._meta.get_field("body")
    every = [body for file in FILES for body in bodies(file)]
    for html, kind in every[::8]:
        body = convert(html, kind=kind)
        if not any(block["type"] == "embed" for block in body.blocks):
            printed = field.to_python(body.blocks).render_as_block()
            assert words_of(printed, has_shortcodes=False) == words_of(html, has_shortcodes=kind != "html")
