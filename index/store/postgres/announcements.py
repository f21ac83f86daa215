"""Which shelves other processes change: PostgreSQL's NOTIFY, heard by a thread over a connection of its own."""

from __future__ import annotations

import logging
import selectors
import threading
import time
from collections.abc import Callable

import psycopg

from index.store.postgres.connecting import connect

log = logging.getLogger(__name__)

CHANNEL = "whosaid"
"""Notifications say ``schema shelf``; the trigger on the table of shelves sends them."""
ROUND = 0.4
"""Seconds after which the server is asked for a sign of life, when nothing was heard."""
LATE = 1.0
"""Seconds after the last sign of life from which on nothing that was kept is trusted."""
_AGAIN = 1.0
"""Seconds until a lost connection is made anew."""


def announce(connection: psycopg.Connection, shelf: str) -> None:
    """Tell all processes that something about the shelf changed that its generation does not show."""
    connection.execute("SELECT pg_notify(%s, current_schema() || ' ' || %s)", (CHANNEL, shelf))


class Announcements:
    """Tells ``changed`` of every shelf that any process changed, or None when any may have. Thread-safe."""

    def __init__(self, url: str, changed: Callable[[str | None], None]) -> None:
        self._url = url
        self._changed = changed
        self._heard = float("-inf")
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def current(self) -> bool:
        """Whether all that was announced up to ``LATE`` seconds ago was told. The first call begins to listen."""
        if self._thread is None:
            with self._lock:
                if self._thread is None and not self._ended.is_set():
                    self._thread = threading.Thread(target=self._listen, name="announcements", daemon=True)
                    self._thread.start()
        return not self._ended.is_set() and time.monotonic() - self._heard < LATE

    def close(self) -> None:
        """Stop listening; calling it twice does no harm."""
        self._ended.set()
        self._heard = float("-inf")
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(2 * ROUND)

    def _listen(self) -> None:
        while not self._ended.is_set():
            try:
                with connect(self._url) as connection:
                    self._hear(connection)
            except (psycopg.Error, OSError, ValueError) as error:  # ValueError: its socket is closed
                log.debug("announcements: %s", type(error).__name__)
            self._heard = float("-inf")
            self._ended.wait(_AGAIN)

    def _hear(self, connection: psycopg.Connection) -> None:
        row = connection.execute("SELECT current_schema()").fetchone()
        ours = f"{row[0] if row else ''} "
        connection.add_notify_handler(lambda told: self._tell(told.payload, ours))
        connection.execute(f"LISTEN {CHANNEL}".encode())
        self._changed(None)  # what was announced before is unknown
        with selectors.DefaultSelector() as waiting:
            waiting.register(connection.fileno(), selectors.EVENT_READ)
            while not self._ended.is_set():
                asked = time.monotonic()
                connection.execute("SELECT 1")  # what came meanwhile is told before this returns
                self._heard = asked
                waiting.select(ROUND)

    def _tell(self, payload: str, ours: str) -> None:
        if payload.startswith(ours):
            self._changed(payload.removeprefix(ours))
