"""The learned weights of ranking and confidence, from a file that people can read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from index.answering.features import Table
from index.answering.signals import SIGNALS


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum by name, plus a constant."""

    weights: dict[str, float]
    bias: float

    def vector(self, names: tuple[str, ...]) -> Table:
        """The weights in the order of ``names``, 0 for a name that has none."""
        return np.array([self.weights.get(name, 0.0) for name in names])

    def of(self, values: dict[str, float]) -> float:
        """The sum for one set of values."""
        return self.bias + sum(weight * values[name] for name, weight in self.weights.items())


@dataclass(frozen=True, slots=True)
class Weights:
    """``signals`` rank without the reader, ``with_reader`` the sentences that it read; the two
    confidences are log-odds; ``neighbour_margin`` says when a run takes its neighbour in."""

    signals: Linear
    with_reader: Linear
    confidence: Linear
    confidence_with_reader: Linear
    neighbour_margin: float
    thresholds: dict[str, float]


@cache
def load() -> Weights:
    """``weights.json`` beside this file, made by ``index.training.ranking``."""
    raw = json.loads(files("index.answering").joinpath("weights.json").read_text("utf-8"))
    linear = {name: Linear(raw[name]["weights"], raw[name]["bias"]) for name in _LINEAR}
    known = {*SIGNALS, "reader", "reader_span"}
    unknown = (set(linear["signals"].weights) | set(linear["with_reader"].weights)) - known
    if unknown:
        raise ValueError(f"weights.json names signals that do not exist: {sorted(unknown)}")
    return Weights(**linear, neighbour_margin=raw["neighbour_margin"], thresholds=raw["thresholds"])


_LINEAR = ("signals", "with_reader", "confidence", "confidence_with_reader")
