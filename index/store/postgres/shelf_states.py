"""What searches know of a shelf beforehand, kept as long as its generation stays."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache

from index.errors import StoreError
from index.store.postgres.announcements import Announcements
from index.store.postgres.database import Database

KEPT = 10_000
"""Shelves whose state stays in memory, some 500 bytes each."""


@dataclass(frozen=True, slots=True)
class ShelfState:
    """Passages and words of one generation, as ``model`` sees it; ``dimension`` is that of the shelf's own index,
    None without one. ``holders`` remembers how many passages of a big shelf hold a word.
    """

    generation: int
    model: str
    passages: int
    words: int
    dimension: int | None
    holders: dict[str, int]


class ShelfStates:
    """States by shelf. Thread-safe. What other processes change is seen within a second: they announce it, and while
    announcements cannot be heard, the server is asked each time.
    """

    def __init__(self, url: str, database: Database, model_key: Callable[[], str]) -> None:
        self._database = database
        self._model_key = model_key
        self._kept: LRUCache[str, ShelfState] = LRUCache(KEPT)
        self._forgotten = 0
        self._lock = threading.Lock()
        self._announcements = Announcements(url, self.forget)

    def of(self, shelf: str) -> ShelfState:
        """The shelf as it is now. Raises StoreError when it was indexed with another model."""
        current = self._announcements.current()
        with self._lock:
            known = self._kept.get(shelf)
            forgotten = self._forgotten
        if known is not None and known.model != self._model_key():
            known = None
        if known is not None and current:
            return known
        row = self._database.connection.execute(
            "SELECT generation FROM shelves WHERE shelf = ?", (shelf,)
        ).fetchone()
        generation = int(row[0]) if row else 0
        if known is not None and known.generation == generation:
            return known
        fresh = self._read(shelf, generation)
        with self._lock:
            if self._forgotten == forgotten:  # else it may be of before a change that was told meanwhile
                self._kept[shelf] = fresh
        return fresh

    def forget(self, shelf: str | None = None) -> None:
        """It or its indexes were changed, or None: any may have been; look again."""
        with self._lock:
            self._forgotten += 1
            if shelf is None:
                self._kept.clear()
            else:
                self._kept.pop(shelf, None)

    def close(self) -> None:
        """Listen no more."""
        self._announcements.close()

    def _read(self, shelf: str, generation: int) -> ShelfState:
        execute = self._database.connection.execute
        model = self._model_key()
        if execute(
            "SELECT 1 FROM articles WHERE shelf = ? AND live = 1 AND model != ? LIMIT 1", (shelf, model)
        ).fetchone():
            raise StoreError(
                "The articles were indexed with another embedding model; run `whosaid reindex` "
                "(or set EMBEDDING_MODEL to that model again)."
            )
        passages, words = execute(
            "SELECT count(*), coalesce(sum(length), 0) FROM words WHERE shelf = ?", (shelf,)
        ).fetchone()
        row = execute(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() "
            "WHERE i.indisvalid AND c.relname LIKE ?",
            (f"{near_index(shelf, 0).removesuffix('_0')}\\_%",),
        ).fetchone()
        dimension = int(row[0].rpartition("_")[2]) if row else None
        return ShelfState(generation, model, passages, int(words), dimension, {})


def near_index(shelf: str, dimension: int) -> str:
    """The name of a big shelf's index of embeddings."""
    return f"near_{_digest(shelf)}_{dimension}"


def words_index(shelf: str) -> str:
    """The name of a big shelf's index of words."""
    return f"words_{_digest(shelf)}"


def literal(shelf: str) -> str:
    """A shelf's name as it stands in a statement: only so do prepared statements use the shelf's own indexes."""
    escaped = shelf.replace("'", "''").replace("\\", "").replace("?", "")
    return f"'{escaped}'"


def _digest(shelf: str) -> str:
    return hashlib.sha256(shelf.encode()).hexdigest()[:24]
