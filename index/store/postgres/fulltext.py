"""Full text: tsvector finds the passages that hold a word, BM25 ranks them here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from index.store.postgres.database import Database
from index.store.postgres.searched import LONGEST_STEM, lexeme
from index.store.postgres.shelf_states import ShelfState, literal
from index.text.words import stems

RANKED = 10_000
"""Passages of a big shelf that are looked at for one question; a word that more of them hold only adds to scores."""
COUNTED = 4
"""For each passage asked for, how many of those with the weightiest words have their words counted."""
K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson and Zaragoza 2009), those of FTS5 too."""


@dataclass(frozen=True, slots=True)
class Held:
    """A passage that holds words of the question; ``held`` says which, by place."""

    passage: int
    article: int
    length: int
    held: tuple[bool, ...]


def rank(
    database: Database, words: Sequence[str], states: Mapping[str, ShelfState], limit: int
) -> list[tuple[int, int, float]]:
    """(passage id, article id, BM25 score, larger is better) of live passages that hold any of the words."""
    asked = list(dict.fromkeys(stem[:LONGEST_STEM] for word in words for stem in stems(word)))
    total = sum(state.passages for state in states.values())
    if not asked or not total:
        return []
    found: list[Held] = []
    holders = [0] * len(asked)
    for shelf, state in states.items():
        here, counts = _of_shelf(database, asked, shelf, state)
        found += here
        holders = [a + b for a, b in zip(holders, counts, strict=True)]
    weights = [math.log(1 + (total - n + 0.5) / (n + 0.5)) if n else 0.0 for n in holders]
    found.sort(key=lambda f: (-sum(w for w, held in zip(weights, f.held, strict=True) if held), f.passage))
    found = found[: COUNTED * limit]
    times = _times(database, asked, [f.passage for f in found])
    usual = sum(state.words for state in states.values()) / total or 1.0
    scored = [(f.passage, f.article, _score(f, asked, weights, times, usual)) for f in found]
    return sorted(scored, key=lambda row: (-row[2], row[0]))[:limit]


def _of_shelf(
    database: Database, asked: Sequence[str], shelf: str, state: ShelfState
) -> tuple[list[Held], list[int]]:
    """Passages of a shelf that hold a word, and how many hold each word."""
    looked_for: Sequence[str] = asked
    counts: list[int] | None = None
    if state.dimension is not None:
        counts = [_count(database, word, shelf) for word in asked]
        looked_for = _rare(asked, counts)
        if not looked_for:
            return [], counts
    flags = ", ".join(["stems @@ ?::tsquery"] * len(asked))
    rows = database.connection.execute(
        f"SELECT passage_id, article_id, length, {flags} FROM words WHERE shelf = {literal(shelf)} "
        "AND stems @@ ?::tsquery LIMIT ?",
        [*map(lexeme, asked), " | ".join(map(lexeme, looked_for)), 2 * RANKED],
    )
    found = [Held(number, article, length, tuple(held)) for number, article, length, *held in rows]
    if counts is None:
        counts = [sum(f.held[place] for f in found) for place in range(len(asked))]
    return found, counts


def _count(database: Database, word: str, shelf: str) -> int:
    """How many passages of a big shelf hold a word, up to a little more than are ranked."""
    (count,) = database.connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM words WHERE shelf = {literal(shelf)} AND stems @@ ?::tsquery LIMIT ?) held",
        (lexeme(word), RANKED + 1),
    ).fetchone()
    return int(count)


def _rare(asked: Sequence[str], counts: Sequence[int]) -> list[str]:
    """The words that few passages hold, as many as can be ranked; at least one that any holds."""
    known = sorted((n, word) for n, word in zip(counts, asked, strict=True) if n)
    sums = accumulate(n for n, _ in known)
    return [word for (_, word), so_far in zip(known, sums, strict=True) if so_far <= RANKED] or [
        word for _, word in known[:1]
    ]


def _times(database: Database, asked: Sequence[str], passages: Sequence[int]) -> dict[tuple[int, str], int]:
    """(passage, word) → how often it stands there."""
    return {
        (number, word): times
        for number, word, times in database.connection.execute(
            "SELECT w.passage_id, u.lexeme, cardinality(u.positions) FROM words w, unnest(w.stems) u "
            "WHERE w.passage_id = ANY(?) AND u.lexeme = ANY(?)",
            (list(passages), list(asked)),
        )
    }


def _score(
    found: Held,
    asked: Sequence[str],
    weights: Sequence[float],
    times: Mapping[tuple[int, str], int],
    usual: float,
) -> float:
    norm = K1 * (1 - B + B * found.length / usual)
    score = 0.0
    for word, weight in zip(asked, weights, strict=True):
        often = times.get((found.passage, word), 0)
        score += weight * often * (K1 + 1) / (often + norm)
    return score
