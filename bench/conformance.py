"""Every address of the demo through the validators of its world: `make conformance`.

In a house of its own in a temporary folder. Registered addresses are rendered as the press does it, and so is whatever
they link to. The rules are those of the tests: the Nu HTML checker, links, inline code, JSON-LD against the schema.org
vocabulary, feeds, sitemaps. The last line says pass, or how much is wrong (exit status 1).
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it also runs as a file

PUBLIC = "https://kabararumbai.example"
LINK = re.compile(r'\s(?:href|src|poster|action)="([^"#]+)')
LEADS_ON = (301, 302)
HTML = "text/html"


class Answer(NamedTuple):
    """Type and text only of a 200 that is no file."""

    status: int
    kind: str
    text: str


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
    os.environ.pop("TERBIT_DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="terbit-conformance-") as folder:
        os.environ |= {"TERBIT_HOME": f"{folder}/house", "TERBIT_URL": PUBLIC}
        import django

        django.setup()
        from terbit.demo import filling
        from terbit.feeds import news
        from terbit.house import founding

        founding.found()
        filling.fill(lambda line: print(line, flush=True))
        news.move_window()  # as the worker does every few seconds
        return _judge(Path(folder, "pages"))


def _judge(folder: Path) -> int:
    answers = crawl()
    pages = {address: found.text for address, found in answers.items() if found.kind == HTML}
    found = {
        "links": list(dead_links(answers)),
        "HTML": list(_html(pages, folder)),
        "inline code": list(inline_code(pages)),
        "structured data": list(_structured(pages)),
        "feeds and sitemaps": list(_feeds(answers)),
    }
    for kind, sentences in found.items():
        print(f"{kind}: {len(sentences) or 'nothing'} wrong")
        for sentence in sentences[:40]:
            print(f"  {sentence}")
    wrong = sum(map(len, found.values()))
    print(
        f"\n{len(answers)} addresses, {len(pages)} of them pages. {f'{wrong} faults.' if wrong else 'Pass.'}"
    )
    return 1 if wrong else 0


def crawl() -> dict[str, Answer]:
    """What each address that is registered or linked answers."""
    from terbit.press import addressbook, rendering

    waiting = set(addressbook.addresses())
    answers: dict[str, Answer] = {}
    began = time.monotonic()
    while waiting:
        address = waiting.pop()
        rendered = rendering.render(address)
        answers[address] = found = _answer(rendered.sheet if rendered else None)
        if found.kind == HTML:
            waiting |= set(links(found.text)) - answers.keys()
    print(f"Rendered {len(answers)} addresses in {time.monotonic() - began:.0f} s.", flush=True)
    return answers


def _answer(sheet: Any) -> Answer:
    if sheet is None:
        return Answer(404, "", "")
    if sheet.status != 200 or sheet.stored:
        return Answer(sheet.status, "", "")
    kind = (sheet.content_type or HTML).partition(";")[0]
    return Answer(200, kind, sheet.body.decode(errors="replace"))


def dead_links(answers: dict[str, Answer]) -> Iterator[str]:
    """An address that is registered and has nothing yet, such as a contributor without stories, is none."""
    for address, found in answers.items():
        for link in sorted(set(links(found.text))) if found.kind == HTML else ():
            if answers[link].status not in (200, *LEADS_ON):
                yield f"{address} links to {link}: {answers[link].status}"


def links(html: str) -> Iterator[str]:
    """Addresses of this paper in a page, without the newsroom's and without searches, which are no prints."""
    for link in map(unescape, LINK.findall(html)):
        path = link.removeprefix(PUBLIC)
        if path.startswith("/") and not path.startswith(("//", "/ruang-redaksi/", "/cari/?")):
            yield path


def inline_code(pages: dict[str, str]) -> Iterator[str]:
    from tests.theme.test_every_page import INLINE

    yield from (f"{address}: inline code" for address, html in pages.items() if INLINE.search(html))


def _html(pages: dict[str, str], folder: Path) -> Iterator[str]:
    from tests.theme import html_checker

    if missing := html_checker.missing():
        print(f"Skipped: HTML ({missing}).")
        return
    yield from html_checker.messages(pages, folder)


def _structured(pages: dict[str, str]) -> Iterator[str]:
    """Words schema.org knows, whole Open Graph, and nothing but what the page shows."""
    from tests.theme import heads

    for address, html in pages.items():
        yield from (f"{address}: {fault}" for fault in heads.faults(html.replace(PUBLIC, heads.SITE)))


def _feeds(answers: dict[str, Answer]) -> Iterator[str]:
    from tests.feeds import rules

    for address, found in answers.items():
        yield from (
            f"{address}: {fault}" for fault in _faults(rules, address, found.kind, found.text.encode())
        )


def _faults(rules: Any, address: str, kind: str, text: bytes) -> Iterable[str]:
    if kind == "application/rss+xml":
        return rules.of_rss(text, PUBLIC + address)
    if kind in ("application/feed+json", "application/json"):
        return rules.of_json_feed(text, PUBLIC + address)
    if address.startswith("/sitemap-news"):
        return rules.of_news_sitemap(text, PUBLIC)
    if address.startswith("/sitemap"):
        return rules.of_sitemap(text, PUBLIC)
    return []


if __name__ == "__main__":
    sys.exit(main())
