"""The learned weights of ranking and confidence, from a file that people can read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from index.answering.features import Table
from index.answering.signals import SIGNALS
from index.errors import StoreError


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
    confidences are log-odds; ``neighbour_margin`` says when a run takes its neighbour in,
    ``sure_margin`` from which lead the reader is not asked."""

    signals: Linear
    with_reader: Linear
    confidence: Linear
    confidence_with_reader: Linear
    neighbour_margin: float
    sure_margin: float
    thresholds: dict[str, float]


@cache
def load(file: Path | None = None) -> Weights:
    """The shipped ``weights.json`` (made by ``index.training.ranking``), or a file of ``whosaid calibrate``.

    Raises StoreError when a file of one's own does not fit this version.
    """
    source = files("index.answering").joinpath("weights.json") if file is None else file
    try:
        return from_json(json.loads(source.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{source} cannot be used; run `whosaid calibrate` again.") from error


def from_json(raw: dict[str, Any]) -> Weights:
    """Weights from their file's content. Raises ValueError for signals that do not exist."""
    linear = {name: Linear(raw[name]["weights"], raw[name]["bias"]) for name in _LINEAR}
    known = {*SIGNALS, "reader", "reader_span"}
    unknown = (set(linear["signals"].weights) | set(linear["with_reader"].weights)) - known
    if unknown:
        raise ValueError(f"unknown signals: {sorted(unknown)}")
    return Weights(
        **linear,
        neighbour_margin=raw["neighbour_margin"],
        sure_margin=raw["sure_margin"],
        thresholds=raw["thresholds"],
    )


def to_json(weights: Weights) -> dict[str, Any]:
    """What the file holds."""
    return asdict(weights)


_LINEAR = ("signals", "with_reader", "confidence", "confidence_with_reader")
