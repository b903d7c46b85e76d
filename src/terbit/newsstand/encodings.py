"""Which encodings a reader's program takes (RFC 9110, 12.5.3)."""

from __future__ import annotations

from functools import lru_cache

from terbit.lib.prints import ENCODINGS

IDENTITY = "identity"
# In the order we prefer them among equals.
_OFFERED = (*ENCODINGS, IDENTITY)
_ALIASES = {"x-gzip": "gzip"}


# A browser's has thirty letters. What is longer is not remembered, nor even read: it could be 400 kB each.
LONGEST = 200


def accepted(header: str) -> tuple[str, ...]:
    """What may be sent, best first. Identity is always in it: who refuses everything still gets the page."""
    return _accepted(header if len(header) <= LONGEST else "")


@lru_cache(maxsize=512)
def _accepted(header: str) -> tuple[str, ...]:
    weights = _weights(header)
    others = weights.get("*", 0.0)
    wanted = {name: weights.get(name, others) for name in ENCODINGS}
    # Who says nothing of identity takes it, after all that was named.
    wanted[IDENTITY] = weights.get(IDENTITY, others if "*" in weights else 0.0005)
    ranked = sorted((name for name in _OFFERED if wanted[name] > 0), key=lambda name: -wanted[name])
    return tuple(ranked) if IDENTITY in ranked else (*ranked, IDENTITY)


def _weights(header: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in header.lower().split(",", 50)[:50]:
        name, *parameters = (piece.strip() for piece in part.split(";"))
        found[_ALIASES.get(name, name)] = _weight(parameters)
    return found


def _weight(parameters: list[str]) -> float:
    """Between 0 and 1; what cannot be read counts as a refusal."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0
