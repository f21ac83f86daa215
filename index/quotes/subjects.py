"""Who begins a sentence: "The mayor of Lindow has", and "Asked about it, Ada Moor laughed." before a quotation."""

from __future__ import annotations

import re

from index.model import Span
from index.quotes.clauses import REACH, sentence_starts
from index.quotes.descriptions import tells_person
from index.quotes.entities import WORD
from index.quotes.names import find_names
from index.quotes.pieces import Piece, TaggedText
from index.quotes.vocabulary import (
    DEFINITE,
    HE,
    INDEFINITE,
    POSSESSIVE,
    PREPOSITIONS,
    PRONOUNS,
    SHE,
    SOMEBODY,
    THEY,
    is_role,
)

MOST_WORDS = 7
"""A role is told in so many words at most."""
_OPENING = 80
"""A name is looked for in so many characters of a sentence."""
_DOUBLE = re.compile(r"[“”\"«»„]|``|''")
_LEAD = re.compile(
    r"(?:Asked|Told|Pressed|Questioned|Reminded|Informed|Shown|When|As|After|While|Once|Then|But|And|At|In|On|By|Later"
    r"|The (?:first|second|third|last|next) time)\b[^,.;:“”\"\n]{0,100},? (?=\S)"
)
_SHORT_LEAD = re.compile(r"(?:Then|But|And|Later|So|Yet)\b,? (?=\S)")
_DETERMINERS = DEFINITE | INDEFINITE | POSSESSIVE
_ENDS = PREPOSITIONS | PRONOUNS - POSSESSIVE | frozenset("and or but than not said says".split())


def subject_before(reading: TaggedText, piece: Piece) -> Span | None:
    """ "Alice Berg turned round. “The road is gone.”": who begins the sentence before, when it quotes nobody."""
    sentence = _sentence_before(reading, piece)
    if sentence is None:
        return None
    text, (start, end) = reading.text, sentence
    lead = _SHORT_LEAD.match(text, start, end)
    comma = _LEAD.match(text, start, end)
    if comma and text.startswith(", ", comma.end() - 2):
        lead = comma
    begin = lead.end() if lead else start
    first = WORD.match(text, begin)
    if first and first.group().lower() in HE | SHE | THEY - {"these", "those", "both"}:
        if (first.group().lower() in POSSESSIVE) and (role := _role(text, begin, end)):
            return role
        return first.span()
    names = find_names(text, begin, min(end, begin + _OPENING), frozenset())
    name = names[0] if names and names[0].start - begin <= 2 else None
    if name and not name.body and not name.words[-1].isupper():
        return begin, name.end
    return _role(text, begin, end)


def _sentence_before(reading: TaggedText, piece: Piece) -> Span | None:
    start, _ = reading.paragraphs[piece.paragraph]
    low = max(start, piece.start - REACH)
    high = low + len(reading.text[low : piece.start].rstrip(" “\"«„'‘`"))
    starts = [s for s in sentence_starts(reading.text, low, high) if s < high]
    begin = starts[-1] if starts else low if low == start else high
    if high <= begin or reading.text[high - 1] == "?" or _DOUBLE.search(reading.text, begin, high):
        return None  # "And Berg?" is a question about him
    return begin, high


def _role(text: str, start: int, end: int) -> Span | None:
    """ "The winner looked", "Her oldest pupil shook": a role with an article before its verb."""
    words = text[start : min(end, start + 100)].split(" ")[: MOST_WORDS + 1]
    if words[0].lower() not in _DETERMINERS:
        return None
    for i, word in enumerate(words[1:-1], 1):
        if word in _ENDS or not word.replace("-", "").replace("’", "").replace("'", "").isalpha():
            return None
        if tells_person(word) and words[i + 1][:1].islower() and not _goes_on(words[i + 1]):
            return start, start + len(" ".join(words[: i + 1]))
    return None


def _goes_on(word: str) -> bool:
    return is_role(word) or word in SOMEBODY


def role_subject(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """ "The mayor of", "Lindow's energy minister has", "A digger driver widening": the role that opens a sentence."""
    words = text[start : min(end, start + 100)].split(" ")[: MOST_WORDS + 1]
    for i, word in enumerate(words[:-1]):
        plain = word.lower().rstrip(",")
        if i and is_role(plain) and (word.endswith(",") or words[i + 1][:1].islower()):
            first = 1 if words[0].lower() in _DETERMINERS else 0
            stop = start + len(" ".join(words[: i + 1]).rstrip(","))
            phrase = " ".join(words[first : i + 1]).rstrip(",")
            return (start, stop, phrase) if phrase and words[0][:1].isupper() else None
        if plain in _ENDS or not word.replace("’", "").replace("'", "").replace("-", "").isalpha():
            return None
    return None
