"""Quotation marks to spans. A missing or stray mark never reaches past its paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass

_MARK = re.compile(r"[“”„‟\"«»]|``|''")
_OPENERS = {"”": '“‟„"', "“": "„", "»": "«", '"': '"“‟', "''": ("``", "''")}
"""For each closing mark the opening ones; curly and straight marks are mixed up in the wild."""
_OPENS_BEFORE = "([{—–-/‘'"
_SINGLE = re.compile(r"[‘’‚‛]|(?<!')'(?!')")


@dataclass(frozen=True, slots=True)
class Marked:
    """``text[start:end]`` stands between marks, the marks left out.

    ``open_ended``: no closing mark came; the span runs to the next opening mark or the paragraph's end.
    ``single``: the marks are single ones.
    """

    start: int
    end: int
    open_ended: bool = False
    single: bool = False


def find_marked(text: str, start: int, end: int) -> list[Marked]:
    """Outermost quoted spans of the paragraph ``text[start:end]``, in order, none empty, none overlapping.

    Double marks (curly, straight, typed as `` and '', guillemets) nest; single marks count outside of
    them. Each mark is looked at a bounded number of times: linear in the length of the paragraph.
    """
    doubles = _doubles(text, start, end)
    spans: list[Marked] = []
    low = start
    for marked in doubles:
        spans += find_singles(text, low, marked.start)
        spans.append(marked)
        low = marked.end
    return spans + find_singles(text, low, end)


def _doubles(text: str, start: int, end: int) -> list[Marked]:
    pairs: list[Marked] = []
    openers: list[tuple[int, int]] = []  # where the mark begins, where the quoted text begins
    stack: list[tuple[str, int]] = []  # mark, where the quoted text begins
    waiting: Counter[str] = Counter()  # the marks of the stack
    for match in _MARK.finditer(text, start, end):
        mark, at, after = match.group(), match.start(), match.end()
        if at == start or _opens(mark, text, at, after, stack[-1][0] if stack else ""):
            openers.append((at, after))
            stack.append((mark, after))
            waiting[mark] += 1
        elif any(waiting[opening] for opening in _OPENERS[mark]):
            while stack:  # what was opened inside and not closed by now stays open
                opening, begin = stack.pop()
                waiting[opening] -= 1
                if opening in _OPENERS[mark]:
                    pairs.append(Marked(begin, at))
                    break
    outer = _outermost(pairs)
    starts = [pair.start for pair in outer]
    unclosed = []
    for i, (_, after) in enumerate(openers):
        pair = bisect_right(starts, after) - 1
        if pair >= 0 and (outer[pair].start == after or after < outer[pair].end):
            continue
        stop = openers[i + 1][0] if i + 1 < len(openers) else end
        unclosed.append(Marked(after, stop, open_ended=True))
    trimmed = (m if not m.open_ended else _trimmed(text, m) for m in [*outer, *unclosed])
    return sorted((m for m in trimmed if text[m.start : m.end].strip()), key=lambda m: m.start)


def _trimmed(text: str, marked: Marked) -> Marked:
    length = len(text[marked.start : marked.end].rstrip())
    return Marked(marked.start, marked.start + length, open_ended=True)


def _opens(mark: str, text: str, at: int, after: int, innermost: str) -> bool:
    if mark in "”»":
        return False
    if mark == "“":
        return innermost != "„"
    if mark in ("„", "‟", "«", "``"):
        return True
    before = text[at - 1] if at else " "
    following = text[after] if after < len(text) else " "
    return not following.isspace() and (before.isspace() or before in _OPENS_BEFORE)


def _outermost(spans: list[Marked]) -> list[Marked]:
    kept: list[Marked] = []
    for span in sorted(spans, key=lambda m: (m.start, -m.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def find_singles(text: str, start: int, end: int) -> list[Marked]:
    """Single quotation marks, told from apostrophes by the letters around them."""
    openers, closers = [], []
    for match in _SINGLE.finditer(text, start, end):
        at = match.start()
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        opens = not before.isalnum() and before not in ",.!?…" and not after.isspace()
        if match.group() != "’" and opens:
            openers.append(at)
        elif match.group() in "’'" and not after.isalnum() and not before.isspace():
            closers.append(at)
    spans: list[Marked] = []
    o = 0
    while o < len(openers):
        opening = openers[o]
        c = bisect_left(closers, opening + 2)
        if c == len(closers):
            break
        limit = openers[o + 1] if o + 1 < len(openers) else end
        while c + 1 < len(closers) and closers[c + 1] < limit and _possessive(text, closers[c], end):
            c += 1
        spans.append(Marked(opening + 1, closers[c], single=True))
        o = bisect_left(openers, closers[c])
    return spans


def _possessive(text: str, at: int, end: int) -> bool:
    """ "the players’ union": an s before it, a lower-case word after it."""
    return text[at - 1] == "s" and at + 2 < end and text[at + 1] == " " and text[at + 2].islower()
