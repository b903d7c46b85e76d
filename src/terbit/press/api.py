"""All that other packages use of the press."""

from __future__ import annotations

from terbit.press.addressbook import register_addresses, register_order
from terbit.press.changes import once, touch
from terbit.press.editions import name as edition_name
from terbit.press.editions import register as edition_part
from terbit.press.naming import leave_unnamed
from terbit.press.recording import covering, note, part, shows
from terbit.press.remembering import remember, remembered
from terbit.press.rendering import around, printable
from terbit.press.watching import ALL, EDITION, Touch, a_list, also, unchanging, watch

__all__ = [
    "ALL",
    "EDITION",
    "Touch",
    "a_list",
    "also",
    "around",
    "covering",
    "edition_name",
    "edition_part",
    "leave_unnamed",
    "note",
    "once",
    "part",
    "printable",
    "register_addresses",
    "register_order",
    "remember",
    "remembered",
    "shows",
    "touch",
    "unchanging",
    "watch",
]
