"""Each piece of reported words to the mention of who says it, and pieces to utterances."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.model import QuoteKind
from index.quotes.candidates import (
    TOUCHES,
    WEIGHTS,
    Candidate,
    candidates,
    headed,
    quoted_as_saying,
    signature,
    signed_below,
)
from index.quotes.choices import (
    BESIDE_IT,
    MARKS,
    Choice,
    comes,
    goes_on,
    is_asked,
    is_told_below,
    told_at_the_end,
)
from index.quotes.clauses import REACH, is_relayed, sentence_starts, speaker_beside, stands_alone
from index.quotes.credited import credited
from index.quotes.decoding import Segment
from index.quotes.nested import inner_of
from index.quotes.pieces import Piece, TaggedText
from index.quotes.subjects import subject_before
from index.quotes.tagger import Tagged
from index.quotes.vocabulary import HE, SHE, THEY

KEEP_REPORTED = 0.65
"""Indirect and mixed content of a smaller mean probability is dropped."""
KEEP_DIRECT, KEEP_UNSOURCED = 0.6, 0.85
"""The same for stretches in marks that have a source or are long, and for short ones without a source."""
LONG = 16
"""Word pieces from which on a stretch in marks is hardly a title or a scare quote."""
DOUBTFUL = 0.7
"""A direct quote whose source is less sure than this rather shares that of its neighbours."""
CARRIED_WITHIN, CARRIED_ON, CARRIED_OPEN, CARRIED_ALONE, CARRIED = 0.9, 0.8, 0.6, 0.55, 0.3
"""How sure a source is that was taken over from the words before: in one paragraph; from "…," said X. to a paragraph
that a quotation begins, or that has been about "him"; from a quotation that its paragraph did not end; from another to a
paragraph that a quotation begins (counted on annotated news); from any other. The others were counted on PolNeAR's
development articles."""
NESTED = 0.9
"""How sure the source of a quotation within another one is."""
GOES_ON = 0.95
"""How sure the speaker is of a quotation whose mark the paragraph before did not close, beside how sure its own is."""
MOST_CUES = 40
"""So many cues at either end of a piece are looked at."""
BESIDE = 25
"""A cue so many characters away belongs to a source."""
CUE_REACH = 120
"""Farthest cue from its content, in characters."""


_ABOUT_ONE = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er)\b")
_SIGNED = re.compile(r"[”\"’'.!?…]\s{0,2}[―—–]{1,2}\s{0,2}$")
_HEARS = re.compile(r" (?:(?:has|had|also|then|later) )?(?:heard|hears|(?:is|was|were) told)\b")
_LABELLED = re.compile(r"(?!(?:VIDEO|AUDIO|PHOTO|WATCH|UPDATE|NOTE|BREAKING)\b)([A-Z][A-Z.\- ]{1,30}): ")


@dataclass(frozen=True, slots=True)
class Attribution:
    """A piece with the mention of its source (a span of the text), the cue, and how sure the link is.

    ``utterance`` numbers the acts of speaking; ``carried``: the source was taken over from the piece before;
    ``nested``: it stands within what somebody else is reported to say; ``turn``: it is theirs because it is their turn;
    ``ruled``: a rule tells who says it, a signature say, or that none of those who are named does.
    """

    piece: Piece
    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    utterance: int
    probability: float
    carried: bool = False
    nested: bool = False
    turn: bool = False
    ruled: bool = False


def attribute(
    reading: TaggedText, tagged: Tagged, pieces: Sequence[Piece], segments: Sequence[Segment]
) -> list[Attribution]:
    """One attribution a piece, in order."""
    sources, cues = outside_marks(segments, pieces)
    sources = [s for s in sources if not _hears(reading, s)]
    kept = []
    for piece in pieces:
        choice = _choose(reading, tagged, piece, sources, cues, pieces)
        if _is_reported(reading.text, piece, choice):
            kept.append((piece, choice))
    kept = told_at_the_end(reading, kept)
    found: list[Attribution] = []
    utterance, certain = -1, False
    for i, (piece, choice) in enumerate(kept):
        before = found[-1] if found else None
        if before is not None and _is_attribution(before, piece):
            continue
        if before is not None and is_told_below(reading, before.piece, before.source, piece, choice):
            choice = Choice(None, 0.5)
        source, carried, probability, turn = choice.source, False, choice.probability, False
        ruled = choice.certain or choice.nobody
        open_before = before is not None and not choice.nobody and goes_on(reading, before.piece, piece)
        if open_before and before is not None and before.source and choice.probability < BESIDE_IT:
            source, carried, probability = before.source, True, GOES_ON * before.probability
        elif source is None and piece.kind is QuoteKind.DIRECT and not choice.nobody:
            signed = certain and before is not None and _is_signed(reading.text, before, piece)
            on, ruled = None if signed else before, ruled or signed
            source, carried = _carried(on, piece, kept[i + 1 : i + 2]), True
            probability = _sure_of_carried(reading, before, piece)
            if label := _LABELLED.match(reading.text, piece.start):  # a turn that is told in marks
                source, carried, probability, turn = label.span(1), False, CARRIED_WITHIN, True
        elif certain and before is not None and source is not None and _said_on(before, piece, source):
            source = before.source
        elif choice.probability < DOUBTFUL and piece.kind is QuoteKind.DIRECT and not choice.nobody:
            source = _neighbour(before, piece, kept[i + 1 : i + 2]) or source
        certain = choice.certain
        joins = before is not None and _same_utterance(reading, before, piece, source, carried)
        if not joins:
            utterance += 1
        cue = _cue(piece, source, cues)
        if cue is None and before is not None and joins:
            cue = before.cue
        carried = carried and source is not None
        found.append(Attribution(piece, source, cue, utterance, probability, carried, turn=turn, ruled=ruled))
    return _with_inner(reading, found)


def _is_attribution(before: Attribution, piece: Piece) -> bool:
    """ "…," Berg said, according to the Post: "Berg said" is no report of the Post's, but who says the words before."""
    if before.source is None or piece.kind is not QuoteKind.INDIRECT:
        return False
    return piece.start <= before.source[0] and before.source[1] <= piece.end


