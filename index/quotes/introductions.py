"""Who a role turns out to be: "The mayor has denied it. … “No,” Ada Moor told them." and "Its coach was hoarse. “…,” said Ada Moor."."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.quotes.clauses import sentence_starts
from index.quotes.names import Name
from index.quotes.subjects import role_subject

FIRST = 4
"""The article's first sentence stands in one of so many paragraphs; before it bylines do."""
WITHIN = 600
"""So far behind the role the name stands, in characters."""
_SHORT = 60
"""A shorter paragraph without a full stop is a byline, a date, a heading."""


@dataclass(frozen=True, slots=True)
class Told:
    """A first mention by full name: nothing beside it tells an office; ``speaks``: a verb of saying stands beside it."""

    name: Name
    entity: int
    speaks: bool


@dataclass(frozen=True, slots=True)
class Introduction:
    """The role at ``text[start:end]``, without its article ``phrase``, is ``entity``."""

    start: int
    end: int
    phrase: str
    entity: int


def introductions(
    text: str,
    blocks: Sequence[tuple[int, int]],
    names: Sequence[Name],
    told: Sequence[Told],
    quoted: Sequence[tuple[int, int]],
) -> Iterator[Introduction]:
    """Roles that are the subject of a sentence and whose name the text tells behind it. ``names`` are all mentions of persons, ``told`` the
    first ones without an office; ``quoted`` are the marked stretches, all in order."""
    known = {t.name.start: t for t in told}
    starts = [n.start for n in names]
    for number, (start, end) in enumerate(blocks[1:]):
        lead = (
            number < FIRST
            and end - start > _SHORT
            and not any(b - a > _SHORT for a, b in blocks[1 : number + 1])
        )
        for begin in (start, *sentence_starts(text, start, end)):
            role = role_subject(text, begin, end)
            if role is None or _is_within(quoted, begin):
                continue
            at = bisect_left(starts, begin)
            first = known.get(starts[at]) if at < len(starts) else None
            if first is None or first.name.start - role[1] > WITHIN:
                continue
            beside = (
                first.speaks and first.name.start < end and _has_between(quoted, role[1], first.name.start)
            )
            if beside or (lead and begin == start and first.name.start >= end):
                yield Introduction(*role, first.entity)


def _is_within(quoted: Sequence[tuple[int, int]], position: int) -> bool:
    at = bisect_right(quoted, (position, 1 << 60)) - 1
    return at >= 0 and position < quoted[at][1]


def _has_between(quoted: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(quoted, (start, 0))
    return at < len(quoted) and quoted[at][1] <= end + 1
