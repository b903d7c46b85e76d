"""What an export has beside stories: pages, files, authors, menus, lists; each is accounted for."""

from __future__ import annotations

from functools import reduce
from itertools import chain, islice
from operator import or_
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import BigIntegerField, Exists, Model, OuterRef, Q
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from terbit.moving.arriving import mapping as mappings
from terbit.moving.arriving import media, permalinks, standing, wording
from terbit.moving.arriving.lines import NAMES
from terbit.moving.arriving.reporting import APART
from terbit.moving.exports.records import AuthorReference, Item, author_key
from terbit.moving.models import OldItem, Source
from terbit.newsroom import addresses
from terbit.newsroom.models import Article, Contributor, Redirect, Section, StandingPage, Topic
from terbit.pictures.models import MediaFile, Picture
from terbit.theme import former

if TYPE_CHECKING:
    from terbit.moving.arriving.running import Run

AT_ONCE = 250
LEFT = "left:"  # before the keys of what no story, page or name may be known by yet
LONGEST = 1_000  # letters of an address (`Redirect.path`, `OldItem.url`)


def write(run: Run) -> None:
    kinds = [kind for kind in run.spool.kinds() if kind not in APART]
    becomes = {kind: run.mapping.kind(kind) for kind in kinds}
    standing.write(run, run.spool.keys([kind for kind in kinds if becomes[kind] == mappings.PAGE]))
    for kind in kinds:
        if becomes[kind] == mappings.NOTHING:
            reason = "internal" if kind in mappings.INTERNAL else "by-mapping"
            run.report.skip(reason, run.spool.kinds()[kind])
    _left_out(run, [kind for kind in kinds if becomes[kind] == mappings.NOTHING])
    _guests(run)
    _attachments(run)
    _lists(run)
    run.report.skip("menu", len(run.spool.menus)) if run.spool.menus else None
    for entry in run.spool.menus:
        run.report.tell("menu", menu=entry.menu, label=entry.label, url=entry.url, target=entry.target)
    run.report.skip("double", len(run.spool.doubles)) if run.spool.doubles else None
    for key, title, place in run.spool.doubles:
        run.report.tell("double", item=f"{key.removeprefix('item:')} {title}", place=place)


# What was left out -----------------------------------------------------------------------------------


def _left_out(run: Run, kinds: list[str]) -> None:
    """Lines of what readers had there and nobody wanted here; another mapping may want it later."""
    if run.plan.dry:
        return
    read = [kind for kind in kinds if kind not in mappings.INTERNAL]
    lists = [
        slug for slug, given in run.mapping.data["categories"].items() if given["becomes"] == mappings.NOTHING
    ]
    before = (
        OldItem.objects.filter(move=run.move.pk, key__startswith=LEFT)
        if run.move.pk
        else OldItem.objects.none()
    )
    taxonomy = mappings.CATEGORY[Source(run.move.source)]
    stale = before.exclude(kind__in=read).exclude(
        key__in=[f"{LEFT}{taxonomy}:{slug}"[:300] for slug in lists]
    )
    if stale.exists():
        with transaction.atomic():
            run.begin()
            stale.delete()
    wanted = chain(
        (_left_list(run, taxonomy, slug) for slug in lists),
        (_left_item(*run.spool.at(seq)[:2]) for seq in run.spool.keys(read)),
    )
    while some := list(islice(wanted, AT_ONCE)):
        known = set(before.filter(key__in=[line.key for line in some]).values_list("key", flat=True))
        if new := [line for line in some if line.key not in known]:
            with transaction.atomic():
                run.begin()
                for line in new:
                    line.move = run.move
                OldItem.objects.bulk_create(new)


def _left_item(key: str, item: Item) -> OldItem:
    about = {"kind": item.kind[:60], "status": item.status[:40], "title": wording.line(item.title)[:300]}
    url = permalinks.path_of(item.permalink)[:LONGEST]
    return OldItem(key=f"{LEFT}{key}"[:300], url=url, reason="by-mapping", **about)


def _left_list(run: Run, taxonomy: str, slug: str) -> OldItem:
    name = run.mapping.category(slug).get("name", slug)
    line = OldItem(key=f"{LEFT}{taxonomy}:{slug}"[:300], kind=taxonomy, title=name[:300], reason="by-mapping")
    old = _of_term(run, taxonomy, slug)
    line.url = old[0][:LONGEST]
    return line


def _guests(run: Run) -> None:
    """Authors without an account, whom Co-Authors Plus keeps as items."""
    for key, item, digest in run.spool.of_kinds(["guest-author"]):
        login = next(iter(item.meta.get("cap-user_login", ())), "") or item.slug
        person = run.names.contributor(AuthorReference(author_key(login), item.title))
        line = OldItem(key=key[:300], kind=item.kind, title=item.title[:300], source=digest)
        line.reason = "" if person else "empty"
        known = run.move.pk and OldItem.objects.filter(move=run.move, key=line.key).exists()
        if person and not known and not run.plan.dry:
            with transaction.atomic():
                run.begin()
                line.move, line.became = run.move, person
                line.save()
        (run.report.unchanged if known else run.report.new)(line, "contributor")


