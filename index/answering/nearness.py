"""How near each sentence stands to the words that the question before was answered with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.answering.features import ArticleFeatures, Table
from index.text.words import content_stems

_REACH = 3.0
"""Sentences after which nearness has fallen to a third."""
_BACK = 0.7
"""A sentence before counts so much of one as far behind: people ask on in the order of the text (CoQA, Reddy 2019)."""
_SAME = 0.7
"""The sentence itself, when a part of it was cited, and when all of it was: who has read it asks for something else.
The first is fitted to two thirds of Abg-CoQA's conversations on CNN articles, together with ``near`` in weights.json
(first quote 0.542; 0.534 with 1.0, 0.504 with 0.4)."""
_READ, _READ_FROM = 0.1, 0.8
"""The latter, and the share of the sentence from which it counts as read."""
_SHARED = 2
"""Content words of the exchange before that a sentence has to hold to be where it was answered."""
_NEEDLE = 400
"""Characters of a cited text that find it again."""


def nearness(before: tuple[str, str], articles: Sequence[ArticleFeatures]) -> Table:
    """0 to 1 for every sentence of the articles in order; zeros when the place cannot be found."""
    found = [_place(before, f) for f in articles]
    best = max(found, default=(0.0, -1))
    out = []
    for f, (points, row) in zip(articles, found, strict=True):
        away = np.arange(len(f.starts)) - row
        near = np.exp(-np.abs(away) / _REACH) * np.where(away < 0, _BACK, 1.0)
        if row >= 0:
            read = len(before[1]) >= _READ_FROM * (f.ends[row] - f.starts[row])
            near[row] = _READ if read else _SAME
        out.append(near if row >= 0 and points == best[0] else np.zeros(len(f.starts)))
    return np.concatenate(out)


def _place(before: tuple[str, str], f: ArticleFeatures) -> tuple[float, int]:
    """Points and sentence of the likeliest place: the cited words themselves, or where most words of the exchange
    stand."""
    question, cited = before
    needle = cited.strip()[:_NEEDLE]
    text = f.stored.article.text
    asked = set(content_stems(f"{question} {needle}"))
    shared = np.zeros(len(f.starts))
    for stem in asked:
        if (hit := f.sentences.of.get(stem)) is not None:
            shared[hit[0]] += 1.0
    literal = np.zeros(len(f.starts))
    if len(needle) > 1:
        folded, low = text.lower(), needle.lower()
        starts = np.array(f.starts)
        at, rounds = folded.find(low), 0
        while at >= 0 and rounds < 50:
            literal[max(int(np.searchsorted(starts, at, "right")) - 1, 0)] = min(len(needle) / 10, 5.0) + 1.0
            at, rounds = folded.find(low, at + len(low)), rounds + 1
    points = shared + literal
    row = int(points.argmax())
    return (float(points[row]), row) if points[row] >= _SHARED else (0.0, -1)
