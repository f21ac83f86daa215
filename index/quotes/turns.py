"""Turns of a transcript as rows: what stands in a turn is said by its speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.model import Article, Paragraph, Quote, QuoteKind, Span
from index.quotes.interviews import answers_of
from index.quotes.marks import find_marked
from index.slices import cut
from index.text.sentences import split_sentences
from index.text.turns import label_of, words_from

SURE = 0.95
"""A label says who speaks."""
ANSWERS = 0.4
"""So sure is an answer in an interview without labels, whose speaker nothing names (``interviews.py``)."""
MAX_ROW = 500
"""Longest row of a turn, in characters: a longer turn is several, cut between sentences."""
_MARKS = 3
"""Characters that a pair of marks and a full stop after them take."""
MAX_QUOTE = 1_500
"""A longer quotation (marks or a tagger that lost its end) is cut between sentences, too."""


def turns_of(article: Article, utterance: int) -> list[Quote]:
    """A direct row for the words of every paragraph with a speaker; ``utterance`` is the first number to give out."""
    rows: list[Quote] = []
    for paragraph in article.paragraphs:
        if paragraph.speaker is None or not paragraph.kind.is_prose:
            continue
        start = words_from(article.text, paragraph.start, paragraph.end, paragraph.speaker)
        start, end = _within_marks(article.text, start, paragraph.end)
        if start >= end:
            continue
        label = _label(article.text, paragraph)
        rows += _turn(article, paragraph, (start, end), (paragraph.speaker, label, SURE), utterance)
        utterance += 1
    return rows


def with_turns(article: Article, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The turns first: in a turn only words in marks are rows of their own, for they may be somebody else's. In the answers
    of an interview without labels so is what anybody is reported to have said."""
    first = 1 + max((q.utterance for q in quotes), default=-1)
    turns = turns_of(article, first)
    spoken = {p.number for p in article.paragraphs if p.speaker is not None}
    teller = None, None, 0.0
    for utterance, paragraph in enumerate([] if spoken else answers_of(article), first):
        turns += _turn(article, paragraph, (paragraph.start, paragraph.end), teller, utterance)
    whole = {(t.start, t.end) for t in turns}
    kept = [q for q in quotes if q.paragraph not in spoken or q.kind is QuoteKind.DIRECT]
    rows = turns + [
        part
        for q in kept
        if (q.start, q.end) not in whole
        for part in ([q] if q.end - q.start <= MAX_QUOTE else _cut(article.text, q, MAX_ROW))
    ]
    return tuple(sorted(rows, key=lambda q: (q.start, -q.end)))


def _turn(
    article: Article,
    paragraph: Paragraph,
    span: Span,
    teller: tuple[str | None, str | None, float],
    utterance: int,
) -> list[Quote]:
    """A turn as rows of one utterance; ``teller``: who, the words that say so, how sure."""
    speaker, label, sure = teller
    whole = Quote(
        kind=QuoteKind.DIRECT,
        text=article.cut(*span),
        start=span[0],
        end=span[1],
        paragraph=paragraph.number,
        utterance=utterance,
        speaker=speaker,
        speaker_text=label,
        confidence=sure or ANSWERS,
        speaker_confidence=sure,
    )
    return [whole] if len(whole.text) <= MAX_ROW else _cut(article.text, whole, MAX_ROW)


def _cut(text: str, quote: Quote, most: int) -> list[Quote]:
    """Runs of whole sentences of at most ``most`` characters (one longer sentence stays whole); one utterance."""
    runs: list[tuple[int, int]] = []
    for start, end in split_sentences(text, quote.start, quote.end):
        if runs and end - runs[-1][0] <= most:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return [replace(quote, text=cut(text, a, b), start=a, end=b) for a, b in runs]


def _label(text: str, paragraph: Paragraph) -> str | None:
    """The words that name the speaker at this place, where they stand in the paragraph."""
    speaker = paragraph.speaker or ""
    if words_from(text, paragraph.start, paragraph.end, speaker) == paragraph.start:
        return None
    label = label_of(text[paragraph.start : paragraph.end])
    return label.name if label else None


def _within_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The words between the marks when one pair stands around all of them."""
    marked = find_marked(text, start, end)
    if len(marked) == 1 and end - start - (marked[0].end - marked[0].start) <= _MARKS:
        return marked[0].start, marked[0].end
    return start, end
