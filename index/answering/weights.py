"""The learned weights of ranking and confidence, from a file that people can read."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from index.answering.features import Table
from index.answering.signals import SIGNALS
from index.answering.strictness import Strictness
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
class Confidence:
    """How likely the first quote answers: log-odds from the evidence, and their calibration (Platt 1999)."""

    evidence: Linear
    calibration: Linear

    def of(self, evidence: dict[str, float]) -> float:
        """A probability."""
        return sigmoid(self.calibration.of({"log_odds": self.evidence.of(evidence)}))


def sigmoid(x: float) -> float:
    """1 / (1 + e^-x), for any x."""
    return 1 / (1 + math.exp(-max(min(x, 30.0), -30.0)))


@dataclass(frozen=True, slots=True)
class Weights:
    """``signals`` rank without the reader, ``with_reader`` the sentences that it read;
    ``neighbour_margin`` says when a run takes its neighbour in,
    ``sure_margin`` from which lead the reader is not asked."""

    signals: Linear
    with_reader: Linear
    confidence: Confidence
    confidence_with_reader: Confidence
    neighbour_margin: float
    sure_margin: float
    thresholds: dict[str, float]
    """From which confidence each strictness answers."""
    follow_up: dict[str, float]
    """What a follow-up's ranking gains by standing ``near`` the words cited before, and the share of their rarity
    that ``carried`` words count with."""
    other_languages: dict[str, float]
    """What confidence is multiplied by for a question that is not English, by its script: latin, other."""


@cache
def load(file: Path | None = None) -> Weights:
    """The shipped ``weights.json`` (made by ``index.training.ranking``), or a file of ``whosaid calibrate``.

    Raises StoreError when a file of one's own does not fit this version.
    """
    source = files("index.answering").joinpath("weights.json") if file is None else file
    try:
        return from_json(json.loads(source.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError("{source} cannot be used; run `whosaid calibrate` again.", source=source) from error


def from_json(raw: dict[str, Any]) -> Weights:
    """Weights from their file's content. Raises ValueError for signals that do not exist."""
    linear = {name: _linear(raw[name]) for name in ("signals", "with_reader")}
    known = {*SIGNALS, "reader", "reader_span"}
    unknown = (set(linear["signals"].weights) | set(linear["with_reader"].weights)) - known
    if unknown:
        raise ValueError(f"unknown signals: {sorted(unknown)}")
    return Weights(
        **linear,
        confidence=_confidence(raw["confidence"]),
        confidence_with_reader=_confidence(raw["confidence_with_reader"]),
        neighbour_margin=raw["neighbour_margin"],
        sure_margin=raw["sure_margin"],
        thresholds={level.value: float(raw["thresholds"][level]) for level in Strictness},
        follow_up=raw["follow_up"],
        other_languages=raw["other_languages"],
    )


def to_json(weights: Weights) -> dict[str, Any]:
    """What the file holds."""
    return asdict(weights)


def _linear(raw: dict[str, Any]) -> Linear:
    return Linear(raw["weights"], raw["bias"])


def _confidence(raw: dict[str, Any]) -> Confidence:
    return Confidence(*(_linear(raw[part]) for part in ("evidence", "calibration")))
