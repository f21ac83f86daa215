"""Which mention speaks which piece: the candidates with what tells for and against each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.model import QuoteKind
from index.quotes.choices import MARKS
from index.quotes.decoding import Segment, whole_words
from index.quotes.pieces import Piece, TaggedText
from index.quotes.tagger import Floats, Tagged

UNTAGGED = 0.25
"""A token that the link prefers begins a source from this probability of the source tag on."""
MOST = 24
"""Most candidates of a piece, the nearest; a bound on the work."""
WEIGHTS = np.array(
    [0.331, -0.229, 1.039, -1.026, 1.139, 0.237, 1.115, -0.478, 0.079, -0.05, -1.288, 1.238, 1.903],
    np.float32,
)
"""Of the features of ``features``, in its order; fitted by ``training/tagger_link.py``."""
FEATURES, TOUCHES = 13, 5
"""How many features, and which one says that nothing but a cue stands between source and piece."""

_NOTHING = re.compile(r"[\s\"“”‘’'`,.:;!?…―—–()\-]*$")
_QUOTED = re.compile(
    r"\bquot(?:es|ed|ing)\s{1,9}+(?!(?:in|by|at|on|as)\b)([^“”\".,:;]{3,70}?)"
    r"(?:\s{1,9}(?:as\s{1,9})?(?:saying|telling|stating|writing)\b|:\s{0,9}(?=[“\"]))"
)
_FULL_STOP = re.compile(r"[.!?]['\"”’]*\s")
_HEADING = re.compile(
    r"(?:From the desk of|(?:A )?(?:[Mm]essage|[Ll]etter|[Ww]ord|[Nn]ote|[Ss]tatement) (?:from|by|of)) ([A-Z][^“”\"―—:;!?]{2,90}?)[.:]?"
)
_NAME = r"[^\W\d_a-zà-ÿ][\w’'\-]{0,30}"
_SIGNED_LINE = re.compile(
    rf"\s{{0,3}}[―—–-]{{1,2}}\s{{0,3}}({_NAME}(?:\.? (?:[a-z]{{2,3}} )?{_NAME}){{0,3}})\.?(?:, [^“”\"―—:;!?\n]{{2,60}})?\s{{0,3}}"
)
_DASH = re.compile(r"\s{0,3}[―—–-]")
_SIGNATURE = re.compile(r"[\"”’'.…!?\s]*[―—–]+\s*([^\W\d_][^“”\"―—:;!?]{2,70}?)[\s.]*$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source for a piece with its features; ``source`` None: nobody named within the window."""

    source: Segment | None
    features: Floats


def candidates(
    reading: TaggedText,
    tagged: Tagged,
    piece: Piece,
    sources: Sequence[Segment],
    cues: Sequence[Segment],
    pieces: Sequence[Piece],
) -> list[Candidate]:
    """Every mention in the piece's window that may speak it, and "none" as the last."""
    first, scores = tagged.link(piece.low, piece.high)
    last = first + len(scores) - 1
    begin = bisect_left(sources, first, key=lambda s: s.low)
    near = [
        s
        for s in sources[begin : bisect_left(sources, last, key=lambda s: s.low)]
        if not (s.low < piece.high and s.high > piece.low)
    ]
    near = sorted(near, key=lambda s: _gap(s, piece))[:MOST]
    top = int(scores[:-1].argmax()) if len(scores) > 1 else 0
    if len(scores) > 1 and not any(s.low <= first + top < s.high for s in near):
        grown = _grow(reading, first + top, piece)
        near += [grown] if grown else []
    found = []
    for source in near:
        link = float(np.logaddexp.reduce(scores[source.low - first : min(source.high, last) - first]))
        found.append(Candidate(source, _features(reading, piece, source, link, sources, cues, pieces)))
    none = np.zeros(FEATURES, np.float32)
    none[0], none[12] = scores[-1], 1
    found.append(Candidate(None, none))
    return found


def signature(reading: TaggedText, piece: Piece) -> tuple[int, int] | None:
    """ "…" — Jane Doe: a name behind a dash at the paragraph's end."""
    end = reading.paragraphs[piece.paragraph][1]
    if piece.kind is not QuoteKind.DIRECT or end - piece.end > 90:
        return None
    match = _SIGNATURE.match(reading.text, piece.end, end)
    return match.span(1) if match and match.group(1)[0].isupper() else None


