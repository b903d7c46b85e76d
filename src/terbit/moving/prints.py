"""What the press must know of an archive that moved in: an old address of a file leads elsewhere, or nowhere."""

from __future__ import annotations

from terbit.moving.models import OldItem
from terbit.press import api as press


def register() -> None:
    """`old-file:2024/06/banjir.jpg` is what that file of the old uploads became."""
    became = ("key", "content_type_id", "object_id")
    press.watch(
        OldItem,
        "old-item",
        "pk",
        press.Touch("'old-' || @.key", became, "@.kind = 'file'"),
        where="1 = 0",  # no page shows a line of the ledger itself
    )
