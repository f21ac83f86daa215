"""A whole library from one store into another: resumable, and compared row by row in the end."""

from __future__ import annotations

import hashlib

from index.errors import StoreError
from index.model import Progress, ProgressCallback
from index.store.interface import Backend, Rows
from index.store.tables import TABLES, Table

_COUNTERS = next(table for table in TABLES if table.name == "last_ids")
_MARK = "moving"
"""Row among the counters of a store that is being filled: where from, as a number."""


def move(source: Backend, target: Backend, label: str, report: ProgressCallback) -> dict[str, int]:
    """Copy everything; table → rows, once counts and hashes agree. ``label`` names the source.

    Cut off, it goes on where it was when called with the same label. The source stays as it is and may be used
    meanwhile: what is copied is of one moment. Raises StoreError when the target holds another library, or when
    what arrived differs.
    """
    _require_room(target.rows, label)
    with source.rows.still():
        copy(source.rows, target.rows, report)
        counts = compare(source.rows, target.rows)
    target.rows.finish(report)
    target.rows.drop(_COUNTERS, (_MARK,))
    return counts


def copy(source: Rows, target: Rows, report: ProgressCallback) -> None:
    """Every row that the target lacks."""
    for place, table in enumerate(TABLES):
        report(Progress("copy", place, len(TABLES)))
        key = target.last(table) if table.grows else None
        while rows := source.after(table, key):
            target.put(table, [row for row in rows if not _is_mark(table, row)])
            key = rows[-1][: len(table.key)]
    report(Progress("copy", len(TABLES), len(TABLES)))


def compare(source: Rows, target: Rows) -> dict[str, int]:
    """Table → rows. Raises StoreError when a table differs."""
    counts = {}
    for table in TABLES:
        if table == _COUNTERS:
            continue
        ours, theirs = source.digest(table), target.digest(table)
        if ours != theirs:
            raise StoreError(
                "What arrived differs from the library in {table} ({theirs} rows of {ours}); the library is as it was. "
                "Copy it into an empty one.",
                table=table.name,
                theirs=theirs[0],
                ours=ours[0],
            )
        counts[table.name] = ours[0]
    return counts


def _require_room(target: Rows, label: str) -> None:
    number = int.from_bytes(hashlib.sha256(label.encode("utf-8", "surrogatepass")).digest()[:7])
    counters = dict(target.after(_COUNTERS, None))
    if counters.get(_MARK, number) != number or (
        _MARK not in counters and any(target.last(table) for table in TABLES)
    ):
        raise StoreError("The library to copy into holds something already; give an empty one.")
    target.put(_COUNTERS, [(_MARK, number)])


def _is_mark(table: Table, row: tuple[object, ...]) -> bool:
    return table == _COUNTERS and row[0] == _MARK
