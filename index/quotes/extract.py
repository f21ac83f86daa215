"""Articles to quotations: every stretch of reported words with its speaker, in reading order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from index.errors import LimitError
from index.model import Article, ParagraphKind, Quote, QuoteKind, Span
from index.quotes.alternation import alternated
from index.quotes.attribution import attributions
from index.quotes.certainty import Certainty
from index.quotes.decoding import Segment
from index.quotes.linking import Attribution
from index.quotes.marks import find_marked
from index.quotes.people import Cast
from index.quotes.resolve import Resolver, Speaker
from index.quotes.rules import extract_by_rules
from index.quotes.speech import is_said
from index.quotes.tagger import SECTION, Document, Tagged, Tagger, document_of, sections
from index.quotes.turns import with_turns
from index.slices import cut

ARTICLES_AT_ONCE = 16
CERTAIN = 0.7
"""Somebody is named when this certain; chosen on articles kept out in turn and on totals of locked ones, see MODEL_CARD.md."""
FLOOR = 0.35
"""Whatever was learned: whoever is no more than the last speaker, many words before, says nothing."""
NAMED = 0.55
"""The same for roles, turns, reported words without marks and quotations within others, of which too few are known to learn from."""
SECTIONS_A_PART = 8
"""Sections in which names are looked for together."""
MAX_QUOTES = 100_000
"""Most quotations of one article."""
SURE = 0.9
"""A link of this probability or more is as good as certain; a smaller one makes the person less sure, in proportion."""
DOUBTFUL = 0.65
"""But of the doubtful ones that are not taken over from the words before, two thirds are right."""
LONGEST_SOURCE = 500
"""Longer words tell nobody's name, in characters; they would be kept with every quotation that they are carried on to."""
CARRIED = 0.8
"""A speaker that was taken over from the words before is this much less sure."""

_default = Tagger()


def extract_quotes(
    article: Article, tagger: Tagger | None = _default, told: Callable[[], None] | None = None
) -> tuple[Quote, ...]:
    """Every quotation of one article, in reading order; each ``text`` is ``article.text[start:end]``.

    A marked fragment inside reported content is a row of its own beside the mixed one, with its
    ``utterance``. Without a tagger (None, or no weights) marks and rules alone: direct quotes only.
    ``told`` is called before each section of a long article, and ends the work by raising.
    """
    if tagger is None or not tagger.available:
        return extract_quotes_batch([article], tagger)[0]
    return _in_sections(article, tagger, told)


def extract_quotes_batch(
    articles: Sequence[Article], tagger: Tagger | None = _default
) -> list[tuple[Quote, ...]]:
    """``extract_quotes`` for many, the tagger fed with several at once."""
    if tagger is None or not tagger.available:
        return [with_turns(article, extract_by_rules(article)) for article in articles]
    found: list[tuple[Quote, ...]] = []
    for chunk in _chunks(articles):
        if len(chunk) == 1:
            found.append(_in_sections(chunk[0], tagger))
            continue
        tagged = tagger.tag_articles(chunk)
        found += [quotes_of(article, tags) for article, tags in zip(chunk, tagged, strict=True)]
    return found


def quotes_of(article: Article, tagged: Tagged) -> tuple[Quote, ...]:
    """What the tagger said about an article, with names."""
    document = document_of(article)
    return with_turns(article, _named(article, document, *attributions(document, tagged)))


def _chunks(articles: Sequence[Article]) -> Iterator[list[Article]]:
    """Short articles together, a long one alone."""
    held: list[Article] = []
    for article in articles:
        size = sum(len(other.text) for other in held) + len(article.text)
        if held and (len(held) == ARTICLES_AT_ONCE or size > SECTION):
            yield held
            held = []
        held.append(article)
    if held:
        yield held


def _in_sections(
    article: Article, tagger: Tagger, told: Callable[[], None] | None = None
) -> tuple[Quote, ...]:
    """Section by section, so that memory does not grow with the article. In a very long one, who is named in
    one part is not looked for in the next."""
    quotes: list[Quote] = []
    paragraphs: list[tuple[int, int]] = []
    segments: list[Segment] = []
    attributed: list[Attribution] = []
    document = document_of(article)
    parts = sections(document)
    for number, section in enumerate(parts):
        if told is not None:
            told()
        (tagged,) = tagger.tag([section])
        found, linked = attributions(section, tagged)
        first = 1 + max((a.utterance for a in attributed), default=-1)
        paragraphs += section.paragraphs
        segments += (s for s in found if s.role == "source")
        attributed += (replace(a, utterance=a.utterance + first) for a in linked) if first else linked
        if (number + 1) % SECTIONS_A_PART == 0 or number + 1 == len(parts):
            said = 1 + max((q.utterance for q in quotes), default=-1)
            named = _named(article, Document(document.text, tuple(paragraphs)), segments, attributed)
            quotes += (replace(q, utterance=q.utterance + said) for q in named) if said else named
            paragraphs, segments, attributed = [], [], []
            if len(quotes) > MAX_QUOTES:
                raise LimitError(
                    "{name} holds more than {most:,} quotations; split it into articles.",
                    name=article.name,
                    most=MAX_QUOTES,
                )
    return with_turns(article, quotes)


