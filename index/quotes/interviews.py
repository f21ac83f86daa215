"""Interviews without labels: a question to "you" in a paragraph of its own, and below it what "I" answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.model import Article, Paragraph, ParagraphKind
from index.quotes.people import Cast
from index.text.saying import BEHIND_NAME

MOST_INTRODUCTION = 8
"""Who is asked is named in the title or so many paragraphs before the first question."""
MOST_ALONE = 2
"""A single question makes an interview only of a short text: so many paragraphs before it, and behind it."""
PARAGRAPHS_A_QUESTION = 6
"""In an interview there is a question in so many paragraphs."""
LONGEST_QUESTION = 300
_ASKS_YOU = re.compile(r"\b[Yy]ou(?:r|rs|rself|[’'](?:re|ve|d|ll))?\b")
_OF_ME = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself|[Ww]e|[Uu]s|[Oo]ur|[Oo]urs|I[’'](?:m|ve|d|ll))\b")
_MARKS = re.compile(r"[“”\"«»]")
_REPORTED = re.compile(rf"[“”\"«»][^“”\"«»]{{0,60}}\b(?:{'|'.join(BEHIND_NAME)})\b")


def answers_of(article: Article) -> list[Paragraph]:
    """The answers of an article that is an interview without labels; none of every other. Who answers is not told: the
    introduction may name somebody else."""
    told = [p for p in article.paragraphs if p.kind is not ParagraphKind.BOILERPLATE]
    texts = [article.cut(p.start, p.end) for p in told]
    asked = [_is_question(text) for text in texts]
    if not any(asked) or any(p.speaker for p in told):
        return []
    first = asked.index(True)
    answers = _answers(told, texts, asked)
    behind = len(told) - first
    alone = sum(asked) == 1
    if not answers or first > MOST_INTRODUCTION or sum(asked) * PARAGRAPHS_A_QUESTION < behind:
        return []
    if alone and (first > MOST_ALONE or behind > 1 + MOST_ALONE):
        return []
    if any(_REPORTED.search(text) for text in texts[first:]):
        return []
    persons = _persons(article, told[:first])
    return [] if not persons or (alone and persons > 1) else answers


def _is_question(text: str) -> bool:
    asks = text.rstrip().endswith("?") and len(text) <= LONGEST_QUESTION
    return asks and _ASKS_YOU.search(text) is not None and not _MARKS.search(text)


def _answers(told: Sequence[Paragraph], texts: Sequence[str], asked: Sequence[bool]) -> list[Paragraph]:
    """What stands below the questions; the last answer ends where nobody speaks of "me" any more. None when a question
    has no answer, or fewer than half of the answers speak of "me"."""
    starts = [i for i, is_asked in enumerate(asked) if is_asked]
    found: list[Paragraph] = []
    of_me = 0
    for start, end in zip(starts, [*starts[1:], len(told)], strict=True):
        below = range(start + 1, end)
        if not below:
            continue  # two questions, one answer
        of_me += any(_OF_ME.search(texts[i]) for i in below)
        if end == len(told):
            last = [i for i in below if _OF_ME.search(texts[i])]
            below = range(start + 1, max([start + 2, *[i + 1 for i in last]]))
        found += [told[i] for i in below]
    return found if 2 * of_me >= len(starts) else []


def _persons(article: Article, before: Sequence[Paragraph]) -> int:
    """How many are named before the first question, by full name: an interview tells whom it asks."""
    blocks = [(article.title_start, article.title_end), *((p.start, p.end) for p in before)]
    cast = Cast(article.text, [b for b in blocks if b[1] > b[0]], [], [])
    people = [e for e in cast.entities if e.is_person and max(map(len, e.names), default=0) > 1]
    return sum(not e.is_place for e in people)
