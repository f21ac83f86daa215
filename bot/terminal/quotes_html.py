"""``whosaid quotes --html FILE``: articles with their quotes coloured by speaker, to see where it goes wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path

from index.model import Article, Quote, QuoteKind

HUES = 137.5
"""Degrees between the colours of two speakers: the golden angle, so that neighbours differ."""

_HEAD = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Quotes by speaker</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif;color:#1b1b1b;background:#fff}
mark{color:inherit;border-radius:.2em;padding:.05em 0;background:hsl(var(--hue) 85% 86%)}
mark.nobody{background:#e4e4e4}
mark.direct,mark .inner{text-decoration:underline;text-decoration-thickness:.08em;text-underline-offset:.2em}
mark.doubtful{outline:1px dashed #888}
.speakers{list-style:none;padding:0}.speakers li{display:inline-block;margin:.15rem .5rem .15rem 0}
.who{font:.75rem/1 system-ui,sans-serif;vertical-align:super;margin-left:.15em;color:#444}
@media (prefers-color-scheme:dark){body{color:#eee;background:#161616}.who{color:#bbb}
mark{background:hsl(var(--hue) 45% 28%)}mark.nobody{background:#444}}
</style>
"""


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of the text with the outermost quote over it."""

    start: int
    end: int
    quote: Quote | None
    inner: bool


def quotes_page(articles: Sequence[tuple[Article, Sequence[Quote]]]) -> str:
    """One HTML page. Everything that comes from an article is escaped; nothing is loaded from anywhere."""
    return _HEAD + "".join(_article(article, quotes) for article, quotes in articles) + "</html>\n"


def write_quotes_html(file: Path, articles: Sequence[tuple[Article, Sequence[Quote]]]) -> None:
    """Write the page. Raises OSError."""
    file.write_text(quotes_page(articles), "utf-8")


def _article(article: Article, quotes: Sequence[Quote]) -> str:
    speakers = list(dict.fromkeys(q.speaker for q in quotes if q.speaker))
    hues = {speaker: round(i * HUES % 360) for i, speaker in enumerate(speakers)}
    out = [f"<h1>{_marked(article, article.title_start, article.title_end, quotes, hues)}</h1>\n"]
    legend = (
        f'<li><mark style="--hue:{hues[s]}">{escape(s)}</mark> {sum(q.speaker == s for q in quotes)}</li>'
        for s in speakers
    )
    out.append(f'<ul class="speakers">{"".join(legend)}</ul>\n')
    out += [f"<p>{_marked(article, p.start, p.end, quotes, hues)}</p>\n" for p in article.paragraphs]
    return "".join(out)


def _marked(article: Article, start: int, end: int, quotes: Sequence[Quote], hues: dict[str, int]) -> str:
    parts, last = [], None
    for place in _places(start, end, [q for q in quotes if q.start < end and q.end > start]):
        text = escape(article.cut(place.start, place.end))
        if last is not None and place.quote is not last:
            parts.append(_closing(last))
        if place.quote is not None and place.quote is not last:
            parts.append(_opening(place.quote, hues))
        parts.append(f'<span class="inner">{text}</span>' if place.inner else text)
        last = place.quote
    return "".join(parts) + (_closing(last) if last else "")


def _places(start: int, end: int, quotes: Sequence[Quote]) -> list[_Place]:
    cuts = sorted(
        {
            start,
            end,
            *(min(max(q.start, start), end) for q in quotes),
            *(min(max(q.end, start), end) for q in quotes),
        }
    )
    places = []
    for low, high in pairwise(cuts):
        over = [q for q in quotes if q.start <= low and q.end >= high]
        outer = min(over, key=lambda q: (q.start, -q.end), default=None)
        places.append(_Place(low, high, outer, len(over) > 1))
    return places


def _opening(quote: Quote, hues: dict[str, int]) -> str:
    classes = [quote.kind.value]
    style = ""
    if quote.speaker is None:
        classes.append("nobody")
    else:
        style = f' style="--hue:{hues[quote.speaker]}"'
    if quote.confidence < 0.5:
        classes.append("doubtful")
    told = [quote.speaker or "nobody named", quote.speaker_title, quote.speaker_text, quote.cue]
    title = " · ".join([*(t for t in told if t), quote.kind.value, f"{quote.confidence:.2f}"])
    return f'<mark class="{" ".join(classes)}"{style} title="{escape(title)}">'


def _closing(quote: Quote) -> str:
    label = "?" if quote.speaker is None else quote.speaker
    kind = "" if quote.kind is QuoteKind.DIRECT else f", {quote.kind.value}"
    return f'</mark><span class="who">{escape(label + kind)}</span>'