# Files -----------------------------------------------------------------------------------------------


def _attachments(run: Run) -> None:
    found = run.spool.keys(["attachment"])
    keys, done = iter(found), 0
    while some := list(islice(keys, AT_ONCE)):
        run.tell("files", done, len(found))
        done += len(some)
        items = [run.spool.at(seq) for seq in some]
        lines = OldItem.objects.filter(move=run.move.pk, key__in=[key[:300] for key, _item, _digest in items])
        before = {line.key: line for line in lines}
        new = []
        for key, item, digest in items:
            known = before.get(key[:300])
            if known and known.content_type_id:
                run.report.unchanged(known, "file")
                continue
            line = known or OldItem(key=key[:300], kind="attachment", title=item.title[:300], source=digest)
            if _is_settled(run, line, item) and known:
                run.report.unchanged(known, "file")
            else:
                new.append((line, item))
        _keep(run, new)
        for line, _item in new:
            run.report.new(line, "file")


def _is_settled(run: Run, line: OldItem, item: Item) -> bool:
    """Look for its file; whether that changes nothing of what was known."""
    was = (line.reason, line.object_id)
    file = permalinks.file_of(item)
    found = run.library.of_attachment(item)
    line.url = permalinks.path_of(item.permalink)[:1000]
    line.dated = item.published.at.isoformat(timespec="seconds") if item.published.at else ""
    line.reason = "" if found else run.library.reason(file)
    upload = permalinks.path_of(item.attachment_url) if not found else ""
    line.notes = {"upload": upload} if permalinks.is_usable(upload) else {}
    if found and not run.plan.dry:
        model = Picture if media.kind_of(file) is media.Kind.PICTURE else MediaFile
        line.content_type = ContentType.objects.get_for_model(model)
        line.object_id = str(found.key)
    return was == (line.reason, line.object_id)


def _keep(run: Run, new: list[tuple[OldItem, Item]]) -> None:
    if run.plan.dry or not new:
        return
    with transaction.atomic():
        run.begin()
        for line, _item in new:
            line.move = run.move
        OldItem.objects.bulk_create([line for line, _item in new if line.pk is None])
        for line, _item in new:
            if line.content_type_id:
                line.save()
        _pages_of_attachments(run, new)


def _pages_of_attachments(run: Run, new: list[tuple[OldItem, Item]]) -> None:
    """WordPress shows each file on a page of its own; it leads to the story or page that the file belongs to."""
    parents = {f"item:{item.parent}" for _line, item in new if item.parent}
    own = ContentType.objects.get_for_model(Article)
    lines = OldItem.objects.filter(move=run.move, key__in=parents, content_type=own)
    keys = {line.key: int(line.object_id) for line in lines}
    live = set(Article.objects.filter(pk__in=keys.values(), path__isnull=False).values_list("pk", flat=True))
    showing = _showing(Article, [line for line, _item in new])
    pages = _standing_pages_showing([line for line, _item in new])
    wanted: dict[str, dict[str, Any]] = {}
    leading: list[tuple[OldItem, dict[str, dict[str, Any]]]] = []
    folder = permalinks.folder_of(run.move.site)
    for line, item in new:
        pk = keys.get(f"item:{item.parent}")
        pk = pk if pk in live else showing.get(_file(line))
        target = {"article_id": pk} if pk else {"target": pages.get(_file(line), "")}
        if any(target.values()):
            number = f"{folder}/?attachment_id={item.id}" if permalinks.is_number(item.id) else ""
            own = {address: target for address in (line.url, number) if address}
            wanted |= own
            leading.append((line, own))
    made = lead(wanted)
    for line, own in leading:
        line.notes["led"] = {path: to.get("target", "") for path, to in own.items() if path in made}
    OldItem.objects.bulk_update([line for line, _own in leading], ["notes"])


File = tuple[int | None, str]  # a picture, recording or document: its content type and its key


def _file(line: OldItem) -> File:
    return line.content_type_id, line.object_id


def _standing_pages_showing(lines: list[OldItem]) -> dict[File, str]:
    """The address of a page that shows it."""
    found = _showing(Page, lines)
    shown = StandingPage.objects.in_bulk(set(found.values()))
    return {file: standing.path_of(shown[page]) for file, page in found.items() if page in shown}


def _showing(owner: type[Model], lines: list[OldItem]) -> dict[File, int]:
    """For files that belong to no story: one of these that readers see and that shows or links to it."""
    keys: dict[int, list[str]] = {}
    for line in lines:
        if line.content_type_id:
            keys.setdefault(line.content_type_id, []).append(line.object_id)
    named = [Q(to_content_type=kind, to_object_id__in=some) for kind, some in keys.items()]
    if not named:
        return {}
    own = ContentType.objects.get_for_model(owner)
    uses = ReferenceIndex.objects.filter(reduce(or_, named), base_content_type=own)
    rows: Any = owner._default_manager
    seen = uses.filter(Exists(rows.filter(live=True, pk=Cast(OuterRef("object_id"), BigIntegerField()))))
    found = seen.order_by("-pk").values_list("to_content_type", "to_object_id", "object_id")
    return {(kind, file): int(key) for kind, file, key in found}


