"""Text typed with empty lines gets the paragraphs that WordPress gives it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terbit.moving.bodies.autop import autop

CASES = {
    "an empty line ends a paragraph": ("satu\n\ndua", "<p>satu</p><p>dua</p>"),
    "lines with spaces are empty, too": ("satu\n \t\n\n\ndua", "<p>satu</p><p>dua</p>"),
    "a line break alone stays": ("satu\ndua", "<p>satu<br />dua</p>"),
    "Windows and old Mac lines": ("satu\r\n\r\ndua\rtiga", "<p>satu</p><p>dua<br />tiga</p>"),
    "two <br> are an empty line": ("satu<br><br />dua", "<p>satu</p><p>dua</p>"),
    "a <br> at the end of a line counts once": ("satu<br />\ndua", "<p>satu<br />dua</p>"),
    "headings stand alone": ("<h2>Judul</h2>\nsatu", "<h2>Judul</h2><p>satu</p>"),
    "block elements end a paragraph": (
        "satu\n<ul>\n<li>a</li>\n</ul>\ndua",
        "<p>satu</p><ul><li>a</li></ul><p>dua</p>",
    ),
    "paragraphs that are there stay": ("<p>satu</p>\n\n<p>dua</p>", "<p>satu</p><p>dua</p>"),
    "lines inside them break": ("<p>satu\ndua</p>", "<p>satu<br />dua</p>"),
    "quotations get paragraphs": (
        "<blockquote>satu\n\ndua</blockquote>",
        "<blockquote><p>satu</p><p>dua</p></blockquote>",
    ),
    "text alone in a <div> stays as it is": ("<div>satu <b>dua</b></div>", "<div>satu <b>dua</b></div>"),
    "preformatted text stays as it is": ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
    "scripts stay as they are": ("<script>\na\n\nb\n</script>", "<p><script>\na\n\nb\n</script></p>"),
    "cells keep their lines": (
        "<table>\n<tr>\n<td>a\nb</td>\n</tr>\n</table>",
        "<table><tr><td>a<br />b</td></tr></table>",
    ),
    "a rule stands alone": ("satu\n<hr />\ndua", "<p>satu</p><hr /><p>dua</p>"),
    "words of one line stay on it": ("satu <em>dua</em> tiga", "<p>satu <em>dua</em> tiga</p>"),
    "nothing is nothing": (" \n\n ", ""),
}


@pytest.mark.parametrize(("typed", "html"), CASES.values(), ids=CASES.keys())
def test_typed_text_gets_its_paragraphs(typed: str, html: str) -> None:
    assert (
        re.sub(r"\n(?=<)|(?<=/>)\n", "", autop(typed)) == html.replace("\n<", "<")
        if "pre" not in typed
        else html
    )


PARTS = st.sampled_from(
    ["a", "b c", "\n", "\n\n", " ", "<b>", "</b>", "<p>", "</p>", "<div>", "</div>", "<br>", "<li>"]
)


@given(st.lists(PARTS | st.text(max_size=5), max_size=20).map("".join))
def test_paragraphs_change_nothing_but_space_and_line_breaks(typed: str) -> None:
    def bare(html: str) -> str:
        return re.sub(r"\s|</?p>|<br ?/?>", "", html)

    assert bare(autop(typed)) == bare(typed)
