"""Pages of the old site become standing pages, under each other as they were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

import nh3
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, Site

from terbit.moving.arriving import permalinks, uploads, wording
from terbit.moving.arriving.fingerprints import fingerprint
from terbit.moving.arriving.spool import skipped
from terbit.moving.arriving.stories import (
    LISTED,
    MOST_COPIES,
    PUBLISHED,
    Asked,
    kept_from,
    named,
    note_files,
    pictures_of,
)
from terbit.moving.bodies import Body, conserved
from terbit.moving.exports.records import Item
from terbit.moving.models import OldItem
from terbit.newsroom import addresses
from terbit.newsroom.models import Article, Redirect, Section, StandingPage
from terbit.newsroom.paths import OF_STANDING_PAGES, RESERVED, SLUG_LENGTH, make_slug, numbered

if TYPE_CHECKING:
    from terbit.moving.arriving.running import Run

# What the text of a standing page may hold (`StandingPage.body`).
DEEPEST = 50  # levels of pages; what the tree of pages can have ends at 63, and an address at 1,000 letters
ALLOWED = {"p", "h2", "h3", "b", "i", "ol", "ul", "li", "a", "br", "hr"}
GAP = re.compile(r'<figure data-missing="([^"]*)">')
CELL = re.compile(r"</t[dh]>")
CLOSE = re.compile(r"</(?:tr|div|figcaption|blockquote|table|dt|dd|section|pre)>")

# Of a line, what a newer export may change.
CHANGING = (
    "status title source text reason words_before words_after words_kept pictures_before pictures_after complete "
    "dated notes"
).split()


def write(run: Run, keys: list[int]) -> None:
    """Parents before those under them."""
    items = {seq: run.spool.at(seq) for seq in keys}
    ids = {item.id: seq for seq, (_key, item, _digest) in items.items()}
    done: set[int] = set()
    for seq in keys:
        for each in reversed(list(_with_those_above(seq, items, ids, done))):
            run.heed("pages", len(done), len(keys))
            done.add(each)
            _write(run, *items[each])


def _with_those_above(
    seq: int, items: dict[int, tuple[str, Item, str]], ids: dict[str, int], done: set[int]
) -> Iterator[int]:
    """A page and those that it is under and that are not done yet, each once also where they go in a ring."""
    here: set[int] = set()
    at: int | None = seq
    while at is not None and at not in done and at not in here:
        here.add(at)
        yield at
        at = ids.get(items[at][1].parent)


def _write(run: Run, key: str, item: Item, digest: str) -> None:
    before = OldItem.objects.filter(move=run.move, key=key[:300]).first() if run.move.pk else None
    if before and before.source == digest and before.complete and not _came_without_pictures(before):
        run.report.unchanged(before, "page")
        return
    line, html = _line_of(run, key, item, digest)
    is_not_here = before is None or before.content_type_id is None  # new, or left out until now
    if is_not_here and not skipped(item):
        if not run.plan.dry:
            _add(run, line, item, html, instead_of=before)
        run.report.new(line, "page")
    elif before is None:
        if not run.plan.dry:
            with transaction.atomic():
                run.begin()
                line.move = run.move
                line.save()
        run.report.new(line, "page")
    elif line.text != before.text or line.reason != before.reason:
        _change(run, line, before, html, item)
    else:
        if line.complete and not before.complete and not run.plan.dry:
            _complete(run, before)
        run.report.unchanged(before, "page")


def _complete(run: Run, before: OldItem) -> None:
    """The files that it links to have come."""
    with transaction.atomic():
        run.begin()
        before.complete = True
        before.notes.pop("files", None)
        before.save(update_fields=["complete", "notes"])


def _came_without_pictures(line: OldItem) -> bool:
    """It moved in when standing pages could not have any yet."""
    return not {"picture", "gallery"}.isdisjoint(line.notes.get("dropped", ()))


def _line_of(run: Run, key: str, item: Item, digest: str) -> tuple[OldItem, str]:
    line = OldItem(
        key=key[:300],
        kind=item.kind[:60],
        status=item.status[:40],
        title=wording.line(item.title)[:300],
        url=permalinks.path_of(item.permalink)[:1000],
        source=digest,
        reason=skipped(item),
    )
    at = run.stories.published(item, 0, line)
    line.notes.pop("date", None)
    line.dated = at.isoformat(timespec="seconds") if at else ""
    asked = Asked()
    body = run.stories.body(item, asked)
    html = rich_text(body)
    before, after = conserved.words_of(item.body), conserved.words_of(_told(body), has_shortcodes=False)
    measured = conserved.compare(before, after)
    line.words_before, line.words_after, line.words_kept = measured.before, measured.after, measured.kept
    if not measured.whole and measured.first:
        line.notes["words"] = list(measured.first)
    _note_pictures(line, body)
    note_files(line, asked)
    line.complete = line.complete and not asked.files
    if asked.copies:
        line.notes["copies"] = list(dict.fromkeys(asked.copies))[:MOST_COPIES]
    if item.comments:
        line.notes["comments"] = {"page": len(item.comments)}
    line.text = fingerprint(_title(line), html)
    if not line.reason and item.is_for_some:
        line.reason = kept_from(item)
    elif not line.reason and item.status != PUBLISHED:
        line.reason = f"status-{item.status[:40]}" if item.status else "status-missing"
    return line, html


def _note_pictures(line: OldItem, body: Body) -> None:
    shown = sum(pictures_of(block) for block in body.blocks if block["type"] != "media")
    others = sorted({block["type"] for block in body.blocks} & {"media", "embed"})
    if others:
        line.notes["dropped"] = others  # a standing page has neither films nor recordings
    if missing := named(body.missing):
        line.notes["missing"] = missing[:LISTED]
    line.pictures_before, line.pictures_after = shown + len(body.missing), shown
    line.complete = not missing


def rich_text(body: Body) -> str:
    """All blocks, in the few elements that a standing page has."""
    return "".join(_rich(block["type"], block["value"]) for block in body.blocks)


def _told(body: Body) -> str:
    """The same as the source has it, where the paper prints the credit of a picture."""
    return "".join(
        f"<p>{nh3.clean_text(body.written[block['id']])}</p>"
        if block["type"] in {"picture", "gallery"} and block["id"] in body.written
        else _rich(block["type"], block["value"])
        for block in body.blocks
    )


def _rich(kind: str, value: Any) -> str:
    if kind == "subheading":
        return f"<h{value['level']}>{nh3.clean_text(value['text'])}</h{value['level']}>"
    if isinstance(value, str):
        between = GAP.split(value)
        return "".join(_embed("0", part) if at % 2 else _cleaned(part) for at, part in enumerate(between))
    if kind == "table":
        rows = [" ".join(cell or "" for cell in row) for row in value["data"]]
        return "".join(
            f"<p>{nh3.clean_text(row)}</p>"
            for row in [value.get("table_caption") or "", *rows]
            if row.strip()
        )
    if kind == "pull_quote":
        lines = [*value["text"].split("\n"), value.get("attribution") or ""]
        return "".join(f"<p>{nh3.clean_text(line)}</p>" for line in lines if line.strip())
    if kind == "embed":
        return f'<p><a href="{nh3.clean_text(value["url"])}">{nh3.clean_text(value["title"])}</a></p>'
    if kind == "gallery":
        return "".join(_rich("picture", each["value"]) for each in value["pictures"])
    caption = value.get("caption", "") if isinstance(value, dict) else ""
    picture = _embed(str(value["picture"]), escape(value.get("alt", ""))) if kind == "picture" else ""
    return picture + (f"<p>{nh3.clean_text(caption)}</p>" if caption else "")


def _cleaned(html: str) -> str:
    spaced = CLOSE.sub("<br>", CELL.sub(" ", html))
    return nh3.clean(spaced, tags=ALLOWED, attributes={"a": {"href", "linktype", "id"}}, link_rel=None)


def _embed(key: str, alt: str) -> str:
    """A picture as Wagtail's editor keeps it; `alt` is escaped. `0` is a gap: the editor sees what is missing."""
    return f'<embed alt="{alt.replace(">", "&gt;")}" embedtype="image" format="fullwidth" id="{key}"/>'