def signed_below(reading: TaggedText, piece: Piece) -> tuple[int, int] | None:
    """ "…", a paragraph of its own, and as the next one "- Jane Doe.": a name behind a dash in a line of its own."""
    start, end = reading.paragraphs[piece.paragraph]
    alone = piece.start - start <= MARKS and end - piece.end <= MARKS
    at = piece.paragraph + 1
    last = len(reading.paragraphs) - 1  # the last line rather tells who wrote the article
    if piece.kind is not QuoteKind.DIRECT or not alone or at >= last:
        return None
    match = _SIGNED_LINE.fullmatch(reading.text, *reading.paragraphs[at])
    listed = _DASH.match(reading.text, *reading.paragraphs[at + 1])  # a line of a list
    return match.span(1) if match and not listed else None


def headed(reading: TaggedText, piece: Piece) -> tuple[int, int] | None:
    """ "A message from Jane Doe, harbour master": a line of its own before a paragraph that a quotation begins."""
    start, _ = reading.paragraphs[piece.paragraph]
    if piece.kind is not QuoteKind.DIRECT or piece.start - start > 2 or not piece.paragraph:
        return None
    match = _HEADING.fullmatch(reading.text, *reading.paragraphs[piece.paragraph - 1])
    return match.span(1) if match else None


def quoted_as_saying(reading: TaggedText, piece: Piece) -> tuple[int, int] | None:
    """ "the statement quoted the speaker as saying", "she quotes Gandhi: …": who is quoted, speaks."""
    start, end = reading.paragraphs[piece.paragraph]
    if piece.kind is QuoteKind.INDIRECT:
        return None
    for low, high in ((max(start, piece.start - 200), piece.start), (piece.end, min(end, piece.end + 160))):
        match = _QUOTED.search(reading.text, low, high)
        if (
            match
            and not match.group(1).startswith("by ")
            and not (
                _FULL_STOP.search(
                    reading.text,
                    low if low == piece.end else match.end(),
                    match.start() if low == piece.end else high,
                )
            )
        ):
            return match.span(1)
    return None


def _features(
    reading: TaggedText,
    piece: Piece,
    source: Segment,
    link: float,
    sources: Sequence[Segment],
    cues: Sequence[Segment],
    pieces: Sequence[Piece],
) -> Floats:
    text = reading.text
    before = source.start < piece.start
    gap = _gap(source, piece)
    paragraphs = abs(int(reading.paragraph[source.low]) - piece.paragraph)
    low, high = (source.end, piece.start) if before else (piece.end, source.start)
    cue = _cue_beside(cues, source)
    other_pieces = _within(pieces, low, high)
    others = _within(sources, low, high)
    stripped = text[max(low, high - 200) : high] if high > low else ""
    touching = bool(_NOTHING.match(stripped)) or (cue is not None and _hugs(text, cue, low, high))
    sentence_ends = "." in stripped.rstrip("“\"'”’ ,") or "\n" in stripped
    return np.array(
        [
            link,
            min(gap, 400) / 100,
            paragraphs == 0,
            paragraphs >= 2,
            before,
            touching and paragraphs == 0,
            touching and paragraphs == 0 and piece.kind is QuoteKind.DIRECT,
            cue is not None,
            min(other_pieces, 3),
            min(others, 3),
            sentence_ends,
            source.probability,
            0,
        ],
        np.float32,
    )


def _within(segments: Sequence[Segment] | Sequence[Piece], low: int, high: int) -> int:
    """How many of them begin in ``low:high``."""
    if high <= low:
        return 0
    return bisect_left(segments, high, key=_start) - bisect_left(segments, low, key=_start)


def _start(segment: Segment | Piece) -> int:
    return segment.start


def _cue_beside(cues: Sequence[Segment], source: Segment) -> Segment | None:
    """The cue nearest to the source, within 40 characters."""
    at = bisect_left(cues, source.start, key=_start)
    best, distance = None, 41
    for cue in cues[max(0, at - 2) : at + 2]:
        d = max(cue.start - source.end, source.start - cue.end, 0)
        if d < distance:
            best, distance = cue, d
    return best


def _hugs(text: str, cue: Segment, low: int, high: int) -> bool:
    """Is there nothing but the cue between source and piece?"""
    if cue.start < low - 2 or cue.end > high + 2:
        return False
    return bool(_NOTHING.match(text[low : max(low, cue.start)])) and bool(
        _NOTHING.match(text[min(cue.end, high) : high])
    )


def _gap(segment: Segment, piece: Piece) -> int:
    return max(segment.start - piece.end, piece.start - segment.end, 0)


def _grow(reading: TaggedText, token: int, piece: Piece) -> Segment | None:
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
    span = int(reading.offsets[token, 0]), int(reading.offsets[high - 1, 1])
    start, end = whole_words(reading.text, *span, reading.paragraphs[int(reading.paragraph[token])])
    return Segment("source", token, high, start, end, float(reading.roles[token:high, 1].mean()))
