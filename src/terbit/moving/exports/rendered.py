"""HTML in blocks, in which prose and cards are told apart."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Rendered:
    blocks: list[tuple[bool, str]] = field(default_factory=list)
    """Whether it is a card, and its HTML."""
    unknown: set[str] = field(default_factory=set)
    """Kinds of cards that were not known; whatever text they had is in the HTML."""

    def add(self, markup: str, *, is_card: bool = False) -> None:
        if markup:
            self.blocks.append((is_card, markup))

    @property
    def html(self) -> str:
        return "\n".join(markup for _, markup in self.blocks)

    @property
    def prose(self) -> str:
        return "\n".join(markup for is_card, markup in self.blocks if not is_card)
