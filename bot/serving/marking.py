"""An article as HTML: each paragraph with its number, quotes coloured by speaker, and what was cited set apart. Pure.

The text inside a paragraph's ``<p>`` is the stored slice, character for character, apart from elements with
``data-skip``: the page's script counts in it to find what a link marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from bot.serving.links import anchor
from bot.showing import clean
from index.model import Article, ParagraphKind, Quote, QuoteKind, Span, WholeArticle

COLOURS = 12
"""Colours that the style sheet has; further speakers begin anew, told apart by their names."""
_HARD = {"\r": "&#13;", "\0": "\ufffd"}
_RARE = re.compile("[\r\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody whom the article quotes: their colour, how often, and where first (¶, counted from 1; 0: the title)."""

    name: str
    title: str | None
    number: int
    colour: int
    quotes: int
    first: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph to show. ``html`` is safe; ``speakers`` are those quoted in it."""

    number: int
    kind: str
    html: str
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of text under the same quote and the same citation."""

    start: int
    end: int
    quote: Quote | None
    inner: bool
    cited: int | None


def escaped(text: str) -> str:
    """Text for HTML; every character stays one character, also those that a parser would drop or join."""
    return _RARE.sub(lambda found: _HARD.get(found[0], "\ufffd"), escape(text, quote=False))


def line(text: str) -> str:
    """Foreign text on one line, without what cannot be seen."""
    return " ".join(clean.visible(text).split())


def speakers(whole: WholeArticle) -> list[Speaker]:
    """Everybody quoted, in order of appearance."""
    found: dict[str, list[Quote]] = {}
    for quote in whole.quotes:
        if quote.speaker:
            found.setdefault(quote.speaker, []).append(quote)
    return [
        Speaker(
            line(name),
            next((line(q.speaker_title) for q in quotes if q.speaker_title), None),
            number,
            number % COLOURS,
            len(quotes),
            0 if quotes[0].paragraph is None else quotes[0].paragraph + 1,
        )
        for number, (name, quotes) in enumerate(found.items())
    ]


def title(whole: WholeArticle, cited: Sequence[Span] = ()) -> str:
    """The title's HTML."""
    article = whole.article
    quotes = [q for q in whole.quotes if q.start < article.title_end and q.end > article.title_start]
    return _marked(article, 0, article.title_start, article.title_end, quotes, cited, _numbers(whole))


def blocks(whole: WholeArticle, cited: Sequence[Span] = ()) -> list[Block]:
    """Every paragraph, in order."""
    article, numbers = whole.article, _numbers(whole)
    known = dict(zip(numbers, speakers(whole), strict=True))
    waiting = list(reversed(whole.quotes))
    open_: list[Quote] = []
    made = []
    for paragraph in article.paragraphs:
        open_ = [q for q in open_ if q.end > paragraph.start]
        while waiting and waiting[-1].start < paragraph.end:
            if (quote := waiting.pop()).end > paragraph.start:
                open_.append(quote)
        here = [q for q in open_ if q.start < paragraph.end]
        html = _marked(article, paragraph.number + 1, paragraph.start, paragraph.end, here, cited, numbers)
        who = dict.fromkeys(q.speaker for q in here if q.speaker)
        made.append(
            Block(
                paragraph.number + 1,
                "text" if paragraph.kind is ParagraphKind.TEXT else paragraph.kind.value,
                html,
                tuple(known[name] for name in who),
            )
        )
    return made


def _numbers(whole: WholeArticle) -> dict[str, int]:
    names = dict.fromkeys(q.speaker for q in whole.quotes if q.speaker)
    return {name: number for number, name in enumerate(names)}


def _marked(
    article: Article,
    number: int,
    start: int,
    end: int,
    quotes: Sequence[Quote],
    cited: Sequence[Span],
    numbers: Mapping[str, int],
) -> str:
    parts: list[str] = []
    last: Quote | None = None
    begun: set[int] = set()
    for run in _runs(start, end, quotes, cited):
        if run.quote is not last:
            parts.append(_closing(last))
            parts.append(_opening(run.quote, numbers))
            last = run.quote
        text = escaped(article.cut(run.start, run.end))
        if run.inner:
            text = f'<span class="inner">{text}</span>'
        if run.cited is not None:
            low, high = cited[run.cited]
            name = anchor(number, max(low, start) - start, min(high, end) - start)
            identity = "" if run.cited in begun else f' id="{name}" tabindex="-1"'
            begun.add(run.cited)
            text = f'<span class="cited"{identity}>{text}</span>'
        parts.append(text)
    parts.append(_closing(last))
    return "".join(parts)


def _runs(start: int, end: int, quotes: Sequence[Quote], cited: Sequence[Span]) -> list[_Run]:
    spans = [(q.start, q.end) for q in quotes] + [s for s in cited if s[0] < end and s[1] > start]
    cuts = sorted({start, end, *(min(max(cut, start), end) for span in spans for cut in span)})
    runs = []
    for low, high in pairwise(cuts):
        over = [q for q in quotes if q.start <= low and q.end >= high]
        outer = min(over, key=lambda q: (q.start, -q.end), default=None)
        where = next((n for n, (a, b) in enumerate(cited) if a <= low and b >= high), None)
        runs.append(_Run(low, high, outer, len(over) > 1, where))
    return runs


def _opening(quote: Quote | None, numbers: Mapping[str, int]) -> str:
    if quote is None:
        return ""
    kind = "reported" if quote.kind is QuoteKind.INDIRECT else "said"
    if quote.speaker is None:
        return f'<mark class="{kind} nobody" title="No speaker is named">'
    number = numbers[quote.speaker]
    told = escape(line(", ".join(filter(None, (quote.speaker, quote.speaker_title)))))
    return f'<mark class="{kind} s{number % COLOURS}" data-s="{number}" title="{told}">'


def _closing(quote: Quote | None) -> str:
    if quote is None:
        return ""
    who = escape(line(quote.speaker)) if quote.speaker else "no speaker is named"
    return f'</mark><span class="hidden" data-skip> ({who}) </span>'
