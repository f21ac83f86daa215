"""The one way from a stored text to what is shown of it: read whole, checked against its hash, then sliced."""

from __future__ import annotations

import logging
import threading

from cachetools import LRUCache

from index.errors import StoreError
from index.store.hashes import is_named
from index.store.sql.connection import Database

log = logging.getLogger(__name__)

KEPT_CHARACTERS = 8_000_000
"""Of checked texts that stay in memory, over all articles; a version's text never changes."""


class Texts:
    """Checked texts by article id. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: LRUCache[int, str] = LRUCache(KEPT_CHARACTERS, getsizeof=len)
        self._lock = threading.Lock()

    def of(self, article_id: int) -> str | None:
        """The text of an article of any version; None when there is none. Raises StoreError when it is damaged."""
        with self._lock:
            known = self._kept.get(article_id)
        if known is not None:
            return known
        row = self._database.connection.execute(
            "SELECT name, CAST(text AS BLOB), text_hash FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        if row is None:
            return None
        name, raw, digest = row
        text = decoded(raw, digest)
        if text is None:
            raise StoreError(
                "The stored text of {name} was damaged; run `whosaid doctor --repair`.", name=name
            )
        if len(text) <= KEPT_CHARACTERS:
            with self._lock:
                self._kept[article_id] = text
        return text

    def whole(self, article_id: int) -> str | None:
        """The same for lists: None, and a line in the log, when it is damaged."""
        try:
            return self.of(article_id)
        except StoreError as error:
            log.warning("%s", error)
            return None


def decoded(raw: bytes, digest: str) -> str | None:
    """The stored text, or None when it does not have its hash any more."""
    try:
        text = raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return text if is_named(text, digest) else None
