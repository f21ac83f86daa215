"""PNG plots of an evaluation; needs the extra ``[eval]``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from index.errors import InputError
from index.evaluation.answer_scores import Outcome
from index.evaluation.answers import Evaluation

BINS = 10


def write(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Reliability and recall against quote length, one file each. Raises InputError without matplotlib."""
    pyplot = _pyplot()
    folder.mkdir(parents=True, exist_ok=True)
    return [_reliability(pyplot, evaluation, folder), _lengths(pyplot, evaluation, folder)]


def _pyplot() -> Any:
    try:
        import matplotlib
    except ImportError as error:
        raise InputError("Plots need matplotlib; install whosaid with the extra [eval].") from error
    matplotlib.use("Agg")
    from matplotlib import pyplot

    return pyplot


def _reliability(pyplot: Any, evaluation: Evaluation, folder: Path) -> Path:
    figure, axes = pyplot.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    for (system, name), outcomes in evaluation.outcomes.items():
        if system == "whosaid" and len(outcomes) >= 5 * BINS:
            xs, ys = _bins(outcomes)
            axes.plot(xs, ys, marker="o", label=name)
    axes.set_xlabel("confidence")
    axes.set_ylabel("share of first quotes that answer")
    axes.legend()
    return _save(pyplot, figure, folder / "reliability.png")


def _bins(outcomes: tuple[Outcome, ...]) -> tuple[list[float], list[float]]:
    """Bins of equally many outcomes."""
    order = sorted(outcomes, key=lambda o: o.confidence)
    parts = [p for p in np.array_split(np.arange(len(order)), BINS) if len(p)]
    xs = [float(np.mean([order[i].confidence for i in p])) for p in parts]
    ys = [float(np.mean([order[i].good and order[i].first for i in p])) for p in parts]
    return xs, ys


def _lengths(pyplot: Any, evaluation: Evaluation, folder: Path) -> Path:
    figure, axes = pyplot.subplots(figsize=(6, 4))
    for score in evaluation.scores:
        length, first = score.figures["characters"], score.figures["first"]
        if length is not None and first is not None and not score.locked:
            axes.scatter([length.value], [first.value])
            axes.annotate(f"{score.system}, {score.set}", (length.value, first.value))
    axes.set_xlabel("characters of the first quote (mean)")
    axes.set_ylabel("first quote answers")
    return _save(pyplot, figure, folder / "length.png")


def _save(pyplot: Any, figure: Any, file: Path) -> Path:
    figure.tight_layout()
    figure.savefig(file, dpi=120)
    pyplot.close(figure)
    return file
