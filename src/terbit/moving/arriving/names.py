"""Sections, topics and contributors of the stories that move in: those that are here, or new ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max

from terbit.moving.arriving import wording
from terbit.moving.arriving.lines import Lines
from terbit.moving.arriving.mapping import (
    CATEGORY,
    SECTION,
    STORY,
    TOPIC,
    Mapping,
    ancestors,
    section_slug,
)
from terbit.moving.arriving.spool import Spool, slug_of
from terbit.moving.exports.records import AuthorReference, Item, TermReference, author_key
from terbit.moving.models import OldItem, Source
from terbit.newsroom import addresses, paths, related
from terbit.newsroom.models import Article, Contributor, Redirect, Section, Topic, TopicAlias
from terbit.newsroom.models.contributor import Part

LAST_PLACE = 32_767  # of a section's order, in both databases


class Names:
    """Finds or makes them, each once. `dry`: nothing is written, new ones have keys below zero."""

    def __init__(
        self, mapping: Mapping, spool: Spool, lines: Lines, choice: related.Choice, *, dry: bool = False
    ) -> None:
        self.mapping, self.spool, self.lines, self.choice, self.dry = mapping, spool, lines, choice, dry
        self._below = count(-1, -1)
        self._sections: dict[str, Section] = {}
        self._topics: dict[str, Topic | None] = {}
        self._people: dict[str, Contributor] = {}
        self._initials: set[str] | None = None

    def _keep(self, key: str, row: Any, *, made: bool) -> Any:
        """Save what is new, and tell the ledger."""
        if made and self.dry:
            row.pk = next(self._below)
        elif key:
            self.lines.write(OldItem(key=key, kind=key.partition(":")[0], title=row.name), row, made=made)
        elif made:
            row.save()
        return row

    # Sections ----------------------------------------------------------------------------------------

    def section_of(self, item: Item) -> tuple[Section, list[TermReference]]:
        """The section of a story, and the categories that become topics of it."""
        sections = [term for term in item.terms if self._becomes(term) == SECTION]
        if not sections:
            return self._section("", {"name": self.mapping.section}), []
        main = self._main(item, sections)
        way = set(_above(self.spool, main))
        others = [term for term in sections if term != main and _slug(term) not in way]
        return self._of_category(_slug(main)), others

    def _main(self, item: Item, sections: list[TermReference]) -> TermReference:
        """The one named as the main one, or else the deepest."""
        wanted = item.primary_term
        if wanted.isdecimal():
            wanted = self.spool.term_by_id(wanted) or wanted
        named = [term for term in sections if _slug(term) == wanted]
        return named[0] if named else max(sections, key=lambda term: len(_above(self.spool, term)))

    def _becomes(self, term: TermReference) -> str:
        return self.mapping.becomes(term.taxonomy, _slug(term))

    def _of_category(self, slug: str) -> Section:
        return self._section(slug, self.mapping.category(slug))

    def _section(self, slug: str, given: dict[str, Any]) -> Section:
        if slug not in self._sections:
            name = wording.line(str(given.get("name") or slug))[:60] or "Berita"
            address = given.get("slug") or section_slug(slug or name, name)
            self._sections[slug] = self._find_section(slug, name, address, str(given.get("under") or ""))
        return self._sections[slug]

    def _find_section(self, slug: str, name: str, address: str, under: str) -> Section:
        key = f"{CATEGORY[Source(self.mapping.source)]}:{slug}" if slug else "section:"
        if row := self.lines.before(key, Section.objects):
            return row
        row = (
            Section.objects.filter(slug=address).first() or Section.objects.filter(name__iexact=name).first()
        )
        if row:
            return self._keep(key, row, made=False)
        # Sections have two levels: what stands beneath another, itself maybe in a circle, has nothing beneath it.
        is_highest = not self.mapping.category(under).get("under")
        parent = self._of_category(under) if under and is_highest else None
        parent = parent if parent and not parent.parent_id else None
        row = Section(name=name, slug=self._free_address(address), parent=parent, order=self._behind)
        return self._keep(key, row, made=True)

    def _free_address(self, slug: str) -> str:
        """Stories and pages keep theirs: a section in the same place would hide them from readers."""
        return next(each for each in _section_addresses(slug) if self._is_free(each))

    def _is_free(self, slug: str) -> bool:
        ways = [f"/{slug}/", f"/{slug}"]
        stories = [kind for kind in self.spool.kinds() if self.mapping.kind(kind) == STORY]
        return not (
            Article.objects.filter(path__in=ways).exists()
            or Redirect.objects.filter(path__in=ways).exists()
            or addresses.of_pages(ways)
            or Section.objects.filter(slug=slug).exists()
            or self.spool.has_at(ways, stories)
        )

    @cached_property
    def _behind(self) -> int:
        """What moves in comes after the paper's own sections: at one place, also when a run goes on."""
        kind = ContentType.objects.get_for_model(Section)
        came = OldItem.objects.filter(content_type=kind, made=True).values_list("object_id", flat=True)
        own = Section.objects.exclude(pk__in=[int(pk) for pk in came])
        last = own.aggregate(last=Max("order"))["last"]
        return 0 if last is None else min(last + 1, LAST_PLACE)

    # Topics ------------------------------------------------------------------------------------------

    def topics_of(self, item: Item, others: Iterable[TermReference]) -> list[Topic]:
        """In the order of the item, each once; none that an editor has dropped."""
        terms = [*(term for term in item.terms if self._becomes(term) == TOPIC), *others]
        found = {topic.pk: topic for term in terms if (topic := self._topic(term))}
        return [topic for topic in found.values() if not topic.dropped]

    def _topic(self, term: TermReference) -> Topic | None:
        key = self._topic_key(term)
        if key not in self._topics:
            self.make_topics([term])
        return self._topics[key]

    def _topic_key(self, term: TermReference) -> str:
        also = "also-" if self._becomes(term) == SECTION else ""  # a section, too
        return f"{also}{term.taxonomy}:{_slug(term)}"

    def topics_for(self, items: Iterable[Item]) -> None:
        """Find or make the topics of many stories in few questions."""
        self.make_topics(term for item in items for term in item.terms if self._becomes(term) == TOPIC)

    def make_topics(self, terms: Iterable[TermReference]) -> None:
        names = {
            key: self._topic_name(term)
            for term in terms
            if (key := self._topic_key(term)) not in self._topics
        }
        found = self.lines.all_before(names, Topic.objects.select_related("merged_into"))
        for key in names:
            self._topics[key] = found[key].current if key in found else None
        left = {key: name for key, name in names.items() if key not in found and name}
        self._topics |= self._known_topics(left)
        new = {key: name for key, name in left.items() if not self._topics[key]}
        self._topics |= self._new_topics(new)

    def _topic_name(self, term: TermReference) -> str:
        """ "" for the notes that Ghost's editors make to themselves."""
        known = self.spool.term(term.taxonomy, _slug(term))
        name = wording.line(term.name or (known[1] if known else "") or term.slug)[:100]
        return "" if name.startswith("#") else name

    def _known_topics(self, names: dict[str, str]) -> dict[str, Topic]:
        topics = Topic.objects.select_related("merged_into").filter(name__in=names.values())
        aliases = TopicAlias.objects.select_related("topic__merged_into").filter(name__in=names.values())
        by_name = {alias.name: alias.topic.current for alias in aliases}
        by_name |= {topic.name: topic.current for topic in topics}
        found = {key: by_name[name] for key, name in names.items() if name in by_name}
        self.lines.write_all({key: (topic, names[key]) for key, topic in found.items()}, made=False)
        return found

    def _new_topics(self, names: dict[str, str]) -> dict[str, Topic]:
        if not names:
            return {}
        made: dict[str, Topic] = {}
        wanted = {key: paths.make_slug(key.partition(":")[2]) for key in names}
        taken = set(Topic.objects.filter(slug__in=wanted.values()).values_list("slug", flat=True))
        found: dict[str, Topic] = {}
        for key, name in names.items():
            if name not in made:
                slug = (
                    wanted[key] if wanted[key] and wanted[key] not in taken else self._free_slug(name, taken)
                )
                taken.add(slug)
                made[name] = Topic(name=name, slug=slug)
            found[key] = made[name]
        if self.dry:
            for topic in made.values():
                topic.pk = next(self._below)
        else:
            with transaction.atomic():
                Topic.objects.bulk_create(made.values())
                self.choice.new(topic.pk for topic in made.values())
                self.lines.write_all({key: (topic, names[key]) for key, topic in found.items()}, made=True)
        return found

    def _free_slug(self, name: str, taken: set[str]) -> str:
        plain = paths.make_slug(name) or "topik"
        return next(
            slug
            for slug in paths.numbered(plain, paths.SLUG_LENGTH)
            if slug not in taken and not Topic.objects.filter(slug=slug).exists()
        )

    # Contributors ------------------------------------------------------------------------------------

    def contributors_of(self, item: Item) -> list[Contributor]:
        found = [self.contributor(reference) for reference in item.authors]
        return list({person.pk: person for person in found if person}.values())

    def contributor(self, reference: AuthorReference) -> Contributor | None:
        key = reference.key or author_key(reference.name)
        if not key:
            return None
        if key not in self._people:
            self._people[key] = self._find_person(key, reference)
        return self._people[key]

    def _find_person(self, key: str, reference: AuthorReference) -> Contributor:
        author = self.spool.authors.get(key)
        name = wording.line((author.name if author else "") or reference.name or key)[:150]
        own = f"author:{key}"
        if row := self.lines.before(own, Contributor.objects):
            return row
        if row := Contributor.objects.filter(name__iexact=name).order_by("pk").first():
            return self._keep(own, row, made=False)
        slug = paths.make_slug(key)[:80]
        taken = not slug or Contributor.objects.filter(slug=slug).exists()
        row = Contributor(
            name=name,
            slug=paths.free_slug(Contributor.objects.all(), name) if taken else slug,
            initials=self._free_initials(name),
            roles=[Part.REPORTER],
            biography=wording.text(author.bio)[:5_000] if author else "",
        )
        return self._keep(own, row, made=True)

    def _free_initials(self, name: str) -> str:
        """`rst` for Rina Sari Tan, `rin` for Rina; with a number where somebody has them."""
        if self._initials is None:
            self._initials = set(Contributor.objects.values_list("initials", flat=True))
        words = re.findall(r"[a-z0-9]+", paths.make_slug(name)) or ["x"]
        plain = "".join(word[0] for word in words)[:4] if len(words) > 1 else words[0][:3]
        tries = (plain if number == 1 else f"{plain}{number}" for number in count(1))
        initials = next(some for some in tries if some not in self._initials)
        self._initials.add(initials)
        return initials


def _section_addresses(slug: str) -> Iterator[str]:
    longest: int = Section._meta.get_field("slug").max_length
    yield slug
    yield from paths.numbered(f"rubrik-{slug}"[:longest].rstrip("-"), longest)


def _slug(term: TermReference) -> str:
    return term.slug or slug_of(term.name)


def _above(spool: Spool, term: TermReference) -> list[str]:
    return ancestors(spool, term.taxonomy, _slug(term))
