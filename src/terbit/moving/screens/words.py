"""What `arriving` tells by codes, in the newsroom's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from terbit.moving.arriving import ways
from terbit.moving.arriving.fetching import FetchRefused
from terbit.moving.arriving.files import FilesRefused
from terbit.moving.arriving.mapping import MappingRefused
from terbit.moving.arriving.running import BROKEN, NO_ROOM, ImportRefused
from terbit.moving.arriving.same_site import SiteUnclear
from terbit.moving.arriving.undoing import UndoRefused
from terbit.moving.exports.troubles import Reason, Trouble

LOOKS_LIKE = {
    "html": gettext_lazy("it is a web page"),
    "rss": gettext_lazy("it is a news feed, not an export"),
    "atom": gettext_lazy("it is a news feed, not an export"),
    "sql": gettext_lazy("it is a dump of a database"),
    "json": gettext_lazy("it is JSON of another kind"),
    "picture": gettext_lazy("it is a picture or a PDF"),
    "nested": gettext_lazy("it is packed twice: unpack it once first"),
}
KINDS = {
    "post": gettext_lazy("stories"),
    "page": gettext_lazy("pages"),
    "attachment": gettext_lazy("pictures and files"),
    "nav_menu_item": gettext_lazy("entries of menus"),
    "guest-author": gettext_lazy("guest authors"),
    "revision": gettext_lazy("old versions"),
    "category": gettext_lazy("category"),
    "post_tag": gettext_lazy("tag"),
    "tag": gettext_lazy("tag"),
    "author": gettext_lazy("author"),
    "file": gettext_lazy("picture or file"),
    "section": gettext_lazy("section"),
    "also-category": gettext_lazy("topic of a category"),
    "also-tag": gettext_lazy("topic of a tag"),
    ways.FRONT: gettext_lazy("front"),
    ways.FEEDS: gettext_lazy("feed"),
    ways.YEAR: gettext_lazy("archive of a year"),
    ways.MONTH: gettext_lazy("archive of a month"),
    ways.DAY: gettext_lazy("archive of a day"),
}
# The other addresses of a thing.
WAYS = {
    "number": gettext_lazy("by number"),
    "amp": gettext_lazy("for phones (AMP)"),
    "feed": gettext_lazy("feed"),
    "page-2": gettext_lazy("page 2"),
    "short": gettext_lazy("without what it is under"),
    "picture": gettext_lazy("file of a picture"),
}
STATUSES = {
    "publish": pgettext_lazy("status there", "published"),
    "published": pgettext_lazy("status there", "published"),
    "draft": pgettext_lazy("status there", "drafts"),
    "pending": pgettext_lazy("status there", "wait for approval"),
    "private": pgettext_lazy("status there", "private"),
    "future": pgettext_lazy("status there", "scheduled"),
    "scheduled": pgettext_lazy("status there", "scheduled"),
    "trash": pgettext_lazy("status there", "in the bin"),
    "auto-draft": pgettext_lazy("status there", "empty drafts"),
    "inherit": pgettext_lazy("status there", "of its story"),
    "": pgettext_lazy("status there", "without a status"),
}
# Why something was left out, or came as a draft.
WHY = {
    "trash": gettext_lazy("in the bin of the old site"),
    "auto-draft": gettext_lazy("empty drafts that WordPress made by itself"),
    "empty": gettext_lazy("neither title nor text"),
    "internal": gettext_lazy("what the old system keeps for its own use"),
    "by-mapping": gettext_lazy("left out by your choice"),
    "menu": gettext_lazy("entries of menus, for you to arrange anew"),
    "double": gettext_lazy("the same item twice in the files"),
    "file-not-asked": gettext_lazy("pictures and files: nothing was sent or fetched for them"),
    "file-missing": gettext_lazy("files that were not found"),
    "file-empty": gettext_lazy("empty files"),
    "file-too-large": gettext_lazy("files of more than 100 MB"),
    "file-no-picture": gettext_lazy("files that are no picture we can use"),
    "file-no-recording": gettext_lazy("files that are no recording browsers can play"),
    "file-no-document": gettext_lazy("documents that are not what their names say"),
    "file-refused": gettext_lazy("files of another host, or of a machine of this network"),
    "file-not-fetched": gettext_lazy("files that could not be fetched; run it again"),
    "password": gettext_lazy("behind a password"),
    "members-only": gettext_lazy("for members only"),
    "email-only": gettext_lazy("sent to subscribers only"),
    "scheduled": gettext_lazy("scheduled"),
    "not-scheduled": gettext_lazy("scheduled there, but not ready to come out by itself here"),
    "no-date": gettext_lazy("published without any date"),
    "status-missing": gettext_lazy("the export does not say whether it was published"),
    "status-draft": gettext_lazy("a draft there too"),
    "status-pending": gettext_lazy("waited for approval there"),
    "status-private": gettext_lazy("private there"),
    "offline": gettext_lazy("taken offline here"),
    "gone": gettext_lazy("no longer here"),
    "dropped": gettext_lazy("a topic that was dropped here"),
    "no-stories": gettext_lazy("readers see no story of it"),
    "not-shown": gettext_lazy("no page that readers see shows it"),
    "taken": gettext_lazy("another page has the address"),
    "unusable": gettext_lazy("the address cannot be used here"),
    "moved": gettext_lazy("it got another address"),
    "guessed": gettext_lazy("the date is that of its neighbour"),
    Reason.CUT_OFF: gettext_lazy("the file ends in the middle"),
    Reason.ITEM_CUT: gettext_lazy("the file ends inside it"),
    Reason.ITEM_EMPTY: gettext_lazy("nothing in it can be recognised"),
    Reason.ITEM_TOO_LARGE: gettext_lazy("it is too large"),
    Reason.ITEM_UNCLOSED: gettext_lazy("its end is missing"),
    Reason.ITEM_UNOPENED: gettext_lazy("its beginning is missing"),
    Reason.DATE_UNREADABLE: gettext_lazy("the date cannot be read"),
    Reason.ENCODING_WRONG: gettext_lazy("letters are written in another way than the file says"),
    Reason.ENCODING_MIXED: gettext_lazy("letters are written in two ways"),
    Reason.CONTROL_CHARACTERS: gettext_lazy("control characters, which were left out"),
    Reason.STRAY_TEXT: gettext_lazy("text where none belongs"),
    Reason.STRAY_TAG: gettext_lazy("a mark where none belongs"),
    Reason.STRAY_MORE: gettext_lazy("more where nothing belongs"),
    Reason.FIELD_UNCLOSED: gettext_lazy("a field without an end"),
    Reason.CDATA_BROKEN: gettext_lazy("a field that is broken"),
    Reason.MARKUP_IN_FIELD: gettext_lazy("marks in a field"),
    Reason.ENTITY_UNKNOWN: gettext_lazy("a sign nobody knows, kept as it was written"),
    Reason.GZIP_DAMAGED: gettext_lazy("the packed file is damaged"),
    Reason.ZIP_DAMAGED: gettext_lazy("the ZIP is damaged"),
    Reason.ZIP_ENCRYPTED: gettext_lazy("the ZIP has a password"),
    Reason.ZIP_WITHOUT_EXPORT: gettext_lazy("there is no export in the ZIP"),
    Reason.TOO_LARGE: gettext_lazy("it is too large once it is unpacked"),
    Reason.DTD_REFUSED: gettext_lazy("it defines signs of its own, which are never taken"),
    Reason.VERSION_UNKNOWN: gettext_lazy("an export of a version nobody knows"),
    Reason.JSON_DAMAGED: gettext_lazy("the file is damaged"),
    Reason.CARD_UNKNOWN: gettext_lazy("a card nobody knows; its words are kept"),
    Reason.CARD_FOR_MEMBERS: gettext_lazy("cards that only members saw, left out"),
    Reason.BODY_UNREADABLE: gettext_lazy("the text cannot be read"),
    Reason.STORED_HTML_INCOMPLETE: gettext_lazy("the stored text lacks words of its source"),
    Reason.UNREADABLE: gettext_lazy("it cannot be read"),
    Reason.EMPTY: gettext_lazy("it is empty"),
    Reason.NOT_AN_EXPORT: gettext_lazy("it is no export of WordPress or Ghost"),
}
# What a run tells one by one, what matters most first.
TOLD = {
    "conflict": gettext_lazy("Changed in the export and here, or withdrawn there: left as they are here"),
    "words": gettext_lazy("Texts that are not word for word as they were"),
    "missing": gettext_lazy("Pictures that were not found"),
    "files": gettext_lazy("Files that texts link to, and that were not found"),
    "address": gettext_lazy("Stories and pages that could not keep their address"),
    "date": gettext_lazy("Stories without a date, which got that of their neighbour"),
    "headline": gettext_lazy("Headlines too long for here, told in full, or missing (-)"),
    "unbound": gettext_lazy("“Baca juga” lines that name no story of this archive"),
    "shortcodes": gettext_lazy("Shortcodes nobody knows; their words are kept"),
    "unknown_blocks": gettext_lazy("Blocks nobody knows; their words are kept"),
    "unknown": gettext_lazy("What the file ends before telling; the whole file brings it later"),
    "dropped": gettext_lazy("What readers cannot have here"),
    "sticky": gettext_lazy("Stories that stood fixed on top"),
    "translations": gettext_lazy("Stories that translate each other"),
    "draft": gettext_lazy("Came as drafts"),
    "skipped": gettext_lazy("Left out"),
    "menu": gettext_lazy("Menus, for you to arrange anew"),
    "trouble": gettext_lazy("Where the files are damaged"),
    "double": gettext_lazy("Twice in the files"),
}
UNKNOWN = {
    "text": gettext_lazy("the end of its text"),
    "topics": gettext_lazy("section and topics"),
    "authors": gettext_lazy("authors"),
    "details": gettext_lazy("captions and words for search engines"),
}
PHASES = {
    "": gettext_lazy("Waits its turn"),
    "reading": gettext_lazy("Reading the files"),
    "writing": gettext_lazy("Writing stories"),
    "linking": gettext_lazy("Binding links between stories"),
    "pages": gettext_lazy("Writing standing pages"),
    "files": gettext_lazy("Taking over pictures and files"),
}
BECAME = {
    "story": gettext_lazy("published stories"),
    "draft": gettext_lazy("drafts"),
    "page": gettext_lazy("standing pages"),
    "picture": gettext_lazy("pictures"),
    "file": gettext_lazy("pictures, recordings and documents"),
    "recording": gettext_lazy("recordings"),
}
ANSWERS = {
    "200": gettext_lazy("answer where they are"),
    "301-to-200": gettext_lazy("lead on in one step to what answers"),
    "404": gettext_lazy("are not found"),
    "301-to-404": gettext_lazy("lead on to what is not found"),
    "301-to-itself": gettext_lazy("lead in a circle"),
    "301-to-another": gettext_lazy("lead elsewhere than the ledger says"),
}
UNDO = {
    "declared": gettext_lazy("This move has been declared done; what came with it stays."),
    "undone": gettext_lazy("This move has been taken back already."),
    "in-use": gettext_lazy(
        "Stories or pages of this move are in use elsewhere (the front, a note, a story of yours, a page of yours "
        "below one of them): take them out there, then try again."
    ),
    "not-arrived": gettext_lazy("Only a move that has arrived whole can be declared done."),
}


def why(reason: str) -> str:
    """In words; a status of the old site that nobody foresaw as it is."""
    if reason.startswith("status-") and reason not in WHY:
        return _("status “%(status)s” there") % {"status": reason.removeprefix("status-")}
    return str(WHY.get(reason, reason))


def unknown(parts: list[str]) -> str:
    """What the file of a story ended before telling, as a remark; "" where nothing is."""
    if not parts:
        return ""
    return _("the file ends before telling: %(parts)s") % {
        "parts": ", ".join(str(UNKNOWN[part]) for part in parts)
    }


def kind(name: str) -> str:
    """Of a thing of the old site; kinds that a site made up itself have no other name."""
    return str(KINDS.get(name, name))


def why_no_export(trouble: Trouble) -> str:
    """One sentence about a file."""
    about = {"name": trouble.place.file}
    if trouble.reason is Reason.NOT_AN_EXPORT:
        looks = LOOKS_LIKE.get(str(trouble.values.get("looks_like")))
        if looks is None:
            return _("%(name)s is no export of WordPress or Ghost.") % about
        return _("%(name)s is no export of WordPress or Ghost: %(why)s.") % (about | {"why": looks})
    return _("%(name)s cannot be used: %(why)s.") % (about | {"why": why(trouble.reason)})


def refusal(refused: Exception) -> str:
    if isinstance(refused, FilesRefused):
        return _("The ZIP for the pictures cannot be read any more: send it again.")
    if isinstance(refused, SiteUnclear):
        return _(
            "The files do not say which site they are of, and their stories do not tell for sure whether they belong to"
            " a move that is here: export the site again, and send the whole files."
        )
    if isinstance(refused, FetchRefused):
        return _("Pictures cannot be fetched from that address.")
    if isinstance(refused, MappingRefused):
        return _("What was chosen does not fit these files any more: decide anew.")
    if isinstance(refused, ImportRefused) and refused.reason == NO_ROOM:
        return _("The disk of this house has not enough room to unpack the files.")
    return _("The files cannot be read as an export any more: send them again.")


def broken(error: str) -> str:
    """Why a run ended, as `Move.error` keeps it: a sentence of ours, or that nobody foresaw it."""
    return (
        _("A run broke off by a fault inside the system. The log of the house tells more.")
        if error == BROKEN
        else error
    )


def undo_refusal(refused: UndoRefused) -> str:
    if refused.reason == "worked-on":
        told = _(
            "“%(title)s” has been worked on here since it came, so the move cannot be taken back any more."
        )
        return told % {"title": refused.title}
    return str(UNDO.get(refused.reason, refused))


def _of_words(kept: object) -> str:
    if not isinstance(kept, list):
        return ""
    about = dict(zip(("kept", "before", "after"), kept, strict=True))
    return _("%(kept)s of %(before)s words, %(after)s here") % about


def about(told: dict[str, Any]) -> dict[str, Any]:
    """One thing a run tells: `item`, what was `found`, and the rest in words."""
    found = told.get("found")
    listed: list[Any] = found if isinstance(found, list) else [why(found)] if isinstance(found, str) else []
    if told["what"] == "unknown":
        listed = [str(UNKNOWN[part]) for part in told["found"]]
    because = [why(told["reason"])] if told.get("reason") else []
    because += [str(each) for each in told.get("because", [])]
    if told["what"] == "words":
        because.append(_of_words(told.get("kept")))
    if told["what"] == "menu":
        return {"item": f"{told['menu']}: {told['label']}", "found": [told.get("url", "")], "because": []}
    if told.get("line"):
        because.append(_("%(file)s, line %(line)s") % {"file": told["place"], "line": told["line"]})
    because += [str(told[name]) for name in ("place", "text") if told.get(name) and not told.get("line")]
    return {"item": told.get("item", ""), "found": [str(each) for each in listed], "because": because}
