"""The report in sentences, for who ran the command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from terbit.moving.arriving import saved_pages
from terbit.moving.arriving.reporting import Report

SHOWN = 10  # of each kind of thing
WHY = {
    "trash": "in the bin there",
    "auto-draft": "empty drafts that WordPress made by itself",
    "empty": "neither title nor text",
    "internal": "what WordPress keeps for itself",
    "by-mapping": "left out by the mapping",
    "menu": "entries of menus",
    "double": "the same item twice in the files",
    "file-not-asked": "files of pictures: name their folder with --media",
    "file-missing": "files that are not there",
    "file-empty": "empty files",
    "file-too-large": "files of more than 100 MB",
    "file-no-picture": "files that are no picture we can use",
    "file-no-recording": "files that are no recording browsers can play",
    "file-no-document": "documents that are not what their names say",
    "file-refused": "files of another host, or of a machine of this network",
    "file-not-fetched": "files that could not be fetched; run it again",
    "password": "behind a password",
    "members-only": "for members only",
    "email-only": "sent to subscribers only",
    "scheduled": "scheduled",
    "not-scheduled": "scheduled there, and not ready to come out by itself here",
    "no-date": "published without any date",
    "status-missing": "the export does not say whether they were published",
    "taken": "another page has the address",
    "unusable": "the address cannot be used here",
    "offline": "taken offline here",
    "gone": "no longer here",
    "dropped": "topics that were dropped here",
    "no-stories": "without stories that readers see",
    "not-shown": "pictures that no page shows",
}
TOLD = {
    "words": "Texts that are not word for word as they were",
    "missing": "Pictures that were not found",
    "files": "Files that texts link to, and that were not found",
    "headline": "Headlines that were too long here and are cut (in full), or missing and made of the first words (-)",
    "unbound": "“Baca juga” lines that name no story of this archive",
    "shortcodes": "Shortcodes nobody knows; their words are kept",
    "unknown_blocks": "Blocks nobody knows; their words are kept",
    "unknown": "What a file that ends too early does not tell of these; the whole file brings it later",
    "dropped": "What readers cannot have here",
    "address": "Stories and pages that could not keep their address",
    "date": "Stories without a date, which got that of their neighbour",
    "translations": "Stories that translate each other",
    "sticky": "Stories that stood fixed on top",
    "conflict": "Changed in the export and here, or withdrawn there: left as they are here",
    "menu": "Menus, for you to arrange anew",
    "trouble": "Where the files are damaged",
    "skipped": "Left out",
    "draft": "Came as drafts",
    "double": "Twice in the files",
}


def sentences(report: Report) -> Iterator[str]:
    counts = report.counts
    site = f" of {report.move.site}" if report.move.site else ""
    would = "would arrive" if report.dry else "arrived"
    yield f"{counts['items']} items{site}: {counts['arrived']} {would}, {sum(counts['skipped'].values())} skipped."
    if became := ", ".join(f"{number} as {name}" for name, number in counts["became"].items()):
        yield f"  {became}."
    for name in ("skipped", "drafts"):
        for reason, number in counts[name].items():
            yield f"  {'skipped' if name == 'skipped' else 'drafts'}: {number} ({why(reason)})"
    new, changed, same = counts["new"], counts["updated"], counts["unchanged"]
    left = f"{counts['conflicts']} different there, left as they are here"
    yield f"{new} new, {changed} changed, {same} as they were, {left}."
    before, after = counts.get("words_before", 0), counts.get("words_after", 0)
    yield f"{before} words there, {after} here; {counts.get('texts_not_whole', 0)} texts are not whole."
    yield f"{counts.get('pictures_before', 0)} pictures there, {counts.get('pictures_after', 0)} here."
    yield from _comments(counts)
    if languages := {n[9:]: counts[n] for n in counts if n.startswith("language_")}:
        yield f"Languages: {', '.join(f'{number} {name}' for name, number in languages.items())}."
    yield from _one_by_one(report.told)
    if report.dry:
        yield "Nothing was written: this was a dry run."


def _comments(counts: dict[str, Any]) -> Iterator[str]:
    found = {name.removeprefix("comments_"): n for name, n in counts.items() if name.startswith("comments_")}
    if found:
        kept = found.pop("kept", 0)
        left = ", ".join(f"{number} {COMMENTS.get(name, name)}" for name, number in found.items())
        yield f"{kept} comments came along{f'; left out: {left}' if left else ''}."


def _one_by_one(told: list[dict[str, Any]]) -> Iterator[str]:
    for what, heading in TOLD.items():
        some = [each for each in told if each["what"] == what]
        if not some:
            continue
        yield f"{heading}:"
        for each in some[:SHOWN]:
            about = [
                _said(name, value)
                for name, value in each.items()
                if name != "what" and value not in ("", False)
            ]
            yield f"  {' · '.join(about)}"
        if len(some) > SHOWN:
            yield f"  … and {len(some) - SHOWN} or more: --json and --ledger have them."


def _said(name: str, value: Any) -> str:
    if name == "kept":
        return "{} of {}, {} here".format(*value)
    return f"line {value}" if name == "line" else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value[:5]))
    return WHY.get(str(value), str(value))


def why(reason: str) -> str:
    if reason.startswith("status-") and reason not in WHY:
        return f"status “{reason.removeprefix('status-')}”"
    return WHY.get(reason, reason)


COMMENTS = {
    "waiting": "not approved",
    "trash": "in the bin",
    "page": "under pages and pictures",
    "empty": "without words",
    "other": "written by extensions",
}
UNKNOWN = {
    "section": "no section is called",
    "people": "nobody here is called",
    "topics": "no topic is called",
    "tag_line": "tags that run together",
    "unbound": "no story is called",
    "left_out": "left out",
}


def page_sentences(report: saved_pages.Report) -> Iterator[str]:
    """Of pages saved as text."""
    counts = report.counts
    yield f"{counts['items']} pages: {counts['arrived']} came as drafts, {sum(counts['skipped'].values())} skipped."
    for each in report.told:
        if each["what"] == "skipped":
            yield f"  {each['item']}: {PAGES.get(each['reason'], each['reason'])}"
            continue
        yield f"  {each['item']}: “{each['headline']}”"
        for name, heading in UNKNOWN.items():
            if name in each:
                yield f"    {heading}: {_plain(each[name])}"


PAGES = {
    "no-text": "no page that was saved as text",
    "empty": "neither headline nor text",
    "double": "is here already",
}
