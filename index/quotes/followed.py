"""The pronouns of an article in reading order and whom each one meant: "He … He … he said" goes on with one person.

Beside the names that stand in the pronoun's own clause and sentence: "he called Berg" is not Berg.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from index.quotes.people import Cast
from index.quotes.vocabulary import HE, SHE

MOST = 24
"""So many pronouns before one are looked at, the nearest."""
SURE = 0.4
"""A pronoun counts for whom it means when that is this likely."""
FEATURES = 14
"""Length of ``Trail.features``."""
CLAUSE = 160
"""Farthest end of a clause, in characters."""
_PRONOUN = re.compile(r"\b(?:he|she|him|his|her|hers|himself|herself)\b", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(
    r"[.,;:!?—–“”\"\n(]|\b(?:that|who|which|whose|and|but|or|when|as|because|after|before|while|if|than|until|since)\b"
)


@dataclass(frozen=True, slots=True)
class Followed:
    """The pronoun at ``start`` means ``entity`` with this chance."""

    start: int
    entity: int
    chance: float


class Pronouns:
    """What has been followed so far; to be asked in reading order."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._at = [
            (match.start(), match.group().lower())
            for low, high in cast.blocks
            for match in _PRONOUN.finditer(cast.text, low, high)
            if not cast.is_quoted(match.start())
        ]
        self._next = 0
        self._he: list[Followed] = []
        self._she: list[Followed] = []
        self._all: list[Followed] = []

    def follow(self, start: int, resolve: Callable[[str, int], tuple[int, float] | None]) -> None:
        """Resolve what stands before ``start`` and was not resolved yet."""
        while self._next < len(self._at) and self._at[self._next][0] < start:
            at, word = self._at[self._next]
            self._next += 1
            meant = resolve(word, at)
            if meant is not None and meant[1] >= SURE:
                (self._she if word in SHE else self._he).append(Followed(at, *meant))
                self._all.append(Followed(at, *meant))

    def before(self, word: str, start: int, reach: int) -> list[Followed]:
        """The pronouns like ``word`` ("he" is like "his"; for a description, "", those of either kind) before ``start``,
        nearest last."""
        kept = self._she if word in SHE else self._he if word in HE else [] if word else self._all
        high = bisect_left(kept, start, key=lambda f: f.start)
        return [f for f in kept[max(0, high - MOST) : high] if start - f.start <= reach]


@dataclass(frozen=True, slots=True)
class Trail:
    """What the pronouns before one, and the names in its own sentence, tell of a candidate."""

    word: str
    followed: tuple[Followed, ...]
    sentences: tuple[int, ...]
    """How many sentences back each of ``followed`` stands."""
    in_clause: frozenset[int]
    """Who is named behind it in its own clause,"""
    in_sentence: frozenset[int]
    """and in its own sentence."""
    opens: bool

    def features(self, entity: int, last: int, before_in_clause: bool) -> list[float]:
        """(FEATURES,); ``last`` is where the entity was last named, ``before_in_clause``: in the pronoun's own clause."""
        mine = [i for i, f in enumerate(self.followed) if f.entity == entity]
        nearest = self.followed[-1] if self.followed else None
        is_nearest = nearest is not None and nearest.entity == entity
        at = mine[-1] if mine else -1
        nominative = self.word in ("he", "she")
        return [
            bool(mine) and self.sentences[at] <= 0,
            bool(mine) and self.sentences[at] == 1,
            bool(mine) and self.sentences[at] > 1,
            is_nearest,
            nearest.chance if nearest is not None and is_nearest else 0.0,
            nearest is not None and not is_nearest,
            is_nearest and self.sentences[-1] <= 1,
            nearest is not None and not is_nearest and self.sentences[-1] <= 1,
            bool(mine) and self.followed[at].start > last,
            min(1.0, len(mine) / 5),
            entity in self.in_clause,
            entity in self.in_sentence and nominative,
            entity in self.in_sentence and self.opens,
            before_in_clause,
        ]


def clause_end(text: str, start: int, stop: int) -> int:
    """Where the clause around ``start`` ends."""
    stop = min(stop, start + CLAUSE)
    match = _CLAUSE_ENDS.search(text, start, stop)
    return match.start() if match else stop


def shares_clause(text: str, end: int, start: int) -> bool:
    """Does nothing between two places end a clause?"""
    return 0 <= start - end <= CLAUSE and _CLAUSE_ENDS.search(text, end, start) is None
