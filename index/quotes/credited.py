"""Whose words a quotation is called: "“…” was his father's advice", "“…” is what Ada Moor used to say", "a line of hers: “…”"."""

from __future__ import annotations

import re

from index.model import QuoteKind, Span
from index.quotes.pieces import Piece, TaggedText
from index.text.saying import BEHIND_NAME, PAST, PLAIN

REACH = 200
"""So much before and behind a quotation is looked at, in characters."""
_WHO = r"(?P<who>[^\W\d_][^“”\".,:;!?()\n]{1,50}?)"
_THING = (
    r"(?:verdict|advice|answer|reply|view|response|comment|conclusion|summary|commandment|motto|rule|phrase|description|saying"
    r"|words?|opinion|explanation|assessment|warning)"
)
_IS = r"[,.!?]?(?:[”\"’'»]|'')? (?:was|is|were|are|had been|has been) "
_VERBS = "|".join(dict.fromkeys((*PAST, *BEHIND_NAME, "writes", "explained", "recalled")))
_PLAIN = "|".join(PLAIN)
_SAID_SO = rf"(?:{_VERBS})(?: [^“”\".,:;!?()\n]{{1,90}})?"
_BEHIND = (
    re.compile(
        r"[,.!?]?(?:[”\"’'»]|'')?,? "
        + _WHO
        + rf"(?:, [^“”\".:;!?()\n]{{2,90}},)? {_SAID_SO},? according to\b"
    ),
    re.compile(
        rf"[,.!?]?(?:[”\"’'»]|'')?,? (?:{_PLAIN}|wrote|writes) "
        r"(?P<who>[A-Z][\w’'\-]+(?: [A-Z][\w’'\-]+){0,3})"
        r"(?: [^“”.,:;!?()\n]{0,80})?, according to\b"
    ),
    re.compile(
        rf"[,.!?]?(?:[”\"’'»]|'')?,? [^“”\".,:;!?()\n]{{2,40}} (?:{_PLAIN}|reported) (?:that )?"
        r"(?P<who>[A-Z][\w’'.\-]+(?: [A-Z][\w’'.\-]+){0,3}|he|she)"
        rf" (?:{_VERBS})\b"
    ),
    re.compile(
        _IS + r"(?:what|how) " + _WHO + r" (?:(?:used to|would|always|once|had|has|later|still|often) ){0,2}"
        r"(?:say|says|said|tell|tells|told|puts?|calls?|called|describes?|described|wrote|answered|replied)\b"
    ),
    re.compile(
        _IS
        + rf"(?:an? |the |one )(?:[a-z]{{3,12}} ){{0,2}}{_THING} of "
        + _WHO
        + r"(?=[’']s?[,.;]|[,.;]| and\b)"
    ),
    re.compile(_IS + _WHO + rf"[’']s? (?:[a-z]{{3,12}} ){{0,2}}{_THING}\b"),
    re.compile(_IS + rf"(?P<who>his|her|their) (?:[a-z]{{3,12}} ){{0,2}}{_THING}\b"),
)
_BEFORE = (
    re.compile(
        rf"\bAccording to [^“”\".,:;!?()\n]{{2,80}}, (?P<who>[A-Z][^“”\".,:;!?()\n]{{1,60}}?) (?:{_VERBS})"
        r"(?: [^“”\".:;!?()\n]{0,60})?[,:]? ?[“\"‘']?$"
    ),
    re.compile(
        r"\b(?:line|words?|sentence|verse|phrase|passage|saying|advice|message)(?: of [a-z]{3,12})? (?:from|of|by) (?P<who>[^\W\d_][^“”\".:;!?()\n]{1,70}?)"
        r"(?:, (?:delivered|spoken|written|sent|told)\b[^“”\".:;!?\n]{0,40})?: ?[“\"‘']?$"
    ),
    re.compile(
        r"\b(?:line|words?|sentence|verse|phrase|passage|entry|note) (?:from|of|in) "
        + _WHO
        + r"[’']s? (?:diary|letters?|notebook|journal|memoirs?|will|poems?|novels?|books?|logbook|column|to [a-z][^“”\".:;!?\n]{0,50})?: ?[“\"‘']?$"
    ),
)


def credited(reading: TaggedText, piece: Piece) -> Span | None:
    """Who is told to have said it by a noun or a clause beside it."""
    if piece.kind is not QuoteKind.DIRECT:
        return None
    text, (start, end) = reading.text, reading.paragraphs[piece.paragraph]
    for told in _BEHIND:
        if match := told.match(text, piece.end, min(end, piece.end + REACH)):
            return match.span("who")
    low = max(start, piece.start - REACH)
    for told in reversed(_BEFORE):
        if match := told.search(text, low, piece.start):
            return match.span("who")
    return None
