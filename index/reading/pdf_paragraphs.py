"""Lines of pages to paragraphs: by gaps, first-line indents, letter sizes, labels of turns and short last lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.model import ParagraphKind
from index.reading.extracted import Line
from index.reading.pdf_lines import PdfLine
from index.text.turns import label_of

_GAP = 1.4
"""White between two lines, in usual steps, that parts paragraphs (by hand, like all in here, on our own PDFs)."""
_SIZE = 1.12
"""See ``pdf.py``."""
_INDENT, _DEEP = 0.6, 6.0
"""Where a first line begins right of the margin, in letter sizes."""
_LEAST_INDENTS, _MOST_INDENTS = 0.04, 0.6
"""Shares of lines that are indented in a text whose paragraphs begin so."""
_SHORT, _SHORTER = 0.75, 0.6
"""Shares of a full line's width below which a last line is short; without an end of sentence it has to be shorter."""
_HYPHEN = re.compile(r"\w{2}[-\u2010\u00ad]$")
_ENDS = (".", "!", "?", "…", ".”", "?”", "!”", '."', '?"', '!"', ":", ".’", ".)")
_ITEM = re.compile(r"[•◦▪‣–—-]\s|\d{1,2}[.)]\s")
_HEADING = 120


@dataclass(slots=True)
class _Open:
    """A paragraph that is being put together."""

    text: str
    first: PdfLine
    last: PdfLine


def paragraphs_of(pages: Sequence[Sequence[PdfLine]]) -> list[Line]:
    """Paragraphs in order, each with the page that it begins on."""
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    body = body_size(lines)
    shape = _Shape(pages)
    out: list[Line] = []
    current: _Open | None = None
    for page in pages:
        for number, line in enumerate(page):
            before = page[number - 1] if number else None
            if current is not None and shape.begins(line, before, current):
                out.append(_closed(current, body))
                current = None
            if current is None:
                current = _Open(line.text, line, line)
            else:
                current.text = _joined(current.text, line.text)
                current.last = line
    if current is not None:
        out.append(_closed(current, body))
    return out


def body_size(lines: Sequence[PdfLine]) -> float:
    """The letter size that most of the text is in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


class _Shape:
    """What tells paragraphs apart in this document."""

    def __init__(self, pages: Sequence[Sequence[PdfLine]]) -> None:
        lines = [line for page in pages for line in page]
        steps = [
            step
            for page in pages
            for a, b in pairwise(page)
            if (step := a.height - b.height) > 1 and _alike(a, b)
        ]
        usual, smallest = (sorted(steps)[len(steps) // 4], min(steps)) if steps else (0.0, 0.0)
        # a page of single-line paragraphs has wide steps only: the lines themselves say what a narrow one would be
        self._step = usual if usual <= 2 * smallest else smallest
        lengths = sorted(len(line.text) for line in lines)
        self._full = lengths[int(len(lengths) * 0.8)] if len(lengths) > 1 else lengths[0]
        self._body = body_size(lines)
        self._margins = [_margins(page) for page in pages]
        self._first_page = pages[0][0].page if pages and pages[0] else 1
        indented = sum(self._indented(line) for line in lines)
        self._indents = _LEAST_INDENTS * len(lines) <= indented <= _MOST_INDENTS * len(lines)

    def begins(self, line: PdfLine, before: PdfLine | None, current: _Open) -> bool:
        """Does a line begin a paragraph? ``before`` is the line above on the same page."""
        last = current.last
        if not _alike(line, last) or (line.bold != last.bold and (line.bold or _is_whole(current))):
            return not _goes_on_as_heading(line, last)
        if (label := label_of(line.text)) and (
            label.timed or label.name in ("Q", "A") or label.name.isupper()
        ):
            return True
        if _ITEM.match(line.text):
            return True
        if self._indents and self._indented(line) and not self._hangs(line, current):
            return True
        step = last.height - line.height if before is last else 0.0
        if line.size > self._body * _SIZE:
            leading = max(_SIZE, self._step / self._body)  # in letter sizes: wide in a manuscript
            return step > _GAP * leading * line.size or step <= 0
        if self._step and step > _GAP * self._step:
            return True
        short = len(last.text) < self._full * _SHORT
        ends = last.text.endswith(_ENDS)
        if self._indents and not (self._step and before is None):
            return short and ends and len(last.text) < self._full * _SHORT and not self._justified(line)
        if before is None or step <= 0:  # the top of a page or column
            return ends and (short or not self._indents)
        return short and (ends or (len(last.text) < self._full * _SHORTER and line.text[:1].isupper()))

    def _justified(self, line: PdfLine) -> bool:
        """In a text with indents a line at the margin goes on with the paragraph."""
        return not self._indented(line)

    def _margin(self, line: PdfLine) -> float | None:
        margins = self._margins[min(len(self._margins) - 1, max(0, line.page - self._first_page))]
        below = [margin for margin in margins if margin <= line.left + 0.5]
        return max(below) if below else None

    def _indented(self, line: PdfLine) -> bool:
        margin = self._margin(line)
        return margin is not None and _INDENT * line.size < line.left - margin < _DEEP * line.size

    def _hangs(self, line: PdfLine, current: _Open) -> bool:
        """The second line of an item is indented as well."""
        return bool(_ITEM.match(current.text)) and line.left > current.first.left


def _margins(page: Sequence[PdfLine]) -> list[float]:
    """The left edges of a page's columns: where most lines begin, far enough from each other."""
    edges = Counter(round(line.left, 0) for line in page)
    size = median([line.size for line in page]) if page else 10.0
    found: list[float] = []
    for edge, count in edges.most_common():
        if count >= max(2, 0.12 * len(page)) and all(abs(edge - other) > _DEEP * size for other in found):
            found.append(edge)
    return found


def _alike(a: PdfLine, b: PdfLine) -> bool:
    sizes = sorted((a.size, b.size))
    return sizes[0] <= 0 or sizes[1] / sizes[0] <= _SIZE


def _is_whole(current: _Open) -> bool:
    return current.first is current.last or current.text.endswith(_ENDS)


def _goes_on_as_heading(line: PdfLine, last: PdfLine) -> bool:
    """A word in bold at the line's beginning is no heading: letters of one size in the middle of a sentence."""
    return _alike(line, last) and not last.text.endswith(_ENDS) and line.text[:1].islower()


def _joined(text: str, line: str) -> str:
    """A hyphen at a line's end is dropped before a small letter."""
    if _HYPHEN.search(text[-3:]) and line[:1].islower():
        return text[:-1] + line
    return f"{text} {line}"


def _closed(current: _Open, body: float) -> Line:
    text = current.text
    large = current.first.size > body * _SIZE
    heading = len(text) <= _HEADING and (large or (current.first.bold and not text.endswith(_ENDS)))
    return Line(text, ParagraphKind.HEADING if heading else None, page=current.first.page)
