"""Vectors kept between libraries by content, so that the same file is not embedded twice."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

MAX_BYTES = 500_000_000


class VectorCache:
    """A bounded SQLite file. Losing it costs time only: a damaged or overgrown one is begun anew."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MAX_BYTES:
            path.unlink()
        self._lock = threading.Lock()
        try:
            self._connection = _open(path)
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            self._connection = _open(path)

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The vectors that are known."""
        with self._lock:
            found = {}
            for key in keys:
                row = self._connection.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
                if row:
                    found[key] = row[0]
            return found

    def put(self, vectors: Mapping[bytes, bytes]) -> None:
        """Keep vectors; a full disk only means that they are not kept."""
        with self._lock:
            try:
                with self._connection:
                    self._connection.executemany(
                        "INSERT OR IGNORE INTO vectors VALUES (?, ?)", vectors.items()
                    )
            except sqlite3.OperationalError:
                return

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False, timeout=10)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
    )
    return connection
