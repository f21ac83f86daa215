"""What a benchmark says: a figure of ours beside a baseline of the same run, and the goal for their ratio."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

Clock = Callable[[], float]
"""Seconds: of the wall, or of the process's CPU."""


@dataclass(frozen=True)
class Goal:
    """A bound of the ratio, or of the figure itself when there is no baseline."""

    sign: str
    bound: float

    def met(self, value: float) -> bool:
        """Does a value keep to it?"""
        return value <= self.bound if self.sign == "≤" else value >= self.bound

    def __str__(self) -> str:
        return f"{self.sign} {self.bound:g}"


@dataclass(frozen=True)
class Figure:
    """One line of the table. ``ours`` and ``baseline`` are in ``unit``."""

    row: str
    what: str
    ours: float
    unit: str
    baseline: float | None = None
    goal: Goal | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours against the baseline."""
        return self.ours / self.baseline if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Is the goal reached? None without one."""
        if self.goal is None:
            return None
        return self.goal.met(self.ours if self.ratio is None else self.ratio)


@dataclass(frozen=True)
class Skipped:
    """A benchmark that could not run here, and why."""

    row: str
    why: str


@dataclass
class Curve:
    """Points of a plot: ``values`` by name, each as long as ``sizes``."""

    sizes: list[int] = field(default_factory=list)
    values: dict[str, list[float]] = field(default_factory=dict)

    def add(self, size: int, **values: float) -> None:
        """One more size."""
        self.sizes.append(size)
        for name, value in values.items():
            self.values.setdefault(name, []).append(value)


def at_most(bound: float) -> Goal:
    """The smaller the better."""
    return Goal("≤", bound)


def at_least(bound: float) -> Goal:
    """The larger the better."""
    return Goal("≥", bound)


def seconds(call: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    """How long a call takes."""
    started = clock()
    call()
    return clock() - started


def best_of(rounds: int, *calls: Callable[[], object], clock: Clock = time.perf_counter) -> list[float]:
    """Each call's quickest round in seconds; the calls take turns, so that a busy moment meets all of them."""
    times = ([seconds(call, clock) for call in calls] for _ in range(rounds))
    return [min(each) for each in zip(*times, strict=True)]


def in_turn(
    items: Sequence[str], *calls: Callable[[str], object], rounds: int = 1
) -> list[tuple[float, float]]:
    """(p50, p99) in milliseconds of each call over all items, item by item in turn."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for item in items:
            for call, kept in zip(calls, times, strict=True):
                kept.append(seconds(lambda call=call, item=item: call(item)) * 1000)  # type: ignore[misc]
    return [(float(np.percentile(t, 50)), float(np.percentile(t, 99))) for t in times]
