"""Ledger lines of names and files, each written together with the row that it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model

from terbit.moving.arriving.fingerprints import of_name
from terbit.moving.models import OldItem

if TYPE_CHECKING:
    from terbit.moving.arriving.running import Run

NAMES = ("category", "post_tag", "tag", "author")  # these had pages of their own
ALSO = ("section", "also-category", "also-tag")


class Lines:
    def __init__(self, run: Run) -> None:
        self.run = run
        self.known: dict[str, tuple[int, int]] = {}  # content type and key of what it became
        if run.move.pk:
            rows = OldItem.objects.filter(move=run.move, kind__in=(*NAMES, *ALSO))
            found = rows.values_list("key", "content_type_id", "object_id")
            self.known = {key: (kind, int(pk)) for key, kind, pk in found if pk}

    def before(self, key: str, rows: Any) -> Any:
        """The row that an earlier run found or made for this key, if it is still there."""
        return next(iter(self.all_before([key], rows).values()), None)

    def all_before(self, keys: Iterable[str], rows: Any) -> dict[str, Any]:
        """What earlier runs found or made for these keys, as far as it is still there."""
        kind = ContentType.objects.get_for_model(rows.model).pk
        known = {key: pk for key in keys if (pk := self._key_of(key, kind))}
        found = rows.in_bulk(set(known.values())) if known else {}
        return {key: found[pk] for key, pk in known.items() if pk in found}

    def _key_of(self, key: str, kind: int) -> int | None:
        of, pk = self.known.get(key[:300], (0, 0))
        return pk if of == kind else None

    def write_all(self, rows: dict[str, tuple[Model, str]], *, made: bool) -> None:
        """Lines of rows that are saved, with what they were called on the old site."""
        if self.run.plan.dry or not rows:
            return
        with transaction.atomic():
            self.run.begin()
            kind = ContentType.objects.get_for_model(next(iter(rows.values()))[0])
            lines = {
                key[:300]: OldItem(
                    move=self.run.move, key=key[:300], kind=key.partition(":")[0], title=name[:300],
                    content_type=kind, object_id=str(row.pk), made=made, text=of_name(row) if made else "",
                )
                for key, (row, name) in rows.items()
            }  # fmt: skip
            if again := [key for key in lines if key in self.known]:
                OldItem.objects.filter(move=self.run.move, key__in=again).delete()
            OldItem.objects.bulk_create(lines.values())
        self.known |= {key: (kind.pk, int(line.object_id)) for key, line in lines.items()}

    def write(self, line: OldItem, row: Model, *, made: bool) -> None:
        """Save a new row and the line that says what it was."""
        if self.run.plan.dry:
            return
        with transaction.atomic():
            self.run.begin()
            if made:
                row.save()
            line.move, line.key, line.made = self.run.move, line.key[:300], made
            line.title = (line.title or str(row))[:300]
            line.content_type = ContentType.objects.get_for_model(row)
            line.object_id = str(row.pk)
            line.text = of_name(row) if made and line.kind in (*NAMES, *ALSO) else ""
            kept = {name: getattr(line, name) for name in ("content_type", "object_id", "made", "text")}
            if line.key in self.known:
                OldItem.objects.filter(move=self.run.move, key=line.key).update(**kept)
            else:
                line.save()
            self.known[line.key] = (line.content_type.pk, row.pk)
