"""What PHP serialised is read, within bounds, and nothing comes to life."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terbit.moving.exports import php


def serialised(value) -> str:
    match value:
        case None:
            return "N;"
        case bool():
            return f"b:{int(value)};"
        case int():
            return f"i:{value};"
        case float():
            return f"d:{value!r};"
        case str():
            return f's:{len(value.encode())}:"{value}";'
    inside = "".join(serialised(key) + serialised(each) for key, each in value.items())
    return f"a:{len(value)}:{{{inside}}}"


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**60), 2**60), st.floats(allow_nan=False, width=32), texts
)
# A key's class stands before a NUL in PHP.
keys = st.one_of(st.integers(0, 999), texts.filter(lambda text: "\0" not in text))
values = st.recursive(scalars, lambda inner: st.dictionaries(keys, inner, max_size=4), max_leaves=12)


@settings(deadline=None)
@given(values)
def test_what_was_serialised_is_read_back(value):
    text = serialised(value).replace("inf;", "INF;")
    if text == text.strip():
        assert php.read(text) == value
    assert php.looks_serialised(text)


def test_strings_end_at_their_length_whatever_is_in_them():
    assert php.read('a:1:{s:1:"a";s:9:"x";s:1:"y";}') == {"a": 'x";s:1:"y'}


def test_a_wrong_length_ends_where_the_rest_can_be_read():
    assert php.read('a:2:{s:1:"a";s:99:"baris\nsatu";s:1:"b";i:2;}') == {"a": "baris\nsatu", "b": 2}


def test_objects_are_their_fields():
    assert php.read('O:8:"stdClass":2:{s:3:"tag";s:5:"album";s:7:"\0Kelas\0";i:1;}') == {
        "tag": "album",
        "": 1,
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "halo",
        "a:2:{i:0;",
        "i:x;",
        's:5:"abc',
        'C:3:"Foo":2:{}}',
        "a:-1:{}",
        "x:1;",
        "d:1e99999x;",
        'a:1:{s:1:"a"}',
    ],
)
def test_what_is_not_serialised_is_refused(text):
    with pytest.raises(php.Unreadable):
        php.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "a:1:{i:0;" * 5000,
        f"a:99999:{{{'i:0;i:0;' * 99_999}}}",
        "a:999999999999:{}",
        's:1:"' + "x" * 5_000_000,
    ],
    ids=["deep", "many", "counted too high", "long"],
)
def test_bombs_are_refused(text):
    with pytest.raises(php.Unreadable):
        php.read(text)


@settings(deadline=None)
@given(st.text('aiOsbdN:;{}"0123456789', max_size=60))
def test_text_of_any_kind_is_read_or_refused(text):
    with contextlib.suppress(php.Unreadable):
        php.read(text)