def _add(run: Run, line: OldItem, item: Item, html: str, *, instead_of: OldItem | None) -> None:
    with transaction.atomic():
        run.begin()
        if instead_of:
            instead_of.delete()
        root = Site.objects.get(is_default_site=True).root_page
        parent = _parent(run, item) or root
        with uploads.arriving(run.move):
            page = _page(parent, line, item, html)
            revision = page.save_revision(log_action=False)
            if not line.reason:
                revision.publish(log_action=False)
        if not line.reason:
            page.refresh_from_db()
            _lead_on(run, page, line, item)
        line.move, line.made, line.became = run.move, True, page
        line.content_type = ContentType.objects.get_for_model(StandingPage)
        line.save()


def _page(parent: Page, line: OldItem, item: Item, html: str) -> StandingPage:
    return parent.add_child(
        instance=StandingPage(
            title=_title(line),
            slug=_free_slug(parent, item),
            search_description=wording.for_search(item.seo_description, item.title),
            seo_title=wording.for_search(item.seo_title, item.title)[:255],
            body=html,
            live=False,
        )
    )


def _title(line: OldItem) -> str:
    return line.title[:255] or "Tanpa judul"


def _parent(run: Run, item: Item) -> Page | None:
    """The page above it; for those that lie deeper than pages can here, the deepest that may have any below it."""
    above = OldItem.objects.filter(move=run.move, key=f"item:{item.parent}", kind=item.kind).first()
    page = StandingPage.objects.filter(pk=above.object_id or 0).first() if above and item.parent else None
    return page.get_parent() if page and page.depth >= DEEPEST else page


