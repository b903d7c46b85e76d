"""Quotation marks as people type them, turned into the ones that stand inside a quotation."""

from __future__ import annotations

from dataclasses import dataclass

DOUBLE = frozenset('"“”„‟«»〝〞＂')
SINGLE = frozenset("'‘’‚‛‹›`´")
MARKS = DOUBLE | SINGLE
OPENING_CONTEXT = frozenset(" \t\n([{—–-/")
SOFT_END = frozenset(" \t\n.,;:")


@dataclass
class _Mark:
    position: int
    double: bool
    opens: bool = False
    partner: int | None = None  # position of the mark it is paired with
    depth: int = 0


def bare(line: str) -> str:
    """One paragraph without the marks around it; those inside become ‘ ’, and “ ” one level deeper.

    Marks without a partner are dropped, apostrophes (Jum'at) become ’.
    """
    if MARKS.isdisjoint(line):
        return line.strip()
    marks = _paired(line)
    while (wrapped := _unwrapped(line, marks)) is not None:
        line = wrapped
        marks = _paired(line)
    return "".join(_typeset(line, marks)).strip()


def _unwrapped(line: str, marks: dict[int, _Mark]) -> str | None:
    """The inside, if one pair holds the whole line; what the speaker exclaims or asks outside it moves in."""
    start = len(line) - len(line.lstrip())
    first = marks.get(start)
    if first is None or not first.opens or first.partner is None:
        return None
    rest = [char for char in line[first.partner + 1 :] if char not in SOFT_END]
    if set(rest) - {"!", "?"}:
        return None
    return line[start + 1 : first.partner] + "".join(rest)


def _typeset(line: str, marks: dict[int, _Mark]) -> list[str]:
    typeset = []
    for position, char in enumerate(line):
        mark = marks.get(position)
        if mark is None:
            typeset.append("’" if char in SINGLE else char)
        elif mark.partner is not None:
            typeset.append(("‘’", "“”")[mark.depth % 2][not mark.opens])
        elif not mark.double and _beside_letter(line, position):
            typeset.append("’")
    return typeset


def _paired(line: str) -> dict[int, _Mark]:
    """Every mark that is not an apostrophe inside a word, by position; pairs know each other."""
    marks: dict[int, _Mark] = {}
    open_marks: list[_Mark] = []
    for position, char in enumerate(line):
        if char not in MARKS:
            continue
        if char in SINGLE and _inside_word(line, position):
            continue
        mark = marks[position] = _Mark(position, char in DOUBLE)
        mark.opens = _opens(line, mark, marks, open_marks)
        if mark.opens:
            open_marks.append(mark)
        else:
            _close(mark, open_marks)
    _set_depths(marks)
    return marks


def _opens(line: str, mark: _Mark, marks: dict[int, _Mark], open_marks: list[_Mark]) -> bool:
    """By what stands beside it; the shape a mark was typed in says little."""
    before = line[mark.position - 1] if mark.position else " "
    after = line[mark.position + 1] if mark.position + 1 < len(line) else " "
    earlier = marks.get(mark.position - 1)
    if before in OPENING_CONTEXT or (earlier is not None and earlier.opens):
        return not after.isspace()
    if after.isspace() or after in ".,;:!?)]}" or after in DOUBLE or after in SINGLE:
        return False
    return not any(other.double == mark.double for other in open_marks)


def _close(mark: _Mark, open_marks: list[_Mark]) -> None:
    """Pair with the latest open mark of its kind; those opened after that one stay alone."""
    for index in reversed(range(len(open_marks))):
        if open_marks[index].double == mark.double:
            mark.partner, open_marks[index].partner = open_marks[index].position, mark.position
            del open_marks[index:]
            return


def _set_depths(marks: dict[int, _Mark]) -> None:
    depth = 0
    for mark in marks.values():
        if mark.partner is None:
            continue
        if mark.opens:
            mark.depth, depth = depth, depth + 1
        else:
            depth -= 1
            mark.depth = depth


def _inside_word(line: str, position: int) -> bool:
    return line[position - 1 : position].isalnum() and line[position + 1 : position + 2].isalnum()


def _beside_letter(line: str, position: int) -> bool:
    around = line[max(position - 1, 0) : position] + line[position + 1 : position + 2]
    return any(char.isalpha() for char in around)
