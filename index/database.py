"""SQLite connections and numbered migrations."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from index.errors import StoreError

BUSY_MILLISECONDS = 10_000


class Database:
    """One connection a thread, WAL, and one writer at a time. Statements outside ``write`` only read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.RLock()
        try:
            migrate(self.connection)
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{path} cannot be used as a library ({error}); run `whosaid doctor`."
            ) from error

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, in autocommit mode."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            found.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
            found.execute("PRAGMA journal_mode = WAL")
            found.execute("PRAGMA synchronous = NORMAL")
            found.execute("PRAGMA foreign_keys = ON")
            self._local.connection = found
            with self._lock:
                self._open.append(found)
        return found

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing. Raises StoreError when the disk refuses."""
        with self._lock:
            connection = self.connection
            try:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")
            except sqlite3.OperationalError as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise StoreError(
                    f"The library could not be written ({error}); nothing was changed."
                ) from error

    def close(self) -> None:
        """Close every thread's connection."""
        with self._lock:
            for connection in self._open:
                connection.close()
            self._open.clear()
            self._local = threading.local()


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date. ``user_version`` commits together with each step, so a kill between
    steps leaves a whole earlier version; migration libraries keep lock rows that outlive a kill."""
    scripts = sorted(
        (entry for entry in files("index").joinpath("migrations").iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(scripts):
        raise StoreError(
            f"The library was written by a newer whosaid (version {version}, this one knows {len(scripts)}); "
            "update whosaid."
        )
    for number, script in enumerate(scripts, start=1):
        if number <= version:
            continue
        connection.execute("BEGIN IMMEDIATE")
        (now,) = connection.execute("PRAGMA user_version").fetchone()
        if now >= number:  # another process was quicker
            connection.execute("ROLLBACK")
            continue
        try:
            for statement in _statements(script.read_text("utf-8")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
