"""Templates exist where they are named, compile, and carry nothing that the policy for readers refuses."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from tests import sources

NAMED_IN_TEMPLATE = re.compile(r"""\{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
TEMPLATE_NAME = re.compile(r"\w[\w/-]*\.(html|txt|xml)")  # an address of the paper begins with a slash
READERS = "theme/templates/"
# Data for search engines is not run by browsers, so the policy allows it.
INLINE = {
    "a script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)", re.IGNORECASE
    ),
    "a style sheet": re.compile(r"<style[\s>]", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}


def named_templates() -> list[tuple[str, str]]:
    """`(where, template)` of every template that code or another template names."""
    found = []
    for path, tree in sources.modules().items():
        for node in ast.walk(tree):
            named = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if "/" in named and TEMPLATE_NAME.fullmatch(named):
                found.append((f"{path}:{node.lineno}", named))
    for path, file in sources.templates().items():
        found += [(path, name) for name in NAMED_IN_TEMPLATE.findall(file.read_text())]
    return found


def missing(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return True
    return False


def test_every_template_that_is_named_exists():
    assert [f"{where} names {name}" for where, name in named_templates() if missing(name)] == []


@pytest.mark.parametrize("path", sorted(sources.templates()))
def test_a_template_compiles(path):
    get_template(path.split("/templates/")[1])


def test_no_two_packages_ship_a_template_of_the_same_name():
    names = Counter(path.split("/templates/")[1] for path in sources.templates())
    assert [name for name, times in names.items() if times > 1] == []


def test_reader_pages_carry_no_inline_script_or_style():
    found = []
    for path, file in sources.templates().items():
        if path.startswith(READERS):
            text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", file.read_text(), flags=re.DOTALL)
            found += [f"{path} carries {what}" for what, pattern in INLINE.items() if pattern.search(text)]
    assert found == []


@pytest.mark.parametrize(
    "page",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<img src=x onerror="x">',
        '<p style="x">',
        '<a href="javascript:x">',
    ],
)
def test_what_is_inline_is_recognised(page):
    assert any(pattern.search(page) for pattern in INLINE.values())


@pytest.mark.parametrize(
    "page", ['<script src="/a.js" defer></script>', '<script type="application/ld+json">{}</script>']
)
def test_what_the_policy_allows_is_not_taken_for_inline(page):
    assert not any(pattern.search(page) for pattern in INLINE.values())
