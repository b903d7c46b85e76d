"""From an item of an export to a story that is not saved yet, with what the ledger tells of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from wagtail.blocks import StreamValue

from terbit.moving import bodies
from terbit.moving.arriving import comments, permalinks, wording
from terbit.moving.arriving.fingerprints import fingerprint
from terbit.moving.arriving.media import Library
from terbit.moving.arriving.names import Names
from terbit.moving.arriving.spool import Spool, skipped
from terbit.moving.bodies import Found, Reference, conserved
from terbit.moving.exports import dates
from terbit.moving.exports.records import Item, Moment
from terbit.moving.models import Move, OldItem, Source
from terbit.newsroom import languages, linked_files
from terbit.newsroom.models import ArchivedComment, Article, ArticleTopic, Byline, Publication

NAMESPACE = uuid.UUID("4b6b2d5e-6c1f-5a3f-9d0e-0d6c2f7a51aa")  # of the stories of all moves
LONGEST_HEADLINE: int = Article._meta.get_field("headline").max_length
LONGEST_FEED_ID: int = Article._meta.get_field("feed_id").max_length
LISTED = 20  # of each thing that a line of the ledger tells
MOST_COPIES = 100
PUBLISHED = "publish"
COMING_OUT = (PUBLISHED, "future")  # what has another status becomes a draft, listed with the status it had


@dataclass
class Prepared:
    """A story ready to be written, or none where it is skipped (`line.reason`)."""

    line: OldItem
    item: Item
    story: Article | None = None
    live: bool = False
    scheduled: datetime | None = None
    forward: bool = False  # links to a story of the export that has not arrived yet
    at: datetime | None = None  # when it was published
    comments: list[ArchivedComment] = field(default_factory=list)


@dataclass
class Asked:
    """What converting one body asked for. `coming` are the keys that stories will have that are written with it."""

    coming: Mapping[str, int] = field(default_factory=dict)
    forward: bool = False
    files: list[str] = field(default_factory=list)  # that it links to, and that were not found
    copies: list[str] = field(default_factory=list)  # addresses of pictures in another size than theirs


class Stories:
    def __init__(self, move: Move, spool: Spool, names: Names, library: Library) -> None:
        self.move, self.spool, self.names, self.library = move, spool, names, library
        self.zone = Publication.load().zone
        self.hosts = {permalinks.host_of(site.url) for site in spool.sites} - {""}
        self.is_ghost = move.source == Source.GHOST
        self.blocks = Article._meta.get_field("body").stream_block
        self.now = timezone.now()

    def prepare(self, seq: int, key: str, item: Item, digest: str, coming: Mapping[str, int]) -> Prepared:
        line = OldItem(
            move=self.move,
            key=key[:300],
            kind=item.kind[:60],
            status=item.status[:40],
            title=wording.line(item.title)[:300],
            url=permalinks.path_of(item.permalink)[:1000],
            source=digest,
        )
        prepared = Prepared(line, item)
        at = prepared.at = self.published(item, seq, line)
        if reason := skipped(item):
            line.reason = reason
            return prepared
        self._say_state(prepared, item, at)
        self._note(line, item)
        prepared.comments = self._comments(line, item)
        asked = Asked(coming)
        body = self.body(item, asked)
        measured = conserved.measure(item.body, body, has_shortcodes=not self.is_ghost)
        prepared.story = self._story(item, key, body, at, coming)
        prepared.story.pk = coming.get(key)
        self._measure(line, item, body, measured, asked, prepared.story)
        prepared.forward = asked.forward
        line.text, line.names = text_digest(prepared.story), names_digest(prepared.story)
        return prepared

    # What it is --------------------------------------------------------------------------------------

    def _say_state(self, prepared: Prepared, item: Item, at: datetime | None) -> None:
        line = prepared.line
        if item.status in COMING_OUT and item.is_for_some:
            line.reason = kept_from(item)
        elif item.status == PUBLISHED and at is None:
            line.reason = "no-date"
        elif item.status == PUBLISHED:
            prepared.live = True
        elif item.status == "future" and at and at > self.now:
            prepared.scheduled = at
            line.reason = "scheduled"
        else:
            line.reason = f"status-{item.status[:40]}" if item.status else "status-missing"

    def _note(self, line: OldItem, item: Item) -> None:
        if item.is_sticky:
            line.notes["sticky"] = True
        for name in ("language", "translation_group"):
            if value := getattr(item, name):
                line.notes[name] = value[:100]
        if told := wording.headline(item.title, item.body, LONGEST_HEADLINE)[1]:
            line.notes["headline"] = told
        if item.is_cut:
            line.notes["cut"] = True
        if item.unknown:
            line.notes["unknown"] = list(item.unknown)

    def _comments(self, line: OldItem, item: Item) -> list[ArchivedComment]:
        if not item.comments:
            return []
        rows, counts = comments.of(item.comments, self._moment)
        line.notes["comments"] = dict(sorted(counts.items()))
        return rows

    def published(self, item: Item, seq: int, line: OldItem) -> datetime | None:
        at = self._moment(item.published)
        if at is None and item.status == PUBLISHED:
            at = self._moment(item.modified)
            # Not that of a scheduled one: readers have this story already.
            before = None if at else self.spool.date_before(seq, until=self.now.timestamp())
            at = at or (datetime.fromtimestamp(before, UTC) if before is not None else None)
            if at:
                line.notes["date"] = "guessed"
        line.dated = at.isoformat(timespec="seconds")[:40] if at else ""
        return at

    def _moment(self, moment: Moment) -> datetime | None:
        if moment.at is not None:
            return moment.at
        local = dates.naive(moment.written)
        return local.replace(tzinfo=self.zone) if local else None

    # The body ----------------------------------------------------------------------------------------

    def body(self, item: Item, asked: Asked) -> bodies.Body:
        def picture(reference: Reference) -> Found | None:
            found = self.library.picture(reference)
            if found:
                self._note_copy(reference.address, asked)
            return found

        def links(address: str, words: str) -> int | None:
            self._note_copy(address, asked)
            return self._link(address, words, item, asked)

        body = bodies.convert(
            item.body,
            kind="html" if self.is_ghost else "auto",
            pictures=picture,
            media=self.library.recording,
            links=links,
            attached=self.spool.attached(item.id) if item.id and "[gallery" in item.body else (),
        )
        told = {reference.address for reference in body.missing}
        own = [address for address in linked_files.addresses(body.blocks) if self._is_own(address)]
        asked.files = [each for each in own if self.library.linked(each) is None and each not in told]
        return body

    def _note_copy(self, address: str, asked: Asked) -> None:
        path = permalinks.path_of(address) if permalinks.is_copy(address) and self._is_own(address) else ""
        if permalinks.is_usable(path):
            asked.copies.append(path)

    def _link(self, address: str, words: str, item: Item, asked: Asked) -> int | None:
        found = None
        if not address:
            found = self.spool.target(title=words)
        elif self._is_own(address):
            number, path = permalinks.number_of(address), permalinks.path_of(address)
            if number:
                found = self.spool.target(number=number)
            for spelling in _spellings(path) if path and not number else ():
                found = found or self.spool.target(path=spelling)
        if not found or found[0] == f"item:{item.id}":
            return None
        key, pk = found[0], found[1] or asked.coming.get(found[0])
        if pk is None and not self.spool.skipped(key):
            asked.forward = True
        return pk

    def _is_own(self, address: str) -> bool:
        host = permalinks.host_of(address)
        return host in self.hosts if host else address.startswith(("/", "?"))

    # The story ---------------------------------------------------------------------------------------

    def _story(
        self, item: Item, key: str, body: bodies.Body, at: datetime | None, coming: dict[str, int]
    ) -> Article:
        section, others = self.names.section_of(item)
        lead = self.library.featured(item)
        excerpt, description = (
            wording.line(item.excerpt),
            wording.for_search(item.seo_description, item.title),
        )
        story = Article(
            uuid=uuid.uuid5(NAMESPACE, f"{self.move.source} {self.move.site} {key}"),
            headline=wording.headline(item.title, item.body, LONGEST_HEADLINE)[0],
            standfirst=excerpt or description,
            search_title=wording.for_search(item.seo_title, item.title)[:200],
            search_description=description[:500] if excerpt != description and excerpt else "",
            feed_id=self._feed_id(item),
            language=languages.known(item.language),
            translation_of_id=self._first_of(item, key, coming),
            section=section,
            body=StreamValue(self.blocks, body.blocks, is_lazy=True),
            lead_picture_id=lead.key if lead else None,
            no_picture=lead is None,
            no_dateline=True,
            created_at=at or self._moment(item.modified) or self.now,
            live=False,  # whoever writes it says otherwise; Wagtail would have it published
        )
        story.bylines = [
            Byline(contributor=person, sort_order=order)
            for order, person in enumerate(self.names.contributors_of(item))
        ]
        story.article_people = []
        story.article_topics = [
            ArticleTopic(topic=topic, sort_order=order)
            for order, topic in enumerate(self.names.topics_of(item, others))
        ]
        return story

    def _first_of(self, item: Item, key: str, coming: dict[str, int]) -> int | None:
        """Whose translation it is: that of which the others of its group are, or the oldest of them, if not itself."""
        for each, pk in self.spool.same_story(item.translation_group) if item.translation_group else ():
            if each == key:
                return None
            if pk:
                first = Article.objects.filter(pk=pk).values_list("translation_of", flat=True).first()
                return first or pk
            if each in coming:
                return coming[each]
        return None

    def _feed_id(self, item: Item) -> str:
        """What the old site's feeds called it: WordPress its guid, Ghost its id (its UUID, before ids were letters)."""
        named = item.id if self.is_ghost and not item.id.isdecimal() else item.guid
        return named if len(named) <= LONGEST_FEED_ID else ""

    def _measure(
        self,
        line: OldItem,
        item: Item,
        body: bodies.Body,
        measured: conserved.Conserved,
        asked: Asked,
        story: Article,
    ) -> None:
        line.words_before, line.words_after, line.words_kept = measured.before, measured.after, measured.kept
        if not measured.whole and measured.first:
            line.notes["words"] = list(measured.first)
        for name in ("unbound", "shortcodes", "unknown_blocks", "dropped"):
            if found := getattr(body, name):
                line.notes[name] = [each[:200] for each in found[:LISTED]]
        shown = sum(pictures_of(block) for block in body.blocks)
        missing = named(body.missing)
        if item.featured_picture:
            shown += story.lead_picture_id is not None
            missing += [] if story.lead_picture_id else [f"lead:{item.featured_picture}"[:300]]
        if missing:
            line.notes["missing"] = missing[:LISTED]
        note_files(line, asked)
        line.pictures_before, line.pictures_after = min(shown + len(missing), 30_000), min(shown, 30_000)
        if asked.copies:
            line.notes["copies"] = list(dict.fromkeys(asked.copies))[:MOST_COPIES]
        line.complete = not (missing or body.unbound or asked.forward or asked.files)
        line.byline = ", ".join(row.contributor.name for row in story.bylines.all())[:500]


