"""By what role the text introduces somebody: "winger Ada Moor", "its editor, Ada Moor,", "Ada Moor, 41, a baker,", "who chairs".

Unlike the offices that a name is shown with (``descriptions.py``), these only tell who "the winger" is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.quotes.entities import head_phrase, is_plural
from index.quotes.names import Name
from index.quotes.vocabulary import (
    BODIES,
    DEFINITE,
    FEMALE,
    GROUPS,
    INDEFINITE,
    MALE,
    PAPERS,
    POSSESSIVE,
    PREPOSITIONS,
    PRONOUNS,
    is_role,
)

BEFORE = 120
"""So much before a name is looked at, in characters."""
MOST_WORDS = 10
"""A description holds so many words at most."""
NEAREST = 5
"""So many words right before a name can be its office."""
_OF_BODY = (
    r"(?: (?:of|from|at|with|for) (?:the )?[A-Z][\w’'\-]{0,30}(?: (?:of |the )?[A-Z][\w’'\-]{0,30}){0,4})?"
)
_WITHIN_WORDS = frozenset("’'- ")
_CLOSED = re.compile(r",? who\b|[,.;:)—–]|\s*$")
_TOLD = re.compile(r" [a-z]{2,12}(?:ed|s|t|id)\b")
_BEHIND = re.compile(
    _OF_BODY
    + r",\s{1,3}(?:(?:aged )?\d{1,3},\s{1,3})?(?:who (?:is|was) )?([^,.;:()“”\"—\n]{3,90})(?=[,.;—)])"
)
_IS = re.compile(
    r" (?:is|was|became|remains?|has been|(?:was|is) (?:elected|appointed|named|made)|(?:works|served|serves|worked) as)"
    r" (?:(?:now|then|also|still|once) )?([\w’'\-]{1,30}(?: [\w’'\-]{1,30}){0,5})"
)
_WORKS = re.compile(
    r",[^.!?;:()“”\"\n]{3,100}?\b(?:works|worked|serves|served|acts|acted) as (?:an? |the )?([\w’'\-]{1,30}(?: [\w’'\-]{1,30}){0,3})"
)
_WHO_IS = re.compile(r" (?:is|was|has been|remains?|became)$")
_DOES = re.compile(
    r"(?:, (?:(?:aged )?\d{1,3}, )?who|,? and)? (?:(?:also|now|once|then|has|had) )?([a-z]{3,10})\b"
)
_OFFICE_OF = {
    **dict.fromkeys(("chairs", "chaired"), "chair"),
    **dict.fromkeys(("leads", "led"), "leader"),
    **dict.fromkeys(("heads", "headed"), "head"),
    **dict.fromkeys(("edits", "edited"), "editor"),
    **dict.fromkeys(("coaches", "coached"), "coach"),
    **dict.fromkeys(("manages", "managed"), "manager"),
    **dict.fromkeys(("directs", "directed"), "director"),
    **dict.fromkeys(("commands", "commanded"), "commander"),
    **dict.fromkeys(("teaches", "taught"), "teacher"),
    **dict.fromkeys(("drives", "drove"), "driver"),
    **dict.fromkeys(("owns", "owned"), "owner"),
    "founded": "founder",
    "farms": "farmer",
}
"""Who does so is called so."""
_DETERMINERS = DEFINITE | INDEFINITE | POSSESSIVE | {"whose"}
_PERSONAL = ("er", "or", "ist", "ian", "man", "ant", "ess", "eer", "yst", "ive", "ent")
"""How the nouns of those who do something end."""
_ENDS = PREPOSITIONS | PRONOUNS | frozenset("and or but than not".split())


def offices(text: str, name: Name, female: bool | None) -> Iterator[str]:
    """The roles that the words around a mention of a person tell; ``female`` is what its names tell, and no role of the
    other sex is theirs."""
    for phrase in _around(text, name):
        last = head_phrase(phrase).split()[-1].lower()
        told = last in FEMALE if last in FEMALE | MALE else None
        if female is None or told is None or told == female:
            yield phrase


def _around(text: str, name: Name) -> Iterator[str]:
    before = text[max(0, name.start - BEFORE) : name.start]
    full = len(name.words) > 1 or name.honorific is not None
    if before.endswith((" ", "\xa0")) and not before.rstrip().endswith(","):
        if told := _WHO_IS.search(before.rstrip()):
            yield from _before_comma(text, name.end, _chain(before[: told.start()]))
        for phrase in _right_before(_chain(before), full):
            yield phrase
            rest = before.rstrip()[: -len(phrase)]
            if full and rest.endswith(", "):  # "the mediator, retired judge Ada Moor"
                yield from _before_comma(text, name.end, _chain(rest[:-2]))
    elif full and before.endswith(", "):
        yield from _before_comma(text, name.end, _chain(before[:-2]))
    if full and (match := _BEHIND.match(text, name.end)):
        for part in re.split(r" and (?:also )?", match.group(1)):
            words = part.split()
            first = 1 if words and words[0].lower() in _DETERMINERS else 0
            if _is_office(words[first:], loosely=first > 0):
                yield " ".join(words[first:])
    if match := _IS.match(text, name.end):
        yield from _predicate(match.group(1).split())
    if match := _WORKS.match(text, name.end):
        yield from _predicate(match.group(1).split())
    if (match := _DOES.match(text, name.end)) and match.group(1) in _OFFICE_OF:
        yield _OFFICE_OF[match.group(1)]


def _chain(text: str) -> Sequence[str]:
    """The words at the end of a text, back to the last sign that is none."""
    kept = text.rstrip()
    at = len(kept)
    while at and (kept[at - 1].isalnum() or kept[at - 1] in _WITHIN_WORDS):
        at -= 1
    return [word for word in kept[at:].split(" ") if word][-MOST_WORDS:]


def _is_office(words: Sequence[str], *, loosely: bool = False) -> bool:
    """Does the phrase tell one person's role? ``loosely``: by what its noun ends with."""
    head = head_phrase(" ".join(words)).split()
    if not head or head[0].lower() in _ENDS:
        return False
    last = head[-1].lower()
    if is_role(last):
        return not (is_plural(last) and is_role(last[:-1]))
    return loosely and last.endswith(_PERSONAL) and len(last) > 4 and last not in BODIES | GROUPS | PAPERS


