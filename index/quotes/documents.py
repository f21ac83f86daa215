"""Whose words a document is: "The ministry issued a statement. … “…,” the statement said." is the ministry."""

from __future__ import annotations

import re

from index.quotes.antecedents import Antecedents
from index.quotes.entities import WORD
from index.quotes.heard import Heard
from index.quotes.people import Cast
from index.quotes.vocabulary import PAPERS
from index.text.saying import BESIDE_MARKS

DOCUMENTS = PAPERS | frozenset("release lawsuit complaint order cable verdict footnote caption".split())
"""What somebody makes, and what its words are called by."""
REACH = 1500
"""So far back it is looked for who made it, in characters."""
MOST = 6
"""So many earlier mentions of it are looked at, the nearest."""
_ALONE = re.compile(r"(?:[Tt]he|[Tt]hat|[Tt]his) (?:(?!of )[A-Za-z][\w\-]{1,19} ){0,2}([a-z\-]{3,20})")
_MADE = re.compile(
    r",? (?:(?:also|later|then|had|has) ){0,2}(?:issued|released|sent|published|put out|posted|wrote|written"
    rf"|(?:{'|'.join(BESIDE_MARKS)})(?: on [A-Z][a-z]+day)? in) (?:an?|its|his|her|their|the) (?:[a-z\-]{{2,15}} ){{0,3}}"
)
""" "The ministry issued a statement": it follows at once."""
_SAID_IN = re.compile(
    rf"\b(?:{'|'.join(BESIDE_MARKS)})(?: on [A-Z][a-z]+day)? in (?:an?|its|his|her|their) (?:[a-z\-]{{2,15}} ){{0,2}}$"
)
_IN = re.compile(r"\bIn (?:an?|its|his|her|their) (?:[a-z\-]{2,15} ){0,2}$")
_AGAIN = re.compile(r"\b(?:[Tt]he|[Tt]his|[Tt]hat) (?:[\w\-]{2,19} ){0,2}$")
_OWNED = re.compile(r"(?:’s|'s|’|')\s(?:[a-z\-]{2,15}\s){0,2}$")
_OF_ONE = re.compile(r"(?:’s|'s|’|')\s(?:[a-z\-]{2,15}\s){0,2}([a-z\-]{3,20})(?![\w\-])")
_BY = re.compile(r" (?:from|by) (?:the )?")
_OPENS = re.compile(
    r"(?:In (?:an?|its|his|her|their) [a-z\-]+|[A-Z][a-z]+day|On [A-Z][a-z]+|[Ll]ater|Meanwhile),? "
)


class Documents:
    """Documents of one article and who speaks in them."""

    def __init__(self, cast: Cast, antecedents: Antecedents) -> None:
        self._cast = cast
        self._antecedents = antecedents

    def who(self, phrase: str, start: int, heard: Heard) -> int | None:
        """The one with a name who was told to have made "the statement" before ``start``."""
        for begin, end, number in self._cast.names_in(start, start + len(phrase))[:1]:
            if begin - start > len("the "):
                break
            owned = _OF_ONE.match(self._cast.text, end, start + len(phrase))
            if owned is not None and owned.group(1) in DOCUMENTS:
                return self._maker(number)
        match = _ALONE.fullmatch(phrase)
        if match is None or match.group(1) not in DOCUMENTS:
            return None
        low, noun = max(0, start - REACH), match.group(1)
        words = WORD.finditer(self._cast.text, low, start)
        places = [m.span() for m in words if m.group().lower() == noun]
        for a, b in reversed(places[-MOST:]):
            if self._cast.is_quoted(a):
                continue
            one = self._made(a, b, heard)
            if one is not None or _AGAIN.search(self._cast.text, max(0, a - 40), a) is None:
                return one  # "a statement" is another one than those before it
        return None

    def _made(self, start: int, end: int, heard: Heard) -> int | None:
        """Who made the document that is mentioned at a span, as its sentence tells."""
        text, cast = self._cast.text, self._cast
        begin, stop = self._antecedents.grammar.sentence_at(start)
        begin, stop = max(begin, start - REACH), min(stop, end + REACH)
        names = [n for n in cast.names_in(begin, stop) if not cast.is_quoted(n[0])]
        for a, b, number in names:
            if b <= start and _OWNED.fullmatch(text, b, start):
                return self._maker(number)
            by = _BY.match(text, end)
            if by and by.end() == a:
                return self._maker(number)
        told = _SAID_IN.search(text, max(begin, start - 60), start)
        opened = _IN.search(text, max(begin, start - 40), start)
        for number, at in reversed(heard.at.items()):
            if at < begin:
                break
            said = (told is not None and at < told.start()) or (opened is not None and at - end in (1, 2))
            if said and at < stop:
                return self._maker(number) if cast.entities[number].names else None
        first = names[0] if names else None
        lead = _OPENS.match(text, begin)
        if first is None or first[1] > start or first[0] - (lead.end() if lead else begin) > 5:
            return None
        return self._maker(first[2]) if _MADE.fullmatch(text, first[1], start) else None

    def _maker(self, number: int) -> int | None:
        entity = self._cast.entities[number]
        able = entity.is_somebody or entity.body or entity.institution >= entity.place
        return number if able and not entity.is_nationality else None
