"""The source that is chosen for one piece, and what the paragraphs around it tell beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.model import QuoteKind, Span
from index.quotes.clauses import stands_alone
from index.quotes.pieces import Piece, TaggedText

BESIDE_IT = 0.95
"""What a source that stands beside a quotation is sure of, at least."""
MARKS = 3
"""Characters that marks take before a quotation."""
ASKED_BEFORE = 120
"""So much before and behind a question is looked at, in characters."""
_ASKED = re.compile(
    r"(?<![\w,;] )(?:When |If )?[Aa]sked\b(?![^.!?“”\"\n]{0,110} by )[^.!?“”\"\n]{0,110}[“\"]$"
)
_REPLIES = re.compile(
    r"[”\"] [^.!?,;:“”\"\n]{2,50} (?:replied|answered|responded|replies|answers|responds|said)\b"
)


_CAME = re.compile(
    r"[”\"’'.,!?\s]{0,4} came (?:back\b|(?:the|an?|another|his|her|their) (?:[a-z]{2,12} )?(?:reply|answer|response|retort)\b)"
)


@dataclass(frozen=True, slots=True)
class Choice:
    source: tuple[int, int] | None
    probability: float
    certain: bool = False
    nobody: bool = False
    """Is it told that none of those who are named says it?"""


def comes(reading: TaggedText, piece: Piece) -> bool:
    """ "“Never,” came the reply": somebody else's than who spoke before."""
    return piece.kind is QuoteKind.DIRECT and _CAME.match(reading.text, piece.end) is not None


def goes_on(reading: TaggedText, before: Piece, piece: Piece) -> bool:
    """Does a quotation open its paragraph, and was the one in the paragraph before not closed?"""
    direct = before.kind is QuoteKind.DIRECT and piece.kind is QuoteKind.DIRECT
    if not direct or not before.goes_on or piece.paragraph - before.paragraph != 1:
        return False
    return piece.start - reading.paragraphs[piece.paragraph][0] <= MARKS


def told_at_the_end(reading: TaggedText, kept: Sequence[tuple[Piece, Choice]]) -> list[tuple[Piece, Choice]]:
    """“A ¶ “B ¶ “C,” said X: where only the end of a quotation over several paragraphs tells who speaks, all of it is theirs."""
    told = list(kept)
    for i in range(len(told) - 2, -1, -1):
        (piece, choice), (then, behind) = told[i : i + 2]
        beside = choice.source is not None and choice.probability >= BESIDE_IT
        tells = behind.source is not None and behind.probability >= BESIDE_IT
        if tells and not beside and goes_on(reading, piece, then):
            told[i] = (piece, Choice(behind.source, BESIDE_IT))
    return told


def is_told_below(
    reading: TaggedText, before: Piece, source: Span | None, piece: Piece, choice: Choice
) -> bool:
    """Is the source in a later paragraph, though somebody speaks right before a quotation that stands alone?"""
    if choice.source is None or choice.certain or source is None or piece.paragraph - before.paragraph > 1:
        return False
    later = choice.source[0] > reading.paragraphs[piece.paragraph][1]
    return later and not piece.goes_on and stands_alone(reading, piece)


def is_asked(reading: TaggedText, piece: Piece) -> bool:
    """ "Asked bluntly, “Is that you?” Berg replied": whoever asks is not told."""
    text, (start, end) = reading.text, reading.paragraphs[piece.paragraph]
    if piece.kind is not QuoteKind.DIRECT or text[piece.end - 1] != "?":
        return False
    asked = _ASKED.search(text[max(start, piece.start - ASKED_BEFORE) : piece.start])
    return (
        asked is not None and _REPLIES.match(text, piece.end, min(end, piece.end + ASKED_BEFORE)) is not None
    )
