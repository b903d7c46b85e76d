"""A story in schema.org's words: the article, its pictures with their rights, and what is said in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from terbit.newsroom import languages, references
from terbit.newsroom.models import Article
from terbit.newsroom.models.contributor import Part
from terbit.newsroom.models.kind import Kind, Obtained
from terbit.pictures import addresses
from terbit.pictures.models import Picture
from terbit.pictures.rights import Licence
from terbit.pictures.sizes import Size

TYPES = {
    Kind.ANALYSIS: "AnalysisNewsArticle",
    Kind.OPINION: "OpinionNewsArticle",
    Kind.EDITORIAL: "OpinionNewsArticle",
    Kind.ADVERTORIAL: "AdvertiserContentArticle",
}
PARTS = {
    Part.REPORTER: "author",
    Part.EDITOR: "editor",
    Part.PHOTOGRAPHER: "contributor",
    Part.TRANSLATOR: "translator",
}
RATIOS = ("16:9", "4:3", "1:1")  # that search engines ask for beside the picture itself
DEDICATION = "https://creativecommons.org/publicdomain/zero/1.0/"
Node = dict[str, Any]


def nodes(context: dict[str, Any], trail: Node | list[Any]) -> Iterator[Node]:
    article = context["article"]
    pictures = list(_pictures(context))
    yield _article(context, pictures)
    if trail:
        yield trail
    yield from (node for _picture, node in pictures)
    yield from _statements(context, article)


def _article(context: dict[str, Any], pictures: list[tuple[Picture, Node]]) -> Node:
    article, address, site = context["article"], context["canonical"], context["site"]
    node = {
        "@type": TYPES.get(article.kind, "NewsArticle"),
        "@id": f"{address}#artikel",
        "url": address,
        "mainEntityOfPage": address,
        "headline": article.headline,
        "datePublished": _iso(article.first_published_at, context),
        "dateModified": _iso(article.updated_at or article.first_published_at, context),
        "inLanguage": article.language or languages.PAPER,
        "isAccessibleForFree": True,
        "isPartOf": {"@id": f"{site}/#situs"},
        "publisher": {"@id": f"{site}/#redaksi"},
    }
    if article.standfirst:
        node["description"] = article.standfirst
    node |= _where(context) | _people(context)
    if topics := context["topics"]:
        node["keywords"] = [topic.name for topic in topics]
        node["about"] = [{"@id": f"{site}{topic.path}#topik"} | _thing(topic) for topic in topics]
    if article.obtained != Obtained.OWN and article.source_url:
        node["isBasedOn"] = article.source_url
    if pictures:
        node["image"] = [{"@id": picture["@id"]} for _original, picture in pictures]
        if lead := article.lead_picture:
            node["image"] += [_address(lead, Size.of(1200, ratio), site) for ratio in RATIOS]
    return node


def _thing(topic: Any) -> Node:
    return {"@type": "Thing", "name": topic.name}


def _where(context: dict[str, Any]) -> Node:
    """The section, and the place it is told from; who pays, where somebody does."""
    article = context["article"]
    if article.kind == Kind.ADVERTORIAL:
        paid = {"sponsor": {"@type": "Organization", "name": article.sponsor}} if article.sponsor else {}
        return {"articleSection": _("Advertorial")} | paid
    dateline = {"dateline": context["dateline"]} if context["dateline"] else {}
    return {"articleSection": article.section.name} | dateline


def _people(context: dict[str, Any]) -> Node:
    found: Node = {}
    for row in context["bylines"]:
        name, writer = PARTS[row.part], row.contributor
        if name == "editor" and writer.collective:
            continue  # schema.org knows only people as editors
        address = context["site"] + writer.path
        type_ = "Organization" if writer.collective else "Person"
        somebody = {"@type": type_, "@id": f"{address}#orang", "name": writer.name, "url": address}
        found.setdefault(name, []).append(somebody)
    return found


def _iso(moment: datetime, context: dict[str, Any]) -> str:
    return moment.astimezone(context["publication"].zone).isoformat(timespec="seconds")


# Pictures ----------------------------------------------------------------------------------------------


def _pictures(context: dict[str, Any]) -> Iterator[tuple[Picture, Node]]:
    """Each once, as the page shows it first."""
    seen = set()
    for picture, caption, ratio in _shown(context["article"]):
        if picture and picture.pk not in seen:
            seen.add(picture.pk)
            address = context["site"] + addresses.shown_url(picture, ratio)
            named = {"@id": f"{context['canonical']}#foto-{picture.pk}"}
            yield picture, image_object(picture, address, caption) | named


def _shown(article: Article) -> Iterator[tuple[Picture, str, str]]:
    if lead := article.lead_picture:
        yield lead, article.lead_caption or lead.caption, "3:2"
    if not any(block["type"] in ("picture", "gallery") for block in article.body.raw_data):
        return
    with references.known(article.body):
        for child in article.body:
            if child.block_type == "picture":
                yield child.value.shown, child.value.caption, ""
            elif child.block_type == "gallery":
                yield from ((item.shown, item.caption, "") for item in child.value["pictures"])


def image_object(picture: Picture, address: str, caption: str = "") -> Node:
    """With what readers are told of its rights, and no more: notes on them are the newsroom's."""
    node = {"@type": "ImageObject", "contentUrl": address, "caption": caption, "creditText": picture.credit}
    if picture.licence == Licence.CC_ZERO:
        node["license"] = DEDICATION
    if picture.is_ai:
        source = picture.digital_source
        node["digitalSourceType"] = f"https://schema.org/{source[0].upper()}{source[1:]}DigitalSource"
    return {name: value for name, value in node.items() if value}


def _address(picture: Picture, size: Size, site: str) -> str:
    return site + addresses.picture_url(picture, size, "jpg")


# Statements --------------------------------------------------------------------------------------------


def _statements(context: dict[str, Any], article: Article) -> Iterator[Node]:
    """Those that are verified."""
    if not any(block["type"] == "statement" for block in article.body.raw_data):
        return
    with references.known(article.body):
        said = [child.value for child in article.body if child.block_type == "statement"]
    for value in said:
        if not value.get("needs_verification"):
            yield _quotation(value, context)


def _quotation(value: Any, context: dict[str, Any]) -> Node:
    language = context["article"].language or languages.PAPER
    node = {"@type": "Quotation", "text": "\n".join(value.paragraphs), "inLanguage": language}
    if person := value.get("person"):
        address = context["site"] + person.path
        speaker = {"@type": "Person", "@id": f"{address}#orang", "name": person.name, "url": address}
        node["spokenByCharacter"] = speaker
    elif value.get("name"):
        node["spokenByCharacter"] = {"@type": "Person", "name": value["name"]}
    if day := value.get("said_on"):
        node["dateCreated"] = day.isoformat()
    if source := value.source_link:
        node["citation"] = source
    return node | {"isPartOf": {"@id": f"{context['canonical']}#artikel"}}