def _hears(reading: TaggedText, source: Segment) -> bool:
    """ "The inquiry heard", "ferry trial told": who is told something says nothing."""
    text, (_, stop) = reading.text, reading.paragraphs[int(reading.paragraph[source.low])]
    return _HEARS.match(text, source.end, stop) is not None or text[source.end : stop] == " told"


def _with_inner(reading: TaggedText, found: Sequence[Attribution]) -> list[Attribution]:
    """Quotations within the pieces that have a speaker of their own, right behind the piece that holds them."""
    kept: list[Attribution] = []
    utterance = max((a.utterance for a in found), default=-1)
    for a in found:
        inner = list(inner_of(reading.text, a.piece))
        spans = {(i.start, i.end) for i in inner}
        rest = tuple(span for span in a.piece.inner if span not in spans)
        kept.append(replace(a, piece=replace(a.piece, inner=rest)) if inner else a)
        for own in inner:
            utterance += 1
            low, high = reading.tokens(own.start, own.end)
            piece = Piece(
                QuoteKind.DIRECT, own.start, own.end, low, high, a.piece.paragraph, a.piece.probability
            )
            kept.append(Attribution(piece, own.source, own.cue, utterance, NESTED, nested=True))
    return kept


def _is_signed(text: str, before: Attribution, piece: Piece) -> bool:
    """ "…" — Jane Doe: what stands in another paragraph is somebody else's."""
    if before.source is None or before.piece.paragraph == piece.paragraph:
        return False
    return any(dash in text[before.piece.end : before.source[0]] for dash in "―—–")


def _said_on(before: Attribution, piece: Piece, source: tuple[int, int]) -> bool:
    """ "…," the statement quoted her as saying. "…": she goes on, not the statement."""
    same = before.piece.paragraph == piece.paragraph
    return same and before.source is not None and before.piece.end <= source[0] < piece.start


