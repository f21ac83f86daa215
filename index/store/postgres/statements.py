"""The shared statements' form, with ``?`` marks, as psycopg takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import psycopg

Run = Callable[[bytes, Sequence[Any]], psycopg.Cursor]


class Rows:
    """What a statement found, read from the server already: its connection may do something else."""

    def __init__(self, cursor: psycopg.Cursor) -> None:
        self.rowcount = cursor.rowcount
        self._rows = iter(cursor.fetchall() if cursor.description else [])

    def fetchone(self) -> Any:
        """The next row, or None."""
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        """All that are left."""
        return list(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows


class Statements:
    """See ``index.store.sql.connection.Connection``."""

    def __init__(self, run: Run, connection: psycopg.Connection | None = None) -> None:
        self._run = run
        self._connection = connection

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Rows:
        """One statement."""
        return Rows(self._run(marked(statement), [_whole(value) for value in values]))

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]], /) -> None:
        """One statement for each row, sent together; only within a transaction."""
        if self._connection is None:
            raise TypeError("rows are written within a transaction")
        with self._connection.cursor() as cursor:
            cursor.executemany(marked(statement), [[_whole(value) for value in row] for row in rows])


@lru_cache(maxsize=500)
def marked(statement: str) -> bytes:
    """The statement with psycopg's marks."""
    return statement.replace("%", "%%").replace("?", "%s").encode()


def _whole(value: Any) -> Any:
    """PostgreSQL's TEXT takes no NUL; articles' texts, where one may matter, are stored as bytes."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) and "\0" in value else value
