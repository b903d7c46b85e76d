"""WordPress's shortcodes: [name attribute="value"]content[/name]; [[name]] is one that is only spoken of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from terbit.moving.bodies import tokens

# What was read of attributes is never read in another way. Said by `(?=…)` and what that found, since `(?:…)*+` with
# choices in it finds nothing in Python 3.11.0 to 3.11.4, that of Debian 12 among them.
TAG = re.compile(
    rf"""{tokens.COMMENT}|{tokens.TAG}
    |(?P<escape>\[?)\[(?P<end>/?)(?P<name>[A-Za-z][\w-]*+)(?=[\s=/\]])
     (?=(?P<attributes>(?:[^\[\]"']++|(?<=[\s=])"[^"\[]*+"|(?<=[\s=])'[^'\[]*+'|["'])*))(?P=attributes)
     \](?P<escaped>\]?)""",
    re.VERBOSE | re.DOTALL,
)
QUOTES = "\"'“”″„‟«»‘’"
ATTRIBUTE = re.compile(
    r"""(?P<name>[\w-]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|“(?P<curly>[^”″“]*)[”″“]|(?P<bare>[^\s]+))
    |"(?P<value2>[^"]*)"|'(?P<value1>[^']*)'|(?P<value>[^\s]+)""",
    re.VERBOSE,
)


@dataclass
class Shortcode:
    """A tag of one in the text, from `start` to `end`; `partner` is the position of its other half in the list."""

    name: str
    text: str
    start: int
    end: int
    attributes: str = ""
    closes: bool = False
    partner: int | None = None
    escaped: bool = False  # [[name]]: to be shown as [name]
    beside: str = ""  # brackets that stand before or after it
    named: dict[str, str] = field(default_factory=dict)
    values: list[str] = field(default_factory=list)

    @property
    def pair(self) -> bool:
        return self.partner is not None

    @property
    def address(self) -> str:
        """The first address among the attributes."""
        found = re.search(r"https?://[^\s\"'<>\]]+", unescape(self.attributes))
        return found[0] if found else ""


def find(html: str) -> list[Shortcode]:
    """Everything that is written like a shortcode outside of HTML tags, in order; halves know each other."""
    if "[" not in html:
        return []
    found: list[Shortcode] = []
    waiting: list[int] = []
    open_names: dict[str, int] = {}
    for match in TAG.finditer(html):
        if match["name"] is None:
            continue
        code = _read(match)
        if not code.escaped:
            _pair(code, found, waiting, open_names)
        found.append(code)
    return found


def _read(match: re.Match[str]) -> Shortcode:
    start, end = match.span()
    escaped = bool(match["escape"] and match["escaped"])
    if not escaped:
        start, end = start + len(match["escape"]), end - len(match["escaped"])
    code = Shortcode(
        match["name"].lower(),
        match.string[start:end],
        start,
        end,
        match["attributes"].strip(),
        closes=bool(match["end"]),
        escaped=escaped,
        beside="" if escaped else match["escape"] or match["escaped"],
    )
    _set_attributes(code)
    return code


def _set_attributes(code: Shortcode) -> None:
    written = code.attributes.strip().removesuffix("/").lstrip("=")
    written = re.sub(r"&quot;|&#8221;|&#8243;|&#34;|&#x22;|&rdquo;|&ldquo;|&#8220;", '"', written)
    for match in ATTRIBUTE.finditer(written.replace("\xa0", " ")):
        groups = match.groupdict()
        if match["name"]:
            given = next(
                groups[kind] for kind in ("double", "single", "curly", "bare") if groups[kind] is not None
            )
            code.named.setdefault(match["name"].lower(), unescape(given).strip())
        else:
            given = next(groups[kind] for kind in ("value2", "value1", "value") if groups[kind] is not None)
            code.values.append(unescape(given).strip())


def _pair(code: Shortcode, found: list[Shortcode], waiting: list[int], open_names: dict[str, int]) -> None:
    position = len(found)
    if not code.closes:
        if not code.attributes.endswith("/"):
            waiting.append(position)
            open_names[code.name] = open_names.get(code.name, 0) + 1
        return
    if not open_names.get(code.name):
        return
    while waiting:
        other = waiting.pop()
        open_names[found[other].name] -= 1
        if found[other].name == code.name:
            found[other].partner, code.partner = position, other
            _let_stand(found[other], code)
            return


def _let_stand(first: Shortcode, last: Shortcode) -> None:
    """[[name]…[/name]] is only spoken of, too."""
    if first.beside == "[" and last.beside == "]":
        for code in (first, last):
            code.escaped, code.partner = True, None
        first.start, first.text = first.start - 1, f"[{first.text}"
        last.end, last.text = last.end + 1, f"{last.text}]"


def shown(code: Shortcode) -> str:
    """What readers see of one that is only spoken of."""
    text = code.text.removeprefix("[") if code.text.startswith("[[") else code.text
    return text.removesuffix("]") if text.endswith("]]") else text