def _free_slug(parent: Page, item: Item) -> str:
    """The old one, numbered where something else answers at its address: readers would never see the page."""
    plain = make_slug(item.slug or item.title) or "halaman"
    return next(slug for slug in numbered(plain, SLUG_LENGTH) if _is_free(parent, slug))


def _is_free(parent: Page, slug: str) -> bool:
    path = f"{path_of(parent)}{slug}/"
    alone = path.count("/") == len("//")
    needed = alone and slug.lower() in RESERVED - OF_STANDING_PAGES
    return not (
        needed
        or parent.get_children().filter(slug=slug).exists()
        or Article.objects.filter(path=path).exists()
        or Redirect.objects.filter(path=path).exists()
        or (alone and Section.objects.filter(slug=slug).exists())
    )


def path_of(page: Page) -> str:
    """Where readers find a standing page, or what lies below the page of the site."""
    return addresses.of_page(page) or "/"


def _lead_on(run: Run, page: StandingPage, line: OldItem, item: Item) -> None:
    path = path_of(page)
    numbered = f"{permalinks.folder_of(run.move.site)}/?"
    old = {line.url}
    if permalinks.is_number(item.id):
        old |= {f"{numbered}page_id={item.id}", f"{numbered}p={item.id}"}
    leads, made = [], []
    for address in sorted(old - {"", path} - addresses.of_pages(old)):
        if not Article.objects.filter(path=address).exists():
            _row, is_new = Redirect.objects.get_or_create(path=address, defaults={"target": path})
            leads.append(address)
            made += [address] if is_new else []
    line.notes["leads"], line.notes["redirects"] = leads, made
    if line.url and line.url != path:
        line.notes["address"] = "moved"


def _change(run: Run, line: OldItem, before: OldItem, html: str, item: Item) -> None:
    """Bring what is new in the export, unless somebody changed the same here: then say so, and leave it."""
    with transaction.atomic():
        page = _held(before)
        withheld = page is not None and page.live and line.reason  # there it is not for everybody any more
        if page is None or withheld or item.is_cut or _touched(page, before):
            run.report.conflict(before, "page")
            return
        if not run.plan.dry:
            run.begin()
            _replace(run, page, line, before, item, html)
    run.report.updated(before, "page")


def _held(before: OldItem) -> StandingPage | None:
    """What it became. Whoever saves it waits until this transaction has ended, so that nobody is overwritten."""
    if before.content_type_id != ContentType.objects.get_for_model(StandingPage).pk:
        return None
    rows = StandingPage.objects.select_for_update(of=("self", "page_ptr"))
    return rows.filter(pk=before.object_id or 0).first()


def _touched(page: StandingPage, before: OldItem) -> bool:
    """It has other words than it came with, a draft somebody is working on, or went offline here."""
    # A newer text of what nobody reads stands in its revision alone.
    written = page if page.live else page.get_latest_revision_as_object()
    if before.text != fingerprint(written.title, written.body):
        return True
    if page.live:
        return page.has_unpublished_changes
    revision = page.latest_revision
    return page.first_published_at is not None or (revision is not None and revision.user_id is not None)


def _replace(run: Run, page: StandingPage, line: OldItem, before: OldItem, item: Item, html: str) -> None:
    page.title, page.body = _title(line), html
    when_it_came = ("leads", "redirects", "led", "address")
    line.notes |= {name: before.notes[name] for name in when_it_came if name in before.notes}
    revision = page.save_revision(log_action=False)
    if not line.reason:
        comes_out = not page.live
        revision.publish(log_action=False)
        if comes_out:
            page.refresh_from_db()
            _lead_on(run, page, line, item)
    for name in CHANGING:
        setattr(before, name, getattr(line, name))
    before.save()
