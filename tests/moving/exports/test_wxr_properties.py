"""Whatever happens to an export, it is read to its end, and what lies before the damage arrives as it was."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from terbit.moving.exports.records import Item
from terbit.moving.exports.troubles import Trouble
from tests.moving.exports.wxr_files import HEAD, TAIL, category, cdata, item, meta, records

TUTORIAL = "<pre><item><title>Judul</title><content:encoded><![CDATA[isi]]></content:encoded></item></pre>"
SIGNS = b'< > & " \r <![CDATA[ ]]> <item> </item> <!-- --> <? </channel> <title> </wp:postmeta> <wp:comment>'
NASTY = [*SIGNS.split(b" "), b"\0", b"\xe9", b"<!DOCTYPE rss [<!ENTITY a 'b'>"]

words = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\r"), max_size=40)
markup = st.sampled_from(["<p>", "</p>", "]]>", "<!-- wp:paragraph -->", TUTORIAL])
bodies = st.lists(st.one_of(words, markup), max_size=6)


@st.composite
def posts(draw, number=1):
    more = "".join(category("post_tag", slug, slug) for slug in draw(st.lists(words, max_size=2)))
    more += "".join(meta("kunci", value) for value in draw(st.lists(words, max_size=2)))
    if draw(st.booleans()):
        said = f"<wp:comment_content>{cdata(draw(words))}</wp:comment_content>"
        more += f"<wp:comment><wp:comment_id>7</wp:comment_id>{said}</wp:comment>"
    return item(number, title=draw(words), body="".join(draw(bodies)), more=more)


@st.composite
def exports(draw):
    """Bytes of an export, and where each of its items ends."""
    data, ends = HEAD.encode(), []
    for number in range(draw(st.integers(1, 5))):
        data += draw(posts(number)).encode()
        ends.append(len(data))
    return data + TAIL.encode(), ends


@st.composite
def damaged(draw):
    """An export, the same damaged, and where the damage begins and ends (in the undamaged)."""
    data, ends = draw(exports())
    start = draw(st.integers(0, len(data)))
    end = min(len(data), start + draw(st.one_of(st.just(0), st.integers(0, 80))))
    put = draw(st.one_of(st.just(b""), st.sampled_from(NASTY), st.binary(max_size=6)))
    return data, ends, data[:start] + put + data[end:], start, end


def read_items(data: bytes, chunk: int = 1 << 18) -> list[Item]:
    return [record for record in records(data, chunk) if isinstance(record, Item)]


@settings(deadline=None)
@given(damaged())
def test_damage_costs_nothing_that_lies_before_it(case):
    data, ends, broken, start, _ = case
    before = sum(end <= start for end in ends)
    assert read_items(broken)[:before] == read_items(data)[:before]


@settings(deadline=None)
@given(damaged())
def test_damage_costs_no_more_than_the_items_it_touches_and_what_is_lost_is_told(case):
    _, ends, broken, start, end = case
    starts = [len(HEAD.encode()), *ends[:-1]]
    untouched = {
        number
        for number, (first, last) in enumerate(zip(starts, ends, strict=True))
        if last <= start or first >= end
    }
    found = records(broken)
    arrived = {record.id for record in found if isinstance(record, Item)}
    assert {str(number) for number in untouched} <= arrived


@settings(deadline=None)
@given(exports(), st.data())
def test_a_file_cut_off_gives_what_lies_before_and_says_so(case, data):
    whole, ends = case
    cut = data.draw(st.integers(0, len(whole) - len("</rss>\n")))
    found = records(whole[:cut])
    before = sum(end <= cut for end in ends)
    assert [record for record in found if isinstance(record, Item)][:before] == read_items(whole)[:before]
    assert {"cut-off", "item-cut"} & {
        record.reason.value for record in found if isinstance(record, Trouble)
    } or (b"</channel>" in whole[:cut])


@settings(deadline=None)
@given(damaged(), st.integers(1, 200))
def test_how_much_is_read_at_once_makes_no_difference(case, chunk):
    *_, broken, _, _ = case
    assert records(broken, chunk) == records(broken)


@settings(deadline=None)
@given(st.binary(max_size=400))
@example(b"<item><title>")
def test_bytes_of_any_kind_are_read_to_their_end(data):
    assert [type(record).__name__ for record in records(data)].count("Site") == 1
