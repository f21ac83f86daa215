"""What a question asks for: its words, the type of its answer, names and numbers that must be there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.calendar import NAMED
from index.text.words import asked_words, stem, stems

_TYPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "number",
        re.compile(
            r"\bhow (?:many|much|old|far|tall|big|large|long|high|fast|often)\b|\bwhat (?:number|percent\w*|share|proportion)\b"
        ),
    ),
    (
        "date",
        re.compile(
            r"\bwhens?\b|\b(?:what|which|in what|in which) (?:\w+ )?(?:year|date|day|month|century|decade|time)\b|\bhow long ago\b"
        ),
    ),
    (
        "person",
        re.compile(
            r"\bwho(?:m|se|s|dat)?\b|\bwhat (?:was|is|were) the names?\b|\bwhich (?:person|man|woman)\b"
        ),
    ),
    (
        "place",
        re.compile(
            r"\bwheres?\b|\b(?:what|which) (?:\w+ )?(?:city|country|town|place|state|region|continent|village|area)\b"
        ),
    ),
    ("reason", re.compile(r"\bwhys?\b|\bhow come\b|\bwhat (?:caused|made|led)\b|\bfor what reason\b")),
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?|half|twice|several|per ?cent)\b",
    re.I,
)
_DATE = re.compile(
    rf"\b(?:1\d{{3}}|20\d\d|\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(sorted(NAMED))}|"
    r"today|yesterday|tomorrow|tonight|years?|months?|weeks?|days?|century|centuries|decades?)\b"
)
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w’'-]+")
_PLACE = re.compile(
    r"\b(?:in|at|from|near|to|of|into|across|around|between|outside|inside) (?:the )?[A-Z][\w’'-]+"
)
_REASON = re.compile(
    r"\b(?:because|due to|since|as a result|so that|in order to|owing to|led to|caused?|therefore|thanks to)\b",
    re.I,
)
ANSWER_TYPES = ("number", "date", "person", "place", "reason")
_FITS = {"number": _NUMBER, "date": _DATE, "person": _NAME, "place": _PLACE, "reason": _REASON}


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for matching. ``carried`` are stems that it may silently mean, ``before`` the question
    and the words that it follows."""

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    all_stems: tuple[str, ...]
    answer_type: str | None
    carried: tuple[str, ...] = ()
    before: tuple[str, str] | None = None


def parse(text: str, carried: Sequence[str] = (), before: tuple[str, str] | None = None) -> Query:
    """Words and stems in order, without repeats (``stems`` those that carry meaning); ``answer_type`` is None when the question does not tell."""
    lowered = text.lower()
    kind = next((name for name, pattern in _TYPES if pattern.search(lowered)), None)
    return Query(
        text,
        tuple(asked_words(text)),
        tuple(dict.fromkeys(stem(word) for word in asked_words(text))),
        tuple(dict.fromkeys(stems(text))),
        kind,
        tuple(dict.fromkeys(stem(word) for word in carried)),
        before,
    )


def fits(answer_type: str | None, sentence: str) -> bool:
    """Could the sentence hold an answer of this type? True when there is no type to miss."""
    return answer_type is None or _FITS[answer_type].search(sentence) is not None
