"""Trains ``quotes/persons.py``: person, body or place, from PolNeAR's automatic names and GUM's entity types."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from index.evaluation.datasets import fold_of
from index.quotes.people import Cast
from index.quotes.persons import FEATURES, KINDS, features
from index.quotes.tagging import paragraph_spans

NER = {"PERSON": 0, "ORGANIZATION": 1, "LOCATION": 2}
GUM = {"person": 0, "organization": 1, "place": 2}
FOLDS, KEPT_OUT = 3, 2
"""A third of the documents is for measuring alone."""


def lines(file: Path) -> Iterator[dict[str, Any]]:
    """Rows of a packed JSON Lines file."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def is_locked(name: str) -> bool:
    """Is this document kept out of training?"""
    return fold_of(name, FOLDS) == KEPT_OUT


def train(data: Path) -> dict[str, np.ndarray]:
    """``kinds`` (FEATURES, 3), by logistic regression."""
    from sklearn.linear_model import LogisticRegression

    rows: list[np.ndarray] = []
    labels: list[int] = []
    held: list[tuple[np.ndarray, int]] = []
    for name, text, spans in _documents(data):
        for row, label in _labelled(text, spans):
            if is_locked(name):
                held.append((row, label))
            else:
                rows.append(row)
                labels.append(label)
    model = LogisticRegression(C=1.0, max_iter=500, fit_intercept=False)
    model.fit(np.stack(rows), labels)
    said, true = model.predict(np.stack([r for r, _ in held])), np.array([k for _, k in held])
    print(f"{len(rows)} entities; kept out {len(held)}: {(said == true).mean():.3f} right of {KINDS}")
    person = (said == 0) == (true == 0)
    print(f"person or not: {person.mean():.3f}; of persons {person[true == 0].mean():.3f}")
    return {"kinds": np.ascontiguousarray(model.coef_.T.astype(np.float32)).reshape(FEATURES, len(KINDS))}


def _documents(data: Path) -> Iterator[tuple[str, str, list[tuple[int, int, int]]]]:
    """Name, text, and spans with their kinds."""
    for row in lines(data / "polnear" / "corenlp_train.jsonl.gz"):
        text = (data / "polnear" / "train" / "text" / f"{row['article']}.txt").read_text("utf-8")
        tokens = [t for sentence in row["sentences"] for t in sentence]
        spans = [(t[0], t[1], NER[t[3]]) for t in tokens if t[3] in NER]
        yield row["article"], text, spans
    for row in lines(data / "speakers" / "gum.jsonl.gz"):
        spans = [(a, b, GUM[kind]) for a, b, _, kind, *_ in row["mentions"] if kind in GUM and b - a < 60]
        yield row["id"], row["text"], spans


def _labelled(text: str, spans: list[tuple[int, int, int]]) -> Iterator[tuple[np.ndarray, int]]:
    cast = Cast(text, paragraph_spans(text), [], [])
    ends = {end: kind for _, end, kind in spans}
    votes: dict[int, Counter[int]] = {}
    for mention in cast.mentions:
        kind = ends.get(mention.end)
        if kind is not None:
            votes.setdefault(mention.entity, Counter())[kind] += 1
    for number, counted in votes.items():
        if cast.entities[number].names:
            yield features(cast.entities[number]), counted.most_common(1)[0][0]
