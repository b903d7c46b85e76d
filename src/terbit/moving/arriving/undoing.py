"""Taking a move back: all that it made goes, all that was here before stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, Model, ProtectedError, Q, QuerySet
from django.db.models.functions import Cast, Length, Substr
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision, WorkflowState

from terbit.fronts.models import Front
from terbit.moving.arriving import others, standing
from terbit.moving.arriving.fingerprints import of_name
from terbit.moving.arriving.lines import NAMES
from terbit.moving.arriving.lock import the_only_one
from terbit.moving.models import Move, OldItem, State
from terbit.newsroom import taking_in
from terbit.newsroom.models import Article, Contributor, Redirect, Section, StandingPage, Topic
from terbit.pictures.models import MediaFile, Picture
from terbit.workflow.models import RoleAssignment

if TYPE_CHECKING:
    from terbit.staff.models import User

Named = tuple[int | None, str]  # a content type and the key of a row
Heirs = dict[str, tuple[type[Model], int]]  # by old address: the line, or the move, that has it too

AT_ONCE = 250
KEPT = "kept"  # among the counts of what is gone
IN_USE = (
    "Stories or pages of this move are in use elsewhere (the front, a note, a story of yours, a page of yours below "
    "one of them): take them out there, then try again."
)


class UndoRefused(Exception):
    """One sentence: nothing was taken back. `reason` is a code for it, for who says it in other words."""

    def __init__(self, sentence: str, reason: str, title: str = "") -> None:
        super().__init__(sentence)
        self.reason, self.title = reason, title


def undo(move: Move, user: User | None = None) -> Counter[str]:
    """How many of each kind are gone, and how many were `kept` because something else needs them now.

    Raises `UndoRefused` once the newsroom has declared the move done, or worked on a story or page of it.
    """
    with the_only_one():
        move.refresh_from_db()
        refuse(move)
        gone: Counter[str] = Counter()
        Move.objects.filter(pk=move.pk).update(state=State.STOPPED)  # until all of it is back
        _stories(move, gone)
        claimed = _claimed(move)
        _others(move, StandingPage, gone, set(), claimed)
        drafts = _named_by_drafts()
        for model in (Topic, Section, Contributor, Picture, MediaFile):
            _others(move, model, gone, drafts, claimed)
        with transaction.atomic():
            folder = others.of_folder(move.site)
            _forget({path: target for path, target in folder.items() if path in move.leads}, claimed)
            OldItem.objects.filter(move=move).delete()
            move.state, move.finished_at, move.counts, move.told = (
                State.UNDONE,
                timezone.now(),
                dict(gone),
                [],
            )
            move.done, move.total, move.leads = 0, 0, []
            move.save()
            log(instance=move, action="terbit.undo_move", user=user, data=dict(gone))
        return gone


def declare(move: Move, user: User | None = None) -> None:
    """The newsroom says that it has moved: from now on nothing of it can be taken back."""
    if move.state != State.ARRIVED:
        raise UndoRefused(
            "Only a move that has arrived whole can be declared done: run the import to its end.",
            "not-arrived",
        )
    with transaction.atomic():
        move.state, move.declared_at = State.DECLARED, timezone.now()
        move.save(update_fields=["state", "declared_at"])
        log(instance=move, action="terbit.declare_move", user=user)


def refuse(move: Move) -> None:
    if move.declared_at or move.state == State.DECLARED:
        raise UndoRefused("The newsroom has declared this move done; what came with it stays.", "declared")
    if move.state == State.UNDONE:
        raise UndoRefused("This move has been taken back already.", "undone")
    _refuse_worked_on(_worked_on(move))
    _refuse_linked(move)
    _refuse_drafted(move)
    _refuse_built_on(move)


def _refuse_worked_on(titles: Iterator[str]) -> None:
    if worked := next(titles, None):
        raise UndoRefused(
            f"“{worked}” has been worked on in the newsroom since it came, so the move cannot be taken back any more.",
            "worked-on",
            worked,
        )


def _refuse_linked(move: Move, keys: Sequence[str] | None = None) -> None:
    """Links and “Baca juga” of what did not come with it would lead nowhere, and no foreign key keeps them."""
    story = ContentType.objects.get_for_model(Article)
    for model in (Article, StandingPage):
        base = ContentType.objects.get_for_model(Page if model is StandingPage else model)
        links = ReferenceIndex.objects.filter(base_content_type=base, to_content_type=story)
        mine = OldItem.objects.filter(move=move, content_type=story)
        kind = ContentType.objects.get_for_model(model)
        own = OldItem.objects.filter(move=move, content_type=kind, made=True)
        links = links.filter(to_object_id__in=mine.values("object_id") if keys is None else keys)
        if links.exclude(object_id__in=own.values("object_id")).exists():
            raise UndoRefused(IN_USE, "in-use")


def _refuse_drafted(move: Move) -> None:
    """So would those in the newest drafts of what is published; and what editors arranged would fall apart."""
    story = ContentType.objects.get_for_model(Article).pk
    named = {key for kind, key in _named_by_drafts() if kind == story}
    for slots in Front.objects.filter(published__isnull=False).values_list("published__slots", flat=True):
        named.update(str(held["story"]) for held in slots.values())
    if _lines(move, Article).filter(made=True, object_id__in=named).exists():
        raise UndoRefused(IN_USE, "in-use")


def _refuse_built_on(move: Move, page: Page | None = None) -> None:
    """Pages that did not come with it, below one of its pages or below this one, would go with that."""
    lines = _lines(move, StandingPage).filter(made=True)
    came = lines.order_by().values_list(Cast("object_id", BigIntegerField()))
    if page is not None:
        below = Page.objects.filter(path__startswith=page.path, depth__gt=page.depth)
    else:
        above = Page.objects.filter(pk__in=came).values("path")
        below = Page.objects.alias(above=Substr("path", 1, Length("path") - Page.steplen))
        below = below.filter(above__in=above)
    if below.exclude(pk__in=came).exists():
        raise UndoRefused(IN_USE, "in-use")


def _worked_on(
    move: Move,
    keys: Sequence[str] | None = None,
    models: Sequence[type[Model]] = (Article, StandingPage),
) -> Iterator[str]:
    """Titles, of all or of those with these `keys`.

    What people did is little beside an archive, so it is asked first, and then whether it came with it.
    """
    for model in models:
        base = ContentType.objects.get_for_model(model)
        mine = OldItem.objects.filter(move=move, content_type=base)
        revisions = Revision.objects.filter(content_type=base, user__isnull=False)
        if keys is not None:
            mine, revisions = mine.filter(object_id__in=keys), revisions.filter(object_id__in=keys)
        worked = [
            revisions.values("object_id"),
            WorkflowState.objects.filter(content_type=base).values("object_id"),
            _logged(model),
        ]
        if model is Article:
            offline = Article.objects.filter(live=False, path__isnull=False)
            worked.append(offline.values_list(Cast("pk", OldItem._meta.get_field("object_id"))))
        for rows in worked:
            yield from mine.filter(object_id__in=rows).values_list("title", flat=True)[:1]


def _logged(model: type[Model]) -> QuerySet[Any]:
    """What accounts did besides: to give a story another address, or a page another place, leaves no revision."""
    if model is StandingPage:
        pages = PageLogEntry.objects.filter(user__isnull=False)
        return pages.values_list(Cast("page_id", OldItem._meta.get_field("object_id")))
    stories = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
    return stories.filter(user__isnull=False).values("object_id")


def _lines(move: Move, model: type[Model]) -> QuerySet[OldItem]:
    kind = ContentType.objects.get_for_model(model)
    return OldItem.objects.filter(move=move, content_type=kind).order_by("-pk")


def _chunks(rows: QuerySet[OldItem]) -> Iterator[list[OldItem]]:
    remaining = rows.iterator(chunk_size=AT_ONCE)
    while some := list(islice(remaining, AT_ONCE)):
        yield some


def _stories(move: Move, gone: Counter[str]) -> None:
    for some in list(_chunks(_lines(move, Article).filter(made=True).only("pk", "object_id"))):
        try:
            with transaction.atomic():
                keys = [line.object_id for line in some]
                _hold(Article, keys)
                _refuse_worked_on(_worked_on(move, keys, [Article]))
                _refuse_linked(move, keys)
                gone["stories"] += taking_in.take_back([int(key) for key in keys])
                OldItem.objects.filter(pk__in=[line.pk for line in some]).delete()
        except IntegrityError:
            raise UndoRefused(IN_USE, "in-use") from None


def _hold(model: type[Model], keys: Sequence[str]) -> None:
    """Whoever saves one of these waits until this transaction has ended."""
    list(model._default_manager.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def _named_by_drafts() -> set[Named]:
    """What the newest drafts of published stories and of pages name: Wagtail's index knows nothing of them."""
    stories = Article.objects.filter(live=True, has_unpublished_changes=True)
    pages = StandingPage.objects.filter(has_unpublished_changes=True)
    drafts = chain(stories.iterator(), pages.iterator())
    named = (
        ReferenceIndex._extract_references_from_object(row.get_latest_revision_as_object()) for row in drafts
    )
    return {(kind, key) for some in named for kind, key, *_paths in some}


