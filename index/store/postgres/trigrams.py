"""An index of quotes by their trigrams, where the server brings pg_trgm; without one, a shelf's quotes are read."""

from __future__ import annotations

import logging

import psycopg

log = logging.getLogger(__name__)

INDEX = "sayings_trigrams"
_LOCK = "pg_try_advisory_lock(hashtextextended(current_schema() || ':trigrams', 0))"


def use(connection: psycopg.Connection) -> bool:
    """Have the index, if the server can, and tell whether it is there. The first time it is built, without
    keeping anybody waiting; what the user of DATABASE_URL may not do is left."""
    if _is_there(connection):
        return True
    if connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'").fetchone() is None:
        return False
    row = connection.execute(f"SELECT {_LOCK}".encode()).fetchone()
    if row is None or not row[0]:
        return False  # another process is building it
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        connection.execute(f"DROP INDEX IF EXISTS {INDEX}".encode())  # one whose building was cut off
        connection.execute(
            f"CREATE INDEX CONCURRENTLY {INDEX} ON sayings USING gin (body gin_trgm_ops)".encode()
        )
    except psycopg.errors.InsufficientPrivilege:
        log.info(
            "pg_trgm is there, but the user of DATABASE_URL may not switch it on; suggestions go without it"
        )
        return False
    finally:
        connection.execute(f"SELECT {_LOCK.replace('try_advisory_lock', 'advisory_unlock')}".encode())
    return True


def _is_there(connection: psycopg.Connection) -> bool:
    return (
        connection.execute(
            "SELECT 1 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n "
            "ON n.oid = c.relnamespace AND n.nspname = current_schema() WHERE c.relname = %s AND i.indisvalid",
            (INDEX,),
        ).fetchone()
        is not None
    )