def lead(wanted: dict[str, dict]) -> set[str]:
    """Make redirects where nothing else answers yet; returns their paths."""
    if not wanted:
        return set()
    taken = set(Article.objects.filter(path__in=wanted).values_list("path", flat=True))
    taken |= set(Redirect.objects.filter(path__in=wanted).values_list("path", flat=True))
    taken |= addresses.of_pages(wanted)
    sections = {f"/{slug}/" for slug in Section.objects.values_list("slug", flat=True)}
    rows = [
        Redirect(path=path, **target)
        for path, target in wanted.items()
        if path not in taken and path not in sections and target.get("target") != path
    ]
    Redirect.objects.bulk_create(rows, ignore_conflicts=True)
    return {row.path for row in rows}


# Lists -----------------------------------------------------------------------------------------------


def of_folder(site: str) -> dict[str, str]:
    """What lay where the old site did, if that was below its host: its front and its feeds, with where they lead."""
    folder = permalinks.folder_of(site)
    feeds = (f"{folder}/?feed={name}" for name in ("rss", "rss2", "rdf", "atom"))
    leads = {f"{folder}/": "/", f"{folder}/comments/": "/"} | dict.fromkeys(feeds, f"/{former.RSS}")
    return leads if folder else {}


def _lists(run: Run) -> None:
    """Addresses of categories, tags and authors lead to sections, topics and contributors."""
    if run.plan.dry or not run.move.pk:
        return
    if run.is_begun:
        _lead_folder_on(run)
    for model, part in ((Section, "category"), (Topic, "tag"), (Contributor, "author")):
        kind = ContentType.objects.get_for_model(model)
        unseen = OldItem.objects.filter(move=run.move, content_type=kind, kind__in=NAMES, url="").order_by(
            "pk"
        )
        while some := list(unseen[:AT_ONCE]):
            with transaction.atomic():
                run.begin()
                _lead_lists_on(run, some, model, part)


def _lead_folder_on(run: Run) -> None:
    with transaction.atomic():
        made = lead({path: {"target": target} for path, target in of_folder(run.move.site).items()})
        if made:
            run.move.leads = [*run.move.leads, *sorted(made)]
            run.move.save(update_fields=["leads"])


def _lead_lists_on(run: Run, some: list[OldItem], model: type[Model], part: str) -> None:
    rows: dict[int, Any] = model._default_manager.in_bulk([int(line.object_id) for line in some])
    wanted: dict[str, dict] = {}
    for line in some:
        line.url = "-"  # looked at, whatever comes of it
        if row := rows.get(int(line.object_id)):
            old = _old_addresses(run, line, part)
            line.url, line.notes["leads"] = (old[0] if old else "-"), old
            target = row.current.path if isinstance(row, Topic) else row.path
            wanted |= {address: {"target": target} for address in old}
    made = lead(wanted)
    for line in some:
        line.notes["redirects"] = [address for address in line.notes.get("leads", ()) if address in made]
    OldItem.objects.bulk_update(some, ["url", "notes"])


def _old_addresses(run: Run, line: OldItem, part: str) -> list[str]:
    taxonomy, _, slug = line.key.partition(":")
    if part == "author":
        author = run.spool.authors.get(slug)
        folder, base = permalinks.folder_of(run.move.site), _base(run, "author")
        login = author.login if author else ""
        number = author.id if author else ""
        plain = [f"{base}/{name}/" for name in dict.fromkeys([slug, login]) if name]
        numbered = number.isdecimal() and run.move.source == Source.WORDPRESS
        return _usable(run, line, plain + ([f"{folder}/?author={number}"] if numbered else []))
    return _usable(run, line, _of_term(run, taxonomy, slug))


def _of_term(run: Run, taxonomy: str, slug: str) -> list[str]:
    folder = permalinks.folder_of(run.move.site)
    base = _base(run, "category" if taxonomy == "category" else "tag")
    way = "/".join(mappings.ancestors(run.spool, taxonomy, slug))
    term = run.spool.term(taxonomy, slug)
    old = [f"{base}/{way}/", f"{base}/{slug}/"]
    if taxonomy == "category" and term and permalinks.is_number(term[2]):
        old.append(f"{folder}/?cat={term[2]}")
    return list(dict.fromkeys(old))


def _base(run: Run, name: str) -> str:
    """What the addresses of such lists begin with: `/category`, `/blog/category`."""
    word = run.mapping.bases[name]
    return permalinks.folder_of(run.move.site) + (f"/{word}" if word else "")


def _usable(run: Run, line: OldItem, old: list[str]) -> list[str]:
    """Without those that are longer than any address here: they are told, and lead nowhere."""
    usable = [address for address in old if len(address) <= LONGEST]
    if len(usable) < len(old):
        run.report.kept["address"] += len(old) - len(usable)
        run.report.tell("address", item=f"{line.key} {line.title}", found="unusable")
    return usable
