"""The count of words tells what was lost, and where to look."""

from __future__ import annotations

import pytest

from terbit.moving.bodies import Found, convert
from terbit.moving.bodies.conserved import compare, measure, words_in, words_of
from terbit.newsroom.models import Article
from tests.factories import ArticleFactory, PictureFactory


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("a<b>b</b>c", "abc"),
        ("a<div>b</div>c", "a b c"),
        ("<td>a</td><td>b</td>", "ab"),
        ("<table><td>a</td><td>b</td></table>", "a b"),
        ("a<br>b&nbsp;c\u200bd&shy;e", "a b cde"),
        ("<p>a<p hidden>b</p><p style='DISPLAY : none'>c</p>d", "a d"),
        ("<script>a</script><noscript>b</noscript><style>c</style><!-- d -->e", "e"),
        ("<select><option>a<option>b</select>", "a b"),
        ("“Kami”, (katanya) – Jum’at…", "Kami katanya Jum'at"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt></ruby>", "漢kan"),
        ("lihat https://contoh.id/a?b=c ya", "lihat ya"),
        ("<img alt='tidak' src='a.jpg'> <img class='wp-smiley' alt='senyum'>", "senyum"),
        ("[caption]<img src=a> satu[/caption] [gallery] [[gallery]] [sic]", "satu gallery sic"),
        ("<iframe src=x>a</iframe><video>b</video>c", "c"),
        ("Rp1.500.000 10% é", "Rp1.500.000 10% é"),
    ],
)
def test_the_words_of_a_source_are_those_a_browser_shows(html: str, words: str) -> None:
    assert words_of(html) == words.split()


def test_what_is_missing_is_counted_and_shown() -> None:
    before = "satu dua tiga empat lima".split()
    lost = compare(before, "satu dua empat lima".split())
    assert (lost.kept, lost.share, lost.added, lost.whole) == (4, 0.8, 0, False)
    assert lost.first == ("tiga empat lima", "empat lima")


def test_what_was_added_or_changed_its_place_is_not_whole_either() -> None:
    assert compare(["a", "b"], ["a", "x", "b"]).added == 1
    assert not compare(["a", "b"], ["a", "x", "b"]).whole
    assert compare(["a", "b", "c"], ["c", "a", "b"]).kept == 2


def test_a_body_without_words_is_whole() -> None:
    assert measure("<hr>", convert("<hr>")).whole
    assert compare([], []).share == 1.0


def test_a_lost_block_is_noticed() -> None:
    html = "<p>satu dua</p><h2>tiga</h2><p>empat</p>"
    body = convert(html)
    del body.blocks[1]
    assert measure(html, body).first == ("tiga empat", "empat")


def test_two_long_bodies_with_nothing_in_common_are_compared_in_no_time() -> None:
    some, others = [f"a{number}" for number in range(9_000)], [f"b{number}" for number in range(9_000)]
    assert compare(some, others).kept == 0


@pytest.mark.django_db
def test_the_printed_story_has_the_words_that_were_counted() -> None:
    """The page itself, read by the parser of the sources: what the paper adds is its label for a credit."""
    other = ArticleFactory(headline="Banjir Lama", published=True)
    picture = PictureFactory(credit="Antara/Rina")
    html = (
        "<strong>ARUMBAI</strong> – Air <em>naik</em>.\n\n<h3>Kronologi</h3>Pagi H<sub>2</sub>O.\n\n"
        '[caption id="attachment_3"]<img src="a.jpg"> Warga mengungsi. (Foto: Antara/Rina)[/caption]\n\n'
        "<ul>\n<li>satu</li>\n<li>dua</li>\n</ul><table><tr><td>a</td><td>b</td></tr></table>\n\n"
        'Baca juga: <a href="/x">'
        "Banjir Lama</a>\n\n<blockquote><p>Kami siap</p><cite>Laras</cite></blockquote>selesai"
    )
    body = convert(
        html,
        links=lambda address, words: other.pk,
        pictures=lambda reference: Found(picture.pk, picture.credit),
    )
    assert measure(html, body).whole
    printed = Article._meta.get_field("body").to_python(body.blocks).render_as_block()
    day = printed.index('<span class="meta">')
    printed = printed[:day] + printed[printed.index("</span>", day) :]
    assert words_of(printed, has_shortcodes=False) == words_in(body)
