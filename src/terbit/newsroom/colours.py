"""The paper's colours, and whether an accent can be read on them (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

LEAST = 4.5
# Paper and tint of either scheme, as the style sheet has them.
LIGHT = ("#fdfcf9", "#f5f1e7")
DARK = ("#161412", "#201d19")


def luminance(colour: str) -> float:
    """Relative luminance of “#a3380f”, 0 to 1 (WCAG 2.2)."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(accent: str, grounds: tuple[str, ...]) -> float:
    """Contrast on the ground where the accent is hardest to read."""
    return min(contrast(accent, ground) for ground in grounds)
