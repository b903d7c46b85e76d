"""Some stories at once: prepared without holding anybody up, then written in one transaction with their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from terbit.moving.arriving import comments, permalinks, reporting, uploads
from terbit.moving.arriving.stories import Prepared, are_named_alike, names_digest, text_digest
from terbit.moving.exports.records import Item
from terbit.moving.models import OldItem, Source
from terbit.newsroom import addresses, publishing, taking_in
from terbit.newsroom.models import ArchivedComment, Article, Redirect
from terbit.newsroom.paths import make_slug

if TYPE_CHECKING:
    from terbit.moving.arriving.running import Run

LINE = [
    field.name
    for field in OldItem._meta.concrete_fields
    if field.name not in {"id", "move", "key", "content_type", "object_id", "made"}
]


class Batch:
    """`again`: stories of this run whose links lead to what came after them."""

    def __init__(self, run: Run, seqs: list[int], *, again: bool) -> None:
        self.run, self.seqs, self.again = run, seqs, again
        self.report = reporting.Report(run.move, dry=run.plan.dry) if again else run.report  # counted already
        self.before: dict[str, OldItem] = {}
        self.new: list[Prepared] = []
        self.left_out: list[OldItem] = []  # lines of an earlier export that new ones take the place of
        self.changed: list[tuple[Prepared, OldItem]] = []

    def write(self) -> list[int]:
        """Returns those whose links wait for stories that come later."""
        spool = self.run.spool
        heads = spool.heads(self.seqs)
        self.before = self._known([key for _seq, key, _digest in heads])
        wanted = [(seq, key) for seq, key, digest in heads if not self._is_as_it_was(key, digest)]
        coming = self._reserve([key for _seq, key in wanted])
        waiting = []
        found = {seq: spool.at(seq) for seq, _key in wanted}
        wanted = [(seq, key) for seq, key in wanted if not self._stays(key, found[seq][1])]
        self.run.names.topics_for(found[seq][1] for seq, _key in wanted)
        for seq, key in wanted:
            prepared = self.run.stories.prepare(seq, *found.pop(seq), coming)
            if prepared.forward:
                waiting.append(seq)
            self._sort(key, prepared)
        if not self.run.plan.dry and (self.new or self.changed):
            self._commit()
        self._tell()
        return [] if self.again else waiting

    def _known(self, keys: list[str]) -> dict[str, OldItem]:
        if not self.run.move.pk:
            return {}
        lines = OldItem.objects.filter(move=self.run.move, key__in=keys)
        return {line.key: line for line in lines}

    def _is_as_it_was(self, key: str, digest: str) -> bool:
        line = self.before.get(key[:300])
        if line is None or line.source != digest or not line.complete:
            return False
        self.report.unchanged(line)
        return True

    def _stays(self, key: str, item: Item) -> bool:
        """An earlier export was whole where this one ends: nothing that it lacks is taken from the story."""
        before = self.before.get(key[:300])
        if before is None or set(item.unknown) <= set(before.notes.get("unknown", ())):
            return False
        self.report.unchanged(before)
        self.report.remark(before, "unknown", list(item.unknown))
        return True

    def _reserve(self, keys: list[str]) -> dict[str, int]:
        """The keys that the new stories among these will have, so that they can link to each other."""
        fresh = [key for key in keys if self._is_not_here(key) and not self.run.spool.skipped(key)]
        if self.run.plan.dry:
            return {key: -1 - number for number, key in enumerate(fresh)}
        return dict(zip(fresh, taking_in.reserve(len(fresh)), strict=True)) if fresh else {}

    def _sort(self, key: str, prepared: Prepared) -> None:
        before = self.before.get(prepared.line.key)
        if before is None or (prepared.story and self._is_not_here(key)):
            self.new.append(prepared)
            self.left_out += [before] if before else []
        elif not _is_same(before, prepared.line) and (self.again or not prepared.forward):
            self.changed.append((prepared, before))
        else:
            self.report.unchanged(before)

    def _is_not_here(self, key: str) -> bool:
        """It is new, or was left out until now, as what lay in the bin there."""
        before = self.before.get(key[:300])
        return before is None or before.content_type_id is None

    # Writing -----------------------------------------------------------------------------------------

    def _commit(self) -> None:
        run = self.run
        with transaction.atomic():
            run.begin()
            held = self._held()  # before the days of new stories are settled: in the order of who publishes
            for prepared in self.new:
                prepared.line.move = run.move
            live = [prepared for prepared in self.new if prepared.live]
            self._addresses(live)
            waiting = [prepared.story for prepared in self.new if prepared.story and not prepared.live]
            with uploads.arriving(run.move):
                if live:
                    with publishing.batch(len(live) + 1, revisions=True, choice=run.choice) as stories:
                        for prepared in live:
                            stories.append(prepared.story)
                if waiting:
                    taking_in.drafts(waiting)
            self._comments()
            for prepared in self.new:
                self._schedule(prepared)
                if prepared.story:
                    prepared.line.became, prepared.line.made = prepared.story, True
            OldItem.objects.filter(pk__in=[line.pk for line in self.left_out]).delete()
            OldItem.objects.bulk_create([prepared.line for prepared in self.new])
            for prepared, before in self.changed:
                self._change(prepared, before, held)
            self._lead_numbers_on(live)
            run.move.done += len(self.new) - len(self.left_out)
            type(run.move).objects.filter(pk=run.move.pk).update(done=run.move.done)
        rows = [(p.line.key, p.line.url, p.story.pk, p.line.title) for p in self.new if p.story]
        run.spool.known(rows)

    def _comments(self) -> None:
        rows = []
        for prepared in self.new:
            for row in prepared.comments:
                row.article = prepared.story
                rows.append(row)
        ArchivedComment.objects.bulk_create(rows)

    def _addresses(self, prepared: list[Prepared]) -> None:
        """Each story keeps its path; where it cannot, it gets one of this paper's, and the ledger says so."""
        wanted = [each.line.url for each in prepared]
        taken = set(Article.objects.filter(path__in=wanted).values_list("path", flat=True))
        taken |= set(Redirect.objects.filter(path__in=wanted).values_list("path", flat=True))
        taken |= addresses.of_pages(wanted)
        for each in prepared:
            story, path = each.story, each.line.url
            story.first_published_at = each.at
            story.last_published_at = each.at
            story.slug = _slug(each)
            if path and path not in taken and permalinks.may_be_a_story(path):
                story.path = path
                taken.add(path)
                continue
            story.slug, story.path = addresses.free_address(story, story.slug or make_slug(story.headline))
            if path:
                each.line.notes["address"] = "taken" if path in taken else "unusable"

    def _schedule(self, prepared: Prepared) -> None:
        if prepared.scheduled is None or prepared.story is None:
            return
        story = Article.objects.get(pk=prepared.story.pk)
        story.go_live_at = prepared.scheduled
        if reasons := taking_in.schedule(story):
            prepared.line.reason = "not-scheduled"
            prepared.line.notes["reasons"] = reasons

    def _lead_numbers_on(self, live: list[Prepared]) -> None:
        """`/?p=17` answers with the story, as WordPress always did."""
        if self.run.move.source != Source.WORDPRESS:
            return
        folder = permalinks.folder_of(self.run.move.site)
        rows = [
            Redirect(path=f"{folder}/?{name}={each.item.id}", article_id=each.story.pk)
            for each in live
            for name in (("p", "page_id") if each.item.kind == "page" else ("p",))
            if permalinks.is_number(each.item.id)
        ]
        Redirect.objects.bulk_create(rows, ignore_conflicts=True)

    # What is here already ----------------------------------------------------------------------------

    def _held(self) -> dict[int, Article]:
        """What is here of the changed ones. Whoever saves one waits until they are written, so that nothing is lost."""
        keys = [int(before.object_id) for _prepared, before in self.changed if _is_story(before)]
        rows = Article.objects.filter(pk__in=keys).order_by("pk")
        rows = rows if self.run.plan.dry else rows.select_for_update(of=("self",))
        return {row.pk: row for row in rows} if keys else {}

    def _change(self, prepared: Prepared, before: OldItem, held: dict[int, Article]) -> None:
        """Bring what is new in the export, unless somebody changed the same here: then say so, and leave it."""
        line, new = prepared.line, prepared.story
        row = _row(before, held)
        if new is None or row is None:
            self._cannot_change(prepared, before, row)
            return
        withheld = row.live and not prepared.live  # there it is not, or no more, for everybody
        if not withheld and "cut" not in line.notes and "comments" in line.notes:
            # An export without any says nothing of them; nobody writes them here, so they never conflict.
            comments.bring(row.pk, prepared.comments)
        brought = self._brought(prepared, before, row, new)
        if brought is None:
            self._conflict(line, before)
            return
        text, names = brought
        if prepared.live and not row.live:
            self._addresses([prepared])
            new.live = True
        new.first_published_at = new.first_published_at or row.first_published_at
        if row.translations.exists():
            new.translation_of_id = None  # they are translations of it
        translates = new.translation_of_id and not row.translation_of_id
        if not row.live:
            taking_in.unschedule(row)  # what was to come out is the older text, at the older hour
        if text or names or translates or (new.live and not row.live):
            taking_in.replace(row, new, text=text, names=names)
        new.pk = row.pk
        if prepared.live:
            self._lead_numbers_on([prepared])
        self._schedule(prepared)
        _copy(line, before)
        self.report.updated(before)

    def _brought(
        self, prepared: Prepared, before: OldItem, row: Article, new: Article
    ) -> tuple[bool, bool] | None:
        """Whether another text comes, and other names; None where somebody decided otherwise here."""
        line = prepared.line
        if "cut" in line.notes:  # what stood behind the cut is not known, not gone
            return None
        # Where it is here already, by the same correction or by tidying topics, nothing is to be brought.
        text = line.text not in (before.text, text_digest(row))
        named = names_digest(row)
        names = line.names != before.names and (named == before.names or not are_named_alike(row, new))
        withheld = row.live and not prepared.live
        if (
            (text and text_digest(row) != before.text)
            or (names and named != before.names)
            or self._touched(row)
            or (withheld and (text or names or line.reason != before.reason))
        ):
            return None
        return text, names

    def _touched(self, row: Article) -> bool:
        """A draft somebody is working on, or a story that went offline here."""
        if row.live:
            return row.has_unpublished_changes or row.latest_revision_id != row.live_revision_id
        if row.path is not None or row.current_workflow_state is not None:
            return True
        # An embargo or the hour of publication is an editor's word, too, though it changes no word of the text.
        return row.revisions.filter(user__isnull=False).exists()

    def _cannot_change(self, prepared: Prepared, before: OldItem, row: Article | None) -> None:
        told = _told_of_none(before, row)
        if told == "conflict":
            self._conflict(prepared.line, before)
            return
        _copy(prepared.line, before)
        self.report.unchanged(before) if told == "unchanged" else self.report.updated(before)

    def _conflict(self, line: OldItem, before: OldItem) -> None:
        if before.notes.get("conflict") != line.source:
            before.notes["conflict"] = line.source
            before.save(update_fields=["notes"])
        self.report.conflict(before)

    def _tell(self) -> None:
        for prepared in self.new:
            self.report.new(prepared.line)
        if self.run.plan.dry:
            held = self._held()
            for prepared, before in self.changed:
                self._foretell(prepared, before, _row(before, held))

    def _foretell(self, prepared: Prepared, before: OldItem, row: Article | None) -> None:
        """What a run that writes would tell of a changed one."""
        if prepared.story is None or row is None:
            told = _told_of_none(before, row)
        else:
            brought = self._brought(prepared, before, row, prepared.story)
            told = "conflict" if brought is None else "updated"
        getattr(self.report, told)(before)


