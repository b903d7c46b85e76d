"""The mapping as a form: what each category and each kind of item becomes, and where pictures come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terbit.moving.arriving import mapping as mappings
from terbit.moving.models import Delivery, Pictures
from terbit.moving.screens import receiving, survey, words
from terbit.newsroom.paths import RESERVED, make_slug

MOST_ROWS = 1000  # categories on the screen, by size; the others become topics as proposed
BASE = re.compile(r"[\w-]+(?:/[\w-]+)*")
CATEGORIES = {
    mappings.SECTION: gettext_lazy("section"),
    mappings.TOPIC: gettext_lazy("topic"),
    mappings.NOTHING: gettext_lazy("nothing"),
}
KINDS = {
    mappings.STORY: gettext_lazy("story"),
    mappings.PAGE: gettext_lazy("standing page"),
    mappings.NOTHING: gettext_lazy("nothing"),
}
BASES = {
    "category": gettext_lazy("Lists of categories begin with"),
    "tag": gettext_lazy("Lists of tags begin with"),
    "author": gettext_lazy("Pages of authors begin with"),
}


class PicturesForm(forms.Form):
    pictures = forms.ChoiceField(choices=Pictures.choices, initial=Pictures.NONE)
    fetch = forms.CharField(max_length=500, required=False)

    def clean_fetch(self) -> str:
        if self.data.get("pictures") != Pictures.FETCH or not (address := self.cleaned_data["fetch"].strip()):
            return ""
        try:
            survey.check_address(address)
        except survey.Refused as refused:
            raise forms.ValidationError(str(refused)) from None
        return address

    def sentence(self) -> str:
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


@dataclass
class Chosen:
    """What was sent, beside what is wrong with it."""

    mapping: dict[str, Any]
    wrong: list[str] = field(default_factory=list)


def by_size(delivery: Delivery, mapping: dict[str, Any]) -> list[dict[str, Any]]:
    """The categories to be decided, the largest first."""
    order = sorted(delivery.proposed["categories"].items(), key=lambda each: (-each[1]["stories"], each[0]))
    known = mapping["categories"]
    return [{"key": slug, **row, **known.get(slug, {})} for slug, row in order[:MOST_ROWS]]


def kinds(delivery: Delivery, mapping: dict[str, Any]) -> list[dict[str, Any]]:
    """The kinds of items to be decided; what a system keeps for its own use is not asked about."""
    return [
        {"key": kind, "name": words.kind(kind), **row, **mapping["types"].get(kind, {})}
        for kind, row in sorted(delivery.proposed["types"].items(), key=lambda each: -each[1]["items"])
        if kind not in mappings.INTERNAL
    ]


def read(sent: QueryDict, delivery: Delivery) -> Chosen:
    chosen = Chosen(
        {
            "categories": _categories(sent, delivery),
            "types": _types(sent, delivery),
            "bases": dict(delivery.mapping["bases"]),
            "section": sent.get("section", delivery.mapping["section"]).strip(),
        }
    )
    for name in delivery.mapping["bases"]:
        chosen.mapping["bases"][name] = sent.get(f"base:{name}", delivery.mapping["bases"][name]).strip("/ ")
    chosen.wrong = list(_wrong(chosen.mapping))
    if not chosen.wrong:
        try:
            chosen.mapping = mappings.check(delivery.source, chosen.mapping, delivery.proposed).data
        except mappings.MappingRefused as refused:
            chosen.wrong = [words.refusal(refused)]
    return chosen


def _categories(sent: QueryDict, delivery: Delivery) -> dict[str, Any]:
    rows = {slug: dict(row) for slug, row in delivery.mapping["categories"].items()}
    for slug, row in rows.items():
        row["becomes"] = sent.get(f"becomes:{slug}", row["becomes"])
        if row["becomes"] == mappings.SECTION:
            usual = row.get("slug") or mappings.section_slug(slug, row.get("name", slug))
            row["slug"] = sent.get(f"slug:{slug}", usual).strip() or usual
            row["under"] = sent.get(f"under:{slug}", row.get("under", ""))
    return rows


def _types(sent: QueryDict, delivery: Delivery) -> dict[str, Any]:
    rows = {kind: dict(row) for kind, row in delivery.mapping["types"].items()}
    for kind, row in rows.items():
        row["becomes"] = sent.get(f"type:{kind}", row["becomes"])
    return rows


def _wrong(mapping: dict[str, Any]) -> Iterator[str]:
    rows = mapping["categories"]
    sections = {slug for slug, row in rows.items() if row["becomes"] == mappings.SECTION}
    for slug, row in rows.items():
        about = {"name": row.get("name", slug)}
        if row["becomes"] not in CATEGORIES:
            yield _("“%(name)s”: choose what it becomes.") % about
        elif slug in sections:
            yield from _wrong_section(slug, row, rows, about)
    for kind, row in mapping["types"].items():
        if row["becomes"] not in KINDS:
            yield _("“%(name)s”: choose what it becomes.") % {"name": words.kind(kind)}
    if not all(BASE.fullmatch(word) for word in mapping["bases"].values()):
        yield _("The first words of lists are letters, digits and hyphens, such as “kategori”.")
    name = mapping["section"]
    if not name or len(name) > 60 or not name.isprintable():
        yield _("Stories without a category need a section of at most 60 letters.")


def _wrong_section(
    slug: str, row: dict[str, Any], rows: dict[str, Any], about: dict[str, Any]
) -> Iterator[str]:
    address, under = row["slug"], row["under"]
    if address in RESERVED:
        yield _("“%(name)s” cannot have the address “%(address)s”: the paper needs that word itself.") % (
            about | {"address": address}
        )
    elif not address or address != make_slug(address)[:60]:
        yield (
            _("“%(name)s”: an address is written in small letters, digits and hyphens, such as “kota-lama”.")
            % about
        )
    if under:
        above = rows.get(under, {})
        if under == slug or above.get("becomes") != mappings.SECTION or above.get("under"):
            yield _("“%(name)s” can only stand beneath a section that stands beneath none itself.") % about


def may_come_from(delivery: Delivery) -> list[tuple[str, str]]:
    """The choices for pictures that this delivery has."""
    has_zip = bool(receiving.files(delivery, receiving.UPLOADS))
    return [(value, label) for value, label in Pictures.choices if value != Pictures.ZIP or has_zip]
