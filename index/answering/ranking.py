"""Sentences of the candidate articles to ranked runs, and what speaks for the best one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.answering.evidence import evidence
from index.answering.gathering import Gathered, combine
from index.answering.runs import MAX_QUOTES, Run, make_runs
from index.answering.weights import Weights

FURTHER = 5
"""Runs behind those that are shown that are held against the first one."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best runs and the evidence that confidence is made of; ``read`` tells which confidence.

    ``further`` are the runs that come next, in which another source may say otherwise.
    """

    runs: tuple[Run, ...]
    evidence: dict[str, float]
    read: bool
    further: tuple[Run, ...] = ()


def ranked(gathered: Gathered, weights: Weights) -> Ranking:
    """The runs of what was gathered."""
    scores = combine(gathered, weights)
    order = np.argsort(-scores, kind="stable")
    runs = make_runs(gathered, scores, order, weights.neighbour_margin, MAX_QUOTES + FURTHER)
    shown, further = tuple(runs[:MAX_QUOTES]), tuple(runs[MAX_QUOTES:])
    return Ranking(shown, evidence(gathered, scores, runs[0]), gathered.read, further)
