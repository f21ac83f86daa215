"""All rows of a library, table by table, out of one backend and into another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from index.store.sql.connection import Database, typed_errors
from index.store.tables import Table

BATCH = 500
"""Rows in one transaction; of articles, with their texts, a tenth."""


@typed_errors
class StoredRows:
    """See ``index.store.interface.Rows``. ``text_mark`` is how a statement takes a text's bytes."""

    def __init__(self, database: Database, text_mark: str) -> None:
        self._database = database
        self._text_mark = text_mark

    def still(self) -> AbstractContextManager[object]:
        """Everything read within, in this thread, is of one moment."""
        return self._database.read()

    def after(self, table: Table, key: Sequence[Any] | None) -> list[tuple[Any, ...]]:
        """The next rows in order of their keys; none at the end."""
        columns = ", ".join(
            "CAST(text AS BLOB)" if (table.name, column) == ("articles", "text") else f'"{column}"'
            for column in (*table.key, *table.columns)
        )
        keys = ", ".join(f'"{column}"' for column in table.key)
        where = f"WHERE ({keys}) > ({', '.join('?' * len(table.key))}) " if key is not None else ""
        found = self._database.connection.execute(
            f"SELECT {columns} FROM {table.name} {where}ORDER BY {keys} LIMIT ?",
            [*(key or ()), BATCH // 10 if table.name == "articles" else BATCH],
        )
        return [tuple(row) for row in found]

    def last(self, table: Table) -> tuple[Any, ...] | None:
        """The last key that is there."""
        keys = ", ".join(f'"{column}"' for column in table.key)
        backwards = ", ".join(f'"{column}" DESC' for column in table.key)
        row = self._database.connection.execute(
            f"SELECT {keys} FROM {table.name} ORDER BY {backwards} LIMIT 1"
        ).fetchone()
        return tuple(row) if row else None

    def put(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Rows of ``after``, all or none; those that are there already get the new values."""
        marks = ", ".join(
            self._text_mark if (table.name, column) == ("articles", "text") else "?"
            for column in (*table.key, *table.columns)
        )
        keys = ", ".join(f'"{column}"' for column in table.key)
        values = ", ".join(f'"{column}" = excluded."{column}"' for column in table.columns)
        with self._database.write() as connection:
            connection.executemany(
                f"INSERT INTO {table.name} ({table.names}) VALUES ({marks}) "
                f"ON CONFLICT ({keys}) DO UPDATE SET {values}",
                rows,
            )

    def drop(self, table: Table, key: Sequence[Any]) -> None:
        """Forget one row."""
        where = " AND ".join(f'"{column}" = ?' for column in table.key)
        with self._database.write() as connection:
            connection.execute(f"DELETE FROM {table.name} WHERE {where}", list(key))

    def every(self, table: Table) -> Iterator[tuple[Any, ...]]:
        """All rows in order of their keys, few in memory at a time."""
        key: Sequence[Any] | None = None
        while rows := self.after(table, key):
            yield from rows
            key = rows[-1][: len(table.key)]

    def digest(self, table: Table) -> tuple[int, str]:
        """How many rows there are, and a hash over all of them, the same in every backend."""
        count, hashed = 0, hashlib.sha256()
        for row in self.every(table):
            hashed.update(repr([_plain(value) for value in row]).encode("utf-8", "surrogatepass"))
            count += 1
        return count, hashed.hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")  # not every backend stores one
    return bytes(value) if isinstance(value, memoryview) else value