def _strays(reading: TaggedText, candidate: Candidate, piece: Piece) -> bool:
    """Does "according to X" stand in another sentence, "— X" in another paragraph? They bind their own alone. Or is it
    told something?"""
    source = candidate.source
    if source is not None and _hears(reading, source):
        return True
    apart = source is not None and int(reading.paragraph[source.low]) != piece.paragraph
    if source is not None and apart and _SIGNED.search(reading.text, max(0, source.start - 6), source.start):
        return True
    if source is None or source.start > piece.start or not _relayed(reading, source.start):
        return False
    low, high = source.end, piece.start
    return high - low > REACH or any(s <= high for s in sentence_starts(reading.text, low, high + 1))


def _relayed(reading: TaggedText, start: int) -> bool:
    return is_relayed(reading.text, start)


def _neighbour(
    before: Attribution | None, piece: Piece, following: Sequence[tuple[Piece, Choice]]
) -> tuple[int, int] | None:
    """Who speaks the rest of a quotation over several paragraphs, or the one before in this paragraph."""
    for then, choice in following:
        near = then.kind is QuoteKind.DIRECT and then.paragraph - piece.paragraph == 1
        if piece.goes_on and near and choice.source:
            return choice.source
    if before is None or before.piece.kind is not QuoteKind.DIRECT:
        return None
    return before.source if before.piece.paragraph == piece.paragraph else None


def _is_reported(text: str, piece: Piece, choice: Choice) -> bool:
    """Is this reported speech, or a slip of the tagger, a title, a scare quote?"""
    if piece.kind is not QuoteKind.DIRECT:
        words = len(text[piece.start : piece.end].split())
        if text.endswith((" as saying", " as telling"), piece.start, piece.end):
            return False
        return piece.probability >= KEEP_REPORTED and words >= (2 if choice.source else 3)
    long = piece.high - piece.low >= LONG
    return piece.probability >= (KEEP_DIRECT if choice.source or long else KEEP_UNSOURCED)


def _carried(
    before: Attribution | None, piece: Piece, following: Sequence[tuple[Piece, Choice]]
) -> tuple[int, int] | None:
    """Who speaks a quote that names nobody: who speaks on, else who spoke before."""
    neighbour = _neighbour(before, piece, following)
    if neighbour is not None:
        return neighbour
    if before is None or before.source is None or piece.paragraph - before.piece.paragraph > 1:
        return None
    return before.source


def _sure_of_carried(reading: TaggedText, before: Attribution | None, piece: Piece) -> float:
    if before is not None and before.piece.paragraph == piece.paragraph:
        return CARRIED_WITHIN
    if piece.goes_on or (before is not None and before.piece.goes_on):
        return CARRIED_OPEN
    if before is None or before.source is None:
        return CARRIED
    begins, ends = reading.paragraphs[before.piece.paragraph]
    told = begins <= before.source[0] < ends and before.cue is not None
    lead = reading.text[reading.paragraphs[piece.paragraph][0] : piece.start]
    opens = len(lead) <= MARKS
    if (told and opens) or _ABOUT_ONE.search(lead):
        return CARRIED_ON
    return CARRIED_ALONE if opens else CARRIED


def outside_marks(
    segments: Sequence[Segment], pieces: Sequence[Piece]
) -> tuple[list[Segment], list[Segment]]:
    """Sources and cues that are not within words that somebody else says in marks."""
    spans = sorted(
        span
        for piece in pieces
        for span in ([(piece.start, piece.end)] if piece.kind is QuoteKind.DIRECT else piece.inner)
    )
    starts = [a for a, _ in spans]
    kept: dict[str, list[Segment]] = {"source": [], "cue": []}
    for segment in segments:
        at = bisect_right(starts, segment.start) - 1
        if segment.role in kept and not (at >= 0 and segment.end <= spans[at][1]):
            kept[segment.role].append(segment)
    return kept["source"], kept["cue"]


