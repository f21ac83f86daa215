"""Trains ``quotes/persons.py``: person, body, place or thing, from automatic names of news and GUM's entity types."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.evaluation.datasets import fold_of
from index.quotes.people import Cast
from index.quotes.persons import CLUES, FEATURES, KINDS, clues, features
from index.quotes.tagging import paragraph_spans

NER = {"PERSON": 0, "ORGANIZATION": 1, "LOCATION": 2}
GUM = {"person": 0, "organization": 1, "place": 2}
THING = 3
WEIGHT = {"polnear": 0.7, "news": 1.0, "gum": 2.0}
CLUE = 0.5
"""Clues count so much less than features by hand, for there are many."""
Row = tuple[np.ndarray, dict[int, float]]
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


def train(data: Path, labelled: Path | None = None) -> dict[str, np.ndarray]:
    """``kinds`` (FEATURES, KINDS) and ``kinds.clues`` (CLUES, KINDS), by logistic regression. ``labelled``: the file of
    ``name_teacher.py``."""
    from sklearn.linear_model import LogisticRegression

    taught: list[tuple[Row, int, float]] = []
    held: dict[str, list[tuple[Row, int]]] = {}
    for of, name, text, spans in _documents(data, labelled):
        for row, label in _labelled(text, spans, known_alone=of == "gum"):
            if is_locked(name):
                held.setdefault(of, []).append((row, label))
            else:
                taught.append((row, label, WEIGHT[of]))
    model = LogisticRegression(C=0.5, max_iter=150, fit_intercept=False)
    model.fit(_matrix([r for r, *_ in taught]), [k for _, k, _ in taught], [w for *_, w in taught])
    print(f"{len(taught)} entities")
    for of, rows in held.items():
        chances, true = model.predict_proba(_matrix([r for r, _ in rows])), np.array([k for _, k in rows])
        said, person = chances[:, 0] >= 0.5, true == 0
        print(
            f"{of}, kept out {len(rows)}: {(chances.argmax(1) == true).mean():.3f} right of {KINDS}; person or not "
            f"{(said == person).mean():.3f}, recall {said[person].mean():.3f}, precision {person[said].mean():.3f}"
        )
    table = np.ascontiguousarray(model.coef_.T.astype(np.float32))
    return {"kinds": table[:FEATURES], "kinds.clues": (CLUE * table[FEATURES:]).astype(np.float16)}


def _matrix(rows: Sequence[Row]) -> Any:
    from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]

    numbers = [list(found) for _, found in rows]
    values = np.array([CLUE * v for _, found in rows for v in found.values()], np.float32)
    ends = np.cumsum([0, *map(len, numbers)])
    table = csr_matrix((values, np.array([n for row in numbers for n in row]), ends), (len(rows), CLUES))
    return hstack([csr_matrix(np.stack([dense for dense, _ in rows])), table], format="csr")


def _documents(
    data: Path, labelled: Path | None
) -> Iterator[tuple[str, str, str, list[tuple[int, int, int]]]]:
    """Set, name, text, and spans with their kinds."""
    for row in lines(data / "polnear" / "corenlp_train.jsonl.gz"):
        text = (data / "polnear" / "train" / "text" / f"{row['article']}.txt").read_text("utf-8")
        tokens = [t for sentence in row["sentences"] for t in sentence]
        yield "polnear", row["article"], text, [(t[0], t[1], NER[t[3]]) for t in tokens if t[3] in NER]
    for row in lines(data / "speakers" / "gum.jsonl.gz"):
        spans = [(a, b, GUM.get(kind, THING)) for a, b, _, kind, *_ in row["mentions"] if b - a < 60]
        yield "gum", row["id"], row["text"], spans
    for row in lines(labelled) if labelled else ():
        yield "news", row["id"], row["text"], [tuple(span) for span in row["names"]]


def _labelled(
    text: str, spans: list[tuple[int, int, int]], *, known_alone: bool
) -> Iterator[tuple[Row, int]]:
    """Names with the kind that most of their mentions have; ``known_alone``: without those that have none."""
    cast = Cast(text, paragraph_spans(text), [], [])
    ends = {end: kind for _, end, kind in spans}
    votes: dict[int, Counter[int]] = {}
    for mention in cast.mentions:
        votes.setdefault(mention.entity, Counter()).update([ends[mention.end]] if mention.end in ends else [])
    for number, counted in votes.items():
        entity = cast.entities[number]
        if entity.names and (counted or not known_alone):
            kind = counted.most_common(1)[0][0] if counted else THING
            yield (features(entity), clues(entity)), kind
