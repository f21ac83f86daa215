"""Whose husband and whose sister: "Ada Moor and her husband, Bo", "Bo, Ada's former husband," and later "her husband"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from index.quotes.entities import Entity
from index.quotes.vocabulary import FEMALE, MALE, SHE, is_role

REACH = 1200
"""So far before "her husband" she is named, in characters."""
MOST_LOOKED_AT = 30
"""So many names before it are looked at."""
_OF_BOTH = {
    "wife": "husband",
    "husband": "wife",
    "spouse": "spouse",
    "girlfriend": "boyfriend",
    "boyfriend": "girlfriend",
}
_BY_SEX = {
    **dict.fromkeys(("brother", "sister", "twin"), ("brother", "sister")),
    **dict.fromkeys(("father", "mother"), ("son", "daughter")),
    **dict.fromkeys(("son", "daughter"), ("father", "mother")),
    **dict.fromkeys(("uncle", "aunt"), ("nephew", "niece")),
    **dict.fromkeys(("nephew", "niece"), ("uncle", "aunt")),
    **dict.fromkeys(("grandfather", "grandmother"), ("grandson", "granddaughter")),
    **dict.fromkeys(("grandson", "granddaughter"), ("grandfather", "grandmother")),
}
"""What the other one is then: he, she."""
KIN = frozenset(_OF_BOTH) | frozenset(_BY_SEX)
_NOUNS = "|".join(sorted(KIN))
_WHICH = (
    r"(?:(?:former|late|ex|older|younger|elder|eldest|youngest|twin|own|then|second|first|new)[ \-]){0,2}"
)
_KIN = re.compile(
    rf"(?:\b(?P<his>his|her|their|whose)|[’'](?:s\b)?) {_WHICH}(?P<noun>{_NOUNS})\b", re.IGNORECASE
)
_PHRASE = re.compile(
    rf"(?:(?P<his>his|her|their)|(?P<who>[^\W\d_][\w’'\- ]{{0,40}}?)[’']s?) {_WHICH}(?P<noun>{_NOUNS})",
    re.IGNORECASE,
)


def _one_of(full: Mapping[str, set[int]], entity: Entity) -> int:
    """ "Bo" of "her husband, Bo" is the only Bo whose full name the text tells behind it."""
    words = max(entity.names, key=len, default=())
    able = full.get(words[0], set()) if len(words) == 1 else set()
    return next(iter(able)) if len(able) == 1 else entity.number


_ROLE_BETWEEN = re.compile(r", (?:(?:the|an?) )?(?:[a-z\-]{3,20} ){0,2}([a-z\-]{3,20}) ")
""" "His mother, the novelist Ada Moor"."""
_GAP = 60


class Kin:
    """The ties of one article. ``names`` are its (start, end, entity), in order, those within quotations left out."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[tuple[int, int]],
        names: Sequence[tuple[int, int, int]],
        entities: Sequence[Entity],
    ) -> None:
        self._text, self._entities = text, entities
        full: dict[str, set[int]] = {}
        for _, _, number in names:
            words = max(entities[number].names, key=len, default=())
            if len(words) > 1:
                full.setdefault(words[0], set()).add(number)
        self._names = [(a, b, _one_of(full, entities[n])) for a, b, n in names]
        self._starts = [a for a, _, _ in names]
        self._called = {text[a:b].split()[-1]: n for a, b, n in self._names}
        self._ties: dict[str, dict[int | None, set[int]]] = {}
        for start, end in blocks:
            for match in _KIN.finditer(text, start, end):
                self._tie(match)
        self._held = {noun: set().union(*of.values()) for noun, of in self._ties.items()}
        tied = set().union(*self._held.values())
        self._of_surname: dict[str, list[int]] = {}
        for number in dict.fromkeys(n for _, _, n in self._names):
            words = max(entities[number].names, key=len, default=())
            if len(words) > 1 and number not in tied:
                self._of_surname.setdefault(words[-1], []).append(number)

    def who(self, phrase: str, start: int, by_office: Callable[[str, int], int | None]) -> int | None:
        """ "Her husband" at ``start``: the one person who is that to whom it may mean, or None. ``by_office`` tells who
        "the dentist" of "the dentist's husband" is."""
        match = _PHRASE.fullmatch(phrase)
        if match is None:
            return None
        noun = match.group("noun").lower()
        whose = match.group("who") or ""
        owner = self._owner(match.group("his"), start, whose)
        if whose.lower().startswith("the "):
            owner = by_office(whose, start)
        ties, free = self._ties.get(noun, {}), self._held.get(noun, set())
        if owner is not None and (known := ties.get(owner)):
            return next(iter(known)) if len(known) == 1 else None
        if free:
            loose = set(ties) == {None} or (match.group("his") or "").lower() == "their"
            return next(iter(free)) if len(free) == 1 and loose and owner not in free else None
        return self._of_one_surname(noun, owner)

    def _tie(self, match: re.Match[str]) -> None:
        noun, his = match.group("noun").lower(), match.group("his")
        holder = self._beside(match.start(), match.end())
        if holder is None or not self._may_be(noun, holder):
            return
        owner = self._owner(his, match.start(), None, holder) if his else self._ending_at(match.start())
        if owner == holder:
            return
        self._entities[holder].offices[noun] += 1
        self._ties.setdefault(noun, {}).setdefault(owner, set()).add(holder)
        if owner is None:
            return
        male = his.lower() == "his" if his and his.lower() in ("his", "her") else None
        female = self._entities[owner].female if male is None else not male
        other = _OF_BOTH.get(noun) or (None if female is None else _BY_SEX[noun][female])
        if other is not None and self._may_be(other, owner):
            self._entities[owner].offices[other] += 1
            self._ties.setdefault(other, {}).setdefault(holder, set()).add(owner)

    def _beside(self, start: int, end: int) -> int | None:
        """Who is called so: the name right behind the phrase, or the one before it ("Bo Moor, her husband,")."""
        at = bisect_left(self._starts, end)
        gap = self._text[end : min(end + _GAP, self._names[at][0])] if at < len(self._names) else ""
        role = _ROLE_BETWEEN.fullmatch(gap)
        if gap in (" ", ", ", " – ", ": ") or (role and is_role(role.group(1))):
            return self._names[at][2] if self._is_person(self._names[at][2]) else None
        if self._text[end : end + 1] not in (",", ".", ")", ";") and not self._text.startswith(" of ", end):
            return None
        owned = start
        if self._text[start] in "’'":  # "Lucinda Marsh, Gideon's former wife,"
            owned = next((a for a, b, _ in self._before(start) if b <= start <= b + 1), start)
        for a, b, number in self._before(owned):
            if b <= owned and self._text[b:owned].strip(" ") == "," and a < owned:
                return number if self._is_person(number) else None
        return None

    def _before(self, position: int) -> list[tuple[int, int, int]]:
        at = bisect_left(self._starts, position)
        return [
            n for n in reversed(self._names[max(0, at - MOST_LOOKED_AT) : at]) if position - n[1] <= REACH
        ]

    def _ending_at(self, position: int) -> int | None:
        near = self._before(position)[:1]
        return near[0][2] if near and near[0][1] == position and self._is_person(near[0][2]) else None

    def _owner(self, his: str | None, start: int, name: str | None, holder: int | None = None) -> int | None:
        """Whom "his" or the name before "'s" means: the nearest who may be it."""
        if his is None:
            found = self._called.get((name or " ").split(" ")[-1])
            return found if found is not None and self._is_person(found) else None
        if his.lower() == "their":
            return None
        sexes = (None, True, False) if his.lower() == "whose" else (None, his.lower() in SHE)
        for _, _, number in self._before(start):
            entity = self._entities[number]
            if number != holder and self._is_person(number) and entity.female in sexes:
                return number
        return None

    def _is_person(self, number: int) -> bool:
        entity = self._entities[number]
        return entity.person >= 0.5 and not entity.is_place and not entity.is_thing

    def _may_be(self, noun: str, number: int) -> bool:
        female = self._entities[number].female
        return female is None or noun not in FEMALE | MALE or female == (noun in FEMALE)

    def _of_one_surname(self, noun: str, owner: int | None) -> int | None:
        """Nobody is called her husband: the only one of her surname, and of that sex, who is called nothing else."""
        if owner is None or noun not in FEMALE | MALE:
            return None
        surname = max(self._entities[owner].names, key=len, default=())[-1:]
        known = self._of_surname.get(surname[0], []) if surname else []
        able = [
            n
            for n in known[: MOST_LOOKED_AT + 1]
            if n != owner and self._entities[n].female == (noun in FEMALE) and self._is_person(n)
        ]
        if len(known) > MOST_LOOKED_AT:
            return None
        return able[0] if len(able) == 1 else None
