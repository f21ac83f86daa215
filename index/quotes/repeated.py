"""A headline quotes what the article quotes again: whoever says it there, says it here."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.model import QuoteKind
from index.quotes.linking import Attribution
from index.quotes.marks import Marked, find_marked
from index.quotes.pieces import Piece, TaggedText

MOST = 24
"""So many headlines are looked at: a bound on the work."""
LONGEST = 160
"""A longer line is no headline, in characters."""
FEWEST = 3
"""Fewer words may be said twice."""
SURE = 0.9
"""No such speaker is surer than this."""
_WORD = re.compile(r"\w+")


def with_repeated(reading: TaggedText, found: Sequence[Attribution]) -> list[Attribution]:
    """``found`` with what the headline, and lines that hold nothing but a quotation, quote of it; in order."""
    told = [a for a in found if a.source is not None and a.piece.kind is QuoteKind.DIRECT]
    headlines = list(_headlines(reading)) if told else []
    if not headlines:
        return list(found)
    words, starts = _joined(reading.text, told)
    own = {a.piece.start: i for i, a in enumerate(found)}
    inner = {start for a in found for start, _ in a.piece.inner}
    kept = list(found)
    utterance = max(a.utterance for a in found)
    for number, marked in headlines:
        known = _plain(reading.text, marked.start, marked.end)
        place = words.find(known) if known.count(" ") > FEWEST else -1
        if place >= 0 and _alone(reading, told[bisect_right(starts, place) - 1].piece, number, marked):
            place = words.find(known, place + 1)  # that was the line itself
        at = own.get(marked.start)
        if place < 0 or marked.start in inner:  # a mixed piece has its row already
            continue
        one = told[bisect_right(starts, place) - 1]
        if one.piece.paragraph == number:  # it names who says it
            continue
        sure = min(one.probability, SURE)
        if at is not None:
            kept[at] = replace(
                found[at], source=one.source, cue=one.cue, probability=sure, carried=one.carried
            )
            continue
        utterance += 1
        end = marked.start + len(reading.text[marked.start : marked.end].rstrip(" ,"))
        piece = Piece(
            QuoteKind.DIRECT,
            marked.start,
            end,
            *reading.tokens(marked.start, end),
            number,
            one.piece.probability,
        )
        kept.append(Attribution(piece, one.source, one.cue, utterance, sure, one.carried))
    return sorted(kept, key=lambda a: a.piece.start)


def _alone(reading: TaggedText, piece: Piece, number: int, marked: Marked) -> bool:
    """Is the piece the line's own, which names nobody?"""
    start, end = reading.paragraphs[number]
    return number > 0 and piece.start == marked.start and end - start - (marked.end - marked.start) <= 3


def _headlines(reading: TaggedText) -> Iterator[tuple[int, Marked]]:
    """The quotations of the headline, and every line that is nothing else: (paragraph, span), in order."""
    left = MOST
    for number, (start, end) in enumerate(reading.paragraphs):
        if end - start > LONGEST or not left:
            continue
        marks = [m for m in find_marked(reading.text, start, end) if not m.open_ended]
        for marked in marks[:left]:
            if not number or (len(marks) == 1 and end - start - (marked.end - marked.start) <= 3):
                left -= 1
                yield number, marked


def _joined(text: str, told: Sequence[Attribution]) -> tuple[str, list[int]]:
    """The words of all of them in one text, and where each begins there."""
    parts: list[str] = []
    starts, at = [], 0
    for a in told:
        part = _plain(text, a.piece.start, a.piece.end) + "|"
        starts.append(at)
        parts.append(part)
        at += len(part)
    return "".join(parts), starts


def _plain(text: str, start: int, end: int) -> str:
    return f" {' '.join(_WORD.findall(text[start:end].lower()))} "
