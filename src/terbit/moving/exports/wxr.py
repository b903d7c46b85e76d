"""Reading WordPress exports (WXR 1.0 to 1.2, of any exporter) as a stream of records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from terbit.moving.exports import wxr_records
from terbit.moving.exports.dates import Dates
from terbit.moving.exports.encodings import CleanBytes, Decoder
from terbit.moving.exports.markup import Node, Scanner
from terbit.moving.exports.records import Item, Read, Record, Site
from terbit.moving.exports.streams import CHUNK, Stream
from terbit.moving.exports.troubles import Place, Reason, Trouble
from terbit.moving.exports.values import Values
from terbit.moving.exports.window import Window

VERSIONS = frozenset({"1.0", "1.1", "1.2"})


def read(stream: Stream, file: str, dates: Dates | None = None, chunk: int = CHUNK) -> Iterator[Record]:
    """Every record of a file, in its order; `Site` comes before the first item.

    Each item of the file is an `Item` or a `MenuEntry`, or a `Trouble` that says it is lost. Never raises
    for what is in the file. `dates` carries what is known of the site's zone from one file to the next; `chunk` is
    how many bytes are read at once, and makes no difference to what is found.
    """
    return iter(_Reading(stream, file, dates or Dates(), chunk))


class _Reading:
    def __init__(self, stream: Stream, file: str, dates: Dates, chunk: int) -> None:
        self.stream = stream
        self.file = file
        self.dates = dates
        self.source = CleanBytes(stream)
        self.window = Window(self.source, file, chunk)
        self.decoder = Decoder(self.source.declared)
        self.values = Values(self.decoder)
        self.scanner = Scanner(self.window, self.values)
        self.head: dict[str, str] = {}
        self.has_site = False

    def __iter__(self) -> Iterator[Record]:
        ended_in_item = False
        for node, end in self.scanner:
            if node.kind == "head":
                self._keep(node)
            elif node.kind == "item" and not self.has_site:
                yield from self._site()
            found = self._record(node)
            yield from found
            yield from self._troubles(node, end, found)
            ended_in_item = node.ending is Reason.ITEM_CUT
        if not self.has_site:
            yield from self._site()
        end_place = self.window.place(len(self.window.view))
        if self.stream.damage:
            reason, values = self.stream.damage
            yield Trouble(end_place, reason, values)
        if not (self.scanner.is_closed or ended_in_item):
            yield Trouble(end_place, Reason.CUT_OFF)

    def _keep(self, node: Node) -> None:
        for name, text in node.values.items():
            self.head[name] = self.head.get(name) or text

    def _site(self) -> Iterator[Record]:
        self.has_site = True
        head = self.head
        place = Place(self.file)
        version = head.get("wxr_version", "")
        url = head.get("base_blog_url") or head.get("link") or head.get("base_site_url") or ""
        yield Site(
            place=place,
            title=head.get("title", ""),
            url=url.rstrip("/"),
            description=head.get("description", ""),
            language=head.get("language", ""),
            generator=head.get("generator", ""),
            version=version,
        )
        if not version:
            yield Trouble(place, Reason.VERSION_MISSING)
        elif version not in VERSIONS:
            yield Trouble(place, Reason.VERSION_UNKNOWN, {"version": version[:60]})

    def _record(self, node: Node) -> list[Record]:
        if node.kind == "item":
            return self._item(node)
        if node.kind in ("", "head") or node.is_empty:
            return []
        place = self.window.place(node.at)
        if node.kind == "wp_author":
            return [wxr_records.author(node, place)]
        return [wxr_records.term(node, place)]

    def _item(self, node: Node) -> list[Record]:
        place = self.window.place(node.at)
        if node.is_implied and not _is_item(node):
            return [Trouble(place, Reason.STRAY_TAG, {"tag": ", ".join(sorted(node.values))[:60]})]
        if node.is_empty:
            reason = Reason.ITEM_CUT if node.ending is Reason.ITEM_CUT else Reason.ITEM_EMPTY
            return [Trouble(place, reason, lost=True)]
        item = wxr_records.item(node, place, self.dates)
        if item.kind == "nav_menu_item":
            return [wxr_records.menu_entry(item)]
        if item.kind == "guest-author":
            return [wxr_records.guest_author(item), item]
        return [item]

    def _troubles(self, node: Node, end: int, records: list[Record]) -> Iterator[Trouble]:
        item = next((record for record in records if isinstance(record, Item)), None)
        named = f"{item.id} {item.title}".strip() if item else node.get("title") or node.get("post_id")
        for note in self.scanner.notes.all.values():
            yield Trouble(self.window.place(note.at), note.reason, note.values, item=named)
        if not (node.kind or self.window.source.removed):
            return
        for reason, values in self._of_text(end):
            yield Trouble(self.window.place(node.at), reason, values, item=named)
        if node.kind == "item" and records and not (isinstance(records[0], Trouble)):
            for reason, values in _of_item(node, item):
                yield Trouble(self.window.place(node.at), reason, values, item=named)

    def _of_text(self, end: int) -> Iterator[tuple[Reason, Mapping[str, str | int]]]:
        if removed := self.window.removed(end):
            yield Reason.CONTROL_CHARACTERS, {"count": removed}
        if self.decoder.mixed:
            yield Reason.ENCODING_MIXED, {"count": self.decoder.mixed}
            self.decoder.mixed = 0
        if self.values.unknown:
            yield Reason.ENTITY_UNKNOWN, {"entity": self.values.unknown[:60]}
            self.values.unknown = ""


def _is_item(node: Node) -> bool:
    """Whether parts without the tag of an item around them are one."""
    return any(
        node.get(name) for name in ("post_id", "content", "post_date", "post_name", "attachment_url")
    ) or bool(node.get("title") and (node.get("guid") or node.get("creator")))


def _of_item(node: Node, item: Item | None) -> Iterator[tuple[Reason, Mapping[str, str | int]]]:
    if node.is_implied:
        yield Reason.ITEM_UNOPENED, {}
    if node.ending:
        yield node.ending, {}
    if not node.get("post_id"):
        yield Reason.ID_MISSING, {}
    if not node.get("post_type"):
        yield Reason.TYPE_MISSING, {}
    if not node.get("status"):
        yield Reason.STATUS_MISSING, {}
    if item:
        for field, moment in (("published", item.published), ("modified", item.modified)):
            if moment.read is Read.UNREADABLE:
                yield Reason.DATE_UNREADABLE, {"field": field, "text": moment.written[:60]}
