"""Many threads' jobs: in common batches, in order, each with its own result or error."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.runtime.together import Together


class Work:
    """Squares; notes what came together, and holds the first round until told to go on."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []
        self.begun, self.go_on = threading.Event(), threading.Event()
        self._alone = threading.Lock()

    def __call__(self, jobs: list[int]) -> list[int]:
        assert self._alone.acquire(blocking=False), "two at once"
        self.rounds.append(jobs)
        self.begun.set()
        assert self.go_on.wait(20)
        self._alone.release()
        if any(job < 0 for job in jobs):
            raise ValueError(jobs)
        return [job * job for job in jobs]


def queued(together: Together[int, int], work: Work, pool: ThreadPoolExecutor, jobs: list[int]) -> list[int]:
    """The results of ``jobs``, the first of which is at work while the others come."""
    first = pool.submit(together.do, jobs[0])
    assert work.begun.wait(20)
    others = []
    for count, job in enumerate(jobs[1:], 1):
        others.append(pool.submit(together.do, job))
        while len(together.waiting) < count:
            threading.Event().wait(0.001)
    work.go_on.set()
    return [one.result(20) for one in (first, *others)]


def test_what_comes_meanwhile_is_done_together_in_order() -> None:
    work = Work()
    together = Together(work, 3)
    with ThreadPoolExecutor(8) as pool:
        assert queued(together, work, pool, [1, 2, 3, 4, 5, 6]) == [1, 4, 9, 16, 25, 36]
    assert work.rounds == [[1], [2, 3, 4], [5, 6]]
    assert together.do(7) == 49
    assert work.rounds[-1] == [7]


def test_an_error_is_told_to_those_whose_jobs_it_was_and_the_next_go_on() -> None:
    work = Work()
    together = Together(work, 2)
    work.go_on.set()
    with pytest.raises(ValueError, match="-1"):
        together.do(-1)
    assert together.do(3) == 9
    work = Work()
    together = Together(work, 2)
    with ThreadPoolExecutor(8) as pool, pytest.raises(ValueError, match="-3"):
        queued(together, work, pool, [1, 2, -3, 4])
    assert work.rounds == [[1], [2, -3], [4]]


def test_many_threads_all_get_their_own() -> None:
    together: Together[int, int] = Together(lambda jobs: [job + 1 for job in jobs], 4)
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(together.do, range(2_000))) == list(range(1, 2_001))
