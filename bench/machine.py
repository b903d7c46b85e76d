"""How fast the machine is today, so that figures of different days can be put beside each other.

Not by a loop of additions: that fits into the smallest cache, and ran as fast as ever on a day when neighbours on the
same processor made rendering a page take twice as long. Compiling walks through megabytes, as a page does.
"""

from __future__ import annotations

import time

RUNS = 7
FUNCTION = """
def f{n}(a, b={n}, *rest, **more):
    if a and b > {n} or rest:
        return [x + {n} for x in rest if x not in more] + [f"{{a}} of {{b}}"]
    return {{"a": a, "b": [b, {n}], "rest": sorted(rest, key=lambda each: each.f{n})}}
"""
SOURCE = "".join(FUNCTION.format(n=number) for number in range(1_000))


def speed() -> str:
    """A sentence: CPU milliseconds of compiling 5,000 lines of Python, the least of seven."""
    return f"this machine: {min(_compiling() for _ in range(RUNS)):.0f} ms of CPU to compile 5,000 lines of Python"


def _compiling() -> float:
    began = time.process_time()
    compile(SOURCE, "source", "exec")
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    print(speed())
