"""What shared statements need of a database. Marks are ``?`` everywhere; a backend writes them as its driver does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import wraps
from inspect import isfunction
from typing import Any, ParamSpec, Protocol, TypeVar

from index.errors import StoreError

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C", bound=type)


class Found(Protocol):
    """The rows of a statement."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """All that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """Statements with ``?`` marks."""

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Found:
        """One statement."""

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]], /) -> object:
        """One statement for each row."""


class Database(Protocol):
    """A database whose statements outside ``write`` only read. Thread-safe."""

    @property
    def connection(self) -> Connection:
        """For statements that each see the newest state; within ``write`` and ``read``, that transaction's."""

    def write(self) -> AbstractContextManager[Connection]:
        """One transaction: all of it or nothing. Raises StoreError."""

    def read(self) -> AbstractContextManager[Connection]:
        """Several statements that see one state, whatever is written meanwhile."""

    def tables_of_shelves(self) -> list[tuple[str, str]]:
        """(table, column) of what names a shelf, or the server it is the shelf of; not the table of shelves."""

    def told(self, error: BaseException) -> StoreError | None:
        """The driver's error as one sentence with the way out; None for other errors."""


def typed_errors(room: C) -> C:
    """Decorates a class whose methods use ``self._database``: the driver's errors leave it as StoreError."""
    for name, member in list(vars(room).items()):
        if isfunction(member) and not name.startswith("_"):
            setattr(room, name, _typed(member))
    return room


def _typed(method: Callable[P, T]) -> Callable[P, T]:
    @wraps(method)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(*args, **kwargs)
        except Exception as error:
            database: Database = args[0]._database  # type: ignore[attr-defined]
            told = database.told(error)
            if told is None:
                raise
            raise told from error

    return guarded


def moment(seconds_ago: float = 0.0) -> str:
    """A moment in UTC as it is stored (ISO 8601); text of this form sorts by time."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - seconds_ago))
