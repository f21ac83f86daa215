"""The shelves' vector indexes: in memory, on disk, or rebuilt from stored vectors; always of one generation."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from cachetools import LRUCache

from index.embedding.arrays import Halves, Ids, Read
from index.errors import BusyError, StoreError
from index.vectors import files
from index.vectors.files import VectorIndex

log = logging.getLogger(__name__)

Changing = Callable[[str, float], AbstractContextManager[None]]
"""Holds a shelf for a change, for so many seconds' patience; raises BusyError."""
KEPT = 128
"""Shelves whose index stays in memory."""


class Rows(Protocol):
    """What snapshots are made of: the rows of a shelf, all of one moment."""

    def generation(self, shelf: str) -> int:
        """Counts the changes of a shelf."""

    def count_passages(self, shelf: str) -> int:
        """How many passages of the shelf are retrieved."""

    def models(self, shelf: str) -> set[str]:
        """The models that the shelf's articles were embedded with."""

    def content(self, shelf: str) -> tuple[int, Ids, Halves]:
        """Generation, passage ids (n,) and vectors (n, dimension)."""


class Snapshots:
    """Hands out immutable indexes; a change builds the next one aside and swaps it in."""

    def __init__(self, folder: Path, rows: Rows, model_key: Callable[[], str], changing: Changing) -> None:
        self._folder = folder
        self._rows = rows
        self._model_key = model_key
        self._changing = changing
        self._held: LRUCache[str, VectorIndex] = LRUCache(KEPT)
        self._lock = threading.Lock()
        self._refreshing = threading.Lock()

    def build(self, shelf: str, generation: int, ids: Ids, read: Read) -> VectorIndex:
        """Inside a change: the shelf's next index, built aside and checked; ``publish`` or ``discard`` it."""
        return files.build(
            self._folder / shelf, ids, read, model_key=self._model_key(), generation=generation, grow=True
        )

    def discard(self, shelf: str, built: VectorIndex) -> None:
        """Drop what was built for a change that did not happen."""
        files.discard(self._folder / shelf, built)

    def publish(self, shelf: str, built: VectorIndex) -> None:
        """The store has changed already: when pointing fails, memory serves and the next start rebuilds."""
        try:
            files.publish(self._folder / shelf, built)
        except OSError as error:
            log.warning("the index of shelf %s could not be published (%s)", shelf, error)
        self._hold(shelf, built)

    def get(self, shelf: str) -> VectorIndex:
        """The index of what the store holds; while another process is just changing that, the one before.

        Raises StoreError when the articles were indexed with another model.
        """
        held = self._fitting(shelf, self._rows.generation(shelf))
        if held is not None:
            return held
        with self._refreshing:
            generation = self._rows.generation(shelf)
            return self._fitting(shelf, generation) or self._refresh(shelf, generation)

    def whole(self, shelf: str) -> bool:
        """Is there an index file of the present generation, undamaged? An empty shelf needs none."""
        if not self._rows.count_passages(shelf):
            return True
        return files.is_whole(
            self._folder / shelf, model_key=self._model_key(), generation=self._rows.generation(shelf)
        )

    def renew(self, shelf: str) -> int:
        """Inside ``changing``: build the index of the present generation again; its number of passages."""
        built = self._built(shelf, on_disk=True)
        self._hold(shelf, built)
        return built.manifest.count

    def forget(self, shelf: str) -> None:
        """Delete a purged shelf's files."""
        with self._lock:
            self._held.pop(shelf, None)
        shutil.rmtree(self._folder / shelf, ignore_errors=True)

    def _refresh(self, shelf: str, generation: int) -> VectorIndex:
        if self._rows.models(shelf) - {self._model_key()}:
            raise StoreError(
                "The articles were indexed with another embedding model; run `whosaid reindex` "
                "(or set EMBEDDING_MODEL to that model again)."
            )
        found = files.load(self._folder / shelf, model_key=self._model_key(), generation=generation)
        if found is None:
            with self._lock:
                before = self._held.get(shelf)
            try:
                with self._changing(shelf, 0):
                    found = self._built(shelf, on_disk=True)
            except BusyError:  # another process will have it in a moment
                if before is not None:
                    return before
                found = self._built(shelf, on_disk=False)
            except StoreError as error:
                log.warning("the index of shelf %s serves from memory: %s", shelf, error)
                found = self._built(shelf, on_disk=False)
        self._hold(shelf, found)
        return found

    def _built(self, shelf: str, *, on_disk: bool) -> VectorIndex:
        generation, ids, stored = self._rows.content(shelf)
        key = self._model_key()
        if not on_disk or not len(ids):
            return files.in_memory(ids, stored, model_key=key, generation=generation)
        if files.pointed(self._folder / shelf) is not None:
            log.warning(
                "the index files of shelf %s were damaged or out of date: rebuilt from stored vectors", shelf
            )
        built = files.build(self._folder / shelf, ids, lambda _: stored, model_key=key, generation=generation)
        try:
            files.publish(self._folder / shelf, built)
        except OSError as error:
            raise StoreError(
                "The index could not be written ({error}).", error=error.strerror or error
            ) from error
        return built

    def _hold(self, shelf: str, built: VectorIndex) -> None:
        with self._lock:
            self._held[shelf] = built

    def _fitting(self, shelf: str, generation: int) -> VectorIndex | None:
        with self._lock:
            held = self._held.get(shelf)
        return held if held is not None and held.manifest.generation == generation else None
