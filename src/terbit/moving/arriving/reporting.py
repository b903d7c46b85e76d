"""What a run has to say: how many there were, what became of them, what somebody should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from terbit.moving.exports.troubles import Reason, Trouble
from terbit.moving.models import Move, OldItem

if TYPE_CHECKING:
    from terbit.moving.arriving.running import Run

APART = frozenset({"attachment", "guest-author"})  # kinds of items that no mapping is about
MOST_GROUPS = 20_000  # of stories that translate each other; the ledger has all
MOST = 200  # of each kind of thing that is told one by one
# Small habits of exporters, which cost nothing.
HARMLESS = {Reason.VERSION_MISSING, Reason.STATUS_MISSING, Reason.TYPE_MISSING, Reason.ID_MISSING}
LOOKS_LIKE = {
    "html": "it is a web page",
    "rss": "it is a news feed, not an export",
    "atom": "it is a news feed, not an export",
    "sql": "it is a dump of a database",
    "json": "it is JSON of another kind",
    "picture": "it is a picture or PDF",
    "nested": "it is packed twice: unpack it first",
    "unknown": "it is none that is known",
}


class Report:
    """Counts items as they come by. Every item of the files is counted once, as arrived or as skipped."""

    def __init__(self, move: Move, *, dry: bool) -> None:
        self.move, self.dry = move, dry
        self.items = self.arrived = 0
        self.skipped: Counter[str] = Counter()
        self.became: Counter[str] = Counter()
        self.drafts: Counter[str] = Counter()
        self.kept: Counter[str] = Counter()
        self.told: list[dict[str, Any]] = []
        self._of: Counter[str] = Counter()
        self.mapping: dict[str, Any] = {}
        self._translations: dict[str, list[str]] = {}

    # One item ----------------------------------------------------------------------------------------

    def new(self, line: OldItem, what: str = "story") -> None:
        self._count(line, what)
        self.kept["new"] += not self._is_skipped(line)

    def unchanged(self, line: OldItem, what: str = "story") -> None:
        self._count(line, what)
        self.kept["unchanged"] += not self._is_skipped(line)

    def updated(self, line: OldItem, what: str = "story") -> None:
        self._count(line, what)
        self.kept["updated"] += not self._is_skipped(line)

    def conflict(self, line: OldItem, what: str = "story") -> None:
        self._count(line, what)
        self.kept["conflicts"] += 1
        self.tell("conflict", item=_named(line))

    def skip(self, reason: str, number: int = 1) -> None:
        self.skipped[reason] += number

    def _is_skipped(self, line: OldItem) -> bool:
        return line.reason in SKIPPED or line.reason.startswith("file-")

    def _count(self, line: OldItem, what: str) -> None:
        if self._is_skipped(line):
            self.skipped[line.reason] += 1
            if line.reason != "file-not-asked":
                self.tell("skipped", item=_named(line), reason=line.reason)
            return
        self.arrived += 1
        self.became["draft" if line.reason and what == "story" else what] += 1
        if line.reason:
            self.drafts[line.reason] += 1
            self.tell("draft", item=_named(line), reason=line.reason, **_reasons(line))
        self._measure(line)

    def _measure(self, line: OldItem) -> None:
        self.kept["words_before"] += line.words_before
        self.kept["words_after"] += line.words_after
        if not line.words_before == line.words_kept == line.words_after:
            self.kept["texts_not_whole"] += 1
            first = line.notes.get("words", ["", ""])
            share = [line.words_kept, line.words_before, line.words_after]
            self.tell("words", item=_named(line), kept=share, there=first[0], here=first[1])
        self.kept["pictures_before"] += line.pictures_before
        self.kept["pictures_after"] += line.pictures_after
        for name, number in line.notes.get("comments", {}).items():
            self.kept[f"comments_{name}"] += number
        self._remember_language(line)
        for name in (
            "missing",
            "files",
            "headline",
            "unbound",
            "shortcodes",
            "unknown_blocks",
            "dropped",
            "unknown",
            "sticky",
            "date",
            "address",
        ):
            if found := line.notes.get(name):
                self.remark(line, name, found)

    def remark(self, line: OldItem, name: str, found: Any) -> None:
        self.kept[name] += len(found) if isinstance(found, list) and name != "unknown" else 1
        self.tell(name, item=_named(line), found=found)

    def _remember_language(self, line: OldItem) -> None:
        if language := line.notes.get("language"):
            self.kept[f"language_{language}"] += 1
        group = line.notes.get("translation_group")
        if group and (group in self._translations or len(self._translations) < MOST_GROUPS):
            named = f"{language}: {_named(line)}" if language else _named(line)
            self._translations.setdefault(group, []).append(named)

    def tell(self, what: str, **about: Any) -> None:
        """Only the first of each kind one by one; `counts` has all of them."""
        self._of[what] += 1
        if self._of[what] <= MOST:
            self.told.append({"what": what} | about)

    # The whole ---------------------------------------------------------------------------------------

    def finish(self, run: Run) -> None:
        self.items, self.mapping = run.spool.items, run.mapping.data
        for named in self._translations.values():
            if len(named) > 1:
                self.kept["translations"] += 1
                self.tell("translations", found=sorted(named))
        for trouble in run.spool.troubles:
            if trouble.lost:
                self.skip(trouble.reason.value)
            if trouble.reason not in HARMLESS:
                self.tell("trouble", **_trouble(trouble))

    @property
    def counts(self) -> dict[str, Any]:
        return {
            "items": self.items,
            "arrived": self.arrived,
            "skipped": dict(sorted(self.skipped.items())),
            "became": dict(sorted(self.became.items())),
            "drafts": dict(sorted(self.drafts.items())),
            **{name: self.kept[name] for name in ("new", "updated", "unchanged", "conflicts")},
            **{name: number for name, number in sorted(self.kept.items()) if name not in SETTLED},
        }

    @property
    def adds_up(self) -> bool:
        return self.items == self.arrived + sum(self.skipped.values())


SETTLED = {"new", "updated", "unchanged", "conflicts"}
SKIPPED = frozenset({"trash", "auto-draft", "empty", "internal", "by-mapping", "menu", "double"})


def why_none(troubles: Sequence[Trouble], paths: Sequence[Path]) -> str:
    """Why nothing could be read of any file."""
    if not troubles:
        return f"There is no export in {', '.join(path.name for path in paths)}."
    trouble = troubles[0]
    name = trouble.place.file
    if trouble.reason is Reason.NOT_AN_EXPORT:
        looks = LOOKS_LIKE[str(trouble.values.get("looks_like", "unknown"))]
        return f"{name} is no export of WordPress or Ghost: {looks}."
    if trouble.reason is Reason.EMPTY:
        return f"{name} is empty."
    if trouble.reason is Reason.UNREADABLE:
        return f"{name} cannot be read: {trouble.values.get('error')}."
    said = ", ".join(str(value) for value in trouble.values.values())
    return f"{name} holds no export that can be read ({trouble.reason.value}{': ' if said else ''}{said})."


def _trouble(trouble: Trouble) -> dict[str, Any]:
    place = trouble.place
    return {
        "reason": trouble.reason.value,
        "place": place.file,
        "line": place.line,
        "item": trouble.item,
        "lost": trouble.lost,
        **{name: str(value)[:200] for name, value in trouble.values.items()},
    }


def _named(line: OldItem) -> str:
    return f"{line.key.removeprefix('item:')} {line.title}".strip()


def _reasons(line: OldItem) -> dict[str, Any]:
    return {"because": line.notes["reasons"]} if "reasons" in line.notes else {}
