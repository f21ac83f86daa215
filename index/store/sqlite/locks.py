"""One change of a shelf at a time, over all processes of one host."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import BusyError, StoreError


class ShelfLocks:
    """A lock file a shelf, below ``folder``; the system lets go of a killed process's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def changing(self, shelf: str, patience: float) -> Iterator[None]:
        """Holds the shelf's lock. Raises BusyError after ``patience`` seconds, or StoreError."""
        folder = self._folder / shelf
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / "change.lock", timeout=patience)
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


class Leadership:
    """One process at a time does the daily work; the system lets go of a killed one's lock."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "leader.lock", timeout=0, thread_local=False)

    def leads(self) -> bool:
        """Whether it is this process, from now on until it ends."""
        try:
            if not self._lock.is_locked:
                self._lock.acquire()
        except (Timeout, OSError):
            return False
        return True

    def release(self) -> None:
        """Another one may."""
        self._lock.release(force=True)