def _named(
    article: Article,
    document: Document,
    segments: Sequence[Segment],
    attributed: Sequence[Attribution],
) -> list[Quote]:
    """Rows with speakers, of all that stands in the document, which is the article or a run of its paragraphs."""
    attributed, speakers, certainty = resolved(document, segments, attributed)
    starts = [p.start for p in article.paragraphs]
    boilerplate = {p.number for p in article.paragraphs if p.kind is ParagraphKind.BOILERPLATE}
    quotes: list[Quote] = []
    for attribution in attributed:
        at = bisect_right(starts, attribution.piece.start)
        number = article.paragraphs[at - 1].number if at else None
        if number in boilerplate:
            continue
        speaker = speakers.get(attribution.source) if attribution.source else None
        quotes += _rows(article.text, attribution, number, speaker, certainty)
    return quotes


def resolved(
    document: Document, segments: Sequence[Segment], attributed: Sequence[Attribution]
) -> tuple[list[Attribution], dict[Span, Speaker | None], Certainty]:
    """The attributions with turns of two told, who their sources are, and how certain that is."""
    attributed = [_bounded(attribution) for attribution in attributed]
    cast = cast_of_attributions(document.text, document.paragraphs, segments, attributed)
    resolver = Resolver(cast)
    speakers = _speakers(resolver, attributed)
    attributed = alternated(document.text, document.paragraphs, attributed, speakers)
    certainty = Certainty(cast, document.paragraphs, attributed, speakers, resolver.heard.spoken)
    return attributed, speakers, certainty


def cast_of_attributions(
    text: str,
    paragraphs: Sequence[tuple[int, int]],
    segments: Sequence[Segment],
    attributed: Sequence[Attribution],
) -> Cast:
    """Everybody who is named in a text, with what the tagger and the marks say about it."""
    quoted = []
    for start, end in paragraphs:
        quoted += [(m.start, m.end) for m in find_marked(text, start, end) if not m.single]
    sources = {a.source for a in attributed if a.source}
    sources |= {(s.start, s.end) for s in segments if s.role == "source"}
    return Cast(text, paragraphs, quoted, sorted(sources))


def _speakers(resolver: Resolver, attributed: Sequence[Attribution]) -> dict[Span, Speaker | None]:
    """Every mention resolved once, in reading order."""
    spans = {a.source: a.nested for a in reversed(attributed) if a.source}
    return {span: resolver.resolve(*span, tells=not spans[span]) for span in sorted(spans)}


def _bounded(attribution: Attribution) -> Attribution:
    """Without a source or a cue that is too long to be one."""
    source, cue = (
        span if span and span[1] - span[0] <= LONGEST_SOURCE else None
        for span in (attribution.source, attribution.cue)
    )
    if (source, cue) == (attribution.source, attribution.cue):
        return attribution
    return replace(attribution, source=source, cue=cue, carried=attribution.carried and source is not None)


def _link(attribution: Attribution) -> float:
    likely = min(1.0, attribution.probability / SURE)
    return likely if attribution.carried else max(DOUBTFUL, likely)


def _rows(
    text: str, attribution: Attribution, number: int | None, speaker: Speaker | None, certainty: Certainty
) -> list[Quote]:
    piece = attribution.piece
    confidence = piece.probability * attribution.probability
    confidence *= (speaker.probability if speaker else 0.5) * (CARRIED if attribution.carried else 1.0)
    cue = text[slice(*attribution.cue)] if attribution.cue else None
    said = is_said(
        piece.kind, cue, sourced=attribution.source is not None, content=text[piece.start : piece.end]
    )
    rows = []
    spans = [(piece.kind, piece.start, piece.end), *((QuoteKind.DIRECT, a, b) for a, b in piece.inner)]
    for kind, start, end in spans:
        person, is_sure = _person(attribution, start, end, speaker, certainty)
        row = Quote(
            kind=kind,
            text=cut(text, start, end),
            start=start,
            end=end,
            paragraph=number,
            utterance=attribution.utterance,
            speaker=speaker.name if speaker and is_sure else None,
            speaker_title=speaker.title if speaker and is_sure else None,
            speaker_text=text[slice(*attribution.source)] if attribution.source else None,
            cue=cue,
            confidence=round(min(max(confidence, 0.0), 1.0), 4),
            said=said,
            speaker_confidence=round(person, 4),
        )
        rows.append(row)
    return rows


def is_learned(attribution: Attribution, speaker: Speaker, certainty: Certainty) -> bool:
    """Is how certain the speaker is told by what was learned, of quotations in marks alone, not by rule ("According to X,")?"""
    told_before = attribution.source is not None and attribution.source[1] <= attribution.piece.start
    by_rule = attribution.nested or attribution.turn or (told_before and certainty.is_relayed(attribution))
    by_rule = by_rule or speaker.probability * _link(attribution) < FLOOR
    return attribution.piece.kind is not QuoteKind.INDIRECT and certainty.is_named(speaker) and not by_rule


def _person(
    attribution: Attribution, start: int, end: int, speaker: Speaker | None, certainty: Certainty
) -> tuple[float, bool]:
    """How sure the person is, and whether that is enough to name them."""
    if speaker is None:
        return 0.0, False
    if not is_learned(attribution, speaker, certainty):
        told = speaker.probability * _link(attribution)
        return told, told >= NAMED
    person = certainty.of(attribution, start, end, speaker)
    return person, person >= CERTAIN
