"""Who a role turns out to be that spoke: "“…,” said the agent. “…” Ada Moor has sold lighthouses."."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from index.model import Span
from index.quotes.clauses import sentence_starts
from index.quotes.descriptions import tells_person
from index.quotes.entities import head_phrase, is_plural
from index.quotes.introductions import Introduction, Told
from index.quotes.vocabulary import is_role

MOST_BETWEEN = 1
"""So many sentences of the text's own stand between that of the role and that of the name."""
_ROLE = re.compile(
    r"(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts) (?:[\w’'\-]{1,20} ){0,4}?[a-z][\w\-]{2,20}(?: (?:of|at|from|in) .{1,40})?"
)
_NAMED = re.compile(
    r"(?:(?:Her|His|Their) name(?:, [^,.;“”\"]{3,60},)? is )?(?:(?:Sir|Dame|Dr|Mr|Mrs|Ms) )?$"
)


def spoken_for(
    text: str,
    blocks: Sequence[Span],
    sources: Sequence[Span],
    names: Sequence[Span],
    told: Sequence[Told],
    quoted: Sequence[Span],
) -> Iterator[Introduction]:
    """Roles among the ``sources`` behind which their paragraph goes on about somebody of whom no office is told. ``names``
    are all mentions of persons, ``told`` the first ones without an office; everything in order."""
    first = {t.name.start: t for t in told}
    starts = [a for a, _ in names if not _within(quoted, a)]
    for begin, end in blocks[1:]:
        here = sources[bisect_left(sources, (begin, 0)) : bisect_left(sources, (end, 0))]
        if not here:
            continue
        sentences = [s for s in sentence_starts(text, begin, end) if s < end and not _within(quoted, s + 1)]
        for a, b in here:
            phrase = _role(text, a, b)
            at = bisect_left(starts, b)
            one = first.get(starts[at]) if at < len(starts) and starts[at] < end else None
            if phrase is None or one is None or one.speaks or _within(quoted, a):
                continue
            own = bisect_right(sentences, one.name.start)
            behind = own - bisect_right(sentences, b)
            if 0 < behind <= 1 + MOST_BETWEEN and _NAMED.fullmatch(text, sentences[own - 1], one.name.start):
                yield Introduction(a, b, phrase, one.entity)


def _role(text: str, start: int, end: int) -> str | None:
    phrase = " ".join(text[start:end].partition(",")[0].split())
    if not _ROLE.fullmatch(phrase):
        return None
    words = head_phrase(phrase).split()
    noun = words[-1].lower() if words else ""
    if len(words) < 2 or (is_plural(noun) and not is_role(noun)):
        return None
    return " ".join(words[1:]) if tells_person(noun) else None


def _within(quoted: Sequence[Span], position: int) -> bool:
    at = bisect_right(quoted, (position, 1 << 60)) - 1
    return at >= 0 and position < quoted[at][1]
