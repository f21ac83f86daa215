"""Which of many processes does the daily work."""

from __future__ import annotations

import threading

import psycopg

from index.store.postgres.connecting import connect, release

_LEADER = "SELECT pg_try_advisory_lock(hashtextextended(current_schema() || ':leader', 0))"


class Leadership:
    """One process at a time, by a lock that its own connection holds; when that ends, another one gets it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection | None = None
        self._lock = threading.Lock()

    def leads(self) -> bool:
        """Whether it is this process, from now on until it ends or loses its connection."""
        with self._lock:
            try:
                if self._connection is not None:
                    self._connection.execute("SELECT 1")
                    return True
            except psycopg.OperationalError:
                self._connection = None
            try:
                connection = connect(self._url)
                row = connection.execute(_LEADER).fetchone()
                if row is not None and row[0]:
                    self._connection = connection
                    return True
                connection.close()
            except psycopg.OperationalError:
                pass
            return False

    def release(self) -> None:
        """Another one may."""
        with self._lock:
            if self._connection is not None:
                release(self._connection)
                self._connection = None
