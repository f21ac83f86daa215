"""The shelves' vector indexes: in memory, on disk, or rebuilt from stored vectors; always of one generation."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cachetools import LRUCache
from filelock import FileLock, Timeout

from index.errors import BusyError, StoreError
from index.store.sqlite.content import Read, Store
from index.vectors import files as vectors
from index.vectors.files import Ids, VectorIndex

log = logging.getLogger(__name__)

KEPT = 128
"""Shelves whose index stays in memory."""


class Coming:
    """The next generation of a shelf, built and checked while its change is not committed yet."""

    def __init__(self, folder: Path, model_key: str) -> None:
        self._folder = folder
        self._model_key = model_key
        self.built: VectorIndex | None = None

    def project(self, generation: int, ids: Ids, read: Read) -> None:
        """For ``Store.apply``."""
        self.built = vectors.build(
            self._folder, ids, read, model_key=self._model_key, generation=generation, grow=True
        )


class Snapshots:
    """Hands out immutable indexes; a change builds the next one aside and swaps it in."""

    def __init__(self, folder: Path, store: Store, model_key: Callable[[], str]) -> None:
        self._folder = folder
        self._store = store
        self._model_key = model_key
        self._held: LRUCache[str, VectorIndex] = LRUCache(KEPT)
        self._lock = threading.Lock()
        self._refreshing = threading.Lock()

    @contextmanager
    def changing(self, shelf: str, patience: float) -> Iterator[None]:
        """One change of a shelf at a time, over all processes. Raises BusyError after ``patience`` seconds."""
        try:
            lock = FileLock(self._made(shelf) / "change.lock", timeout=patience)
            lock.acquire()
        except Timeout as error:
            raise BusyError("These articles are being worked on already; wait until that is done.") from error
        except OSError as error:
            raise StoreError(
                "The library's folder cannot be written ({error}).", error=error.strerror or error
            ) from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def next(self, shelf: str) -> Iterator[Coming]:
        """Inside ``changing``: swaps in what was built when the block ends well, drops it otherwise."""
        coming = Coming(self._folder / shelf, self._model_key())
        try:
            yield coming
        except BaseException:
            if coming.built is not None:
                vectors.discard(self._folder / shelf, coming.built)
            raise
        if coming.built is not None:
            self._publish(shelf, coming.built)

    def get(self, shelf: str) -> VectorIndex:
        """The index of what the store holds; while another process is just changing that, the one before.

        Raises StoreError when the articles were indexed with another model.
        """
        held = self._fitting(shelf, self._store.generation(shelf))
        if held is not None:
            return held
        with self._refreshing:
            generation = self._store.generation(shelf)
            return self._fitting(shelf, generation) or self._refresh(shelf, generation)

    def whole(self, shelf: str) -> bool:
        """Is there an index file of the present generation, undamaged? An empty shelf needs none."""
        if not self._store.count_passages(shelf):
            return True
        return vectors.is_whole(
            self._folder / shelf, model_key=self._model_key(), generation=self._store.generation(shelf)
        )

    def renew(self, shelf: str) -> int:
        """Inside ``changing``: build the index of the present generation again; its number of passages."""
        built = self._built(shelf, files=True)
        self._hold(shelf, built)
        return built.manifest.count

    def forget(self, shelf: str) -> None:
        """Delete a purged shelf's files."""
        with self._lock:
            self._held.pop(shelf, None)
        shutil.rmtree(self._folder / shelf, ignore_errors=True)

    def _refresh(self, shelf: str, generation: int) -> VectorIndex:
        if self._store.models(shelf) - {self._model_key()}:
            raise StoreError(
                "The articles were indexed with another embedding model; run `whosaid reindex` "
                "(or set EMBEDDING_MODEL to that model again)."
            )
        found = vectors.load(self._folder / shelf, model_key=self._model_key(), generation=generation)
        if found is None:
            with self._lock:
                before = self._held.get(shelf)
            try:
                with self.changing(shelf, 0):
                    found = self._built(shelf, files=True)
            except BusyError:  # another process will have it in a moment
                if before is not None:
                    return before
                found = self._built(shelf, files=False)
            except StoreError as error:
                log.warning("the index of shelf %s serves from memory: %s", shelf, error)
                found = self._built(shelf, files=False)
        self._hold(shelf, found)
        return found

    def _built(self, shelf: str, *, files: bool) -> VectorIndex:
        generation, ids, stored = self._store.content(shelf)
        key = self._model_key()
        if not files or not len(ids):
            return vectors.in_memory(ids, stored, model_key=key, generation=generation)
        if vectors.pointed(self._folder / shelf) is not None:
            log.warning(
                "the index files of shelf %s were damaged or out of date: rebuilt from stored vectors", shelf
            )
        built = vectors.build(
            self._folder / shelf, ids, lambda _: stored, model_key=key, generation=generation
        )
        try:
            vectors.publish(self._folder / shelf, built)
        except OSError as error:
            raise StoreError(
                "The index could not be written ({error}).", error=error.strerror or error
            ) from error
        return built

    def _publish(self, shelf: str, built: VectorIndex) -> None:
        """The store has changed already: when pointing fails, memory serves and the next start rebuilds."""
        try:
            vectors.publish(self._folder / shelf, built)
        except OSError as error:
            log.warning("the index of shelf %s could not be published (%s)", shelf, error)
        self._hold(shelf, built)

    def _hold(self, shelf: str, built: VectorIndex) -> None:
        with self._lock:
            self._held[shelf] = built

    def _fitting(self, shelf: str, generation: int) -> VectorIndex | None:
        with self._lock:
            held = self._held.get(shelf)
        return held if held is not None and held.manifest.generation == generation else None

    def _made(self, shelf: str) -> Path:
        folder = self._folder / shelf
        folder.mkdir(parents=True, exist_ok=True)
        return folder
