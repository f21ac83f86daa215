"""Trains ``quotes/certainty.py``: is the named person who says it, of our own articles and of the news that we annotated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.evaluation.resolved import NOBODY, Known, shares_name
from index.evaluation.resolved_sets import Example
from index.model import Span
from index.quotes.attribution import attributions
from index.quotes.extract import is_learned, resolved
from index.quotes.linking import Attribution
from index.quotes.tagger import Tagged, Tagger, document_of
from index.training.news_quotes import news_examples
from index.training.own_quotes import quoted_examples

STRENGTH = 0.3
"""Inverse strength of the regularisation, features at unit variance; a tenth and ten times as much do no better."""
FOLDS = 6
SETS = ("own articles", "news")
"""Our hard articles are not like what is quoted from: they would make everything unsure."""
CURVE = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)
OVERLAP = 0.5
Row = tuple[list[float], bool]


def train(data: Path) -> dict[str, np.ndarray]:
    """``certainty`` (FEATURES,) and ``certainty.bias``. Prints the curve for articles kept out in turn."""
    rows, articles, wanted = [], [], 0
    examples = [e for e in (*quoted_examples(), *news_examples(data)) if e.set in SETS]
    for number, (example, tagged) in enumerate(
        zip(examples, Tagger().tag_articles([e.article for e in examples]), strict=True)
    ):
        wanted += len(example.known)
        for row in rows_of(example, tagged):
            rows.append(row)
            articles.append(number)
    given = np.array([features for features, _ in rows])
    right = np.array([told for _, told in rows])
    _report(given, right, np.array(articles), wanted)
    return _fitted(given, right)


def rows_of(example: Example, tagged: Tagged) -> Iterator[Row]:
    """The features of whoever is named at each known quotation, and whether it is they."""
    document = document_of(example.article)
    attributed, speakers, certainty = resolved(document, *attributions(document, tagged))
    for known in example.known:
        found = _best(known, attributed)
        if found is None:
            continue
        attribution, (start, end) = found
        speaker = speakers.get(attribution.source) if attribution.source else None
        if speaker is None or not is_learned(attribution, speaker, certainty):
            continue
        is_right = NOBODY not in known.names and shares_name(speaker.name, known.names)
        yield certainty.features(attribution, start, end, speaker), is_right


def _best(known: Known, attributed: Sequence[Attribution]) -> tuple[Attribution, Span] | None:
    """The attribution, and the span of it, that the quotation overlaps most."""
    spans = [(a, span) for a in attributed for span in ((a.piece.start, a.piece.end), *a.piece.inner)]
    best = max(spans, key=lambda found: _dice(known, found[1]), default=None)
    return best if best is not None and _dice(known, best[1]) >= OVERLAP else None


def _dice(known: Known, span: Span) -> float:
    start, end = span
    return 2 * max(0, min(end, known.end) - max(start, known.start)) / (end - start + known.end - known.start)


def _fitted(given: np.ndarray, right: np.ndarray) -> dict[str, np.ndarray]:
    """Logistic regression, its scaling folded into the weights."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = given.mean(0), given.std(0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit((given - mean) / spread, right)
    table = model.coef_[0] / spread
    bias = model.intercept_[0] - float(table @ mean)
    return {"certainty": table.astype(np.float32), "certainty.bias": np.array(bias, np.float32)}


def _report(given: np.ndarray, right: np.ndarray, articles: np.ndarray, wanted: int) -> None:
    chances = np.zeros(len(given))
    for fold in range(FOLDS):
        out = articles % FOLDS == fold
        fitted = _fitted(given[~out], right[~out])
        scores = given[out] @ fitted["certainty"] + fitted["certainty.bias"]
        chances[out] = 1 / (1 + np.exp(-scores))
    print(
        f"{len(given)} named of {wanted} quotations, {len(set(articles.tolist()))} articles, kept out in turn"
    )
    for threshold in (0.0, *CURVE):
        named = chances >= threshold
        told, wrong = (right & named).sum() / wanted, (~right & named).sum() / wanted
        print(
            f"from {threshold}: right {100 * told:.1f}, somebody else {100 * wrong:.1f} in a hundred quotations"
        )
