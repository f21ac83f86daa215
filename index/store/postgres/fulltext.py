"""Full text: tsvector finds the passages that hold a word, BM25 ranks them here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from index.store.postgres.database import Database
from index.store.postgres.searched import LONGEST_STEM, lexeme
from index.store.postgres.shelf_states import ShelfState, literal
from index.text.words import stems

RANKED = 10_000
"""Passages of a big shelf that are looked at for one question; a word that more of them hold only adds to scores."""
COUNTED = 4
"""For each passage asked for, how many of those with the weightiest words have their words counted."""
KEPT_WORDS = 5_000
"""Words of a big shelf whose holders stay counted in memory."""
K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson and Zaragoza 2009), those of FTS5 too."""


@dataclass(slots=True)
class Held:
    """A passage that holds words of the question; ``times`` says how often."""

    article: int
    length: int
    times: dict[str, int] = field(default_factory=dict)


def rank(
    database: Database, words: Sequence[str], states: Mapping[str, ShelfState], limit: int
) -> list[tuple[int, int, float]]:
    """(passage id, article id, BM25 score, larger is better) of live passages that hold any of the words."""
    asked = list(dict.fromkeys(stem[:LONGEST_STEM] for word in words for stem in stems(word)))
    if not asked or not states:
        return []
    small = [shelf for shelf, state in states.items() if state.dimension is None]
    big = {shelf: state for shelf, state in states.items() if state.dimension is not None}
    counts = {shelf: _counts(database, asked, shelf, state) for shelf, state in big.items()}
    holders = [sum(here) for here in zip(*counts.values(), strict=True)] or [0] * len(asked)
    total = sum(state.passages for state in states.values())
    found: dict[int, Held] = {}
    if small:
        holders = _of_small(database, asked, small, (holders, total), COUNTED * limit, found)
    for shelf in big:
        _of_big(database, asked, shelf, counts[shelf], (holders, total), COUNTED * limit, found)
    usual = sum(state.words for state in states.values()) / total if total else 1.0
    weights = dict(zip(asked, (_weight(n, total) for n in holders), strict=True))
    scored = [(number, held.article, _score(held, weights, usual or 1.0)) for number, held in found.items()]
    return sorted(scored, key=lambda row: (-row[2], row[0]))[:limit]


def _of_small(
    database: Database,
    asked: Sequence[str],
    shelves: Sequence[str],
    elsewhere: tuple[Sequence[int], int],
    most: int,
    found: dict[int, Held],
) -> list[int]:
    """Into ``found`` the weightiest passages of small shelves, all read in one statement; how many passages hold each
    word, with those that do ``elsewhere`` (holders of each word, passages in all)."""
    places = range(len(asked))
    holders, total = elsewhere
    counted = ", ".join(f"?::int + count(*) FILTER (WHERE h{i}) AS n{i}" for i in places)
    weighed = ", ".join(
        f"ln((1 + (greatest(?, n{i}) - n{i} + 0.5) / (n{i} + 0.5))::float8) AS w{i}" for i in places
    )
    rows = database.connection.execute(
        f"WITH held AS MATERIALIZED (SELECT passage_id, article_id, length, {_flags(asked)} FROM words "
        "WHERE shelf = ANY(?) AND stems @@ ?::tsquery), "
        f"counted AS (SELECT {counted} FROM held), weighed AS (SELECT {weighed} FROM counted), "
        f"{_best(asked)} "
        f"SELECT 0, 0, 0, NULL, 0, ARRAY[{', '.join(f'n{i}' for i in places)}] FROM counted UNION ALL "
        f"SELECT *, NULL FROM ({_TIMES}) t",
        [*map(lexeme, asked), list(shelves), _any(asked), *holders, *[total] * len(asked), most, list(asked)],
    ).fetchall()
    _gather(found, (row[:5] for row in rows if row[5] is None))
    return next(row[5] for row in rows if row[5] is not None)


