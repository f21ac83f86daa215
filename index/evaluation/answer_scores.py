"""Outcomes of questions to figures with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

RESAMPLES = 1_000
GOOD = ("answerable", "stored")
"""Kinds of questions that have an answer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked: ``kind`` is answerable, stored (about the article as such), silent (on the topic, not said)
    or off-topic; ``answered`` is what the configured threshold makes of its confidence."""

    article: str
    locked: bool
    kind: str
    first: bool
    within_three: bool
    characters: int
    confidence: float
    answered: bool

    @property
    def good(self) -> bool:
        """Is there an answer?"""
        return self.kind in GOOD


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % bootstrap interval over questions."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one system on one set; a figure is None where the set has no such questions.

    ``answered``, ``silent_answered`` and ``off_topic_answered`` are shares of the questions of each kind that get an
    answer at the configured threshold, ``right_of_shown`` the share of first quotes shown that answer;
    ``auroc_right`` is that of right against wrong first quotes of answerable questions.
    """

    system: str
    set: str
    locked: bool
    questions: int
    silent: int
    off_topic: int
    figures: dict[str, Figure | None]

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return asdict(self)


Measure = Callable[[Sequence[Outcome]], float | None]


def score(system: str, name: str, outcomes: Sequence[Outcome], *, locked: bool) -> Score:
    """The figures of one set of outcomes, of its locked or its other articles."""
    chosen = [o for o in outcomes if o.locked is locked]
    kinds = [o.kind for o in chosen]
    return Score(
        system=system,
        set=name,
        locked=locked,
        questions=sum(o.good for o in chosen),
        silent=kinds.count("silent"),
        off_topic=kinds.count("off-topic"),
        figures={key: figure(measure, chosen) for key, measure in MEASURES.items()},
    )


def figure(measure: Measure, outcomes: Sequence[Outcome]) -> Figure | None:
    """A measure with its interval, seeded."""
    value = measure(outcomes)
    if value is None:
        return None
    rng = np.random.default_rng(0)
    draws = []
    for _ in range(RESAMPLES):
        drawn = measure([outcomes[i] for i in rng.integers(len(outcomes), size=len(outcomes))])
        if drawn is not None:
            draws.append(drawn)
    low, high = np.quantile(draws or [value], [0.025, 0.975])
    return Figure(value, float(low), float(high))


def auroc(yes: Sequence[float], no: Sequence[float]) -> float | None:
    """Area under the ROC curve; None when one side is empty."""
    if not yes or not no:
        return None
    ordered = np.sort(np.array(no))
    below, up_to = np.searchsorted(ordered, yes, "left"), np.searchsorted(ordered, yes, "right")
    return float((below + up_to).mean() / (2 * len(ordered)))


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None


def _against(kind: str) -> Measure:
    return lambda found: auroc(
        [o.confidence for o in found if o.good], [o.confidence for o in found if o.kind == kind]
    )


MEASURES: dict[str, Measure] = {
    "first": lambda found: _mean([o.first for o in found if o.good]),
    "within_three": lambda found: _mean([o.within_three for o in found if o.good]),
    "characters": lambda found: _mean([o.characters for o in found if o.good]),
    "answered": lambda found: _mean([o.answered for o in found if o.good]),
    "silent_answered": lambda found: _mean([o.answered for o in found if o.kind == "silent"]),
    "off_topic_answered": lambda found: _mean([o.answered for o in found if o.kind == "off-topic"]),
    "right_of_shown": lambda found: _mean([o.first and o.good for o in found if o.answered]),
    "auroc_silent": _against("silent"),
    "auroc_off_topic": _against("off-topic"),
    "auroc_right": lambda found: auroc(
        [o.confidence for o in found if o.good and o.first],
        [o.confidence for o in found if o.good and not o.first],
    ),
    "brier": lambda found: _mean(
        [(min(max(o.confidence, 0.0), 1.0) - (o.first and o.good)) ** 2 for o in found]
    ),
}
"""What is measured, by name."""
