"""One schema.org graph (JSON-LD) per page, for search engines: what it says is what the page shows.

Source of the words: https://schema.org; what search engines make of them: Google's pages on structured data. A data
block is not run, so the Content-Security-Policy has nothing against it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from terbit.newsroom.models.kind import Kind
from terbit.pictures import addresses
from terbit.pictures.sizes import Size
from terbit.theme import metadata, story_graph
from terbit.theme.trails import trail

ESCAPED = {">": "\\u003E", "<": "\\u003C", "&": "\\u0026"}  # nothing ends the element early
# Standing pages by which a newsroom says how it works; only those there are.
POLICIES = {
    "redaksi": "masthead",
    "pedoman-media-siber": "publishingPrinciples",
    "kode-etik": "ethicsPolicy",
    "koreksi": "correctionsPolicy",
    "hak-jawab": "actionableFeedbackPolicy",
}
PAGES = {"person": "ProfilePage", "contributor": "ProfilePage", "page": "WebPage"}
LISTS = ("section", "topic", "heading")
Node = dict[str, Any]


class House(NamedTuple):
    """What all pages say of the newspaper."""

    site: str
    name: str
    company: str
    address: str
    email: str
    logo: str
    policies: tuple[tuple[str, str], ...]


def html(context: dict[str, Any]) -> SafeString:
    """The graph as a data block; "" for a preview, and where no page is."""
    if not context.get("shared"):
        return SafeString("")
    nodes = ",".join([_house(_describe_house(context)), *map(_json, _nodes(context))])
    return mark_safe(  # noqa: S308 - escaped
        f'<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{nodes}]}}</script>'
    )


def _json(node: Node) -> str:
    words = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in ESCAPED.items():  # five times as fast as `translate`
        words = words.replace(sign, escaped)
    return words


def _nodes(context: dict[str, Any]) -> Iterator[Node]:
    steps = [
        {"@type": "ListItem", "position": number, "name": step.name}
        | ({"item": context["site"] + step.path} if step.path else {})
        for number, step in enumerate(trail(context), 1)
    ]
    jejak = {"@type": "BreadcrumbList", "@id": f"{context['canonical']}#jejak", "itemListElement": steps}
    if context.get("article"):
        yield from story_graph.nodes(context, steps and jejak)
    else:
        yield from _page(context, steps and jejak)


# The newspaper -----------------------------------------------------------------------------------------


def _describe_house(context: dict[str, Any]) -> House:
    publication, site = context["publication"], context["site"]
    given = ((POLICIES.get(page.slug), f"{site}/{page.slug}/") for page in context["standing"])
    logo = addresses.picture_url(publication.logo, Size.of(640), "jpg") if publication.logo else ""
    return House(
        site,
        publication.name,
        publication.company,
        publication.address,
        publication.email,
        logo,
        tuple((name, address) for name, address in given if name),
    )


@lru_cache(8)
def _house(house: House) -> str:
    """Organisation and site, as two nodes."""
    organisation = {"@type": "NewsMediaOrganization", "@id": f"{house.site}/#redaksi", "name": house.name}
    organisation |= {"url": f"{house.site}/"} | dict(house.policies)
    shown = {"legalName": house.company, "address": house.address, "email": house.email}
    organisation |= {name: value for name, value in shown.items() if value}
    if house.logo:
        organisation["logo"] = {"@type": "ImageObject", "contentUrl": house.site + house.logo}
    site = {"@type": "WebSite", "@id": f"{house.site}/#situs", "url": f"{house.site}/", "name": house.name}
    site |= {"inLanguage": "id", "publisher": {"@id": organisation["@id"]}}
    return f"{_json(organisation)},{_json(site)}"


# Pages that are no story -------------------------------------------------------------------------------


def _page(context: dict[str, Any], jejak: Node | list[Any]) -> Iterator[Node]:
    address, about = context["canonical"], metadata.about(context)
    page = {"@type": _type(context), "@id": address, "url": address, "name": about.title}
    page |= {"description": about.description, "inLanguage": "id"}
    page["isPartOf"] = {"@id": f"{context['site']}/#situs"}
    if jejak:
        page["breadcrumb"] = {"@id": jejak["@id"]}
    subject = _subject(context)
    if subject:
        page["mainEntity" if page["@type"] == "ProfilePage" else "about"] = {"@id": subject["@id"]}
    if page["@type"] == "CollectionPage" and (listed := _listed(context)):
        page["mainEntity"] = listed
    yield page
    yield from filter(None, [jejak, subject])
    yield from _said(context, subject)


def _type(context: dict[str, Any]) -> str:
    if any(context.get(name) for name in LISTS):
        return "CollectionPage"
    return next((type_ for name, type_ in PAGES.items() if context.get(name)), "WebPage")


def _listed(context: dict[str, Any]) -> Node:
    """The stories of a list in their order."""
    lead = context.get("lead")
    by_day = [story for _day, stories in context.get("days") or () for story in stories]
    stories = [
        *([lead] if lead else []),
        *(context.get("seconds") or ()),
        *by_day,
        *(context.get("stories") or ()),
    ]
    items = [
        {"@type": "ListItem", "position": number, "url": context["site"] + story.path}
        for number, story in enumerate(stories, 1)
    ]
    return {"@type": "ItemList", "itemListElement": items} if items else {}


# Whose pages they are ----------------------------------------------------------------------------------

KINDS = {"organisation": "Organization", "place": "Place"}  # of an event search engines would want the day


def _subject(context: dict[str, Any]) -> Node:
    if person := context.get("person"):
        now = [office.title for office in context["offices"] if office.end is None]
        return _somebody(context, person, "Person") | ({"jobTitle": now} if now else {})
    if contributor := context.get("contributor"):
        type_ = "Organization" if contributor.collective else "Person"
        works = {"parentOrganization" if contributor.collective else "worksFor": _redaksi(context)}
        return _somebody(context, contributor, type_) | works
    if topic := context.get("topic"):
        named = {
            "@type": KINDS.get(topic.kind, "Thing"),
            "@id": f"{context['site']}{topic.path}#topik",
            "name": topic.name,
        }
        return named | ({"description": topic.description} if topic.description else {})
    return {}


def _redaksi(context: dict[str, Any]) -> Node:
    return {"@id": f"{context['site']}/#redaksi"}


def _somebody(context: dict[str, Any], row: Any, type_: str) -> Node:
    address = context["site"] + row.path
    node = {"@type": type_, "@id": f"{address}#orang", "name": row.name, "url": address}
    if row.biography:
        node["description"] = row.biography
    if row.picture:
        picture = addresses.picture_url(row.picture, Size.of(640, "4:5"), "jpg")
        node["image"] = story_graph.image_object(row.picture, context["site"] + picture)
    return node


def _said(context: dict[str, Any], subject: Node) -> Iterator[Node]:
    """Those that are verified and that nobody paid for: a node has no word for either."""
    for said in context.get("statements") or ():
        if said.unverified or said.article.kind == Kind.ADVERTORIAL:
            continue
        node = {"@type": "Quotation", "text": "\n".join(said.paragraphs), "inLanguage": "id"}
        node |= {"spokenByCharacter": {"@id": subject["@id"]}}
        if said.said_on:
            node["dateCreated"] = said.said_on.isoformat()
        yield node | {"isPartOf": {"@id": f"{context['site']}{said.article.path}#artikel"}}
