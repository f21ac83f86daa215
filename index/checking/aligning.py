"""A changed run of words: shortlist by rare shared words, then one batched alignment over words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.checking.catalog import NOWHERE, Catalog, Ints
from index.checking.tokens import is_content, is_negation

SHORTLIST = 16
"""Blocks that are aligned; the rest shares fewer rare words."""
MAX_POSTINGS = 20_000
"""A word that stands more often tells little; it is not looked up unless all are as common."""
FUNCTION_WEIGHT = 0.35
"""Of a word like "the" beside a content word's 1."""
NEGATION_WEIGHT = 0.7
"""Of "not" and the like: the wording hangs on it. Costs and weights were chosen by hand, on our own altered quotes."""
DELETION = 0.5
"""Cost of a word that the query leaves out, beside that of a word it adds."""
SWAP = 0.8
"""Cost of another word in a word's place: less than leaving both out, so that a first word is replaced."""

EDGE = 3
"""Words beyond the aligned run in which the query's first or last word is looked for."""

Costs = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Places ``low`` to ``high`` of one article are nearest to the query.

    ``score`` is 1 for the same words and 0 for none shared, words weighted by what they carry.
    """

    low: int
    high: int
    score: float


def weigh(words: list[str]) -> Costs:
    """What each word carries, shape (words,)."""
    return np.array(
        [1.0 if is_content(w) else NEGATION_WEIGHT if is_negation(w) else FUNCTION_WEIGHT for w in words],
        np.float32,
    )


def shortlist(catalog: Catalog, words: list[str], numbers: Ints) -> list[tuple[int, int]]:
    """Spans of places, one a block, that share the most rare words with the query, best first.

    Each is at most twice as long as the query, so that the work does not grow with paragraphs.
    """
    known = {int(n): w for n, w in zip(numbers, words, strict=True) if n >= 0 and is_content(w)}
    if not known:
        known = {int(n): w for n, w in zip(numbers, words, strict=True) if n >= 0}
    rare = {n for n in known if len(catalog.places(n)) <= MAX_POSTINGS}
    chosen = sorted(rare or known, key=lambda n: len(catalog.places(n)))
    if not chosen:
        return []
    votes = np.zeros(catalog.blocks, np.float32)
    weights = {n: math.log1p(catalog.blocks / len(catalog.places(n))) for n in chosen}
    for n in chosen:
        blocks = np.unique(catalog.block_of[catalog.places(n)[:MAX_POSTINGS]])
        votes[blocks] += weights[n]
    count = min(SHORTLIST, catalog.blocks)
    best = np.argpartition(-votes, count - 1)[:count]
    best = best[np.argsort(-votes[best], kind="stable")]
    reach = 2 * len(words) + 12
    return [_window(catalog, int(b), weights, len(words), reach) for b in best if votes[b] > 0]


def _window(
    catalog: Catalog, block: int, weights: dict[int, float], length: int, reach: int
) -> tuple[int, int]:
    low, high = int(catalog.block_first[block]), int(catalog.block_first[block + 1]) - 1
    if length > high - low:  # a text longer than the paragraph may run on into the next ones
        first, last = catalog.source_places(low)
        low, high = max(first, low - length), min(last - 1, high + length)
    if high - low <= reach:
        return low, high
    gains = np.array([weights.get(int(n), 0.0) for n in catalog.ids[low:high]])
    total = np.concatenate([[0.0], np.cumsum(gains)])
    at = low + int(np.argmax(total[reach:] - total[:-reach]))
    return at, at + reach


def align(catalog: Catalog, words: list[str], numbers: Ints, spans: list[tuple[int, int]]) -> list[Alignment]:
    """The nearest run of each span. Needs words × longest span × spans steps, in numpy."""
    if not spans or not words:
        return []
    width = max(high - low for low, high in spans)
    table = np.full((len(spans), width), NOWHERE, np.int32)
    for row, (low, high) in enumerate(spans):
        table[row, : high - low] = catalog.ids[low:high]
    spelling = {n: i for i, n in enumerate(np.unique(table))}
    back = _spelled(catalog, list(spelling))
    costs = weigh(back)[np.vectorize(spelling.__getitem__, otypes=[np.intp])(table)]
    border = table == NOWHERE  # costs nothing to pass, stands for no word
    costs[border] = 0.0
    own = weigh(words)
    running = np.concatenate(
        [np.zeros((len(spans), 1), np.float32), np.cumsum(costs * DELETION, axis=1, dtype=np.float32)], axis=1
    )
    columns = np.broadcast_to(np.arange(width + 1), running.shape)
    cost = np.zeros_like(running)
    begun = columns.copy()
    for number, weight in zip(numbers, own, strict=True):
        swap = cost[:, :-1] + np.where(
            table == number, 0.0, np.where(border, weight, SWAP * np.maximum(costs, weight))
        )
        fresh = cost + weight
        start = begun.copy()
        better = swap < fresh[:, 1:]
        fresh[:, 1:] = np.where(better, swap, fresh[:, 1:])
        start[:, 1:] = np.where(better, begun[:, :-1], start[:, 1:])
        level = fresh - running
        lowest = np.minimum.accumulate(level, axis=1)
        origin = np.maximum.accumulate(np.where(level <= lowest, columns, 0), axis=1)
        cost = (lowest + running).astype(np.float32)
        begun = np.take_along_axis(start, origin, axis=1)
    ends = np.argmin(cost, axis=1)
    found = []
    for row, ((low, _), end) in enumerate(zip(spans, ends, strict=True)):
        first = int(begun[row, end])
        if end > first:
            score = 1.0 - float(cost[row, end]) / float(own.sum())
            found.append(Alignment(low + first, low + int(end), score))
    return sorted(found, key=lambda a: -a.score)


def widen(catalog: Catalog, numbers: Ints, found: Alignment) -> Alignment:
    """An edge whose word was replaced is carried on to the query's first or last word, when it is near."""
    low, high = found.low, found.high
    before = catalog.ids[max(low - EDGE, int(catalog.block_first[catalog.block_of[low]])) : low]
    after = catalog.ids[high : min(high + EDGE, int(catalog.block_first[catalog.block_of[high - 1] + 1]) - 1)]
    if catalog.ids[low] != numbers[0] and len(places := np.flatnonzero(before == numbers[0])):
        low -= len(before) - int(places[-1])
    if catalog.ids[high - 1] != numbers[-1] and len(places := np.flatnonzero(after == numbers[-1])):
        high += int(places[0]) + 1
    return Alignment(low, high, found.score)


def _spelled(catalog: Catalog, numbers: list[int]) -> list[str]:
    return [catalog.spelling[n] if n >= 0 else "" for n in numbers]
