"""Connections of their own, outside the pool."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import psycopg

PATIENCE_SECONDS = 10.0
"""How long a statement waits for a connection, and a server that restarts is waited for."""
KEEPALIVE: dict[str, Any] = {
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


def connect(url: str) -> psycopg.Connection:
    """A connection in autocommit mode, whose loss is noticed within a minute. Raises psycopg.OperationalError."""
    return psycopg.connect(url, autocommit=True, connect_timeout=int(PATIENCE_SECONDS), **KEEPALIVE)


def release(connection: psycopg.Connection) -> None:
    """Let go of what the connection holds, and close it: the server itself notices the end only a moment later."""
    with suppress(psycopg.Error):
        connection.execute("SELECT pg_advisory_unlock_all()")
    connection.close()
