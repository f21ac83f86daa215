"""The words that a paraphrase rests on: which of the query's have a counterpart in the statement, by vectors of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from index.checking.tokens import Word, is_content, split_words
from index.embedding.arrays import Vectors
from index.embedding.embedder import Embedder
from index.embedding.encoder import Tokens

LIKE = 0.4
"""Cosine from which a word stands for another (figures in the model card)."""
MOST = 6
"""Pairs that are told: the nearest."""

Ints = npt.NDArray[np.intp]
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
    nearest, back = likeness.argmax(1), likeness.argmax(0)
    mutual = [
        (float(likeness[i, j]), i, int(j))
        for i, j in enumerate(nearest)
        if likeness[i, j] >= LIKE and back[j] == i
    ]
    return tuple(
        (said[j], asked[i]) for _, i, j in sorted(sorted(mutual, reverse=True)[:MOST], key=lambda m: m[1])
    )


def _likeness(left: Tokens, asked: Sequence[Word], right: Tokens, said: Sequence[Word]) -> Vectors:
    """Shape (asked, said): the mean, over the pieces of one word, of the highest cosine to any piece of the other."""
    found = np.zeros((len(asked), len(said)), np.float32)
    rows, row_of = _pieces(left, asked)
    columns, column_of = _pieces(right, said)
    if not len(rows) or not len(columns):
        return found
    cosines = left.vectors[rows] @ right.vectors[columns].T
    here, first_row, sizes = np.unique(row_of, return_index=True, return_counts=True)
    there, first_column = np.unique(column_of, return_index=True)
    highest = np.maximum.reduceat(cosines, first_column, axis=1)
    found[np.ix_(here, there)] = np.add.reduceat(highest, first_row, axis=0) / sizes[:, None]
    return found


def _pieces(encoded: Tokens, words: Sequence[Word]) -> tuple[Ints, Ints]:
    """The pieces that begin within one of the words, and which word that is, in order."""
    starts = np.array(encoded.starts, np.intp)
    at = np.searchsorted([w.start for w in words], starts, side="right") - 1
    inside = (at >= 0) & (starts < np.array([w.end for w in words])[at])
    return np.flatnonzero(inside), at[inside]
