"""Whatever a body carries that acts in a reader's browser stays behind, in every block that may hold its words."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from django.utils.html import linebreaks
from hypothesis import given, settings
from hypothesis import strategies as st

from terbit.moving.arriving import comments, standing
from terbit.moving.bodies import Body, convert
from terbit.newsroom import safe_html
from tests.moving.bodies.sources import BODIES, Source

ATTACKS = {
    "a script": "<script>curi()</script>",
    "a script from elsewhere": '<SCRIPT SRC="//jahat.example/x.js"></SCRIPT>',
    "a script in pieces": "<scr<script>ipt>curi()</scr</script>ipt>",
    "a script behind a slash": '<script/x src="data:,curi()"></script>',
    "a script that never ends": "<script>curi()",
    "a handler": '<img src="x.jpg" onerror="curi()">',
    "a handler without quotes": "<img src=x.jpg/onerror=curi()>",
    "a handler behind odd space": '<p\x0conmouseover\x0b=\t"curi()">kata</p>',
    "a handler on an unknown element": "<halo onfocus=curi() autofocus tabindex=1>kata</halo>",
    "a handler in a broken tag": '<img """><b onclick=curi()>kata</b>">',
    "a handler in an svg": "<svg onload=curi()><animate onbegin=curi() attributeName=x></svg>",
    "a script in an svg": "<svg><script>curi()</script><a xlink:href='javascript:curi()'><text>x</text></a></svg>",
    "a script in mathematics": "<math><mtext><table><mglyph><style><img src=x onerror=curi()></style></table></math>",
    "an address that acts": '<a href="javascript:curi()">kata</a>',
    "the same in capitals": '<a href="JaVaScRiPt:curi()">kata</a>',
    "the same with entities": '<a href="&#106;avascript&colon;curi&lpar;&rpar;">kata</a>',
    "the same with a line break": '<a href="java\nscript:curi()">kata</a>',
    "the same behind control characters": '<a href="\x01 javascript:curi()">kata</a>',
    "a page as an address": '<a href="data:text/html;base64,PHNjcmlwdD4=">kata</a>',
    "an old script language": '<a href="vbscript:curi()">kata</a>',
    "a frame that acts": '<iframe src="javascript:curi()"></iframe>',
    "a frame with a page": '<iframe srcdoc="<script>curi()</script>"></iframe>',
    "a style that acts": '<div style="background:url(javascript:curi());width:expression(curi())">kata</div>',
    "a style sheet": "<style>@import 'javascript:curi()'; * { x: expression(curi()) }</style>",
    "a sheet from elsewhere": '<link rel="stylesheet" href="//jahat.example/x.css">',
    "a page that moves on": '<meta http-equiv="refresh" content="0;url=javascript:curi()">',
    "another base": '<base href="javascript:curi();//">',
    "a form": '<form action="javascript:curi()"><button formaction="javascript:curi()">kata</button></form>',
    "an object": '<object data="javascript:curi()"><param name="movie" value="javascript:curi()"></object>',
    "a film": '<video src="javascript:curi()" poster="javascript:curi()" onplay="curi()"></video>',
    "a picture's address": '<img src="javascript:curi()"><img srcset="javascript:curi() 1x">',
    "a template": "<template><script>curi()</script></template>",
    "hidden in a title": '<noscript><p title="</noscript><img src=x onerror=curi()>">',
    "hidden in a comment": "<!--<img src='--><img src=x onerror=curi()>'>",
    "hidden in a declaration": "<![CDATA[<script>curi()</script>]]>",
    "hidden in text of a field": "<textarea></textarea><script>curi()</script>",
    "hidden in a listing": '<xmp><p title="</xmp><img src=x onerror=curi()>">',
    "a caption that acts": '[caption caption="<img src=x onerror=curi()>"]<img src="a.jpg">[/caption]',
    "a film's shortcode": '[video src="javascript:curi()"]',
    "an embed's shortcode": '[embed]https://youtu.be/"><script>curi()</script>[/embed]',
    "a block's attributes": '<!-- wp:image {"id":"1 onerror=curi()"} --><figure></figure><!-- /wp:image -->',
    "a quotation's source": '<blockquote cite="javascript:curi()">kata</blockquote>',
    "a handler of what opens": "<details open ontoggle=curi()><summary>kata</summary></details>",
    "a handler of what begins": "<marquee onstart=curi()>kata</marquee><body onload=curi()>",
    "a handler behind a quotation mark": "<a href='x'onmouseover='curi()'>kata</a>",
    "an address in hexadecimal": '<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74:curi()">kata</a>',
    "an address with zeros": '<a href="&#0000106avascript&#x00003A;curi()">kata</a>',
    "an address with a tabulator": '<a href="jav&Tab;ascript:curi()">kata</a>',
    "an address of a feed": '<a href="feed:javascript:curi()">kata</a>',
    "an address that shows its source": '<a href="view-source:javascript:curi()">kata</a>',
    "a page in another frame": '<a href="javascript:curi()" target="_blank" ping="//jahat.example">kata</a>',
    "a use of another svg": '<svg><use href="data:image/svg+xml;base64,PHN2Zz4=#x"></use></svg>',
    "an svg that changes an address": '<svg><a><set attributeName="href" to="javascript:curi()"/>kata</a></svg>',
    "words that change their meaning": "<form><math><mtext></form><form><mglyph><style></math><img src onerror=curi()>",
    "an old sound": '<bgsound src="javascript:curi()"><img dynsrc="javascript:curi()" lowsrc="javascript:curi()">',
    "an old layer": '<layer src="//jahat.example/x.html"></layer><ilayer src="javascript:curi()"></ilayer>',
    "a namespace": "<html:script xmlns:html='http://www.w3.org/1999/xhtml'>curi()</html:script>",
    "an instruction": '<?xml-stylesheet href="javascript:curi()"?><?php curi() ?><% curi() %>',
    "a comment of an old browser": "<!--[if gte IE 4]><script>curi()</script><![endif]-->",
    "a field that takes the hand": "<input autofocus onfocus=curi()><keygen autofocus onfocus=curi()>",
    "a place of its own": '<div id="location" name="cookie" contenteditable onblur=curi()>kata</div>',
    "a related story": '[irp posts="1" name="<script>curi()</script>"]',
}