def _choose(
    reading: TaggedText,
    tagged: Tagged,
    piece: Piece,
    sources: Sequence[Segment],
    cues: Sequence[Segment],
    pieces: Sequence[Piece],
) -> Choice:
    """The likeliest source by link and place, or none."""
    signed = (
        piece.source
        or signature(reading, piece)
        or signed_below(reading, piece)
        or quoted_as_saying(reading, piece)
        or headed(reading, piece)
    )
    if signed is not None:
        return Choice(signed, 0.95, True)
    if is_asked(reading, piece) or comes(reading, piece):
        return Choice(None, 0.5, nobody=True)
    told = credited(reading, piece) or speaker_beside(reading, piece, sources, cues)
    if told is not None:
        return Choice(told, 0.97)
    found = [
        c for c in candidates(reading, tagged, piece, sources, cues, pieces) if not _strays(reading, c, piece)
    ]
    scores = np.array([c.features @ WEIGHTS for c in found])
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    best = int(chances.argmax())
    source = found[best].source
    if source is not None and _relayed(reading, source.start):
        # "…," Berg said, according to his office: the one beside the quote speaks
        others = [c for c in found if c.source and c.source != source]
        beside = [c.source for c in others if c.features[TOUCHES]]
        beside = beside or [c.source for c in others if c.source and _says_it(reading, c.source, piece, cues)]
        source = beside[0] if beside and piece.kind is QuoteKind.DIRECT else source
    doubtful = source is None or chances[best] < DOUBTFUL or source.start >= piece.end
    if doubtful and stands_alone(reading, piece):
        subject = subject_before(reading, piece)
        pronoun = subject is not None and reading.text[slice(*subject)].lower() in HE | SHE | THEY
        if subject is not None and not (pronoun and source is not None and source.start < piece.start):
            return Choice(subject, 0.8)
        if source is not None and source.start >= piece.end and not _tells(source, cues):
            return Choice(None, 0.5)  # "…" Berg is a welder: the next sentence is about somebody else
        begins = reading.paragraphs[piece.paragraph][0]
        if source is not None and source.start >= piece.end and _speaks_on(pieces, piece, begins):
            return Choice(None, 0.5)  # it goes on with who spoke before it in its paragraph
    return Choice((source.start, source.end) if source else None, float(chances[best]))


def _says_it(reading: TaggedText, source: Segment, piece: Piece, cues: Sequence[Segment]) -> bool:
    """Does it stand in the sentence of a quotation with a cue right behind it, and itself not behind "according to"?"""
    first, last = (source.end, piece.start) if source.end <= piece.start else (piece.end, source.start)
    apart = int(reading.paragraph[source.low]) != piece.paragraph or last - first > REACH
    if apart or _relayed(reading, source.start):
        return False
    starts = sentence_starts(reading.text, first, last)
    at = bisect_left(cues, source.end, key=lambda c: c.start)
    told = at < len(cues) and cues[at].start <= source.end + BESIDE
    return told and not any(s <= last for s in starts)


def _tells(source: Segment, cues: Sequence[Segment]) -> bool:
    """Does a cue stand right beside it?"""
    at = bisect_left(cues, source.start - BESIDE, key=lambda c: c.start)
    return at < len(cues) and cues[at].start <= source.end + BESIDE


def _speaks_on(pieces: Sequence[Piece], piece: Piece, begins: int) -> bool:
    """Is there a quotation before this one in its paragraph?"""
    at = bisect_left(pieces, piece.start, key=lambda p: p.start)
    before = pieces[at - 1] if at else None
    return before is not None and before.start >= begins and before.kind is QuoteKind.DIRECT


def _same_utterance(
    reading: TaggedText, before: Attribution, piece: Piece, source: tuple[int, int] | None, carried: bool
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


def _cue(piece: Piece, source: tuple[int, int] | None, cues: Sequence[Segment]) -> tuple[int, int] | None:
    """The cue nearest to both content and source."""
    best, best_distance = None, CUE_REACH + 1
    low = bisect_left(cues, piece.start - 2 * CUE_REACH, key=lambda c: c.start)
    high = bisect_left(cues, piece.end + CUE_REACH, key=lambda c: c.start)
    near = (
        cues[low:high]
        if high - low <= MOST_CUES
        else [*cues[low : low + MOST_CUES], *cues[high - MOST_CUES : high]]
    )
    for cue in near:
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