def _others(move: Move, model: type[Model], gone: Counter[str], drafts: set[Named], claimed: Heirs) -> None:
    """Those that the move made and nothing else uses; the latest first, so that children go before parents."""
    removed: dict[str, str] = {}  # addresses, by key: two tags of one name became one topic
    for line in _lines(move, model):
        row: Any = model._default_manager.filter(pk=int(line.object_id)).first()
        with transaction.atomic():
            if isinstance(row, StandingPage) and line.made:
                _hold(Page, [line.object_id])
                _refuse_worked_on(_worked_on(move, [line.object_id], [StandingPage]))
                _refuse_built_on(move, Page.objects.filter(pk=row.pk).first())
            if row is not None:
                target, stays = _address(row), True
                if line.made:
                    is_kept = (line.content_type_id, line.object_id) in drafts or _is_theirs(line, row)
                    what = KEPT if is_kept else _remove(row)
                    gone[what] += 1
                    stays = what == KEPT
                if not stays:
                    removed[line.object_id] = target
                _forget_addresses(line, target, claimed if stays else None)
            elif line.object_id in removed:
                _forget_addresses(line, removed[line.object_id], None)
            _forget(line.notes.get("led", {}), claimed)
            line.delete()


def _is_theirs(line: OldItem, row: Any) -> bool:
    """Whether the newsroom made something of a name: what it wrote of it, or whose account it is, would be lost."""
    if isinstance(row, Contributor) and (row.user_id or row.former_accounts.exists()):
        return True
    if isinstance(row, Topic) and row.aliases.exists():
        return True
    if isinstance(row, Section) and _is_somebodys(row):
        return True
    if not isinstance(row, Topic | Section | Contributor):
        return False
    if not line.text:  # it came before that was noted
        return bool(getattr(row, "description", ""))
    return line.text != of_name(row)


