"""Work of several threads done at once: whoever comes first also does what the others wait for."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

J = TypeVar("J")
R = TypeVar("R")


class _Waiting(Generic[J, R]):
    """A job, and the thread that brought it: told when the result is there, or when it is its turn to work."""

    def __init__(self, job: J) -> None:
        self.job = job
        self.leads = False
        self.told = threading.Event()
        self.result: R | None = None
        self.error: BaseException | None = None


class Together(Generic[J, R]):
    """Hands ``work`` all jobs that wait, up to ``most`` at a time, in the order in which they came; never two at once.

    It has no thread: a job that comes alone is done at once by who brought it, and who brings the first of those
    that came meanwhile does them next.
    """

    def __init__(self, work: Callable[[list[J]], Sequence[R]], most: int) -> None:
        """``work`` gives one result a job; what it raises is raised to all whose jobs it was given."""
        self._work = work
        self._most = most
        self._lock = threading.Lock()
        self._waiting: deque[_Waiting[J, R]] = deque()
        self._working = False

    @property
    def waiting(self) -> list[J]:
        """The jobs that nobody works on yet."""
        with self._lock:
            return [one.job for one in self._waiting]

    def do(self, job: J) -> R:
        """The result of one job."""
        own: _Waiting[J, R] = _Waiting(job)
        with self._lock:
            self._waiting.append(own)
            own.leads = not self._working
            self._working = True
        if not own.leads:
            own.told.wait()
        if own.leads:  # it is the first of those that wait
            self._round()
        if own.error is not None:
            raise own.error
        return own.result  # type: ignore[return-value]

    def _round(self) -> None:
        with self._lock:
            taken = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        try:
            results = self._work([one.job for one in taken])
            for one, result in zip(taken, results, strict=True):
                one.result = result
        except BaseException as error:
            for one in taken:
                one.error = error
        with self._lock:
            if self._waiting:
                self._waiting[0].leads = True
                self._waiting[0].told.set()
            else:
                self._working = False
        for one in taken:
            one.told.set()
