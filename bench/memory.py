"""Memory of a whole idle house: `python bench/memory.py PID`, the process of `terbit run`, in MB of PSS.

PSS counts a page shared by n processes as 1/n in each, so the sum over all processes is what the house takes.
The bar is 250 MB with two web workers.
"""

from __future__ import annotations

import sys
from pathlib import Path


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(grandchild for child in found for grandchild in children(int(child)))]


def memory(pid: int, field: str = "Pss") -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no {field} of process {pid}")


def main() -> None:
    pids = children(int(sys.argv[1]))
    for pid in pids:
        print(f"process {pid}: {memory(pid):6.1f} MB PSS, {memory(pid, 'Private_Dirty'):6.1f} MB of its own")
    files = sum(memory(pid, "Pss_File") for pid in pids)
    print(
        f"all {len(pids)}: {sum(map(memory, pids)):.1f} MB PSS, {files:.1f} of them files that lie in memory"
    )


if __name__ == "__main__":
    main()
