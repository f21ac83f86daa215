"""Tag segments and quotation marks together: the stretches of reported words, exact to the character."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.model import QuoteKind
from index.quotes.decoding import Segment
from index.quotes.marks import Marked, find_marked
from index.quotes.tagger import Floats, Ints
from index.text.saying import BEFORE_THAT, BESIDE_MARKS

ACCEPT = 0.5
"""A marked stretch is a quotation from this mean probability of its words on."""
OPEN_ENDED = 0.6
"""A stretch without a closing mark is wholly a quotation from this one on."""
STRAY_WORDS = 1
"""So many words beside the marks are the tagger's slip, not reported content: still a direct quote."""

_WORD = re.compile(r"\w+(?:[’'.\-]\w+)*")
_MARK_BEFORE = re.compile(r"(?:``|''|[“”„‟\"«»‘’'‚‛])$")
_MARK_AFTER = re.compile(r"``|''|[“”„‟\"«»‘’']")
_SAID = re.compile(
    r"(?:``|''|[“”„‟\"«»‘’'])?[\s,]*(?P<who>(?:[\w’'.\-]+ ){0,7}[\w’'.\-]+?) "
    rf"(?:{'|'.join(BESIDE_MARKS)}|told \w+)$"
)
_TOLD = re.compile(
    r"(?:``|''|[“”\"«])?(?P<who>He|She|They|[A-Z][\w’'\-]+(?: [A-Z][\w’'\-]+){0,4})"
    rf" (?:also |further |then )?(?:{'|'.join(BEFORE_THAT)}|told \w+) that (?=\S)"
)
_THAT = re.compile(r"that\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of reported words in one paragraph: ``text[start:end]``, tokens ``low:high``.

    ``source`` is who speaks where the tagger's content tells it itself; ``inner`` are the marked stretches inside a mixed piece; ``goes_on`` when the paragraph ended before
    the closing mark; ``probability`` that this is reported speech.
    """

    kind: QuoteKind
    start: int
    end: int
    low: int
    high: int
    paragraph: int
    probability: float
    inner: tuple[tuple[int, int], ...] = ()
    goes_on: bool = False
    source: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class TaggedText:
    """What the tagger says about an article: token offsets, paragraph of each token, role probabilities."""

    text: str
    paragraphs: tuple[tuple[int, int], ...]
    offsets: Ints
    paragraph: Ints
    roles: Floats

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that touch ``text[start:end]``."""
        low = int(self.offsets[:, 1].searchsorted(start, side="right"))
        high = int(self.offsets[:, 0].searchsorted(end, side="left"))
        return low, max(low, high)

    def content(self, start: int, end: int) -> float:
        """Mean probability of content over the words of a span; 0 when it has none.

        A word counts once, however many word pieces it has: a long number is no argument.
        """
        low, high = self.tokens(start, end)
        kept = [i for i in range(low, high) if self.text[self.offsets[i, 0]].isalnum()]
        if not kept:
            return 0.0
        goes_on = self.offsets[kept[1:], 0] == self.offsets[kept[:-1], 1]
        first = np.flatnonzero(np.append(True, ~goes_on))
        sizes = np.diff(np.append(first, len(kept)))
        return float((np.add.reduceat(self.roles[kept, 0], first) / sizes).mean())


def find_pieces(reading: TaggedText, segments: Sequence[Segment]) -> list[Piece]:
    """Every piece, in reading order."""
    contents = [s for s in segments if s.role == "content"]
    starts = [s.start for s in contents]
    pieces: list[Piece] = []
    for number, (start, end) in enumerate(reading.paragraphs):
        here = contents[bisect_left(starts, start) : bisect_left(starts, end)]
        marks = find_marked(reading.text, start, end)
        quoted = [q for m in marks if (q := _accepted(reading, m, here, end))]
        spans = sorted([(s.start, s.end) for s in here] + [(m.start, m.end) for m in quoted])
        at = 0
        for low, high in _joined(spans):
            inside = []
            while at < len(quoted) and quoted[at].start < high:
                inside.append(quoted[at])
                at += 1
            stray = _stray(reading.text, low, high, inside)
            if stray is None:
                pieces += _pieces(reading, number, low, high, inside)
            else:
                rest = _pieces(reading, number, stray.end(), high, inside[1:])
                pieces += [replace(piece, source=stray.span("who")) for piece in rest]
    return pieces


def _accepted(reading: TaggedText, marked: Marked, contents: Sequence[Segment], end: int) -> Marked | None:
    """The marked stretch as far as it is a quotation."""
    probability = reading.content(marked.start, marked.end)
    if not marked.open_ended:
        return marked if probability >= ACCEPT else None
    low, high = reading.tokens(marked.start, marked.end)
    attributed = high > low and reading.roles[low:high, 1:].max(0).min() > 0.5
    if probability >= OPEN_ENDED and (marked.end >= end or not attributed):
        return marked  # a mark lost before "he said" is the one that an attribution inside tells of
    at = bisect_left(contents, marked.start - 2, key=lambda s: s.start)
    for segment in contents[at : at + 2]:
        if abs(segment.start - marked.start) <= 2 and segment.end <= marked.end:
            return Marked(marked.start, segment.end, open_ended=True, single=marked.single)
    return None


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _stray(text: str, low: int, high: int, inside: Sequence[Marked]) -> re.Match[str] | None:
    """“He said that …: the mark is a slip, and he speaks."""
    if not inside or not inside[0].open_ended or inside[0].start - low > 2:
        return None
    told = _TOLD.match(text, low, high)
    return told if told and told.end() <= inside[0].end else None


def _pieces(reading: TaggedText, number: int, low: int, high: int, inside: Sequence[Marked]) -> list[Piece]:
    text = reading.text
    outside, at = 0, low
    for marked in inside:
        outside += len(_WORD.findall(text[at : marked.start])) if marked.start > at else 0
        at = max(at, marked.end)
    outside += len(_WORD.findall(text[at:high])) if high > at else 0
    if inside and outside <= STRAY_WORDS:
        return [
            piece
            for m in inside
            if (
                piece := _piece(
                    reading, QuoteKind.DIRECT, number, *_between(text, m), (), _goes_on(reading, m)
                )
            )
        ]
    if len(inside) == 1 and inside[0].start - low <= 2 and (said := _SAID.match(text, inside[0].end, high)):
        # "…," Berg said, according to his office: content of the office's is a direct quote of Berg's
        piece = _piece(reading, QuoteKind.DIRECT, number, *_between(text, inside[0]), (), False)
        return [replace(piece, source=said.span("who"))] if piece else []
    inner = tuple(span for m in inside if (span := _between(text, m)) and span[1] > span[0])
    low, high = _with_marks(text, low, high, inside)
    kind = QuoteKind.MIXED if inside else QuoteKind.INDIRECT
    piece = _piece(reading, kind, number, *_trimmed(text, low, high), inner, False)
    return [piece] if piece else []


def _goes_on(reading: TaggedText, marked: Marked) -> bool:
    paragraph_ends = reading.paragraphs[int(reading.paragraph[reading.tokens(marked.start, marked.end)[0]])][
        1
    ]
    return marked.open_ended and marked.end >= paragraph_ends


def _piece(
    reading: TaggedText,
    kind: QuoteKind,
    number: int,
    start: int,
    end: int,
    inner: tuple[tuple[int, int], ...],
    goes_on: bool,
) -> Piece | None:
    low, high = reading.tokens(start, end)
    if high <= low or not _WORD.search(reading.text[start:end]):
        return None
    return Piece(kind, start, end, low, high, number, reading.content(start, end), inner, goes_on)


def _between(text: str, marked: Marked) -> tuple[int, int]:
    """What stands between the marks, without white space and the comma before "he said"."""
    start, end = marked.start, marked.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1] == "," or text[end - 1].isspace()):
        end -= 1
    return start, end


def _with_marks(text: str, low: int, high: int, inside: Sequence[Marked]) -> tuple[int, int]:
    """Inner marks are kept: where the content begins or ends with quoted words, so do the marks."""
    if inside and low == inside[0].start and (mark := _MARK_BEFORE.search(text, max(0, low - 2), low)):
        low = mark.start()
    if (
        inside
        and high == inside[-1].end
        and not inside[-1].open_ended
        and (mark := _MARK_AFTER.match(text, high))
    ):
        high = mark.end()
    return low, high


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Reported content without "that", outer commas and white space."""
    that = _THAT.match(text, start, end)
    if that:
        start = that.end()
    while start < end and (text[start].isspace() or text[start] in ",:;—–-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",:;—–-"):
        end -= 1
    return start, end
