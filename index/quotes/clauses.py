"""Whose words a quotation is by the sentence that it stands in: "…," said X. X said: "…" According to X, "…"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from index.model import QuoteKind, Span
from index.quotes.decoding import Segment
from index.quotes.entities import WORD
from index.quotes.pieces import Piece, TaggedText
from index.quotes.vocabulary import HONORIFICS, ROLES

REACH = 240
"""So far from the quotation its sentence is looked at, in characters."""
MOST_BEFORE = 4
"""Most words between a quotation and the source behind it: "…," replied a tired X."""
MOST_TO_CUE = 4
"""Most words between a source and its cue behind it: "X, 24, said"."""
_ABBREVIATED = (
    HONORIFICS
    | {r for r in ROLES if len(r) <= 4}
    | {"jr", "sr", "st", "no", "vs", "u.s", "u.k", "a.m", "p.m"}
)
_END = re.compile(r"[.!?…][\"”’'»)\]]{0,3}(\s+|$)(?=[\"“‘«'(\[]{0,2}[^\W_a-zß-ÿ]|$)")
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.){0,6}[^\W\d_]{1,12}$")
_DOUBLE = re.compile(r"[“”\"«»„]|``|''")
_TAIL = re.compile(r"[\s,.!?…]{0,3}(?:[”\"»’']{1,2}|'')?[\s,.;—–-]{0,3}")
_TELLER = re.compile(
    r"\b(?:according to|in the words of|in a statement from|as told by)\s{1,3}([^“”\".:;\s][^“”\".:;]{1,89}?)\s{0,3}[,:]?$",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"\s{1,3}(?:was|is|were|are|has been|had been)\s{1,3}quoted\b(?=[^“”\".:;]{0,80}\b(?:as\s{1,3})?(?:saying|telling))"
)
_WHO_IS_QUOTED = re.compile(r"(?:(?:Mrs?|Ms|Dr)\. )?[^“”\".:;,]{2,70}(?:, [^“”\".:;,]{2,60},)?$")
_LED = re.compile(r"[,:] ?(?:[“\"«„]|``|'')$")
_TO_MARK = re.compile(r"(?: (?:to|that|as))?[,:]? ?(?:[“\"«„]|``|'')")
_MOST_NAMED = 140
"""Characters that ``_WHO_IS_QUOTED`` can take."""
_QUOTING = ", quoting "
_QUOTES = re.compile(r",? quoting ([^“”\".,:;!?\n]{3,90}),")
_LEADS = re.compile(r"(?:[,:]|\b(?:that|as|of|saying|it|them|him|her))$")


def _being_quoted(text: str, low: int, high: int) -> Span | None:
    """Who "was quoted … as saying" between two places: the words before, as far as they may name somebody."""
    for told in _QUOTED.finditer(text, low, high):
        who = _WHO_IS_QUOTED.search(text, max(low, told.start() - _MOST_NAMED), told.start())
        if who is not None:
            return who.span()
    return None


def is_relayed(text: str, start: int) -> bool:
    """Does "according to" stand right before a place?"""
    return text[max(0, start - 14) : start].lower().rstrip().endswith("according to")


def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """Where sentences begin behind ``start`` in one paragraph; "Dr." and "J. R." end none."""
    found = []
    for match in _END.finditer(text, start, end):
        word = _LAST_WORD.search(text, max(start, match.start() - 12), match.start())
        if text[match.start()] == "." and word:
            plain = word.group().lower()
            initial = len(plain) == 1 and word.group().isupper()
            if initial or "." in plain or plain in _ABBREVIATED:
                continue
        found.append(match.end())
    return found


def cut_at_sentences(text: str, segments: Sequence[Segment], offsets: Sequence[Span]) -> list[Segment]:
    """A source never runs over the end of a sentence: each part is a source of its own."""
    kept: list[Segment] = []
    for segment in segments:
        cuts = sentence_starts(text, segment.start, segment.end) if segment.role == "source" else []
        cuts = [c for c in cuts if segment.start < c < segment.end]
        if not cuts:
            kept.append(segment)
            continue
        low, start = segment.low, segment.start
        for cut in [*cuts, segment.end + 1]:
            high = low
            while high < segment.high and offsets[high][0] < cut:
                high += 1
            if high > low:
                end = offsets[high - 1][1]
                kept.append(
                    Segment(
                        "source",
                        low,
                        high,
                        start,
                        len(text[start:end].rstrip(" .!?…\"”’'")) + start,
                        segment.probability,
                    )
                )
            low, start = high, cut
    return kept


def speaker_beside(
    reading: TaggedText, piece: Piece, sources: Sequence[Segment], cues: Sequence[Segment]
) -> Span | None:
    """The source in the piece's own sentence that its place tells, or None."""
    behind = _behind(reading, piece, sources, cues) if piece.kind is QuoteKind.DIRECT else None
    if behind and (led := _led_by(reading, piece, sources, cues)):
        return led
    if piece.kind is QuoteKind.MIXED and reading.text.endswith(" by", piece.start, piece.end):
        behind = _called_by(piece, sources)
    return behind or _before(reading, piece, sources, cues)


def _led_by(
    reading: TaggedText, piece: Piece, sources: Sequence[Segment], cues: Sequence[Segment]
) -> Span | None:
    """ "And he said, “…,” the Post reports", "what Berg called “…,” the mayor is proud of": a cue right before the marks."""
    at = bisect_left(cues, piece.start, key=_start) - 1
    touches = at >= 0 and _TO_MARK.fullmatch(reading.text, cues[at].end, piece.start)
    asked = reading.text[piece.end - 1] in "?!" and _LED.search(
        reading.text, max(0, piece.start - 4), piece.start
    )
    touches = touches or asked  # "Berg asked Moor, “…?” Her reply"
    return _before(reading, piece, sources, cues) if touches else None


