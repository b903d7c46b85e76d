"""What the categories, tags and kinds of the old site become here: proposed, then changed by the editor.

    {"categories": {"politik": {"name": "Politik", "stories": 9, "becomes": "section", "slug": "politik", "under": ""},
                    "banjir": {"name": "Banjir", "stories": 3, "becomes": "topic"}},
     "types": {"post": {"items": 120, "becomes": "story"}, "product": {"items": 4, "becomes": "nothing"}},
     "bases": {"category": "category", "tag": "tag", "author": "author"},
     "section": "Berita"}

`becomes` is `section`, `topic` or `nothing` for a category, and `story`, `page` or `nothing` for a kind. `bases` are
the first words of the old site's lists; `section` is where stories go that have none.
"""

from __future__ import annotations

from collections.abc import Mapping as Given
from dataclasses import dataclass
from typing import Any

from terbit.moving.arriving import wording
from terbit.moving.arriving.spool import Spool
from terbit.moving.exports.ghost import TAXONOMY as GHOST_TAG
from terbit.moving.models import Source
from terbit.newsroom.paths import RESERVED, make_slug

MOST_SECTIONS = 20
BASES = {
    Source.WORDPRESS: {"category": "category", "tag": "tag", "author": "author"},
    Source.GHOST: {"category": "tag", "tag": "tag", "author": "author"},
}
CATEGORY = {Source.WORDPRESS: "category", Source.GHOST: GHOST_TAG}
# What WordPress and its extensions keep as items for their own use: nothing of it is ever read by readers.
INTERNAL = frozenset(
    """revision nav_menu_item custom_css customize_changeset oembed_cache user_request wp_block wp_template
    wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face acf-field acf-field-group
    acf-post-type acf-taxonomy wpcf7_contact_form feedback polylang_mo shop_order shop_coupon scheduled-action
    elementor_library amn_smtp jp_mem_plan jp_pay_order safecss display_type mailpoet_page wpforms tablepress_table
    ml-slider bp-email popup custom-css-js""".split()
    # What readers sent in and bought, with their names and addresses, which extensions keep as published items.
    + """flamingo_contact flamingo_inbound flamingo_outbound nf_sub wpforms_entries shop_order_refund
    shop_order_placehold shop_subscription wc_user_membership wc_booking edd_payment edd_log give_payment llms_order
    tribe_rsvp_attendees tribe_tpp_attendees tec_tc_attendee tec_tc_order job_application""".split()
)
STORY, PAGE, NOTHING = "story", "page", "nothing"
SECTION, TOPIC = "section", "topic"
CHOICES = {"categories": (SECTION, TOPIC, NOTHING), "types": (STORY, PAGE, NOTHING)}


class MappingRefused(Exception):
    """One sentence that says what is wrong in a mapping."""


@dataclass(frozen=True)
class Mapping:
    source: str
    data: dict[str, Any]

    def becomes(self, taxonomy: str, slug: str) -> str:
        if taxonomy == CATEGORY[Source(self.source)]:
            return self.category(slug).get("becomes", TOPIC)
        return TOPIC if taxonomy == "post_tag" else NOTHING

    def category(self, slug: str) -> dict[str, Any]:
        return self.data["categories"].get(slug, {})

    def kind(self, kind: str) -> str:
        given = self.data["types"].get(kind)
        return given["becomes"] if given else usual(kind)

    @property
    def bases(self) -> dict[str, str]:
        return BASES[Source(self.source)] | self.data.get("bases", {})

    @property
    def section(self) -> str:
        return self.data.get("section") or "Berita"


def usual(kind: str) -> str:
    """What a kind of item becomes without anybody's word: what may have readers arrives."""
    if kind in INTERNAL:
        return NOTHING
    return PAGE if kind == "page" else STORY


def propose(source: str, spool: Spool) -> dict[str, Any]:
    """Without a mapping every category becomes a section or, beyond the first twenty by size, a topic."""
    types = {
        kind: {"items": number, "becomes": NOTHING if spool.is_unread(kind) else usual(kind)}
        for kind, number in spool.kinds().items()
        if kind not in {"attachment", "guest-author"}
    }
    return {
        "categories": _categories(source, spool),
        "types": types,
        "bases": dict(BASES[Source(source)]),
        "section": "Berita",
    }


