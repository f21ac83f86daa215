"""Articles to quotations: every stretch of reported words with its speaker, in reading order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from index.errors import LimitError
from index.model import Article, ParagraphKind, Quote, QuoteKind, Span
from index.quotes.alternation import alternated
from index.quotes.attribution import attributions
from index.quotes.clauses import is_relayed
from index.quotes.decoding import Segment
from index.quotes.linking import Attribution
from index.quotes.marks import find_marked
from index.quotes.people import Cast
from index.quotes.resolve import Resolver, Speaker
from index.quotes.rules import extract_by_rules
from index.quotes.speaker_ranking import Ranked, Ranking
from index.quotes.speech import is_said
from index.quotes.tagger import SECTION, Document, Tagged, Tagger, document_of, sections
from index.quotes.turns import with_turns
from index.slices import cut

ARTICLES_AT_ONCE = 16
RANKED = 0.7
"""Whoever is ranked first is named when this likely; chosen on articles kept out in turn, see MODEL_CARD.md."""
FLOOR = 0.35
"""Whatever is ranked: who is no more than the last speaker, many words before, says nothing."""
NAMED = 0.55
"""The same for who has no name but a role, and for reported words without marks, of which too few are known to learn from."""
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
    attributed, speakers, ranking = resolved(document, segments, attributed)
    starts = [p.start for p in article.paragraphs]
    boilerplate = {p.number for p in article.paragraphs if p.kind is ParagraphKind.BOILERPLATE}
    quotes: list[Quote] = []
    for place, attribution in enumerate(attributed):
        at = bisect_right(starts, attribution.piece.start)
        number = article.paragraphs[at - 1].number if at else None
        if number in boilerplate:
            continue
        speaker = speakers.get(attribution.source) if attribution.source else None
        quotes += _rows(article.text, attribution, number, speaker, ranking, place)
    return quotes


def resolved(
    document: Document, segments: Sequence[Segment], attributed: Sequence[Attribution]
) -> tuple[list[Attribution], dict[Span, Speaker | None], Ranking]:
    """The attributions with turns of two told, who their sources are, and who may say each quotation."""
    attributed = [_bounded(attribution) for attribution in attributed]
    cast = cast_of_attributions(document.text, document.paragraphs, segments, attributed)
    resolver = Resolver(cast)
    speakers = _speakers(resolver, attributed)
    attributed = alternated(document.text, document.paragraphs, attributed, speakers)
    return attributed, speakers, Ranking(cast, document.paragraphs, attributed, speakers, resolver)


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
    text: str,
    attribution: Attribution,
    number: int | None,
    speaker: Speaker | None,
    ranking: Ranking,
    place: int,
) -> list[Quote]:
    """``place``: of the attribution among all."""
    piece = attribution.piece
    confidence = piece.probability * attribution.probability
    confidence *= (speaker.probability if speaker else 0.5) * (CARRIED if attribution.carried else 1.0)
    cue = text[slice(*attribution.cue)] if attribution.cue else None
    said = is_said(
        piece.kind, cue, sourced=attribution.source is not None, content=text[piece.start : piece.end]
    )
    ranked = ranking.of(place) if is_ranked(text, attribution, speaker) else None
    person, chance = _person(attribution, speaker, ranked, ranking, place)
    source = attribution.source
    if person is not None and person.entity is not None and not ranking.may_be(place, person.entity):
        source = None
    rows = []
    spans = [(piece.kind, piece.start, piece.end), *((QuoteKind.DIRECT, a, b) for a, b in piece.inner)]
    for kind, start, end in spans:
        row = Quote(
            kind=kind,
            text=cut(text, start, end),
            start=start,
            end=end,
            paragraph=number,
            utterance=attribution.utterance,
            speaker=person.name if person else None,
            speaker_title=person.title if person else None,
            speaker_text=text[slice(*source)] if source else None,
            cue=cue,
            confidence=round(min(max(confidence, 0.0), 1.0), 4),
            said=said,
            speaker_confidence=round(chance, 4),
        )
        rows.append(row)
    return rows


def is_ranked(text: str, attribution: Attribution, speaker: Speaker | None) -> bool:
    """Are all who may say it ranked? Not for reported words without marks, nor where a rule tells: signatures, quotations
    within others, turns of a dialogue, "According to X,"; nor where the source's words mean nobody."""
    source, piece = attribution.source, attribution.piece
    relayed = source is not None and source[1] <= piece.start and is_relayed(text, source[0])
    by_rule = attribution.ruled or attribution.nested or attribution.turn or relayed
    nobody = source is not None and speaker is None
    return piece.kind is not QuoteKind.INDIRECT and not by_rule and not nobody


def _person(
    attribution: Attribution, speaker: Speaker | None, ranked: Ranked | None, ranking: Ranking, place: int
) -> tuple[Speaker | None, float]:
    """Whom to show, if anybody, and how sure that is."""
    told = speaker.probability * _link(attribution) if speaker is not None else 0.0
    if attribution.carried and told < FLOOR:
        return None, told
    if ranked is not None and ranked.chance >= RANKED and ranking.may_be(place, ranked.entity):
        return ranking.speaker(ranked), ranked.chance
    if speaker is None:
        return None, 0.0
    if ranked is not None and ranking.is_named(speaker):
        return None, ranked.chance
    return speaker if told >= NAMED else None, told
