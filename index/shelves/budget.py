"""What one change may cost, so that a stranger's article does not keep the machine to itself."""

from __future__ import annotations

import time

from index.errors import LimitError
from index.model import Progress, ProgressCallback


class Budget:
    """A progress callback that ends a change when its ``seconds`` of work are used up; None is no limit.

    Work is the processor time of the thread that made the budget, and while texts are embedded, which another
    thread does, the time that passes. ``report`` hears everything, and may end the change itself by raising.
    """

    def __init__(self, seconds: float | None, report: ProgressCallback) -> None:
        self._seconds = seconds
        self._report = report
        self._began = time.thread_time()
        self._waited = 0.0
        self._embedding: float | None = None

    def __call__(self, now: Progress) -> None:
        """Raises LimitError."""
        at = time.monotonic()
        if self._embedding is not None:
            self._waited += at - self._embedding
        self._embedding = at if now.stage == "embed" else None
        if self._seconds is not None and time.thread_time() - self._began + self._waited > self._seconds:
            raise LimitError(
                "Reading this takes more than {most:g} seconds of work; split it into smaller articles.",
                most=self._seconds,
            )
        self._report(now)
