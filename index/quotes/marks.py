"""Quotation marks to spans. A missing or stray mark never reaches past its paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLOSERS = {"“": "”", "«": "»", "„": "“”"}
_SINGLE_OPEN = re.compile(r"(?<![\w’'])[‘'](?=\S)")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…)])[’'](?![\w])")


@dataclass(frozen=True, slots=True)
class Marked:
    """``text[start:end]`` stands between marks; ``open_ended`` when the paragraph ended before a closing mark."""

    start: int
    end: int
    open_ended: bool = False


def find_marked(text: str, start: int, end: int) -> list[Marked]:
    """Outermost quoted spans of one paragraph, in order. Double marks first; single marks where none are.

    Linear in the length of the paragraph.
    """
    spans: list[Marked] = []
    opened: int | None = None
    closers = ""
    for i in range(start, end):
        char = text[i]
        if opened is None:
            if char in _CLOSERS:
                opened, closers = i + 1, _CLOSERS[char]
            elif char == '"' and _opens(text, i, start, end):
                opened, closers = i + 1, '"'
        elif char in closers:
            if i > opened:
                spans.append(Marked(opened, i))
            opened = None
        elif char == "“" and closers == "”":
            opened = i + 1  # the first mark was never closed
    if opened is not None and opened < end:
        spans.append(Marked(opened, end, open_ended=True))
    return spans or _single(text, start, end)


def _opens(text: str, i: int, start: int, end: int) -> bool:
    before = text[i - 1] if i > start else " "
    after = text[i + 1] if i + 1 < end else " "
    return not after.isspace() and (before.isspace() or before in "([—–-")


def _single(text: str, start: int, end: int) -> list[Marked]:
    spans: list[Marked] = []
    position = start
    while opening := _SINGLE_OPEN.search(text, position, end):
        closing = _SINGLE_CLOSE.search(text, opening.end(), end)
        if closing is None:
            break
        spans.append(Marked(opening.end(), closing.start()))
        position = closing.end()
    return spans
