"""What apps say of addresses: which there are, and which are pressed first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

# Ranks of jobs: the address that changed itself, then what `order` says, then what a new edition asks for.
FIRST, USUAL, BACKGROUND = 0, 5, 8

Order = Callable[[str], int | None]
Addresses = Callable[[], Iterable[str]]

_orders: list[Order] = []
_addresses: list[Addresses] = []


def register_order(function: Order) -> None:
    """A function from an address to the rank of its job (1 the first, `USUAL` for most), or None."""
    _orders.append(function)


def register_addresses(function: Addresses) -> None:
    """A function that yields the addresses of the paper, those that matter most first."""
    _addresses.append(function)


def order(address: str) -> int:
    return next((rank for function in _orders if (rank := function(address)) is not None), USUAL)


def addresses() -> Iterable[str]:
    for function in _addresses:
        yield from function()


def first_addresses(most: int = 200) -> list[str]:
    return list(islice(addresses(), most))
