"""Texts wait in one line a server and are taken in turn, several at once where they look at the same articles.

So a server that asks a thousand questions delays its own, not those of others, and the model works on batches.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.errors import TooBusyError
from bot.texts import say
from index.model import View

Q = TypeVar("Q")
T = TypeVar("T")
Work = Callable[[list[Q], View], Awaitable[list[T]]]


@dataclass(frozen=True, slots=True, eq=False)
class Job(Generic[Q, T]):
    """A question that waits for its answer."""

    question: Q
    view: View
    answer: asyncio.Future[T]


class FairQueue(Generic[Q, T]):
    """At most ``most_waiting`` questions wait; further ones are refused at once."""

    def __init__(
        self, work: Work[Q, T], *, most_waiting: int = 200, batch: int = 8, workers: int = 2
    ) -> None:
        self._work = work
        self._most_waiting = most_waiting
        self._batch = batch
        self._workers = workers
        self._lanes: OrderedDict[str, deque[Job[Q, T]]] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self.waiting = 0

    async def ask(self, question: Q, view: View, lane: str) -> T:
        """Wait for the answer. Raises TooBusyError when the line is full."""
        if self.waiting >= self._most_waiting:
            raise TooBusyError(say("error.busy"))
        job: Job[Q, T] = Job(question, view, asyncio.get_running_loop().create_future())
        self._lanes.setdefault(lane, deque()).append(job)
        self.waiting += 1
        if len(self._tasks) < self._workers:
            task = asyncio.create_task(self._run())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await job.answer

    def close(self) -> None:
        """Nobody works any more."""
        for task in self._tasks:
            task.cancel()

    async def _run(self) -> None:
        while jobs := self._take():
            jobs = [job for job in jobs if not job.answer.done()]  # the asker may have gone
            if not jobs:
                continue
            try:
                answers = await self._work([job.question for job in jobs], jobs[0].view)
            except Exception as error:
                for job in jobs:
                    if not job.answer.done():
                        job.answer.set_exception(error)
            except asyncio.CancelledError:
                for job in jobs:
                    job.answer.cancel()
                raise
            else:
                for job, answer in zip(jobs, answers, strict=True):
                    if not job.answer.done():
                        job.answer.set_result(answer)

    def _take(self) -> list[Job[Q, T]]:
        """The next batch: one from each line in turn, all of one view, until it is full."""
        jobs: list[Job[Q, T]] = []
        while len(jobs) < self._batch:
            before = len(jobs)
            for lane in self._in_turn():
                if len(jobs) < self._batch and (not jobs or lane[0].view == jobs[0].view):
                    jobs.append(lane.popleft())
            if len(jobs) == before:
                break
        self.waiting -= len(jobs)
        return jobs

    def _in_turn(self) -> Iterator[deque[Job[Q, T]]]:
        for name in list(self._lanes):
            lane = self._lanes[name]
            if lane:
                held = len(lane)
                yield lane
                if len(lane) < held and lane:
                    self._lanes.move_to_end(name)
            if not lane:
                del self._lanes[name]
