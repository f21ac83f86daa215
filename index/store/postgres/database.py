"""Connections to PostgreSQL: a pool for statements, one connection for a whole transaction, one for a held shelf."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from pgvector.psycopg import register_vector
from psycopg_pool import ConnectionPool

from index.errors import BusyError, StoreError
from index.store.postgres import trigrams
from index.store.postgres.connecting import KEEPALIVE, PATIENCE_SECONDS, connect, release
from index.store.postgres.migrations import migrate
from index.store.postgres.statements import Statements

POOL = 8
"""Connections that one process opens at most, beside one for each shelf that it is changing."""
_SESSION = {
    "statement_timeout": "120s",
    "lock_timeout": "60s",
    "idle_in_transaction_session_timeout": "120s",
    "jit": "off",
    "hnsw.iterative_scan": "relaxed_order",
    "hnsw.ef_search": "100",
    "hnsw.max_scan_tuples": "40000",
}
_LOST = "08", "57P"
"""Classes of SQLSTATE that say: this connection is gone. Without any, libpq itself lost it."""


class UnknownCommitError(StoreError):
    """Nobody knows whether the change was made."""


class Database:
    """See ``index.store.sql.connection.Database``. A lost connection is replaced: what only reads is asked again."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._local = threading.local()
        try:
            with connect(self._url) as connection:
                migrate(connection)
                trigrams.use(connection)
        except psycopg.Error as error:
            raise self._unusable(error) from error
        self._pool = ConnectionPool(
            url, kwargs={"autocommit": True, **KEEPALIVE}, min_size=1, max_size=POOL, timeout=PATIENCE_SECONDS,
            configure=_configure, open=True, name="whosaid",
        )  # fmt: skip

    @property
    def connection(self) -> Statements:
        """Statements that each see the newest state; within ``write``, ``read`` and ``holding`` on one connection."""
        return self._transaction or Statements(self._alone)

    @contextmanager
    def write(self) -> Iterator[Statements]:
        """One transaction on one connection: all of it or nothing. Raises StoreError."""
        with self._in_transaction("BEGIN") as statements:
            yield statements

    @contextmanager
    def read(self) -> Iterator[Statements]:
        """Several statements that see one state of the library, whatever is written meanwhile."""
        if self._transaction is not None:
            yield self._transaction
            return
        with self._in_transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") as statements:
            yield statements

    @contextmanager
    def holding(self, key: str, patience: float) -> Iterator[None]:
        """An advisory lock that all processes respect; what this thread does meanwhile goes over its connection,
        so nothing is written when the lock was lost. Raises BusyError after ``patience`` seconds, or StoreError.
        """
        try:
            connection = connect(self._url)
        except psycopg.Error as error:
            raise self._unusable(error) from error
        before = getattr(self._local, "held", None)
        try:
            try:
                _configure(connection)
                _lock(connection, key, patience)
            except psycopg.Error as error:
                raise self._unusable(error) from error
            self._local.held = connection
            try:
                yield
            finally:
                self._local.held = before
        finally:
            release(connection)

    def raw(self) -> psycopg.Connection:
        """Within ``holding``: its connection, for what cannot be done in a transaction."""
        held: psycopg.Connection = self._local.held
        return held

    def tables_of_shelves(self) -> list[tuple[str, str]]:
        """(table, column) of what names a shelf, or the server it is the shelf of; later migrations' too."""
        return self.connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND column_name IN ('shelf', 'guild') AND table_name != 'shelves' ORDER BY 1, 2"
        ).fetchall()

    def told(self, error: BaseException) -> StoreError | None:
        """PostgreSQL's error as one sentence with the way out; None for other errors."""
        if not isinstance(error, psycopg.Error):
            return None
        return self._unusable(error) if is_lost(error) else _refused("read", error)

    def close(self) -> None:
        """Close all connections; calling it twice does no harm."""
        self._pool.close()

    @property
    def _transaction(self) -> Statements | None:
        return getattr(self._local, "transaction", None)

    @contextmanager
    def _in_transaction(self, begin: str) -> Iterator[Statements]:
        try:
            with self._checked_out() as connection:
                connection.execute(begin.encode())
                self._local.transaction = Statements(
                    lambda statement, values: connection.execute(statement, values), connection
                )
                try:
                    yield self._local.transaction
                except BaseException:
                    if not connection.broken and not connection.closed:
                        connection.execute("ROLLBACK")
                    raise
                finally:
                    self._local.transaction = None
                _commit(connection)
        except psycopg.Error as error:
            raise _refused("written" if begin == "BEGIN" else "read", error) from error

    @contextmanager
    def _checked_out(self) -> Iterator[psycopg.Connection]:
        """A connection that answers: the held one, or one of the pool."""
        held: psycopg.Connection | None = getattr(self._local, "held", None)
        if held is not None:
            yield held
            return
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            with self._pool.connection() as connection:
                if _answers(connection) or time.monotonic() > until:
                    yield connection
                    return
            self._pool.check()

    def _alone(self, statement: bytes, values: Any) -> psycopg.Cursor:
        """A statement that only reads; once more when its connection turns out to be gone."""
        held: psycopg.Connection | None = getattr(self._local, "held", None)
        if held is not None:
            return held.execute(statement, values)
        try:
            with self._pool.connection() as connection:
                return connection.execute(statement, values)
        except psycopg.OperationalError as error:
            if not is_lost(error):
                raise
        with self._checked_out() as connection:
            return connection.execute(statement, values)

    @staticmethod
    def _unusable(error: psycopg.Error) -> StoreError:
        return StoreError(
            "PostgreSQL cannot be reached ({error}); check DATABASE_URL, and that the server runs.",
            error=reason(error),
        )


