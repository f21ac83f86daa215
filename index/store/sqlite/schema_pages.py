"""The pages that say which table begins where, taken from a new library: without them nothing of a file can be named.

SQLite's file format: https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_HEADER = 100
_INTERIOR = 5
_PAGE_COUNT, _FREE_LIST = slice(28, 32), slice(32, 40)
_CHANGES, _VALID_FOR = slice(24, 28), slice(92, 96)
"""The page count counts where these two agree."""


def names_its_tables(path: Path, tables: list[str]) -> bool:
    """Can SQLite find where these tables begin? Raises sqlite3.Error for other faults than damage."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            for table in tables:
                connection.execute(f"SELECT * FROM {table} LIMIT 0")
        except sqlite3.DatabaseError:
            return False
        return True


def graft(damaged: Path, fresh: Path) -> None:
    """Put the schema of the ``fresh`` library into a copy of a ``damaged`` one, in place. A library's tables begin
    where those of any other do that was made by the same migrations; what the hashes do not fit is left out later."""
    new = fresh.read_bytes()
    size = int.from_bytes(new[16:18], "big")
    length = damaged.stat().st_size
    with damaged.open("r+b") as stream:
        for number in _schema(new, size):
            page = bytearray(new[(number - 1) * size : number * size])
            if number == 1:
                page[_PAGE_COUNT] = (length // size).to_bytes(4, "big")
                page[_FREE_LIST] = bytes(8)  # no page is free: each may hold something
                page[_VALID_FOR] = page[_CHANGES]
            stream.seek((number - 1) * size)
            stream.write(page)


def _schema(raw: bytes, size: int) -> list[int]:
    """The numbers of the pages of sqlite_schema's tree, which begins on page 1."""
    found, waiting = [], [1]
    while waiting:
        number = waiting.pop()
        found.append(number)
        start = (number - 1) * size
        head = start + (_HEADER if number == 1 else 0)
        if raw[head] == _INTERIOR:
            cells = int.from_bytes(raw[head + 3 : head + 5], "big")
            waiting.append(int.from_bytes(raw[head + 8 : head + 12], "big"))
            for cell in range(cells):
                at = head + 12 + 2 * cell
                place = start + int.from_bytes(raw[at : at + 2], "big")
                waiting.append(int.from_bytes(raw[place : place + 4], "big"))
    return found
