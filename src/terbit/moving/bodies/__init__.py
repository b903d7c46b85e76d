"""Bodies of other systems become the blocks of a story."""

from terbit.moving.bodies.converting import Kind, convert
from terbit.moving.bodies.result import Body, Finders, Found, Reference

__all__ = ["Body", "Finders", "Found", "Kind", "Reference", "convert"]