def kept_from(item: Item) -> str:
    """For whom alone it was."""
    return "password" if item.password else "email-only" if item.visibility == "email" else "members-only"


def text_digest(story: Article) -> str:
    """Of what a writer wrote: any word or picture somebody changes here makes it another."""
    blocks = story.body.raw_data if hasattr(story.body, "raw_data") else story.body
    words = [story.headline, story.standfirst, list(blocks), story.lead_picture_id, story.lead_caption]
    for more in ([story.search_title, story.search_description], [story.language]):
        words += more if any(more) else []  # as before there were such
    return fingerprint(*words)


def names_digest(story: Article) -> str:
    topics = [row.topic_id for row in story.article_topics.all()]
    people = [(row.contributor_id, row.part) for row in story.bylines.all()]
    return fingerprint(story.section_id, topics, people)


def are_named_alike(story: Article, other: Article) -> bool:
    """Whether they stand in the same section, with the same names; tidying topics changes their order."""

    def names(of: Article) -> tuple[Any, ...]:
        people = [(row.contributor_id, row.part) for row in of.bylines.all()]
        return of.section_id, {row.topic_id for row in of.article_topics.all()}, people

    return names(story) == names(other)


def note_files(line: OldItem, asked: Asked) -> None:
    """Files it links to that are not here: its link leads nowhere."""
    if asked.files:
        line.notes["files"] = [address[:300] for address in asked.files[:LISTED]]


def named(missing: Sequence[Reference]) -> list[str]:
    """What was not found, as the source names it."""
    return [(each.address or f"?attachment_id={each.attachment}")[:300] for each in missing]


def pictures_of(block: dict[str, Any]) -> int:
    if block["type"] == "gallery":
        return len(block["value"]["pictures"])
    return block["type"] in {"picture", "media"}


def _spellings(path: str) -> Sequence[str]:
    plain = path.removesuffix("amp/").rstrip("/")
    return list(dict.fromkeys([path, f"{plain}/", plain]))
