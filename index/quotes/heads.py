"""Which name is the head of a phrase that tells who speaks, or stands beside it, and where the phrase's noun ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.quotes.clauses import is_relayed
from index.quotes.entities import WORD
from index.quotes.people import Cast
from index.quotes.vocabulary import BODIES, PREPOSITIONS, is_role
from index.text.saying import BEHIND_NAME

Named = tuple[int, int, int]
"""Where a name begins and ends, and whose it is."""
NEAR_NAME = 60
"""So far behind a description its name ends, in characters."""
TOKEN = re.compile(r"[^\W_]+(?:[’'.\-][^\W_]+)*")
_BETWEEN = re.compile(r"(?: \([A-Z]{2,8}\)|\))?((?: [a-z\-]{2,20}){0,4}) ?")
_TELLS = re.compile(rf",? (?:{'|'.join(BEHIND_NAME)})\b")
_PIECE = re.compile(r"[,;(—–]| - ")


class Heads:
    """Names of one article at the heads of phrases."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    def last_of(self, names: Sequence[Named], end: int) -> int | None:
        """ "The Confederation of Dyers director general Ada Moor": a full name behind the office and the body that it is of."""
        if len(names) < 2 or end - names[-1][1] > 2:
            return None
        (_, before, _), (start, stop, number) = names[-2:]
        entity = self._cast.entities[number]
        between = _BETWEEN.fullmatch(self._cast.text, before, start)
        if between is None or not entity.is_person or entity.body:
            return None
        told = WORD.findall(between.group(1)) or WORD.findall(self._cast.text[start:stop])[:-1]
        if PREPOSITIONS & set(told):
            return None
        role = [w for w in told if w.islower()]
        full = len(max(entity.names, key=len, default=())) > 1
        return number if full and role and is_role(role[-1]) else None

    def behind(self, start: int, end: int) -> int | None:
        """ "another friend," Ada Moor said, or "According to a friend", Ada Moor, it: a full name right behind a description
        that a comma ends."""
        text = self._cast.text
        stop = end if text.startswith(",", end - 1) else end + 1
        relayed = is_relayed(text, start)
        if not text.startswith(",", stop - 1):
            return None
        for begin, last, number in self._cast.names_in(stop, stop + NEAR_NAME)[:1]:
            entity = self._cast.entities[number]
            full = entity.is_person and len(max(entity.names, key=len, default=())) > 1
            told = text.startswith(",", last) if relayed else _TELLS.match(text, last) is not None
            if full and begin - stop == 1 and told:
                return number
        return None

    def is_owned_office(self, name: Named, start: int) -> bool:
        """ "the Arapahoe County Coroner's Office": a common body's name that says nothing without its owner."""
        words = self._cast.text[name[0] : name[1]].split()
        owned = self._cast.text[start : name[0]].rstrip().endswith(("’s", "'s", "s’", "s'"))
        return owned and len(words) == 1 and words[0].lower() in BODIES

    def ends_description(self, name: Named, start: int) -> bool:
        """ "the head of the bureau Adam Karst": a full name right behind the body that its office is of."""
        entity = self._cast.entities[name[2]]
        words = max(entity.names, key=len, default=())
        if len(words) < 2 or not entity.is_person:
            return False
        at = self._cast.text.find(words[0], name[0], name[1])
        before = TOKEN.findall(self._cast.text[start:at]) if at > 0 else []
        return bool(before) and (before[-1].lower() in BODIES or (before[-1][0].isupper() and at > name[0]))

    def apposed(self, names: Sequence[Named], start: int, end: int) -> int | None:
        """ "the head of operations for Medline, Jim Smith," a person's name between commas behind its description."""
        text = self._cast.text
        for a, b, number in names:
            entity = self._cast.entities[number]
            described = a > start and text[start:a].rstrip().endswith(",")
            over = b >= end or text[b:end].lstrip()[:1] in ",;—–("
            heads = TOKEN.findall(text[start:a].lower())
            is_described = bool(heads) and is_role(heads[-1])
            several = len(max(entity.names, key=len, default=())) > 1
            if (
                described
                and over
                and several
                and (entity.is_person or (is_described and not entity.body))
                and not (entity.is_place or entity.is_thing)
            ):
                return number
        return None

    def end_of(self, start: int, end: int) -> int:
        """Where the noun phrase ends: at a comma, a bracket, a preposition or a relative word."""
        text = self._cast.text
        cut = _PIECE.search(text, start + 1, end)
        stop = cut.start() if cut else end
        last = start
        named = self._cast.names_in(start, end)
        for match in TOKEN.finditer(text, start, stop):
            inside = any(a < match.start() < b for a, b, _ in named)
            if match.group().lower() in PREPOSITIONS and last > start and not inside:
                return last
            last = match.end()
        return max(last, start)