def _called_by(piece: Piece, sources: Sequence[Segment]) -> Span | None:
    """ "It was called “A” by X and “B” by Y": the source right behind "by"."""
    at = bisect_left(sources, piece.end, key=_start)
    told = at < len(sources) and sources[at].start <= piece.end + 1
    return (sources[at].start, sources[at].end) if told else None


def stands_alone(reading: TaggedText, piece: Piece) -> bool:
    """Is a quotation a sentence of its own, or several: nothing around it in its sentence?"""
    if piece.kind is not QuoteKind.DIRECT:
        return False
    start, _ = reading.paragraphs[piece.paragraph]
    lead = reading.text[max(start, piece.start - REACH) : piece.start].rstrip(" “\"«„'‘`")
    return _is_over(reading, piece)[0] and (not lead or lead[-1] in ".!?…”\"’'")


def _is_over(reading: TaggedText, piece: Piece) -> tuple[bool, int]:
    """Did its sentence end with the piece, and where does the text go on?"""
    text, (_, stop) = reading.text, reading.paragraphs[piece.paragraph]
    tail = _TAIL.match(text, piece.end, stop)
    at = tail.end() if tail else piece.end
    closed = text[max(piece.start, piece.end - 1) : at].replace("''", '"').replace("’", '"').replace("'", '"')
    full = any(c in closed for c in ".…") or (
        any(c in closed for c in "?!") and not text[at : at + 1].islower()
    )
    return at >= stop or (full and not text[at : at + 1].islower()), at


def _behind(
    reading: TaggedText, piece: Piece, sources: Sequence[Segment], cues: Sequence[Segment]
) -> Span | None:
    text, (_, stop) = reading.text, reading.paragraphs[piece.paragraph]
    over, at = _is_over(reading, piece)
    asked = text[max(piece.start, piece.end - 1) : piece.end] in ("?", "!")
    if over and not asked:
        return None
    high = min([stop, at + REACH, *sentence_starts(text, at, min(stop, at + REACH))[:1]])
    mark = _DOUBLE.search(text, at, high)
    high = mark.start() if mark else high
    if (quoted := _being_quoted(text, at, high)) and quoted[0] == at:
        return quoted
    for source in sources[bisect_left(sources, at - 1, key=_start) : bisect_left(sources, high, key=_start)]:
        between = text[at : source.start]
        words = WORD.findall(between)
        if len(words) > MOST_BEFORE or "," in between:
            return None
        if words and words[0][0].islower() and not asked:
            told = words[-1] == "by" or any(c.start < source.start and c.end > at for c in cues)
            return (source.start, source.end) if told else None
        if words and words[0][0].isupper():
            return None
        if words:
            told = any(at - 2 <= c.start < source.start for c in cues)
            return (source.start, source.end) if told else None
        behind = cues[bisect_left(cues, source.end, key=_start) : bisect_left(cues, high, key=_start)][:1]
        told = behind and len(WORD.findall(text[source.end : behind[0].start])) <= MOST_TO_CUE
        return (source.start, source.end) if told else None
    return None


def _before(
    reading: TaggedText, piece: Piece, sources: Sequence[Segment], cues: Sequence[Segment]
) -> Span | None:
    text = reading.text
    start, _ = reading.paragraphs[piece.paragraph]
    far = max(start, piece.start - REACH)
    high = far + len(text[far : piece.start].rstrip(" “\"«„'‘`"))
    if high <= start and piece.paragraph:
        start, last = reading.paragraphs[piece.paragraph - 1]
        high = last if text[last - 1 : last] == ":" and piece.kind is QuoteKind.DIRECT else start
    low = max(start, high - REACH)
    if high <= low or text[high - 1] in '.!?…”"':
        return None
    low = max([low, *[s for s in sentence_starts(text, low, high) if s < high]])
    marks = [m.end() for m in _DOUBLE.finditer(text, low, high)]
    low = marks[-1] if marks else low
    clause = text[low:high].strip()
    if not clause:
        return None
    if quoted := _being_quoted(text, low, high):
        return quoted
    marked = piece.kind is not QuoteKind.INDIRECT and clause[-1] in ",:"
    if marked and (told := _TELLER.search(text, low, high)):
        # "According to the agency, quoting the navy, …": the navy speaks
        quoting = text.rfind(_QUOTING, *told.span(1))
        return told.span(1) if quoting < 0 else (quoting + len(_QUOTING), told.end(1))
    near = _between(sources, low, high + 1)
    inside = _between(cues, low, high + 1)
    if not near or not (
        _LEADS.search(clause) or any(text[c.end : high].strip() in ("", "to") for c in inside)
    ):
        return None
    if not inside:
        return (near[-1].start, near[-1].end) if clause[-1] == ":" else None
    cue = inside[-1]
    # "tweeted shortly before Trump spoke that": behind a cue only who stands right there says it
    beside = [s for s in near if s.end <= cue.end or text[cue.end : s.start].strip(" ,") in ("", "by")]
    near = beside or near
    best = min(near, key=lambda s: (_gap(s, cue), -s.start))
    if quotes := _QUOTES.match(text, best.end - (text[best.end - 1] == ","), high):
        return quotes.span(1)  # "The Post, quoting an aide, reported"
    return (best.start, best.end) if _gap(best, cue) <= 40 else None


def _between(segments: Sequence[Segment], low: int, high: int) -> list[Segment]:
    """Those that stand in ``low:high`` whole."""
    first, last = bisect_left(segments, low, key=_start), bisect_left(segments, high, key=_start)
    return [s for s in segments[first:last] if s.end <= high]


def _gap(a: Segment, b: Segment) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


def _start(segment: Segment) -> int:
    return segment.start
