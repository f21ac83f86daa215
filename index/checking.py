"""A quoted text to a Verdict: exact, altered, paraphrase or not found. First version."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from index.answering.lexical import content_stems, words
from index.embedding import Vectors
from index.folding import Folded, fold
from index.model import Change, Citation, StoredQuote, Verdict, VerdictKind

ALTERED_FROM = 75.0
PARAPHRASE_FROM = 0.62
RELATED_FROM = 0.35
_OUTER = " \"'.,;:!?-"
_SAID = re.compile(
    r"^(?P<speaker>(?:[A-Z][\w.'’-]*\s?){1,5})\s(?:said|says|told \w+)(?:\s*[:,]|\s+that)?\s+(?P<text>.+)$",
    re.S,
)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A stored quote or sentence ready for comparison."""

    stored: StoredQuote
    folded: Folded


def prepare(stored: StoredQuote) -> FoldedText:
    """Fold once, compare often."""
    return FoldedText(stored, fold(stored.quote.text))


def split_speaker(query: str) -> tuple[str | None, str]:
    """ "Trump said …" → (Trump, …)."""
    match = _SAID.match(query.strip())
    if match is None:
        return None, query
    return match.group("speaker").strip(), match.group("text")


def check(
    query: str, stored: Sequence[FoldedText], similarities: Vectors, own_voice: Sequence[FoldedText]
) -> Verdict:
    """Judge one text. ``similarities`` has shape (len(stored),), ``own_voice`` holds the article's paragraphs."""
    asked, needle_text = split_speaker(query)
    needle = fold(needle_text).text.strip(_OUTER)
    if not words(needle):
        return Verdict(query, VerdictKind.NOT_FOUND, 0.0, error="There are no words to look for.")
    exact = [
        cite_slice(item, at, at + len(needle)) for item in stored for at in _find(item.folded.text, needle)
    ]
    if not exact:
        exact = [
            cite_slice(i, at, at + len(needle)) for i in own_voice for at in _find(i.folded.text, needle)
        ]
    if exact:
        return _verdict(query, VerdictKind.EXACT, 1.0, asked, exact[0], also=tuple(exact[1:4]))
    if stored:
        scores = [fuzz.partial_ratio(needle, item.folded.text) for item in stored]
        best = max(range(len(stored)), key=scores.__getitem__)
        item = stored[best]
        if scores[best] >= ALTERED_FROM:
            alignment = fuzz.partial_ratio_alignment(needle, item.folded.text)
            if alignment is not None and len(words(needle)) >= 3:
                start, end = _to_words(item.folded.text, alignment.dest_start, alignment.dest_end)
                changes = diff(item.folded.text[start:end], needle)
                citation = cite_slice(item, start, end)
                return _verdict(
                    query, VerdictKind.ALTERED, scores[best] / 100, asked, citation, changes=changes
                )
        nearest = int(similarities.argmax())
        if similarities[nearest] >= PARAPHRASE_FROM and set(content_stems(needle)):
            citation = cite_slice(stored[nearest], 0, len(stored[nearest].folded.text))
            return _verdict(query, VerdictKind.PARAPHRASE, float(similarities[nearest]), asked, citation)
        order = [int(i) for i in (-similarities).argsort()[:3] if similarities[i] >= RELATED_FROM]
        related = tuple(cite_slice(stored[i], 0, len(stored[i].folded.text)) for i in order)
        confidence = 1.0 - float(max(similarities[nearest], 0.0))
        return Verdict(query, VerdictKind.NOT_FOUND, confidence, speaker_asked=asked, related=related)
    return Verdict(query, VerdictKind.NOT_FOUND, 1.0, speaker_asked=asked)


def _verdict(
    query: str,
    kind: VerdictKind,
    confidence: float,
    asked: str | None,
    citation: Citation,
    *,
    changes: tuple[Change, ...] = (),
    also: tuple[Citation, ...] = (),
) -> Verdict:
    matches = None
    if asked is not None:
        matches = citation.speaker is not None and bool(set(words(asked)) & set(words(citation.speaker)))
    return Verdict(query, kind, confidence, citation.speaker, asked, matches, citation, changes, also)


def cite_slice(item: FoldedText, start: int, end: int) -> Citation:
    """The source slice of a folded span."""
    stored = item.stored
    low, high = item.folded.source_span(start, end)
    return Citation(
        text=stored.quote.text[low:high],
        article_id=stored.article_id,
        article=stored.article,
        title=stored.title,
        paragraph=stored.quote.paragraph,
        start=stored.quote.start + low,
        end=stored.quote.start + high,
        speaker=stored.quote.speaker,
        url=stored.url,
        score=1.0,
        kind=stored.quote.kind,
    )


def diff(said: str, asked: str) -> tuple[Change, ...]:
    """Word-level differences of two folded texts."""
    left, right = words(said), words(asked)
    changes = []
    for op, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if op != "equal":
            changes.append(Change(op, " ".join(left[a:b]), " ".join(right[c:d])))
    return tuple(changes)


def _find(haystack: str, needle: str) -> list[int]:
    """Where ``needle`` stands as whole words."""
    found = []
    at = haystack.find(needle)
    while at >= 0:
        before, after = haystack[at - 1 : at], haystack[at + len(needle) : at + len(needle) + 1]
        if not before.isalnum() and not after.isalnum():
            found.append(at)
        at = haystack.find(needle, at + 1)
    return found


def _to_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, max(end, start + 1)
