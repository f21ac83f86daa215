"""Lines of plain text, and the blocks of hard-wrapped text: lines of one width with blank lines between paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.model import Span

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ENDS = (".", "!", "?", "…", ":", ".”", "!”", "?”", '."', '!"', '?"', ".’", ".)", "?’", "!’")
_NARROW, _WIDE = 50, 90
"""Widths that people and programs wrap at, in characters."""
_MOST_LINES = 0.6
"""The share of lines inside blocks that are of such a width and end without the end of a sentence."""
_ITEM = re.compile(r"(?:[-*•–]|\d{1,2}[.)]|[a-z]\))\s")
_LABELLED = re.compile(r"(?:[A-Z][\w.' -]{1,40}:|[QA][.:]) ")


def lines_of(text: str) -> list[tuple[int, int, int]]:
    """(start, end, blank lines before) of every non-empty line, white space at its edges left out."""
    found: list[tuple[int, int, int]] = []
    last = 0
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped)
            found.append((start, start + len(stripped), _breaks(text[last : match.start()]) if found else 0))
            last = match.end()
    return found


def blocks_of(text: str, lines: Sequence[tuple[int, int, int]]) -> list[Span] | None:
    """Spans of the blocks when the text is hard-wrapped, else None.

    Inside a block an item of a list and a turn of a speaker begin a new one.
    """
    blocks: list[list[tuple[int, int]]] = []
    for start, end, blank in lines:
        if not blocks or blank > 1:
            blocks.append([])
        blocks[-1].append((start, end))
    inner = [span for block in blocks for span in block[:-1]]
    if len(blocks) < 2 or len(inner) < 2:
        return None
    wrapped = sum(
        _NARROW <= end - start <= _WIDE and not text[start:end].endswith(_ENDS) for start, end in inner
    )
    wide = sum(end - start > _WIDE for block in blocks for start, end in block)
    if wrapped < _MOST_LINES * len(inner) or wide > 0.1 * len(lines):
        return None
    return [span for block in blocks for span in _parts(text, block)]


def _parts(text: str, block: Sequence[Span]) -> list[Span]:
    parts: list[Span] = []
    for start, end in block:
        line = text[start:end]
        if parts and not _ITEM.match(line) and not _LABELLED.match(line):
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return parts


def _breaks(gap: str) -> int:
    """Line ends in a gap; CR LF is one, and a page's end stands for an empty line."""
    return len(re.findall(r"\r\n|[\r\n\v\x1c-\x1e\x85\u2028\u2029]", gap)) + 2 * gap.count("\f")
