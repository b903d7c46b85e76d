"""What `make conformance` finds of its own: dead links and inline code. The other rules have their own tests."""

from __future__ import annotations

from bench.conformance import HTML, Answer, dead_links, inline_code

PAGE = '<a href="/ada/">Ada</a> <a href="https://kabararumbai.example/pindah/">Pindah</a> <a href="mailto:a@b.example">'


def paper(page: str) -> dict[str, Answer]:
    return {
        "/": Answer(200, HTML, page),
        "/ada/": Answer(200, HTML, "<h1>Ada</h1>"),
        "/pindah/": Answer(301, "", ""),
        "/penulis/baru/": Answer(404, "", ""),  # registered; nothing links to it
    }


def test_a_dead_link_is_found_and_a_registered_address_without_a_page_is_none():
    assert list(dead_links(paper(PAGE))) == []
    planted = PAGE + '<a href="/penulis/baru/">'
    assert list(dead_links(paper(planted))) == ["/ links to /penulis/baru/: 404"]


def test_inline_code_is_found():
    assert list(inline_code({"/": PAGE})) == []
    for planted in ('<p style="color:red">', "<script>x()</script>", '<a href="#" onclick="x()">'):
        assert list(inline_code({"/": PAGE + planted})) == ["/: inline code"]
