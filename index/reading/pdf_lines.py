"""The lines of a PDF's page, with their place, in the order in which a person reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

_SAME_HEIGHT = 2.0
"""Points between two baselines of one line (by hand, like all in here, on our own PDFs)."""
_LEAST_PAIRS = 0.3
"""The share of a page's lines that stand beside another one when the file has the rows of two columns."""
_LETTER = 0.5
"""Width of a letter as a share of its size: near enough to tell columns apart."""
_APART = 1.5
"""White space that parts columns, in letter sizes."""
_LEAST_NUMBERS = 6
"""So many numbers at the margin, each larger than the one above, number a transcript's lines."""
_CUT_PAIRS = 0.75
"""So many of the pairs have to agree on where the white between the columns is."""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line with its left edge, height and letter size in points, and its page, from 1."""

    text: str
    left: float = 0.0
    height: float = 0.0
    size: float = 0.0
    bold: bool = False
    page: int = 1

    @property
    def right(self) -> float:
        """Where it ends, about."""
        return self.left + _LETTER * self.size * len(self.text)


def lines_of(page: PageObject, number: int) -> list[PdfLine]:
    """Lines in reading order, the numbers of a deposition's margin left out. Raises what pypdf raises."""
    pieces: list[list[Any]] = [["", None, 0.0, 0.0, 0, 0]]  # text, left, height, size, bold letters, letters

    def gather(text: str, matrix: Sequence[float], place: Sequence[float], font: Any, size: float) -> None:
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        for at, piece in enumerate(text.split("\n")):
            if at:
                pieces.append(["", None, 0.0, 0.0, 0, 0])
            line = pieces[-1]
            if (
                piece.strip()
                and line[1] is not None
                and _is_far(line, piece, place[4] * matrix[0] + matrix[4])
            ):
                line = ["", None, 0.0, 0.0, 0, 0]
                pieces.append(line)
            if piece.strip() and line[1] is None:
                letters = abs(float(size or 0) * place[3] * matrix[3])
                blank = len(piece) - len(piece.lstrip())
                line[1] = place[4] * matrix[0] + matrix[4] + _LETTER * letters * blank
                line[2] = place[5] * matrix[3] + matrix[5]
                line[3] = letters
            line[0] += piece
            line[4] += bold * len(piece.strip())
            line[5] += len(piece.strip())

    page.extract_text(visitor_text=gather)
    lines = [
        PdfLine(" ".join(text.split()), left, height, size, bold * 10 >= letters * 9, number)
        for text, left, height, size, bold, letters in pieces
        if left is not None
    ]
    return _in_columns(_without_numbers(lines))


def _is_far(line: list[Any], piece: str, left: float) -> bool:
    """Does a piece begin so far right of the line's end that it stands in another column?"""
    text, start, _, size = line[:4]
    blank = len(piece) - len(piece.lstrip())
    return bool(left + _LETTER * size * blank - start > _LETTER * size * len(text.rstrip()) + _APART * size)


def _without_numbers(lines: list[PdfLine]) -> list[PdfLine]:
    """Without the line numbers at the left edge of transcripts: rising, and left of all that is read."""
    others = [line.left for line in lines if not _is_number(line)]
    numbers = [line for line in lines if _is_number(line) and line.left < min(others, default=0.0)]
    rising = all(int(a.text) < int(b.text) for a, b in pairwise(numbers))
    if len(numbers) < _LEAST_NUMBERS or not rising:
        return lines
    return [line for line in lines if line not in numbers]


def _is_number(line: PdfLine) -> bool:
    return len(line.text) <= 2 and line.text.isascii() and line.text.isdigit()


def _in_columns(lines: list[PdfLine]) -> list[PdfLine]:
    """Columns one after the other where the file goes through them row by row."""
    beside = [
        (a, b)
        for a, b in pairwise(lines)
        if abs(a.height - b.height) < _SAME_HEIGHT and b.left - a.left > 3 * a.size
    ]
    if len(beside) < 3 or 2 * len(beside) < _LEAST_PAIRS * len(lines):
        return lines
    lefts = Counter(round(b.left) for _, b in beside)
    split, count = lefts.most_common(1)[0]
    if count < _CUT_PAIRS * len(beside):
        return lines
    top = max(max(a.height, b.height) for a, b in beside) + _SAME_HEIGHT
    bottom = min(min(a.height, b.height) for a, b in beside) - _SAME_HEIGHT
    out: list[PdfLine] = []
    columns: tuple[list[PdfLine], list[PdfLine]] = ([], [])
    for line in lines:
        right_hand = line.left >= split - 2
        wide = not right_hand and line.right > split + 4 * line.size
        if (line.height > top or line.height < bottom) and (wide or line.height > top) and not right_hand:
            if line.height > top and not any(columns):
                out.append(line)
                continue
            columns[0].append(line)
        else:
            columns[right_hand].append(line)
    return [*out, *columns[0], *columns[1]]
