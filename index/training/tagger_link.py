"""Fit the weights that choose a piece's source (``index/quotes/candidates.py``) and print them.

Data: articles of DATA/polnear, the training part, read by the trained tagger. Each piece that
lies on a gold content is one choice among its candidates: softmax regression, L2 towards the start.

    python -m index.training.tagger_link --data DATA/polnear --articles 110
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.quotes.attribution import read_article
from index.quotes.candidates import WEIGHTS, candidates
from index.quotes.linking import outside_marks
from index.quotes.tagger import Floats, Tagged, Tagger
from index.reading.text import read_text

Choice = tuple[Floats, Floats]
"""Features (candidates, features) and which candidates are right (candidates,)."""


def choices_of(article: Any, tagged: Tagged, gold: Sequence[dict[str, Any]]) -> list[Choice]:
    """The choices of one article that have a right answer."""
    reading, segments, pieces = read_article(article, tagged)
    sources, cues = outside_marks(segments, pieces)
    found = []
    for piece in pieces:
        row = max(gold, key=lambda r: _overlap([[piece.start, piece.end]], r["content"]), default=None)
        if row is None or 2 * _overlap([[piece.start, piece.end]], row["content"]) < piece.end - piece.start:
            continue
        able = candidates(reading, tagged, piece, sources, cues, pieces)
        right = np.array(
            [
                bool(_overlap([[c.source.start, c.source.end]], row["source"])) if c.source else False
                for c in able
            ],
            np.float32,
        )
        if not right.any():
            right[-1] = 1  # nobody, or somebody far away
        found.append((np.stack([c.features for c in able]), right))
    return found


def fit(choices: Sequence[Choice], steps: int = 300, rate: float = 0.3, decay: float = 1e-3) -> Floats:
    """Softmax regression by full-batch Adam."""
    start = WEIGHTS.astype(np.float32).copy()
    weights = start.copy()
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    rate *= 0.2
    for step in range(1, steps + 1):
        gradient = decay * (weights - start)
        for features, right in choices:
            scores = features @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            wanted = chances * right
            wanted /= max(float(wanted.sum()), 1e-9)
            gradient = gradient + features.T @ (chances - wanted) / len(choices)
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        weights = weights - rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def accuracy(choices: Sequence[Choice], weights: Floats) -> float:
    """Share of choices that fall on a right candidate."""
    return float(np.mean([right[int((features @ weights).argmax())] > 0 for features, right in choices]))


def _overlap(xs: Sequence[Sequence[int]], ys: Sequence[Sequence[int]]) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in xs for c, d in ys)


def gold_rows(folder: Path, split: str) -> dict[str, list[dict[str, Any]]]:
    """Gold attributions by article."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (folder / f"gold_{split}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["article"]].append(row)
    return rows


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=110)
    parser.add_argument("--weights", type=Path)
    arguments = parser.parse_args()
    gold = gold_rows(arguments.data, "train")
    tagger = Tagger(arguments.weights)
    files = sorted((arguments.data / "train" / "text").glob("*.txt"))
    choices = []
    for file in random.Random(1).sample(files, arguments.articles):  # noqa: S311
        article = read_text(file.read_bytes(), file.name)
        choices += choices_of(article, tagger.tag_articles([article])[0], gold[file.stem])
    weights = fit(choices)
    print(
        f"{len(choices)} choices, right before {accuracy(choices, WEIGHTS):.3f}, after {accuracy(choices, weights):.3f}"
    )
    print([round(float(w), 3) for w in weights])


if __name__ == "__main__":
    main()
