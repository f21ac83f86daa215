"""Each piece of reported words to the mention of who says it, and pieces to utterances."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.model import QuoteKind
from index.quotes.decoding import Segment
from index.quotes.pieces import Piece, Reading
from index.quotes.tagger import Tagged

UNTAGGED = 0.25
"""A token that the link prefers begins a source from this probability of the source tag on."""
CUE_REACH = 120
"""Farthest cue from its content, in characters."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A piece with the mention of its source (a span of the text), the cue, and how sure the link is.

    ``utterance`` numbers the acts of speaking; ``carried``: the source was taken over from the piece before.
    """

    piece: Piece
    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    utterance: int
    probability: float
    carried: bool = False


@dataclass(frozen=True, slots=True)
class _Choice:
    source: Segment | None
    probability: float


def attribute(
    reading: Reading, tagged: Tagged, pieces: Sequence[Piece], segments: Sequence[Segment]
) -> list[Attribution]:
    """One attribution a piece, in order."""
    sources = [s for s in segments if s.role == "source" and not _inside(s, pieces)]
    cues = [s for s in segments if s.role == "cue" and not _inside(s, pieces)]
    choices = [_choose(reading, tagged, piece, sources) for piece in pieces]
    found: list[Attribution] = []
    utterance = -1
    for i, (piece, choice) in enumerate(zip(pieces, choices, strict=True)):
        before = found[-1] if found else None
        source = (choice.source.start, choice.source.end) if choice.source else None
        carried = False
        if source is None and before is not None and _continues(reading, before.piece, piece, sources):
            source, carried = before.source, True
        joins = before is not None and _same_utterance(reading, before, piece, source, carried)
        utterance = before.utterance if joins and before is not None else utterance + 1
        utterance = max(utterance, before.utterance if before else 0) if not joins else utterance
        cue = _cue(piece, source, cues)
        if cue is None and before is not None and (joins or carried):
            cue = before.cue
        found.append(Attribution(piece, source, cue, utterance, choice.probability, carried))
        del i
    return found


def _inside(segment: Segment, pieces: Sequence[Piece]) -> bool:
    """Is this source or cue within words that somebody else says in marks?"""
    for piece in pieces:
        spans = (
            [(piece.start, piece.end)] if piece.kind is QuoteKind.DIRECT else [*piece.inner]
        )
        if any(a <= segment.start and segment.end <= b for a, b in spans):
            return True
    return False


def _choose(reading: Reading, tagged: Tagged, piece: Piece, sources: Sequence[Segment]) -> _Choice:
    """The source segment that the link likes best, unless it likes "none" better."""
    first, scores = tagged.link(piece.low, piece.high)
    none = float(scores[-1])
    last = first + len(scores) - 1
    best, best_score = None, -np.inf
    at = bisect_left([s.low for s in sources], first)
    for segment in sources[at:]:
        if segment.low >= last:
            break
        if segment.low < piece.high and segment.high > piece.low:
            continue
        score = float(np.logaddexp.reduce(scores[segment.low - first : min(segment.high, last) - first]))
        if score > best_score:
            best, best_score = segment, score
    top = int(scores[:-1].argmax()) if len(scores) > 1 else -1
    if top >= 0 and scores[top] > max(best_score, none):
        grown = _grow(reading, first + top, piece)
        if grown is not None:
            return _Choice(grown, float(np.exp(scores[top])))
    if best is None or best_score < none:
        return _Choice(None, float(np.exp(none)))
    return _Choice(best, float(np.exp(best_score)))


def _grow(reading: Reading, token: int, piece: Piece) -> Segment | None:
    """The source that begins at a token which the tagger did not tag."""
    if piece.low <= token < piece.high or reading.roles[token, 1] < UNTAGGED:
        return None
    high = token + 1
    while (
        high < len(reading.roles)
        and reading.roles[high, 1] >= UNTAGGED
        and reading.paragraph[high] == reading.paragraph[token]
    ):
        high += 1
    start, end = int(reading.offsets[token, 0]), int(reading.offsets[high - 1, 1])
    return Segment("source", token, high, start, end, float(reading.roles[token:high, 1].mean()))


def _continues(reading: Reading, before: Piece, piece: Piece, sources: Sequence[Segment]) -> bool:
    """Does a piece without a source of its own go on with the words before it?"""
    if piece.kind is QuoteKind.INDIRECT or before.kind is QuoteKind.INDIRECT:
        return False
    return piece.paragraph - before.paragraph <= 1 and not any(
        before.end <= s.start < piece.start for s in sources
    )


def _same_utterance(
    reading: Reading, before: Attribution, piece: Piece, source: tuple[int, int] | None, carried: bool
) -> bool:
    """ "…," he said. "…": the same mention speaks both."""
    if source is None or before.source != source:
        return False
    direct = before.piece.kind is QuoteKind.DIRECT and piece.kind is QuoteKind.DIRECT
    if direct:
        return piece.paragraph - before.piece.paragraph <= 1
    # "Palestine", he said, "…": reported content that its own source interrupts
    return (
        before.piece.paragraph == piece.paragraph
        and before.piece.end <= source[0]
        and source[1] <= piece.start
        and "." not in reading.text[before.piece.end : piece.start]
        and not carried
    )


def _cue(
    piece: Piece, source: tuple[int, int] | None, cues: Sequence[Segment]
) -> tuple[int, int] | None:
    """The cue nearest to both content and source."""
    best, best_distance = None, CUE_REACH + 1
    for cue in cues:
        distance = _gap(cue, piece.start, piece.end)
        if distance > CUE_REACH:
            continue
        if source is not None:
            distance += min(_gap(cue, *source), CUE_REACH)
        if distance < best_distance:
            best, best_distance = (cue.start, cue.end), distance
    return best


def _gap(segment: Segment, start: int, end: int) -> int:
    return max(segment.start - end, start - segment.end, 0)
