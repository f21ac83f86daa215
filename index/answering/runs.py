"""The best sentences with the neighbours that belong to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz

from index.answering.features import FLAGS, ArticleFeatures, Rows, Table
from index.answering.gathering import Gathered
from index.answering.question import ANSWER_TYPES
from index.text.folding import fold

MAX_QUOTES = 3
MAX_RUN = 480
"""Characters of the longest run that is put together; one sentence may be longer. With the neighbour margin
the mean stays below 300 (cross-validated in ``training/ranking.py``)."""
SAME_FROM = 0.92
"""Likeness (normalised indel distance) from which two quotes say one thing, and the better one stands."""
_FOLDED_FROM = 0.8
"""Texts whose lengths differ by more are not folded to be compared: folding changes lengths, but less."""
_LEANS = FLAGS.index("leans")


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences ``first`` to ``last`` (both included) of an article; ``best`` is the one that scored."""

    features: ArticleFeatures
    first: int
    last: int
    best: int
    score: float


def make_runs(
    gathered: Gathered, scores: Table, order: Rows, margin: float, most: int = MAX_QUOTES
) -> list[Run]:
    """The ``most`` best sentences, each grown to a run; frames are never alone, the same words stand only once."""
    used: set[int] = set()
    texts: list[str] = []
    runs: list[Run] = []
    quotable = gathered.quotable
    for row in order.tolist():
        if row in used or not quotable[row]:
            continue
        article, sentence = gathered.place(row)
        f, shift = gathered.articles[article], row - sentence
        free = {at for at in _passage(f, sentence) if shift + at not in used}
        first, last = _grown(gathered, scores, article, sentence, free, margin)
        used.update(range(shift + first, shift + last + 1))
        text = f.text(first, last)
        if any(same_words(known, text) for known in texts):
            continue
        texts.append(text)
        runs.append(Run(f, first, last, sentence, float(scores[row])))
        if len(runs) == most:
            break
    return runs


def _grown(
    gathered: Gathered, scores: Table, article: int, sentence: int, free: set[int], margin: float
) -> tuple[int, int]:
    """First and last sentence of the run around one: neighbours that are nearly as good, then the one that holds an
    answer of the type asked for, then the one before an opening that names nobody ("He said …").

    A sentence that announces what follows only opens a run.
    """
    f, shift = gathered.articles[article], gathered.starts[article]
    first = last = sentence

    def fits_in(at: int) -> bool:
        if at not in free or f.ends[max(last, at)] - f.starts[min(first, at)] > MAX_RUN:
            return False
        return at < first or not f.frame[at]

    while near := [
        at
        for at in (first - 1, last + 1)
        if fits_in(at) and not f.frame[at] and scores[shift + at] > scores[shift + sentence] - margin
    ]:
        chosen = max(near, key=lambda at: float(scores[shift + at]))
        first, last = min(first, chosen), max(last, chosen)
    if (kind := gathered.query.answer_type) is not None:
        fitting = f.fits[:, ANSWER_TYPES.index(kind)]
        if not fitting[first : last + 1].any():
            holding = next((at for at in (last + 1, first - 1) if fits_in(at) and fitting[at]), None)
            if holding is not None:
                first, last = min(first, holding), max(last, holding)
    if f.flags[first, _LEANS] and fits_in(first - 1):
        first -= 1
    return first, last


def _passage(f: ArticleFeatures, sentence: int) -> range:
    """The sentences of the passage that one stands in."""
    first, after = np.searchsorted(
        f.passage_of, (f.passage_of[sentence], f.passage_of[sentence] + 1)
    ).tolist()
    return range(first, after)


def same_words(one: str, other: str) -> bool:
    """Are two texts the same, folded, but for a word here and there?"""
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _FOLDED_FROM * longer:
        return False
    return fuzz.ratio(_folded(one), _folded(other), score_cutoff=100 * SAME_FROM) > 0


@lru_cache(maxsize=32)
def _folded(text: str) -> str:
    """One question's quotes are compared with each other, two by two."""
    return fold(text)
