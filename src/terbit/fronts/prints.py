"""What the press must know of fronts: an arrangement is never changed, a front points at another one."""

from __future__ import annotations

from terbit.fronts.models import Arrangement, Front
from terbit.press import api as press
from terbit.press.api import Touch


def register() -> None:
    press.watch(Front, "front-row", "pk", Touch("'front:' || coalesce(@.section_id, 0)"))
    press.watch(Arrangement, "arrangement", "pk")
    press.a_list("front", Front, "id", "section_id", "published_id")
    press.a_list("front", Arrangement, "id", "slots")
