"""Every line of a page as a reader would see it, with where it stands in the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.reading.html.signs import (
    Element,
    is_block,
    is_hidden,
    is_left_out,
    is_pop_up,
    is_quote,
    is_unwanted,
)
from index.reading.html.superscripts import is_note, raised

_QUOTE_MARKS = (("“", "”"), ("‘", "’"))
_MOST_CELL = 200
_MOST_LABEL = 60
_MOST_CELLS = 50


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line: its text, its innermost block, and how much of it is links.

    ``walls`` are the blocks around it, outermost first, that are named like something that is no article.
    """

    text: str
    tag: str
    block: Element
    walls: tuple[Element, ...]
    links: float
    bold: bool = False
    quoted: bool = False


@dataclass(slots=True)
class _Run:
    """The inline text gathered since the last block edge."""

    pieces: list[str]
    linked: int = 0
    bold: int = 0


@dataclass(frozen=True, slots=True)
class _Block:
    """An open block with the walls around it; ``quoted`` inside a blockquote."""

    node: Element
    walls: tuple[Element, ...]
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Inline:
    """What the letters are: part of a link, bold, and how deep in ``<q>``."""

    linked: bool = False
    bold: bool = False
    depth: int = 0


def page_lines(root: Element) -> list[PageLine]:
    """The visible lines of a page in reading order; two line breaks in a row end a line."""
    return list(_walk(root))


def _walk(root: Element) -> Iterator[PageLine]:
    """An explicit stack: pages nest deeper than Python recurses."""
    run = _Run([])
    blocks = [_Block(root, (), False)]
    stack: list[tuple[Element, bool, _Inline]] = [(root, False, _Inline())]  # node, leaving, what is around
    while stack:
        node, leaving, around = stack.pop()
        tag = node.tag
        if leaving:
            if is_block(node):
                yield from _flush(run, blocks.pop())
            elif tag == "q":
                run.pieces.append(_QUOTE_MARKS[around.depth % 2][1])
            _gather(run, node.tail, around)
            continue
        if not isinstance(tag, str) or is_left_out(node) or is_hidden(node) or is_pop_up(node):
            _gather(run, node.tail, around)
            continue
        if is_note(node, run.pieces):
            _gather(run, node.tail, around)
            continue
        if tag in ("br", "sup"):
            run.pieces.append("\n" if tag == "br" else raised(node, run.pieces))
            _gather(run, node.tail, around)
            continue
        if tag == "tr" and _is_data(node):
            yield from _flush(run, blocks[-1])
            row = " | ".join(cell for child in node if (cell := _cell(child)))
            if row:
                yield PageLine(row, "tr", node, blocks[-1].walls, 0.0)
            continue
        if is_block(node):
            yield from _flush(run, blocks[-1])
            walls = (*blocks[-1].walls, node) if is_unwanted(node) else blocks[-1].walls
            blocks.append(_Block(node, walls, blocks[-1].quoted or tag == "blockquote" or is_quote(node)))
        stack.append((node, True, around))
        inside = _Inline(
            around.linked or tag == "a", around.bold or tag in ("b", "strong"), around.depth + (tag == "q")
        )
        if tag == "q":
            run.pieces.append(_QUOTE_MARKS[around.depth % 2][0])
        _gather(run, node.text, inside)
        stack.extend((child, False, inside) for child in reversed(node))
    yield from _flush(run, blocks[0])


def _gather(run: _Run, text: str | None, around: _Inline) -> None:
    if text:
        run.pieces.append(" ".join(text.split("\n")) if "\n" in text else text)
        if around.linked:
            run.linked += len(text.strip())
        if around.bold:
            run.bold += len(text.strip())


def _flush(run: _Run, block: _Block) -> Iterator[PageLine]:
    joined = "".join(run.pieces)
    length = max(1, len(joined.strip()))
    links, bold = run.linked / length, run.bold / length > 0.9
    run.pieces, run.linked, run.bold = [], 0, 0
    for part in re.split(r"\n[ \t\r]*(?:\n\s*)+", joined):
        text = " ".join(part.split())
        if text:
            yield PageLine(text, block.node.tag, block.node, block.walls, links, bold, block.quoted)


def _is_data(row: Element) -> bool:
    """A row of short cells, or a name beside what it says; a cell with blocks inside or much text is layout."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or len(cells) > _MOST_CELLS:
        return False
    if any(is_block(e) for cell in cells for e in cell.iterdescendants()):
        return False
    sizes = [len(_cell(cell)) for cell in cells]
    return max(sizes) <= _MOST_CELL or (len(cells) == 2 and 0 < sizes[0] <= _MOST_LABEL)


def _cell(cell: Element) -> str:
    return " ".join("".join(cell.itertext()).split()) if isinstance(cell.tag, str) else ""