def _of_big(
    database: Database,
    asked: Sequence[str],
    shelf: str,
    counts: Sequence[int],
    everywhere: tuple[Sequence[int], int],
    most: int,
    found: dict[int, Held],
) -> None:
    """Into ``found`` the weightiest passages of a big shelf, of those that hold one of its rare words."""
    rare = _rare(asked, counts)
    if not rare:
        return
    holders, total = everywhere
    weights = ", ".join(f"?::float8 AS w{i}" for i in range(len(asked)))
    rows = database.connection.execute(
        f"WITH held AS MATERIALIZED (SELECT passage_id, article_id, length, {_flags(asked)} FROM words "
        f"WHERE shelf = {literal(shelf)} AND stems @@ ?::tsquery LIMIT ?), "
        f"weighed AS (SELECT {weights}), {_best(asked)} {_TIMES}",
        [
            *map(lexeme, asked), _any(rare), 2 * RANKED,
            *(_weight(n, total) for n in holders), most, list(asked),
        ],
    )  # fmt: skip
    _gather(found, rows)


_TIMES = (
    "SELECT b.passage_id, b.article_id, b.length, u.lexeme, cardinality(u.positions) FROM best b "
    "JOIN words w ON w.passage_id = b.passage_id CROSS JOIN LATERAL unnest(w.stems) u WHERE u.lexeme = ANY(?)"
)


def _flags(asked: Sequence[str]) -> str:
    return ", ".join(f"stems @@ ?::tsquery AS h{i}" for i in range(len(asked)))


def _best(asked: Sequence[str]) -> str:
    """Those with the weightiest words, before it matters how often they hold them."""
    weight = " + ".join(f"CASE WHEN h{i} THEN w{i} ELSE 0 END" for i in range(len(asked)))
    return (
        "best AS MATERIALIZED (SELECT passage_id, article_id, length FROM held, weighed "
        f"ORDER BY {weight} DESC, passage_id LIMIT ?)"
    )


def _any(asked: Sequence[str]) -> str:
    return " | ".join(map(lexeme, asked))


def _gather(found: dict[int, Held], rows: Iterable[tuple[int, int, int, str, int]]) -> None:
    for number, article, length, word, times in rows:
        held = found.get(number)
        if held is None:
            held = found[number] = Held(article, length)
        held.times[word] = times


def _counts(database: Database, asked: Sequence[str], shelf: str, state: ShelfState) -> list[int]:
    """How many passages of a big shelf hold each word, up to a little more than are ranked."""
    known = {word: count for word in asked if (count := state.holders.get(word)) is not None}
    unknown = [word for word in asked if word not in known]
    if unknown:
        one = (
            f"(SELECT count(*) FROM (SELECT 1 FROM words WHERE shelf = {literal(shelf)} "
            "AND stems @@ ?::tsquery LIMIT ?) held)"
        )
        counted = database.connection.execute(
            f"SELECT {', '.join([one] * len(unknown))}",
            [value for word in unknown for value in (lexeme(word), RANKED + 1)],
        ).fetchone()
        known.update(zip(unknown, counted, strict=True))
        if len(state.holders) > KEPT_WORDS:
            state.holders.clear()
        state.holders.update(known)
    return [known[word] for word in asked]


def _rare(asked: Sequence[str], counts: Sequence[int]) -> list[str]:
    """The words that few passages hold, as many as can be ranked; at least one that any holds."""
    known = sorted((n, word) for n, word in zip(counts, asked, strict=True) if n)
    sums = accumulate(n for n, _ in known)
    return [word for (_, word), so_far in zip(known, sums, strict=True) if so_far <= RANKED] or [
        word for _, word in known[:1]
    ]


def _weight(holders: int, total: int) -> float:
    return math.log(1 + (max(total, holders) - holders + 0.5) / (holders + 0.5))


def _score(held: Held, weights: Mapping[str, float], usual: float) -> float:
    norm = K1 * (1 - B + B * held.length / usual)
    return sum(weights[word] * often * (K1 + 1) / (often + norm) for word, often in held.times.items())
