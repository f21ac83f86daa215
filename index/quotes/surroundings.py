"""What stands around a quotation: who speaks before and behind it, in its paragraph and beside it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.model import QuoteKind, Span
from index.quotes.linking import Attribution
from index.quotes.resolve import Speaker

MOST_BACK, MOST_AHEAD = 40, 3
"""So many attributions before one and behind it are looked at."""
MOST_BEFORE = 6
"""So many acts of speaking before one are kept."""
MOST_BESIDE = 20
"""So many quotations of a paragraph are looked at on either side."""


@dataclass(frozen=True, slots=True)
class Around:
    """Around one quotation. Entities, each by its number, of other sources than its own:"""

    before: tuple[int, ...]
    """who spoke before, the last one first;"""
    behind: tuple[int, ...]
    """who speaks next;"""
    earlier: frozenset[int]
    """who speaks in its paragraph before it,"""
    beside: frozenset[int]
    """or anywhere in it;"""
    paragraph_before: frozenset[int]
    """in the one before,"""
    paragraph_behind: frozenset[int]
    """and in the next one."""
    begins: int
    ends: int
    """Its paragraph is ``text[begins:ends]``."""
    rank: int
    of: int
    """It is so many quotations from its paragraph's first, of so many."""
    follows: bool
    followed: bool
    """Is there a quotation in the paragraph before, and in the next one?"""
    open_before: bool
    """Did the paragraph before leave a quotation open?"""
    last_end: int
    """Where the quotation before it ends; 0: there is none."""


class Surroundings:
    """Of the quotations of one article, or of a run of its paragraphs."""

    def __init__(
        self,
        paragraphs: Sequence[Span],
        attributed: Sequence[Attribution],
        speakers: Mapping[Span, Speaker | None],
    ) -> None:
        self._paragraphs = paragraphs
        self._starts = [start for start, _ in paragraphs]
        self._attributed = attributed
        self._who: list[int | None] = []
        self._spoken: Counter[int] = Counter()
        self._by_source: Counter[tuple[int, Span]] = Counter()
        self._first: dict[int, list[tuple[int, Span]]] = {}
        self._of: dict[int, list[int]] = {}
        for number, one in enumerate(attributed):
            speaker = speakers.get(one.source) if one.source else None
            who = speaker.entity if speaker is not None else None
            self._who.append(who)
            if who is not None and one.source is not None:
                self._spoken[who] += 1
                self._by_source[who, one.source] += 1
                first = self._first.setdefault(who, [])
                if len(first) < 2 and all(source != one.source for _, source in first):
                    first.append((number, one.source))
            if one.piece.kind is not QuoteKind.INDIRECT:
                self._of.setdefault(self.paragraph(one.piece.start), []).append(number)
        self._ends = sorted(a.piece.end for a in attributed if a.piece.kind is not QuoteKind.INDIRECT)
        self.all = len(attributed)

    def paragraph(self, position: int) -> int:
        """The number of its paragraph, from 0 on."""
        return max(0, bisect_right(self._starts, position) - 1)

    def who(self, number: int) -> int | None:
        """The entity that an attribution's source means."""
        return self._who[number]

    def spoken(self, entity: int, source: Span | None) -> int:
        """How often somebody speaks by other sources than this one."""
        return self._spoken[entity] - (self._by_source[entity, source] if source else 0)

    def has_spoken(self, entity: int, number: int) -> bool:
        """Did they, before an attribution, by another source than its own?"""
        own = self._attributed[number].source
        return any(at < number and source != own for at, source in self._first.get(entity, ()))

    def around(self, number: int) -> Around:
        """Around the piece of an attribution."""
        one = self._attributed[number]
        start = one.piece.start
        at = self.paragraph(start)
        here, above, below = (self._of.get(at + step, []) for step in (0, -1, 1))
        rank = bisect_left(here, start, key=lambda n: self._attributed[n].piece.start)
        near = here[max(0, rank - MOST_BESIDE) : rank + MOST_BESIDE]
        begins, ends = self._paragraphs[at]
        last = bisect_right(self._ends, start) - 1
        return Around(
            before=tuple(self._others(number, range(number - 1, max(-1, number - 1 - MOST_BACK), -1)))[
                :MOST_BEFORE
            ],
            behind=tuple(self._others(number, range(number + 1, min(self.all, number + 1 + MOST_AHEAD)))),
            earlier=self._speakers(
                n for n in near if self._attributed[n].piece.start < start and n != number
            ),
            beside=self._speakers(n for n in near if n != number),
            paragraph_before=self._speakers(above[-MOST_BESIDE:]),
            paragraph_behind=self._speakers(below[:MOST_BESIDE]),
            begins=begins,
            ends=ends,
            rank=rank,
            of=len(here),
            follows=bool(above),
            followed=bool(below),
            open_before=bool(above) and self._attributed[above[-1]].piece.goes_on,
            last_end=self._ends[last] if last >= 0 else 0,
        )

    def _others(self, number: int, numbers: Iterable[int]) -> list[int]:
        own = self._attributed[number].source
        found = ((self._who[n], self._attributed[n].source) for n in numbers)
        return [who for who, source in found if who is not None and source != own]

    def _speakers(self, numbers: Iterable[int]) -> frozenset[int]:
        return frozenset(who for n in numbers if (who := self._who[n]) is not None)