def _categories(source: str, spool: Spool) -> dict[str, dict[str, Any]]:
    taxonomy = CATEGORY[Source(source)]
    found = []
    for (of, slug), (name, stories, mains) in spool.used().items():
        # In Ghost any tag may be a section: those that lead somewhere's stories are.
        size = mains if source == Source.GHOST else stories
        if of == taxonomy and not name.startswith("#"):
            found.append((size, slug, wording.line(name)))
    found.sort(key=lambda row: (-row[0], row[1]))
    sections = {slug for size, slug, _name in found[:MOST_SECTIONS] if size}
    return {slug: _category(spool, taxonomy, slug, name, size, sections) for size, slug, name in found}


def _category(
    spool: Spool, taxonomy: str, slug: str, name: str, size: int, sections: set[str]
) -> dict[str, Any]:
    if slug not in sections:
        return {"name": name, "stories": size, "becomes": TOPIC}
    return {
        "name": name,
        "stories": size,
        "becomes": SECTION,
        "slug": section_slug(slug, name),
        "under": _first_level(spool, taxonomy, slug, sections),
    }


def _first_level(spool: Spool, taxonomy: str, slug: str, sections: set[str]) -> str:
    """The highest of its ancestors that is a section: sections have two levels."""
    highest, seen, current = "", {slug}, slug
    while (term := spool.term(taxonomy, current)) and (parent := term[3]) and parent not in seen:
        seen.add(parent)
        current = parent
        if parent in sections:
            highest = parent
    return highest


def section_slug(slug: str, name: str) -> str:
    """Its address here: the old one where it can be kept."""
    plain = make_slug(slug)[:60].strip("-") or make_slug(name)[:60].strip("-") or "rubrik"
    return f"rubrik-{plain}"[:60] if plain in RESERVED else plain


def ancestors(spool: Spool, taxonomy: str, slug: str) -> list[str]:
    """Slugs from the highest category down to this one."""
    way, current = [slug], slug
    while (term := spool.term(taxonomy, current)) and term[3] and term[3] not in way:
        current = term[3]
        way.insert(0, current)
    return way


def check(source: str, given: Any, proposed: dict[str, Any]) -> Mapping:
    """The proposal with what was given in its place. Raises `MappingRefused`."""
    if not isinstance(given, Given):
        raise MappingRefused("The mapping must be a JSON object, as --write-mapping writes it.")
    if unknown := sorted(set(given) - set(proposed)):
        raise MappingRefused(f"The mapping has “{unknown[0]}”; known are {', '.join(sorted(proposed))}.")
    merged: dict[str, Any] = dict(proposed)
    for part, choices in CHOICES.items():
        merged[part] = _part(part, given.get(part, {}), proposed[part], choices)
    bases = given.get("bases", {})
    if not isinstance(bases, Given) or not all(isinstance(word, str) for word in bases.values()):
        raise MappingRefused('“bases” of the mapping must be words, such as {"category": "kategori"}.')
    merged["bases"] = proposed["bases"] | {name: word.strip("/") for name, word in bases.items()}
    section = given.get("section", proposed["section"])
    if not isinstance(section, str) or not section.strip() or len(section) > 60:
        raise MappingRefused("“section” of the mapping must be a name of at most 60 letters.")
    merged["section"] = section.strip()
    return Mapping(source, merged)


def _part(part: str, given: Any, proposed: dict[str, Any], choices: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(given, Given):
        raise MappingRefused(f"“{part}” of the mapping must be a JSON object.")
    merged = dict(proposed)
    for name, row in given.items():
        if not isinstance(row, Given) or row.get("becomes") not in choices:
            one_of = ", ".join(choices)
            raise MappingRefused(f"“{name}” in “{part}” of the mapping: “becomes” must be one of {one_of}.")
        merged[name] = dict(proposed.get(name, {})) | dict(row)
        if part == "categories" and row["becomes"] == SECTION:
            merged[name] = _section_row(name, merged[name])
    return merged


def _section_row(name: str, row: dict[str, Any]) -> dict[str, Any]:
    row = {"name": name, "under": "", **row}
    slug = str(row.get("slug") or section_slug(name, str(row["name"])))
    if slug != make_slug(slug)[:60] or slug in RESERVED:
        raise MappingRefused(f"The section “{name}” of the mapping cannot have the address “{slug}”.")
    return row | {"slug": slug}