def _row(before: OldItem, held: dict[int, Article]) -> Article | None:
    return held.get(int(before.object_id)) if _is_story(before) else None


def _told_of_none(before: OldItem, row: Article | None) -> str:
    """Of what has no story in the export, or none here: how the report counts it."""
    became_another = before.content_type_id and not _is_story(before)  # a page, by another mapping
    if row is not None or became_another:  # thrown away there, it stays here until an editor decides
        return "conflict"
    return "unchanged" if before.content_type_id else "updated"  # deleted here, it does not come again


def _is_story(line: OldItem) -> bool:
    return line.content_type_id == ContentType.objects.get_for_model(Article).pk


def _is_same(before: OldItem, line: OldItem) -> bool:
    return (
        all(getattr(before, name) == getattr(line, name) for name in ("source", "text", "names", "complete"))
        and without_conflict(before.notes) == _kept(before) | line.notes
    )


def _kept(before: OldItem) -> dict:
    """What an export that has no comments of a story leaves as it was told."""
    return {name: value for name, value in before.notes.items() if name == "comments"}


def without_conflict(notes: dict) -> dict:
    return {name: value for name, value in notes.items() if name not in {"conflict", "address", "reasons"}}


def _copy(line: OldItem, before: OldItem) -> None:
    address = {name: value for name, value in before.notes.items() if name == "address"} | _kept(before)
    for name in LINE:
        setattr(before, name, getattr(line, name))
    before.notes = address | before.notes
    before.save()


def _slug(prepared: Prepared) -> str:
    slug = prepared.item.slug
    return slug[:255] if slug and slug == make_slug(slug) else make_slug(slug or prepared.item.title)
