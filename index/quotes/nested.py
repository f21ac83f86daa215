"""A quotation within reported words, and who said that one: "The mayor told me, 'You are finished,'" said X."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.model import QuoteKind, Span
from index.quotes.clauses import sentence_starts
from index.quotes.descriptions import tells_person
from index.quotes.entities import WORD
from index.quotes.marks import find_singles
from index.quotes.nationalities import is_nationality
from index.quotes.pieces import Piece
from index.quotes.vocabulary import BODIES, GROUPS, PAPERS, PARTICLES, PREPOSITIONS, PRONOUNS
from index.text.saying import OF_OTHERS, PAST, PLAIN, STATING

REACH = 120
"""So many characters before an inner quotation are looked at."""
_VERBS = "|".join(dict.fromkeys((*PAST, *PLAIN, *STATING, "yelled", "tells", "asks")))
_WHO = r"(?P<who>[^\W\d_][^“”\".,:;!?‘]{1,59}?)"
_BEFORE = re.compile(
    rf"{_WHO} (?:(?:had|has|have|once|also|then|later|simply|just) ){{0,2}}(?P<cue>{_VERBS})"
    r"(?: (?:me|us|him|her|them|you|everybody|reporters|people|that))?[,:]? ?[‘'“\"]?$"
)
_SMALL = r"(?: (?:that|it|he|she|they|the|an?|his|her|their|its|is|was|were|had|has|are|him|them|me|us|reporters|to)){0,4}"
_TOLD = re.compile(
    rf"{_WHO} (?:(?:had|has|have|once|also|then|later|simply|just|often|recently|repeatedly|previously) ){{0,3}}"
    rf"(?:(?P<cue>{_VERBS})|(?P<of>{'|'.join(OF_OTHERS)})(?: [A-Z][\w’'\-]{{1,20}}){{0,2}}){_SMALL}(?: as)?[,:]? ?[“\"]?$"
)
"""The same before a part of reported words: "Berg often said he “had …”"."""
_AFTER = re.compile(rf"[,.!?][”\"][\s,]{{1,3}}{_WHO} (?P<cue>{_VERBS})\b")
_BEHIND = re.compile(rf"[,.!?]?[’'][\s,]{{1,3}}{_WHO} (?P<cue>{_VERBS})\b")
_CALLED = re.compile(rf"[”\"] (?P<cue>by) {_WHO}(?: and\b|,)")
""" "called “A” by X and “B” by Y"."""


@dataclass(frozen=True, slots=True)
class Inner:
    """``text[start:end]`` stands within other reported words; ``source`` says it by ``cue``."""

    start: int
    end: int
    source: Span
    cue: Span


def inner_of(text: str, piece: Piece) -> Iterator[Inner]:
    """The quotations within a piece whose own speaker, a name or "the" and an office, stands beside them."""
    direct = piece.kind is QuoteKind.DIRECT
    spans = [(m.start, m.end) for m in find_singles(text, piece.start, piece.end)] if direct else piece.inner
    for start, end in spans:
        if direct:
            told = _told(text, piece.start, start, _BEFORE) or _behind(text, end, piece.end, _BEHIND)
        else:
            told = (
                _told(text, piece.start, start, _TOLD)
                or _behind(text, end, piece.end, _CALLED)
                or _behind(text, end, piece.end, _AFTER)
            )
        if told is not None:
            yield Inner(*_trimmed(text, start, end), *told)


def _told(text: str, low: int, start: int, told: re.Pattern[str]) -> tuple[Span, Span] | None:
    low = max(low, start - REACH)
    low = max([low, *[s for s in sentence_starts(text, low, start) if s < start - 2]])
    match = told.search(text, low, start)
    return _clause(text, match) if match else None


def _behind(text: str, end: int, stop: int, told: re.Pattern[str]) -> tuple[Span, Span] | None:
    match = told.match(text, max(0, end - 1), min(stop, end + REACH)) or told.match(text, end, stop)
    return _clause(text, match) if match else None


def _clause(text: str, match: re.Match[str]) -> tuple[Span, Span] | None:
    """Who and by what words; None for "he" and "my father", whom only the speaker around knows."""
    words = list(WORD.finditer(text, *match.span("who")))
    first = len(words)
    while (
        first and _in_name(words[first - 1].group()) and (first == len(words) or _joined(text, words, first))
    ):
        first -= 1
    named = [w.group()[0].isupper() for w in words[first:]]
    if is_nationality(tuple(w.group() for w in words[first:]) or ("",)):
        return None
    if not any(named) or words[first].group().lower() in PRONOUNS:
        first = next(
            (
                i
                for i in range(len(words) - 2, max(-1, len(words) - 5), -1)
                if words[i].group().lower() == "the"
            ),
            -1,
        )
        if (
            first < 0
            or not _may_say(words[-1].group().lower())
            or any(w.group().lower() in PRONOUNS | PREPOSITIONS for w in words[first:])
        ):
            return None
    cue = match.span("cue")
    return (words[first].start(), words[-1].end()), cue if cue[0] >= 0 else match.span("of")


def _may_say(noun: str) -> bool:
    return tells_person(noun) or noun in BODIES | GROUPS | PAPERS


def _in_name(word: str) -> bool:
    return word[0].isupper() or word in PARTICLES


def _joined(text: str, words: Sequence[re.Match[str]], i: int) -> bool:
    return text[words[i - 1].end() : words[i].start()] == " "


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in ", ":
        end -= 1
    return start, end
