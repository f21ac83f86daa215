"""The lines of a PDF page, with an empty line where the page leaves a gap or the letters change size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

_GAP = 1.4
_SIZE = 1.15


@dataclass(slots=True)
class _Placed:
    """A line, its height on the page and the size of its letters, in points."""

    text: str
    height: float = 0.0
    size: float = 0.0


def lines_of(page: PageObject) -> list[str]:
    """Lines in the order of the file, which keeps columns apart. Raises what pypdf raises."""
    lines = [_Placed("")]

    def gather(text: str, matrix: Sequence[float], place: Sequence[float], font: Any, size: float) -> None:
        for number, piece in enumerate(text.split("\n")):
            if number:
                lines.append(_Placed(""))
            line = lines[-1]
            if piece.strip() and not line.text.strip():
                line.height = place[5] * matrix[3] + matrix[5]
                line.size = abs(float(size or 0) * place[3] * matrix[3])
            line.text += piece

    page.extract_text(visitor_text=gather)
    return _with_gaps([line for line in lines if line.text.strip()])


def _with_gaps(lines: Sequence[_Placed]) -> list[str]:
    steps = [step for a, b in pairwise(lines) if (step := a.height - b.height) > 1]
    usual = median(steps) if steps else 0.0
    smallest = min(steps, default=0.0)
    # a page of single-line paragraphs has wide steps only: the lines themselves say what a narrow one would be
    narrow = usual if usual <= 2 * smallest else smallest
    out: list[str] = []
    for number, line in enumerate(lines):
        if number:
            before = lines[number - 1]
            far = narrow > 0 and before.height - line.height > _GAP * narrow
            sizes = sorted((before.size, line.size))
            if far or (sizes[0] > 0 and sizes[1] / sizes[0] > _SIZE):
                out.append("")
        out.append(line.text)
    return out
