"""The words that a paraphrase rests on: which of the query's have a counterpart in the statement, by vectors of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from index.checking.tokens import Word, is_content, split_words
from index.embedding.arrays import Vectors
from index.embedding.embedder import Embedder
from index.embedding.encoder import Tokens

LIKE = 0.4
"""Cosine from which a word stands for another (figures in the model card)."""
MOST = 6
"""Pairs that are told: the nearest."""

Pair = tuple[Word, Word]
"""A word of the statement and one of the query, each with its offsets."""
Counterparts = Callable[[str, Sequence[Word], str], Sequence[Pair]]
"""Of a query, its words that count, and a statement."""


def nothing_paired(query: str, words: Sequence[Word], statement: str) -> tuple[Pair, ...]:
    """For judges without vectors."""
    return ()


def counterparts(embedder: Embedder, query: str, words: Sequence[Word], statement: str) -> tuple[Pair, ...]:
    """Content words that are each other's nearest, in the order of the query. Empty without vectors for words.

    ``words`` are those of the query that count, with its offsets. Raises ModelError.
    """
    asked = [w for w in words if is_content(w.folded)]
    said = [w for w in split_words(statement) if is_content(w.folded)]
    encoded = embedder.tokens([query, statement]) if asked and said else []
    if not encoded:
        return ()
    likeness = _likeness(encoded[0], asked, encoded[1], said)
    nearest = likeness.argmax(1)
    mutual = [
        (float(likeness[i, j]), i, int(j))
        for i, j in enumerate(nearest)
        if likeness[i, j] >= LIKE and likeness[:, j].argmax() == i
    ]
    return tuple(
        (said[j], asked[i]) for _, i, j in sorted(sorted(mutual, reverse=True)[:MOST], key=lambda m: m[1])
    )


def _likeness(left: Tokens, asked: Sequence[Word], right: Tokens, said: Sequence[Word]) -> Vectors:
    """Shape (asked, said): the mean, over the pieces of one word, of the highest cosine to any piece of the other."""
    cosines = left.vectors @ right.vectors.T
    found = np.zeros((len(asked), len(said)), np.float32)
    columns = [_pieces(right, word) for word in said]
    for i, rows in enumerate(_pieces(left, word) for word in asked):
        for j, own in enumerate(columns):
            if rows and own:
                found[i, j] = cosines[np.ix_(rows, own)].max(1).mean()
    return found


def _pieces(encoded: Tokens, word: Word) -> list[int]:
    return [i for i, at in enumerate(encoded.starts) if word.start <= at < word.end]
