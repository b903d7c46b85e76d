"""HTML of any origin as a tree of few, harmless elements, parsed as browsers parse it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

import nh3

from terbit.moving.bodies import tokens
from terbit.newsroom import characters

KEPT_WHOLE = "iframe|noscript|noembed|noframes"
TOKEN = re.compile(
    rf'<(?P<whole>{KEPT_WHOLE})(?P<of_whole>(?:[^">]|"[^"]*")*)>(?P<inside>.*?)</(?P=whole)>'
    r'|<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*)(?P<attributes>(?:[^">]|"[^"]*")*)>|(?P<text>[^<]+)',
    re.DOTALL,
)
ATTRIBUTE = re.compile(r'([a-z][a-z0-9-]*)="([^"]*)"')
DEEPEST = 60  # elements deeper than this stand beside each other
CLEANER = nh3.Cleaner(
    tags=set(
        """a abbr address article aside audio b bdi bdo big blockquote br button caption center cite code col colgroup
        data dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4
        h5 h6 header hgroup hr i iframe img ins kbd label legend li listing main map mark menu meter nav noembed
        noframes noscript object ol optgroup option output p param picture pre progress q rb rp rt rtc ruby s samp
        search section select small source span strike strong sub summary sup table tbody td textarea tfoot th thead
        time tr track tt u ul var video wbr""".split()
    ),
    attributes={
        "*": {"class", "dir", "hidden", "style", "title"},
        "a": {"href"},
        "img": {"src", "alt", "width", "height", "srcset"},
        "iframe": {"src"},
        "audio": {"src"},
        "video": {"src", "poster"},
        "source": {"src"},
        "embed": {"src"},
        "object": {"data"},
        "param": {"name", "value"},
        "ol": {"start", "reversed"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan", "scope"},
        "blockquote": {"cite"},
    },
    generic_attribute_prefixes={"data-"},
    clean_content_tags={
        "script",
        "style",
        "template",
        "svg",
        "math",
        "title",
        "canvas",
        "datalist",
        "noindex",
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    strip_comments=True,
)
HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


class Node:
    """An element; `children` are elements and text, in which entities are characters."""

    __slots__ = ("attributes", "children", "tag")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Node | str] = []

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def classes(self) -> set[str]:
        return set(self.attributes["class"].split()) if "class" in self.attributes else set()

    @property
    def hidden(self) -> bool:
        if not self.attributes:
            return False
        style = self.attributes.get("style")
        return "hidden" in self.attributes or bool(style and HIDING.search(style))

    def descendants(self, *tags: str) -> Iterator[Node]:
        for child in self.children:
            if isinstance(child, Node):
                if child.tag in tags:
                    yield child
                yield from child.descendants(*tags)

    def text(self) -> str:
        parts = (child if isinstance(child, str) else child.text() for child in self.children)
        return "".join(parts)


def parse(html: str) -> Node:
    """The tree, without scripts, styles, comments and characters that nobody sees."""
    clean = CLEANER.clean(tokens.shallow(html))
    clean = _seen(clean)
    root = Node("root", {})
    open_nodes, too_deep = [root], 0
    for match in TOKEN.finditer(clean):
        parent = open_nodes[-1]
        if text := match["text"]:
            parent.children.append(unescape(text) if "&" in text else text)
        elif match["whole"]:
            node = Node(match["whole"], _attributes(match["of_whole"]))
            node.children.append(match["inside"])
            parent.children.append(node)
        elif match["end"]:
            if too_deep:
                too_deep -= 1
                _keep_apart(parent, match["name"])
            elif len(open_nodes) > 1:
                open_nodes.pop()
        elif match["name"] in tokens.VOID:
            parent.children.append(Node(match["name"], _attributes(match["attributes"])))
        elif len(open_nodes) > DEEPEST:
            too_deep += 1
            _keep_apart(parent, match["name"])
        else:
            node = Node(match["name"], _attributes(match["attributes"]))
            parent.children.append(node)
            open_nodes.append(node)
    return root


def _seen(text: str) -> str:
    """`text` in composed letters, without characters that nobody sees; white space stays as it is."""
    text = characters.UNSEEN.sub("", unicodedata.normalize("NFC", text))
    joined = "\u200c" in text or "\u200d" in text  # to look for stray ones takes ten times as long
    return characters.STRAY_JOINER.sub("", text) if joined else text


def _attributes(written: str) -> dict[str, str]:
    if not written:
        return {}
    return {name: unescape(value) if "&" in value else value for name, value in ATTRIBUTE.findall(written)}


def _keep_apart(parent: Node, element: str) -> None:
    if element in tokens.BLOCKS:
        parent.children.append(Node("br", {}))
