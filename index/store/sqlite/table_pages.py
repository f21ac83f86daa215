"""A new top for a table whose own is damaged: its rows' pages are found by what they hold, in whatever order they lie.

SQLite's file format: https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_LEAF, _INTERIOR = 13, 5
_FANOUT = 300
"""Pages below one interior page: a page of 4,096 bytes holds more of the longest cells."""
_LEVELS = 3
"""With as many levels above them 27 million pages of rows have their place."""
_PAGE = 4096
"""Bytes of a page; libraries have no other ones."""

_Child = tuple[int, int]
"""The largest row number below a page, and the page's number."""


def regrow(file: Path, table: str, columns: range) -> bool:
    """Write a new root page for ``table`` into a copy of a library, and pages between at its end, so that all pages that hold
    rows of so many ``columns`` below a row number can be read again; False when there is nothing to be done. Raises
    sqlite3.Error when the file cannot be opened, OSError when it cannot be written.
    """
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        top = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    if top is None or size != _PAGE or top[0] < 2:
        return False
    root, count = top[0], file.stat().st_size // size
    found: list[tuple[int, int, int]] = []
    with file.open("rb") as stream:  # page by page: a library may be larger than the memory
        for number in range(1, count + 1):
            page = stream.read(size)
            if number not in (1, root) and (rows := _rows_of(page, columns)):
                found.append((*rows, number))
    children: list[_Child] = []
    for first, last, number in sorted(found):
        if not children or first > children[-1][0]:  # an older copy of a page holds what another one does
            children.append((last, number))
    if not children:
        return False
    pages: dict[int, bytes] = {}
    after = count + 1
    for _ in range(_LEVELS):
        if len(children) <= _FANOUT:
            break
        above: list[_Child] = []
        for at in range(0, len(children), _FANOUT):
            part = children[at : at + _FANOUT]
            pages[after] = _interior(part, size)
            above.append((part[-1][0], after))
            after += 1
        children = above
    pages[root] = _interior(children, size)
    with file.open("r+b") as stream:
        for number, page in pages.items():
            stream.seek((number - 1) * size)
            stream.write(page)
        stream.seek(28)
        stream.write((after - 1).to_bytes(4, "big"))
    return True


def _interior(children: list[_Child], size: int) -> bytes:
    """A page that points to others, the last of them as its right-most."""
    page = bytearray(size)
    end = size
    for i, (key, number) in enumerate(children[:-1]):
        cell = number.to_bytes(4, "big") + _varint(key)
        end -= len(cell)
        page[end : end + len(cell)] = cell
        page[12 + 2 * i : 14 + 2 * i] = end.to_bytes(2, "big")
    page[0] = _INTERIOR
    page[3:5] = (len(children) - 1).to_bytes(2, "big")
    page[5:7] = end.to_bytes(2, "big")
    page[8:12] = children[-1][1].to_bytes(4, "big")
    return bytes(page)


def _rows_of(page: bytes, columns: range) -> tuple[int, int] | None:
    """The first and the last row number of a page that holds rows of so many columns and nothing else."""
    cells = int.from_bytes(page[3:5], "big")
    if page[0] != _LEAF or not 0 < 8 + 2 * cells < len(page) or not cells:
        return None
    numbers = []
    try:
        for i in range(cells):
            at = int.from_bytes(page[8 + 2 * i : 10 + 2 * i], "big")
            _, at = _read(page, at)
            number, at = _read(page, at)
            length, begin = _read(page, at)
            end, count, first = at + length, 0, None
            while begin < end:
                kind, begin = _read(page, begin)
                first = kind if first is None else first
                count += 1
            if count not in columns or first != 0:  # the row number itself is stored as nothing
                return None
            numbers.append(number)
    except IndexError:
        return None
    return (numbers[0], numbers[-1]) if numbers == sorted(set(numbers)) else None


def _read(page: bytes, at: int) -> tuple[int, int]:
    """A variable-length integer, and where it ends. Raises IndexError beyond the page."""
    value = 0
    for i in range(8):
        byte = page[at + i]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + i + 1
    return value << 8 | page[at + 8], at + 9


def _varint(value: int) -> bytes:
    """Of at most eight bytes of seven bits: row numbers are no larger here."""
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(value & 0x7F | 0x80)
    return bytes(reversed(parts))
