"""Keys with which programs ask a shelf. The store holds what names a key and the hash of its secret, never the key."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from index.errors import NotFoundError
from index.inputs import require_shelf
from index.store.sql.connection import Database, typed_errors
from index.store.values import Key

_KEY = re.compile(r"whosaid_([0-9a-f]{8})_([A-Za-z0-9_-]{43})")


@typed_errors
class Keys:
    """See ``index.store.interface.Keys``; every call blocks and may come from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, shelf: str, name: str) -> str:
        """A new key to a shelf, told this once. Raises InputError for a shelf that cannot be, or StoreError."""
        number, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO api_keys (id, shelf, name, secret_hash) VALUES (?, ?, ?, ?)",
                (number, require_shelf(shelf), name[:100], _hash(secret)),
            )
        return f"whosaid_{number}_{secret}"

    def find(self, key: str) -> Key | None:
        """Which key this is; None when there is none, or no longer."""
        parts = _KEY.fullmatch(key)
        if parts is None:
            return None
        row = self._database.connection.execute(
            "SELECT id, shelf, name, made_at, secret_hash FROM api_keys WHERE id = ?", (parts[1],)
        ).fetchone()
        # secrets of 256 random bits need no slow hash
        if row is None or not hmac.compare_digest(row[4], _hash(parts[2])):
            return None
        return Key(*row[:4])

    def all(self) -> list[Key]:
        """Every key, the oldest first."""
        found = self._database.connection.execute(
            "SELECT id, shelf, name, made_at FROM api_keys ORDER BY made_at, id"
        )
        return [Key(*row) for row in found]

    def remove(self, number: str) -> None:
        """Forget a key: from now on it opens nothing. Raises NotFoundError or StoreError."""
        with self._database.write() as connection:
            if not connection.execute("DELETE FROM api_keys WHERE id = ?", (number,)).rowcount:
                raise NotFoundError("There is no key {number}; `whosaid key list` shows them.", number=number)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
