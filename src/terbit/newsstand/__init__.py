"""Hands prints to readers, without Django and without the database. `terbit.lib.prints` says where they lie."""

from __future__ import annotations

from terbit.newsstand.front import Newsstand, serving

__all__ = ["Newsstand", "serving"]