def _is_somebodys(section: Section) -> bool:
    """Who works there, and what editors arranged on its front, would go with it."""
    fronts = Front.objects.filter(section=section)
    arranged = fronts.filter(Q(arrangements__isnull=False) | Q(drafts__isnull=False))
    return RoleAssignment.objects.filter(section=section).exists() or arranged.exists()


def _address(row: Any) -> str:
    if isinstance(row, StandingPage):
        return standing.path_of(row)
    return getattr(row.current if isinstance(row, Topic) else row, "path", "")


def _forget_addresses(line: OldItem, target: str, claimed: Heirs | None) -> None:
    """The redirects that the move made; where what they lead to stays, without those `claimed` by others."""
    made = line.notes.get("redirects")
    if made is None:  # it came before they were told from what led there already
        made = line.notes.get("leads", []) if claimed is None else []
    _forget(dict.fromkeys(made, target), claimed or {})


def _forget(led: dict[str, str], claimed: Heirs) -> None:
    """Redirects with their targets ("" for a story); what another move needs goes with that one."""
    by_target: dict[str, set[str]] = {}
    for path, target in led.items():
        if path in claimed:
            _hand_on(path, target, *claimed[path])
        else:
            by_target.setdefault(target, set()).add(path)
    for target, paths in by_target.items():
        Redirect.objects.filter(path__in=paths, target=target).delete()


def _hand_on(path: str, target: str, model: type[Model], key: int) -> None:
    if not Redirect.objects.filter(path=path, target=target).exists():
        return
    heir: Any = model._default_manager.get(pk=key)
    if isinstance(heir, Move):
        heir.leads = [*heir.leads, path]
        heir.save(update_fields=["leads"])
    else:
        heir.notes["led"] = heir.notes.get("led", {}) | {path: target}
        heir.save(update_fields=["notes"])


def _claimed(move: Move) -> Heirs:
    """Old addresses of other moves: they lead by a redirect that this one made where it was the first."""
    here = Move.objects.exclude(pk=move.pk).exclude(state=State.UNDONE)
    sites = here.values_list("pk", "site")
    claimed: Heirs = {path: (Move, pk) for pk, site in sites for path in others.of_folder(site)}
    page = ContentType.objects.get_for_model(StandingPage)
    lines = OldItem.objects.filter(Q(kind__in=NAMES) | Q(content_type=page), move__in=here)
    for pk, notes in lines.values_list("pk", "notes").iterator(chunk_size=2_000):
        claimed.update(dict.fromkeys(notes.get("leads", ()), (OldItem, pk)))
    return claimed


def _remove(row: Any) -> str:
    uses = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(row), to_object_id=str(row.pk)
    )
    if not isinstance(row, StandingPage) and uses.exists():
        return KEPT
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        return KEPT
    return str(row._meta.verbose_name_plural)
