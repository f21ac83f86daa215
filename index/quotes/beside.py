"""What stands beside a mention of a name, counted: it tells whether the name is a person's (``persons.py``)."""

from __future__ import annotations

import re

from index.quotes.descriptions import WORD_BEFORE
from index.quotes.entities import Entity
from index.quotes.names import Name
from index.quotes.persons import look_around
from index.quotes.vocabulary import is_role
from index.text.saying import BEHIND_NAME, PLAIN

_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|from|near|across|into|of|to|outside|throughout|toward|towards) $", re.I
)
_THE_BEFORE = re.compile(r"\bthe $", re.I)
_THE_NAME = re.compile(r"[\w,] The $")
_TELLS = re.compile(
    r",? (?:(?:also|then|later|never|once|now) )?(?:sa(?:ys?|id)|told|tells|asks?|asked|adds?|added|who|writes|wrote|thinks?|thought"
    r"|wants?|laugh|smiled|is|was|has|had|did|does|[a-z]{3,12}ed)\b"
)
_SPEAKS = re.compile(rf" (?:{'|'.join(BEHIND_NAME)})\b")
_SPOKE = re.compile(rf"[,”\"’'] (?:{'|'.join(PLAIN)}|[a-z]{{3,9}}ed) $")
_AGED = re.compile(r" ?(?:,|\() ?(?:aged )?(\d\d?)(?:,|\)|\.)")
_YEARS_BEFORE = re.compile(r"\b(\d\d?)-year-old,? (?:[a-z\-]{2,20} ){0,3}$")
_OWNS = re.compile(r"[’'](?:s\b)?")
MOST_AGES = 4
"""So many ages are kept of one entity."""


def is_speaking(text: str, name: Name) -> bool:
    """Does a verb of saying stand right behind the name, or before it ("…," said Ada Moor)?"""
    behind = _SPEAKS.match(text, name.end)
    return behind is not None or _SPOKE.search(text, max(0, name.start - 16), name.start) is not None


def note(entity: Entity, name: Name, text: str) -> None:
    """Count one mention of an entity, whose names are those up to it."""
    known = max(entity.names, key=len)
    if len(name.words) == 1 and len(known) > 1 and known[-1] == name.words[0]:
        entity.surname_alone += 1
    if _PLACE_BEFORE.search(text, max(0, name.start - 12), name.start):
        entity.after_place += 1
    if _THE_BEFORE.search(text, max(0, name.start - 5), name.start):
        entity.after_the += 1
        entity.the_name += _THE_NAME.search(text, max(0, name.start - 6), name.start) is not None
    entity.tells += _TELLS.match(text, name.end) is not None
    aged = _AGED.match(text, name.end)
    entity.aged += aged is not None
    for age in (aged, _YEARS_BEFORE.search(text, max(0, name.start - 60), name.start)):
        if age and len(entity.ages) < MOST_AGES:
            entity.ages.add(age.group(1))
    entity.owns += _OWNS.match(text, name.end) is not None
    entity.opens += name.opens
    look_around(entity, text, name.start, name.end)
    before = WORD_BEFORE.search(text, max(0, name.start - 24), name.start)
    entity.after_role += before is not None and is_role(before.group(1))
