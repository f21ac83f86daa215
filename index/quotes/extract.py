"""Quotation marks + cue + nearest name: the first honest version of quotations and their speakers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.model import Article, ParagraphKind, Quote, QuoteKind
from index.quotes.marks import Marked, find_marked
from index.sentences import split_sentences

_CUE = re.compile(
    r"\b(said|says|say|told|tells|added|adds|asked|asks|replied|wrote|writes|argued|argues|claimed|claims|"
    r"recalled|recalls|explained|explains|insisted|warned|warns|announced|stated|noted|notes|stressed|"
    r"denied|admitted|admits|according to|continued|shared|lamented|highlighted|pointed out|declared|"
    r"promised|quotes|quoted|called|calls|remarked|maintained|emphasised|emphasized|urged)\b"
)
_TITLE = (
    r"(?:(?:[A-Z][\w-]+ )*(?:President|Minister|Secretary|Chairman|Chairwoman|Chair|Director|Mayor|Senator|"
    r"Governor|Professor|Judge|Justice|General|Colonel|Captain|Dr|Mr|Mrs|Ms|Commissioner|Officer|Ambassador|"
    r"Chief|Spokesperson|Spokesman|Spokeswoman|Councillor|Inspector|Superintendent|Sergeant)\.? )"
)
_NAME = re.compile(
    rf"(?P<title>{_TITLE}+)?(?P<name>[A-Z][\w’'-]+(?: (?:[A-Z]\.|al-|bin|de|van|[A-Z])[\w’'-]*)*)"
)
_PRONOUN = re.compile(r"\b(he|she|they|He|She|They)\b")
_NOT_NAMES = frozenset(
    "The A An In On At But And So If It We I He She They This That These There When While After Before Asked "
    "As For From To With By Our His Her Their My Your Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "January February March April May June July August September October November December Not No Yes Now Then "
    "However Meanwhile Earlier Later According Speaking Responding During Both Most Some Many All What Who Why".split()
)
_INDIRECT = re.compile(
    r"(?P<source>\b(?:[A-Z][\w’'-]+ )*[A-Z][\w’'-]+|\b[Hh]e|\b[Ss]he|\b[Tt]hey|\b[Tt]he [a-z]+) "
    r"(?:(?:also|further|then|later|has|had) )*(?P<cue>said|says|added|stated|claimed|noted|warned|argued|"
    r"explained|announced|insisted|admitted|denied|believes|recalled|recalls)(?P<that> that)? (?P<content>.+)"
)


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    name: str
    title: str | None


def extract_quotes(article: Article) -> tuple[Quote, ...]:
    """Every quotation found, in reading order."""
    text = article.text
    names = _names(article)
    quotes: list[Quote] = []
    last: _Mention | None = None
    utterance = 0
    open_ended = False
    blocks = [(None, article.title_start, article.title_end)] + [
        (p.number, p.start, p.end) for p in article.paragraphs if p.kind is not ParagraphKind.BOILERPLATE
    ]
    for number, start, end in blocks:
        marked = find_marked(text, start, end)
        paragraph_cue: tuple[str, str, _Mention | None] | None = None
        for position, span in enumerate(marked):
            context = _outside(text, start, end, marked)
            cue, source = _attribution(context, span, names, last)
            if cue is None and position and paragraph_cue:
                cue_text, source_text, speaker = paragraph_cue
            elif cue is None and position == 0 and open_ended and quotes:
                cue_text, source_text, speaker = quotes[-1].cue or "", quotes[-1].speaker_text or "", last
            elif cue is None:
                cue_text, source_text, speaker = "", "", None
            else:
                cue_text = cue
                source_text, speaker = source
                utterance += 1
            if not cue_text:
                utterance += 1
            if speaker is not None:
                last = speaker
                paragraph_cue = (cue_text, source_text, speaker)
            quotes.append(_quote(text, span, number, utterance, cue_text, source_text, speaker))
        open_ended = bool(marked) and marked[-1].open_ended
        last = _indirect(text, start, end, number, marked, names, last, quotes, utterance)
        utterance = max((q.utterance for q in quotes), default=0)
    quotes.sort(key=lambda q: (q.start, q.end))
    return tuple(quotes)


def _quote(
    text: str,
    span: Marked,
    number: int | None,
    utterance: int,
    cue: str,
    source: str,
    speaker: _Mention | None,
) -> Quote:
    start, end = span.start, span.end
    while end > start + 1 and text[end - 1] in ", ":
        end -= 1
    return Quote(
        QuoteKind.DIRECT,
        text[start:end],
        start,
        end,
        number,
        utterance,
        speaker.name if speaker else None,
        speaker.title if speaker else None,
        source or None,
        cue or None,
        0.8 if speaker else 0.3,
    )


def _outside(text: str, start: int, end: int, marked: list[Marked]) -> str:
    out = [" "] * start + list(text[start:end])
    for span in marked:
        out[span.start : span.end] = " " * (span.end - span.start)
    return "".join(out)


def _attribution(
    context: str, span: Marked, names: dict[str, _Mention], last: _Mention | None
) -> tuple[str | None, tuple[str, _Mention | None]]:
    """The cue nearest to the quote within 120 characters, and the source nearest to the cue."""
    low, high = max(0, span.start - 120), span.end + 120
    cues = list(_CUE.finditer(context, low, min(high, len(context))))
    if not cues:
        return None, ("", None)
    cue = min(cues, key=lambda m: max(span.start - m.end(), m.start() - span.end, 0))
    near_low, near_high = max(low, cue.start() - 60), min(len(context), cue.end() + 60)
    candidates: list[tuple[int, str, _Mention | None]] = []
    for mention in _mentions(context, near_low, near_high, names):
        distance = max(cue.start() - mention.end, mention.start - cue.end())
        candidates.append((distance, context[mention.start : mention.end], mention))
    for pronoun in _PRONOUN.finditer(context, near_low, near_high):
        distance = max(cue.start() - pronoun.end(), pronoun.start() - cue.end())
        candidates.append((distance, pronoun.group(), last))
    role = re.compile(r"\b[Tt]he [a-z]+\b").search(context, near_low, cue.start() + 1)
    if role and cue.start() - role.end() <= 2:
        candidates.append((0, role.group(), last))
    if not candidates:
        return cue.group(), ("", None)
    _, source, speaker = min(candidates, key=lambda c: c[0])
    return cue.group(), (source, speaker)


def _names(article: Article) -> dict[str, _Mention]:
    """Last word of a name → the fullest form that the article gives."""
    fullest: dict[str, _Mention] = {}
    for paragraph in article.paragraphs:
        for mention in _mentions(article.text, paragraph.start, paragraph.end, {}):
            key = mention.name.split()[-1]
            known = fullest.get(key)
            if known is None or len(mention.name) > len(known.name):
                title = mention.title or (known.title if known else None)
                fullest[key] = _Mention(mention.start, mention.end, mention.name, title)
            elif known.title is None and mention.title:
                fullest[key] = _Mention(known.start, known.end, known.name, mention.title)
    return fullest


def _mentions(text: str, start: int, end: int, names: dict[str, _Mention]) -> list[_Mention]:
    found = []
    for match in _NAME.finditer(text, start, end):
        name = re.sub(r"[’']s?$", "", match.group("name"))
        words = name.split()
        while words and words[0] in _NOT_NAMES:
            words.pop(0)
        if not words:
            continue
        known = names.get(words[-1])
        title = (match.group("title") or "").strip() or None
        if known:
            found.append(_Mention(match.start(), match.end(), known.name, known.title or title))
        else:
            found.append(_Mention(match.start(), match.end(), " ".join(words), title))
    return found


def _indirect(
    text: str,
    start: int,
    end: int,
    number: int | None,
    marked: list[Marked],
    names: dict[str, _Mention],
    last: _Mention | None,
    quotes: list[Quote],
    utterance: int,
) -> _Mention | None:
    """ "He said that …" without marks: the rest of the sentence is the content."""
    for begin, stop in split_sentences(text, start, end):
        match = _INDIRECT.search(text, begin, stop)
        if match is None:
            continue
        low, high = match.span("content")
        while high > low + 1 and text[high - 1] in ".":
            high -= 1
        inside = [m for m in marked if m.start < high and m.end > low]
        if inside and match.group("that") is None:
            continue
        if any(m.start <= match.start() < m.end for m in marked):
            continue
        source = match.group("source")
        known = _mentions(text, match.start("source"), match.end("source"), names)
        speaker = (
            last if source.lower() in ("he", "she", "they") or source.lower().startswith("the ") else None
        )
        speaker = speaker or (known[-1] if known else last)
        utterance += 1
        kind = QuoteKind.MIXED if inside else QuoteKind.INDIRECT
        quotes.append(
            Quote(
                kind,
                text[low:high],
                low,
                high,
                number,
                utterance,
                speaker.name if speaker else None,
                speaker.title if speaker else None,
                source,
                match.group("cue"),
                0.6,
            )
        )
        last = speaker or last
    return last
