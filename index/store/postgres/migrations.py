"""Numbered migrations of the PostgreSQL store, and what a server must bring for them."""

from __future__ import annotations

from importlib.resources import files

import psycopg

from index.errors import StoreError

LOWEST_PGVECTOR = (0, 8)
"""The first version whose index scans go on until enough rows pass a filter (iterative scans)."""
_MIGRATING = 0x77686F73
"""Key of the advisory lock under which one process at a time migrates."""


def scripts() -> list[str]:
    """The migrations, in order; the first makes version 1."""
    folder = files("index.store.postgres").joinpath("migrations")
    found = (entry for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [entry.read_text("utf-8") for entry in sorted(found, key=lambda entry: entry.name)]


def migrate(connection: psycopg.Connection) -> None:
    """Bring the schema up to date, each step in a transaction of its own. Raises StoreError or psycopg.Error."""
    require_utf8(connection)
    require_pgvector(connection)
    known = scripts()
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MIGRATING,))
        connection.execute("CREATE TABLE IF NOT EXISTS whosaid (version INTEGER NOT NULL)")
    for number, script in enumerate(known, start=1):
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MIGRATING,))
            version = _version(connection)
            if version > len(known):
                raise StoreError(
                    "The library was written by a newer whosaid (version {version}, this one knows {known}); update whosaid.",
                    version=version,
                    known=len(known),
                )
            if version < number:
                connection.execute(script.encode())
                connection.execute("DELETE FROM whosaid")
                connection.execute("INSERT INTO whosaid VALUES (%s)", (number,))


def require_utf8(connection: psycopg.Connection) -> None:
    """Other encodings lack letters, and SQL_ASCII knows none but bytes. Raises StoreError."""
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StoreError(
            "The database at DATABASE_URL keeps text as {encoding}; make one with CREATE DATABASE … ENCODING 'UTF8' "
            "TEMPLATE template0.",
            encoding=encoding,
        )


def require_pgvector(connection: psycopg.Connection) -> None:
    """Have the extension in the database. Raises StoreError, in one sentence, when the server lacks it."""
    row = connection.execute(
        "SELECT coalesce(e.extversion, a.default_version), e.extversion IS NOT NULL FROM pg_available_extensions a "
        "LEFT JOIN pg_extension e ON e.extname = a.name WHERE a.name = 'vector'"
    ).fetchone()
    if row is None:
        raise StoreError(
            "The PostgreSQL server at DATABASE_URL has no pgvector; install it there (the package "
            "postgresql-{major}-pgvector, or the image pgvector/pgvector), version 0.8 or newer.",
            major=connection.info.server_version // 10_000,
        )
    version, there = row
    if tuple(int(part) for part in version.split(".")[:2]) < LOWEST_PGVECTOR:
        raise StoreError(
            "The PostgreSQL server at DATABASE_URL has pgvector {version}; version 0.8 or newer is needed.",
            version=version,
        )
    if there:
        return
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except psycopg.errors.InsufficientPrivilege as error:
        raise StoreError(
            "The user of DATABASE_URL may not switch pgvector on; have an administrator run "
            "CREATE EXTENSION vector in that database."
        ) from error
    except psycopg.errors.UniqueViolation:
        pass  # another process was quicker


def _version(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT max(version) FROM whosaid").fetchone()
    return int(row[0]) if row and row[0] is not None else 0
