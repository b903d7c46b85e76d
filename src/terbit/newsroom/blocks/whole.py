"""A block of several fields that are all there, however few an import or a test gave."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from wagtail import blocks


class WholeBlock(blocks.StructBlock):
    def normalize(self, value: Any) -> blocks.StructValue:
        if isinstance(value, self.meta.value_class) and value.keys() == self.child_blocks.keys():
            return value
        given = {
            name: block.normalize(value[name]) for name, block in self.child_blocks.items() if name in value
        }
        return self._to_struct_value(
            {
                name: given[name] if name in given else block.get_default()
                for name, block in self.child_blocks.items()
            }
        )

    @cached_property
    def naming(self) -> list[tuple[str, blocks.Block]]:
        """Those of its blocks that may name a record: few of many (`newsroom.references`)."""
        several = (blocks.BaseStructBlock, blocks.ListBlock)
        return [
            (name, child)
            for name, child in self.child_blocks.items()
            if isinstance(child, several) or getattr(child, "names", None) or getattr(child, "shape", None)
        ]