class _Harmless(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in safe_html.TAGS
        for name, value in attrs:
            assert name in {*set().union(*safe_html.ATTRIBUTES.values()), "linktype", "id"}
            if name in {"href", "cite", "data-missing"}:
                assert (value or "").startswith(("http://", "https://", "/", "mailto:", "tel:", "#"))


def assert_harmless(body: Body) -> None:
    for block in body.blocks:
        if isinstance(block["value"], str):
            _Harmless().feed(block["value"])
        elif block["type"] == "embed":
            assert block["value"]["url"].startswith("https://")


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_an_attack_stays_behind(attack: str) -> None:
    for html in (
        attack,
        f"<p>kata {attack} kata</p>",
        f"<table><tr><td>{attack}</td><td>b</td></tr></table>",
    ):
        for kind in ("classic", "blocks", "html"):
            assert_harmless(convert(html, kind=kind))


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_an_attack_stays_behind_in_a_standing_page(attack: str) -> None:
    page = _Tags()
    page.feed(standing.rich_text(convert(f"<p>kata</p>{attack}<p>kata</p>")))
    for tag, attributes in page.found:
        if tag == "embed":  # a picture of ours, or the gap where one is missing
            kept = dict(attributes)
            assert kept.pop("alt") is not None and (kept.pop("id") or "").isdecimal()
            assert kept == {"embedtype": "image", "format": "fullwidth"}
            continue
        assert tag in standing.ALLOWED
        for name, value in attributes:
            assert name in {"href", "linktype", "id"}
            assert name != "href" or (value or "").startswith(
                ("http://", "https://", "/", "mailto:", "tel:", "#")
            )


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_an_attack_in_a_comment_is_only_words(attack: str) -> None:
    page = _Tags()
    page.feed(linebreaks(comments.plain(f"kata {attack}"), autoescape=True))
    assert {tag for tag, _attributes in page.found} <= {"p", "br"}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


@settings(max_examples=60, deadline=None)
@given(
    BODIES,
    st.lists(
        st.tuples(st.integers(0, 10_000), st.sampled_from(list(ATTACKS.values()) + list("<>\"'[]&/\x00"))),
        max_size=6,
    ),
)
def test_no_damage_to_a_body_stops_the_move_or_lets_an_attack_in(
    source: Source, damage: list[tuple[int, str]]
) -> None:
    html = source[0]
    for at, put in damage:
        place = at % (len(html) + 1)
        html = html[:place] + put + html[place + at % 7 :]
    body = convert(html)
    assert_harmless(body)
    json.dumps(body.blocks)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_converted(text: str) -> None:
    assert_harmless(convert(text))


@pytest.mark.parametrize(
    "flood",
    ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<a href=x>", "<p ", "<!--", "[a]<b>"],
)
def test_elements_nested_without_end_take_no_time(flood: str) -> None:
    assert_harmless(convert(flood * 5_000 + "kata"))
