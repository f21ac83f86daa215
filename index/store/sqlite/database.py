"""SQLite connections, numbered migrations, backups."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path

from index.errors import StoreError
from index.text.folding import fold

BUSY_MILLISECONDS = 10_000


class Database:
    """One connection a thread, WAL, and one writer at a time. Statements outside ``write`` only read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._open: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._lock = threading.RLock()
        try:
            migrate(self.connection)
        except sqlite3.DatabaseError as error:
            self.close()
            if is_damage(error):
                raise StoreError(
                    "{path} cannot be used as a library ({error}); run `whosaid doctor --repair`.",
                    path=path,
                    error=error,
                ) from error
            raise StoreError(
                "{path} cannot be used as a library ({error}).", path=path, error=error
            ) from error
        except StoreError:
            self.close()
            raise

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, in autocommit mode."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = connect(self.path)
            self._local.connection = found
            with self._lock:
                self._close_ended()
                self._open.append((threading.current_thread(), found))
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
                    connection.execute("COMMIT")
                except BaseException:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise
            except sqlite3.DatabaseError as error:
                raise StoreError(
                    "The library could not be written ({error}); nothing was changed.", error=error
                ) from error

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Several statements that see one state of the library, whatever is written meanwhile."""
        connection = self.connection
        if connection.in_transaction:
            yield connection
            return
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("COMMIT")

    def tables_of_shelves(self) -> list[tuple[str, str]]:
        """(table, column) of what names a shelf, or the server it is the shelf of; later migrations' too."""
        return self.connection.execute(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' "
            "AND c.name IN ('shelf', 'guild') AND m.name != 'shelves' AND m.sql NOT LIKE 'CREATE VIRTUAL%'"
        ).fetchall()

    def told(self, error: BaseException) -> StoreError | None:
        """SQLite's error as one sentence with the way out; None for other errors."""
        if not isinstance(error, sqlite3.DatabaseError):
            return None
        if is_damage(error):
            return StoreError(
                "The library could not be read ({error}); run `whosaid doctor --repair`.", error=error
            )
        return StoreError("The library could not be read ({error}).", error=error)

    def backup(self, target: Path) -> None:
        """Copy the whole library to ``target`` while it is used. Raises StoreError, leaving no half file."""
        if any(target.resolve() == Path(f"{self.path.resolve()}{suffix}") for suffix in ("", "-wal", "-shm")):
            raise StoreError("{target} is the library itself; give the backup another name.", target=target)
        aside = target.with_name(f".{target.name}.part")
        try:
            _clear_halves(target.parent)
            aside.unlink(missing_ok=True)
            private(aside)
            copy = sqlite3.connect(aside)
            try:
                with self.read() as connection:
                    # the read holds one state: otherwise each change by others would begin the copy anew
                    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                    connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
            finally:
                copy.close()
            aside.replace(target)
        except (OSError, sqlite3.Error) as error:
            aside.unlink(missing_ok=True)
            raise StoreError(
                "The backup could not be written to {target} ({error}).", target=target, error=error
            ) from error

    def flush(self) -> None:
        """Bring what was written into the file, and empty the log: it holds what was deleted. Tried, not waited for."""
        with suppress(sqlite3.Error):
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the connections of this thread and of threads that have ended; let go of the others.

        Closing one in the midst of another thread's query would take the process down.
        """
        with self._lock:
            self._close_ended()
            for thread, connection in self._open:
                if thread is threading.current_thread():
                    connection.close()
            self._open.clear()
            self._local = threading.local()

    def _close_ended(self) -> None:
        """Of threads that have ended: a process whose threads come and go would run out of files."""
        for thread, connection in self._open:
            if not thread.is_alive():
                connection.close()
        self._open = [(thread, connection) for thread, connection in self._open if thread.is_alive()]


def connect(path: Path) -> sqlite3.Connection:
    """A connection as the library uses it. ``fold`` in SQL is ``index.text.folding.fold``."""
    connection = _opened(path)
    connection.text_factory = lenient
    connection.create_function("fold", 1, _fold, deterministic=True)
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
    connection.execute("PRAGMA synchronous = FULL")  # what was told to be stored outlives a power cut, too
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def lenient(raw: bytes) -> str:
    """Text as it was stored; where a bit flipped, signs that no hash fits, so that the rest can be read and mended."""
    try:
        return raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")


def _opened(path: Path) -> sqlite3.Connection:
    """For reading and writing; only for reading on a disk that takes no writing."""
    private(path)
    try:
        return _logged(sqlite3.connect(path, isolation_level=None, check_same_thread=False))
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF
        if code not in (
            sqlite3.SQLITE_READONLY,
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_FULL,
            sqlite3.SQLITE_IOERR,
        ):
            raise
        if not path.is_file():
            raise
        for how in ("mode=ro", "mode=ro&immutable=1"):  # the second one where not even a lock can be taken
            with suppress(sqlite3.OperationalError):
                return _readable(
                    sqlite3.connect(
                        f"{path.resolve().as_uri()}?{how}",
                        uri=True,
                        isolation_level=None,
                        check_same_thread=False,
                    )
                )
        raise


def _logged(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _readable(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def private(path: Path) -> None:
    """A file that its owner alone may read, made when it is not there; SQLite gives its companions the same rights."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY | os.O_CREAT, 0o600)
        try:
            if hasattr(os, "fchmod"):
                os.fchmod(handle, 0o600)
        finally:
            os.close(handle)


def _clear_halves(folder: Path) -> None:
    """Backups that a kill left half written, of an hour ago and more."""
    for half in folder.glob(".*.part"):
        with suppress(OSError):
            if half.is_file() and time.time() - half.stat().st_mtime > 3_600:
                with half.open("rb") as stream:
                    ours = stream.read(16) in (b"SQLite format 3\0", b"")
                if ours:
                    half.unlink()


def is_damage(error: BaseException | None) -> bool:
    """Whether the file's content is broken; one that is locked, full or not to be opened may be whole."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    # a header that tells of a format which does not exist yet has no code of its own
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or str(error) == "unsupported file format"


def _fold(text: str) -> str:
    return fold(text)


def scripts() -> list[str]:
    """The migrations, in order; the first makes version 1."""
    found = (
        entry
        for entry in files("index.store.sqlite").joinpath("migrations").iterdir()
        if entry.name.endswith(".sql")
    )
    return [entry.read_text("utf-8") for entry in sorted(found, key=lambda entry: entry.name)]


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date. ``user_version`` commits together with each step, so a kill between
    steps leaves a whole earlier version; migration libraries keep lock rows that outlive a kill."""
    known = scripts()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(known):
        raise StoreError(
            "The library was written by a newer whosaid (version {version}, this one knows {known}); update whosaid.",
            version=version,
            known=len(known),
        )
    for number, script in enumerate(known[version:], start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        (now,) = connection.execute("PRAGMA user_version").fetchone()
        if now >= number:  # another process was quicker
            connection.execute("ROLLBACK")
            continue
        try:
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