def _right_before(words: Sequence[str], full: bool) -> Iterator[str]:
    """ "goalkeeper" of "a free kick that goalkeeper Ada Moor": back to what cannot belong to it."""
    if not words or not words[-1][0].islower() or not (is_role(words[-1].lower()) or full):
        return
    if not _is_office(words[-1:], loosely=full):
        return
    first = len(words) - 1
    while first and len(words) - first < NEAREST and words[first - 1].lower() not in _ENDS | _DETERMINERS:
        first -= 1
    yield " ".join(words[first:])


def _before_comma(text: str, end: int, words: Sequence[str]) -> Iterator[str]:
    """ "Its head of construction, Ada Moor, said": the nearest phrase with an article, or the whole sentence's start."""
    closed = _CLOSED.match(text, end) is not None
    for first in range(len(words) - 1, -1, -1):
        word = words[first].lower()
        opens = first == 0 and words[0][0].isupper()
        owner = word.endswith(("’s", "'s", "s’", "s'"))
        if not (word in _DETERMINERS or owner or opens):
            continue
        phrase = words[first:] if owner or (opens and word not in _DETERMINERS) else words[first + 1 :]
        if _is_office(phrase, loosely=not opens):
            governed = first > 0 and words[first - 1].lower() in PREPOSITIONS
            if closed or (not governed and _TOLD.match(text, end)):
                yield " ".join(phrase)
            return


def _predicate(words: Sequence[str]) -> Iterator[str]:
    """ "is now the captain of": up to the first role that nothing but an ending follows."""
    words = words[1:] if words[0].lower() in _DETERMINERS else words
    for i, word in enumerate(words):
        if word.lower() in _ENDS:
            return
        if _is_office(words[i : i + 1], loosely=True) and (
            i + 1 == len(words) or words[i + 1].lower() in _ENDS
        ):
            yield " ".join(words[: i + 1])
            return
