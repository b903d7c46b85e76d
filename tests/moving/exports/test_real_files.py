"""Exports of real sites, against a reader that is not ours; skipped where they are not at hand."""

from __future__ import annotations

import json
import re
from datetime import UTC
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree

from terbit.moving.exports import opening
from terbit.moving.exports.records import Author, Item, MenuEntry, Read, Term
from tests.sources import ROOT

DATA = ROOT.parent / "shared" / "data"
WXR = sorted((DATA / "wxr").glob("*.xml"))
GHOST = sorted((DATA / "ghost").glob("*.json"))
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# Written so that prefixes mean what they do not usually mean; how ours takes them has a test of its own.
REBOUND = "namespace-edge-cases"

pytestmark = pytest.mark.skipif(not WXR, reason="no ../shared/data here")


def read(path: Path) -> tuple[list, opening.Tally]:
    tally = opening.Tally()
    return list(tally.counting(opening.find([path]).records())), tally


def name_of(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", WXR, ids=name_of)
def test_every_item_of_a_wordpress_export_is_recognised(path):
    _, tally = read(path)
    assert tally.items == len(re.findall(rb"<item[\s>]", path.read_bytes()))
    assert tally.lost == 0


@pytest.mark.parametrize("path", GHOST, ids=name_of)
def test_every_post_of_a_ghost_export_is_recognised(path):
    data = json.loads(path.read_text())["db"][0]["data"]
    found, tally = read(path)
    assert tally.items == len(data["posts"])
    assert tally.lost == 0
    bodies = {record.id: record.body for record in found if isinstance(record, Item)}
    assert all(bodies[str(post["id"])] == post["html"] for post in data["posts"] if post["html"])


@pytest.mark.parametrize("path", WXR, ids=name_of)
def test_every_field_equals_what_an_xml_parser_reads(path):
    try:
        root = ElementTree.fromstring(path.read_bytes())
    except ElementTree.ParseError:
        pytest.skip("not well-formed: there is no other reader")
    if REBOUND in path.name:
        pytest.skip("its prefixes are bound to strangers")
    found, _ = read(path)
    ours = [fields(record) for record in found if isinstance(record, Item | MenuEntry)]
    theirs = [as_parsed(element) for element in root.iter("item")]
    theirs = [{key: each[key] for key in our} for our, each in zip(ours, theirs, strict=True)]
    assert ours == theirs
    people = [element for element in root.iter() if re.search(r"wordpress.*}(wp_)?author$", element.tag)]
    logins = [text(element, "{*}author_login") for element in people]
    named = [record.login for record in found if isinstance(record, Author) and not record.is_guest]
    assert named == [login for login in logins if login]
    slugs = [text(element, "{*}" + tag) for tag, element in terms(root)]
    assert sorted(record.slug for record in found if isinstance(record, Term)) == sorted(slugs)


def terms(root: Element):
    kinds = {"category": "category_nicename", "tag": "tag_slug", "term": "term_slug"}
    for element in root.iter():
        kind = element.tag.rpartition("}")[2] if "wordpress.org" in element.tag else ""
        if kind in kinds:
            yield kinds[kind], element


def fields(record: Item | MenuEntry) -> dict[str, object]:
    if isinstance(record, MenuEntry):
        return {"title": record.label, "id": record.id, "order": str(record.order)}
    at = record.published.at
    return {
        "title": record.title,
        "permalink": record.permalink,
        "guid": record.guid,
        "body": record.body.strip(),
        "excerpt": record.excerpt.strip(),
        "slug": record.slug,
        "utc": at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        if at and record.published.read is Read.UTC
        else "",
        "status": record.status,
        "kind": record.kind,
        "parent": record.parent,
        "order": str(record.order),
        "creator": record.creator,
        "is_sticky": record.is_sticky,
        "password": record.password,
        "attachment": record.attachment_url,
        "terms": {(term.taxonomy, term.slug, term.name) for term in record.terms if term.slug},
        "meta": sorted((key, value.strip()) for key, values in record.meta.items() for value in values),
        "comments": [(note.id, note.author, note.text.strip(), note.personal.ip) for note in record.comments],
    }


def as_parsed(item: Element) -> dict[str, object]:
    categories = [element for element in item.findall("category") if element.get("domain")]
    excerpts = [element for element in item if element.tag.endswith("/excerpt/}encoded")]
    parent = text(item, "{*}post_parent")
    return {
        "title": text(item, "title"),
        "permalink": text(item, "link"),
        "guid": text(item, "guid"),
        "id": text(item, "{*}post_id"),
        "body": text(item, CONTENT),
        "excerpt": (excerpts[0].text or "").strip() if excerpts else "",
        "slug": text(item, "{*}post_name"),
        "utc": re.sub(r"^0000-.*", "", text(item, "{*}post_date_gmt")),
        "status": text(item, "{*}status"),
        "kind": text(item, "{*}post_type") or "post",
        "parent": "" if parent == "0" else parent,
        "order": text(item, "{*}menu_order") or "0",
        "creator": text(item, "{*}creator") or text(item, "{*}author"),
        "is_sticky": text(item, "{*}is_sticky") == "1",
        "password": text(item, "{*}post_password"),
        "attachment": text(item, "{*}attachment_url"),
        "terms": {
            (
                "post_tag" if element.get("domain") == "tag" else element.get("domain"),
                element.get("nicename", ""),
                (element.text or "").strip(),
            )
            for element in categories
            if element.get("domain") != "author" and element.get("nicename")
        },
        "meta": sorted(
            (text(meta, "{*}meta_key"), text(meta, "{*}meta_value"))
            for meta in item.findall("{*}postmeta")
            if text(meta, "{*}meta_key")
        ),
        "comments": [
            (
                text(note, "{*}comment_id"),
                text(note, "{*}comment_author"),
                text(note, "{*}comment_content"),
                text(note, "{*}comment_author_IP"),
            )
            for note in item.findall("{*}comment")
        ],
    }


def text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()
