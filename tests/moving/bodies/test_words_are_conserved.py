"""Whatever a body is made of, its words arrive, in order, in blocks that the newsroom accepts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from wagtail.blocks import StreamValue

from terbit.moving.bodies import Body, convert
from terbit.moving.bodies.conserved import words_in, words_of
from terbit.newsroom import plaintext
from terbit.newsroom.models import Article
from tests.moving.bodies.sources import BODIES, Source

BODY = Article._meta.get_field("body")


def stream(body: Body) -> StreamValue:
    return BODY.to_python(body.blocks)


@settings(max_examples=150, deadline=None)
@given(BODIES)
def test_every_word_of_any_body_arrives_in_order(source: Source) -> None:
    html, words = source
    assert words_of(html) == words
    assert words_in(convert(html)) == words


@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(BODIES)
def test_the_newsroom_accepts_and_prints_every_body(source: Source) -> None:
    body = stream(convert(source[0]))
    assert plaintext.problems_in(body) == []
    body.render_as_block()