def is_lost(error: psycopg.Error) -> bool:
    """Whether the connection is gone, rather than the statement refused."""
    return isinstance(error, psycopg.OperationalError) and (
        error.sqlstate is None or error.sqlstate.startswith(_LOST)
    )


def reason(error: BaseException) -> str:
    """The first line of what the server or the driver says."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _commit(connection: psycopg.Connection) -> None:
    try:
        connection.execute("COMMIT")
    except psycopg.OperationalError as error:
        if is_lost(error):
            raise UnknownCommitError(
                "The connection to PostgreSQL was lost at the last moment ({error}); look whether the change "
                "is there before you try again.",
                error=reason(error),
            ) from error
        raise


def _refused(what: str, error: psycopg.Error) -> StoreError:
    if what == "read":
        return StoreError("The library could not be read ({error}).", error=reason(error))
    return StoreError("The library could not be written ({error}); nothing was changed.", error=reason(error))


def _answers(connection: psycopg.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def _configure(connection: psycopg.Connection) -> None:
    connection.execute(
        f"SELECT {', '.join(['set_config(%s, %s, false)'] * len(_SESSION))}".encode(),
        [part for pair in _SESSION.items() for part in pair],
    )
    register_vector(connection)


def _lock(connection: psycopg.Connection, key: str, patience: float) -> None:
    """Waits in the server's own queue; libraries of several schemas do not meet."""
    named = (key,)
    number = "hashtextextended(current_schema() || ':' || %s, 0)"
    if patience <= 0:
        row = connection.execute(f"SELECT pg_try_advisory_lock({number})".encode(), named).fetchone()
        if row is not None and row[0]:
            return
    else:
        connection.execute(
            "SELECT set_config('lock_timeout', %s, false)", (f"{max(1, int(patience * 1000))}ms",)
        )
        try:
            connection.execute(f"SELECT pg_advisory_lock({number})".encode(), named)
            connection.execute("SELECT set_config('lock_timeout', %s, false)", (_SESSION["lock_timeout"],))
            return
        except psycopg.errors.LockNotAvailable:
            pass
    raise BusyError("These articles are being worked on already; wait until that is done.")
