"""What stands around a name, or instead of one: offices, roles, "the miner", "a nurse"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from index.quotes.entities import WORD, head_phrase, office
from index.quotes.gender import is_first_name
from index.quotes.names import Name
from index.quotes.vocabulary import (
    BODIES,
    DEFINITE,
    GROUPS,
    INDEFINITE,
    PAPERS,
    POSSESSIVE,
    PREPOSITIONS,
    SOMEBODY,
    is_role,
)

WORD_BEFORE = re.compile(r"\b([a-z\-]{3,20}),? $")
"""The last word in lower case of what stands before a name."""
_APPOSITION = re.compile(r",\s++(the |an? |who is (?:the |an? )?)?([^,.;:()“”\"—]{3,70})(?=[,.;])")
_PREDICATE = re.compile(
    r"(?:\b(?:is|was|are|were|be|been|being|become|became|becoming|as|like|of|remains?|remained|named)(?:\s(?:now|then|still|also))?|[,—–(])\s+$"
)
_PERSONAL = re.compile(r"[a-z]{2,}(?:er|or|ist|ian|man|woman|eer|ant)")
"""How the nouns of those who do something end."""
_NAMED = re.compile(r",? [A-Z]")
_OF = re.compile(r"\b[A-Z][\w’'\-]{1,40} (?:of|from|at|with|for) (the )?$")
_OF_REACH = 60
_LONGEST_TITLE = 200
"""So much of what stands before a name can be its office, in characters."""
_ROLE_PHRASE = 5
"""A role ("the Afghan defence minister") is at most so many words behind its article."""


def tells_person(noun: str) -> bool:
    """Is it an office, an occupation, or what somebody is called: "mayor", "netmaker", "witness"?"""
    if is_role(noun) or noun in SOMEBODY:
        return True
    return _PERSONAL.fullmatch(noun) is not None and noun not in BODIES | GROUPS | PAPERS


def description(text: str, name: Name) -> str | None:
    """ "Khawaja Asif, the defence minister," and "Carter, the miner,"."""
    match = _APPOSITION.match(text, name.end)
    if match is None or name.body or is_of_another(text, name):
        return None
    phrase = head_phrase(match.group(2))
    words = office(phrase)
    if not words or not words[-1].isalpha() or words[0] in ("and", "or", "but"):
        return None
    if is_role(words[-1]):
        return phrase
    closed = match.group(1) and text.startswith(",", match.end())
    before = WORD_BEFORE.search(text, max(0, name.start - 24), name.start)
    told = (
        closed and len(words) <= 4 and phrase.islower() and not (before and before.group(1) in PREPOSITIONS)
    )
    return phrase if told and len(name.words) > 1 and is_first_name(name.words[0]) else None


def is_of_another(text: str, name: Name) -> bool:
    """ "Ada Moor of the Green List, a baker,": it is she of whom the apposition behind the list tells."""
    before = text[max(0, name.start - _OF_REACH) : name.start]
    owned = _OF.search(before)
    return owned is not None and (owned.group(1) is not None or not is_first_name(name.words[0]))


def told_again(text: str, name: Name) -> str | None:
    """ "Carter, the miner, said": a description behind a surname, to tell it from another Carter."""
    match = _APPOSITION.match(text, name.end) if len(name.words) == 1 else None
    return head_phrase(match.group(2)) if match and match.group(1) else None


def title_before(text: str, start: int, name_start: int) -> str | None:
    """ "longtime Democratic pollster" before "Pat Caddell", as the words of a source that begins at ``start``."""
    words = [
        w
        for w in text[max(start, name_start - _LONGEST_TITLE) : name_start].split()
        if w.lower() not in DEFINITE | INDEFINITE
    ]
    phrase = " ".join(words)
    plain = [w.lower().strip(".") for w in words]
    if not plain or not is_role(plain[-1]) or set(plain) & (PREPOSITIONS | POSSESSIVE) or "," in phrase:
        return None
    return phrase.replace("\u00ad", "")


def role_phrases(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of "the minister" and "the Afghan defence minister" that are not the office before a name."""
    words = list(WORD.finditer(text, start, end))
    for i, word in enumerate(words):
        if word.group().lower() != "the":
            continue
        last = _last_role(
            words,
            i,
            lambda gap, w: not gap.strip() and w.lower() not in PREPOSITIONS,
            lambda w: is_role(w.lower()),
        )
        if last is not None and not _names_somebody(text, words, last):
            yield word.start(), words[last].end()


def unnamed_phrases(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool, str]]:
    """ "A nurse", "the nurse": (start, end, whether "the" takes somebody up again, the noun)."""
    words = list(WORD.finditer(text, start, end))
    for i, word in enumerate(words[:-1]):
        determiner = word.group().lower()
        if determiner != "the" and determiner not in INDEFINITE | POSSESSIVE:
            continue
        last = _last_role(
            words,
            i,
            lambda gap, w: gap == " " and w[0].islower() and w not in PREPOSITIONS,
            lambda w: is_role(w) or w in SOMEBODY,
        )
        if last is None:
            continue
        a, b = word.start(), words[last].end()
        if not _NAMED.match(text, b) and not _PREDICATE.search(text, max(0, a - 12), a):
            yield a, b, determiner == "the", words[last].group()


def _last_role(
    words: Sequence[re.Match[str]],
    i: int,
    goes_on: Callable[[str, str], bool],
    is_one: Callable[[str], bool],
) -> int | None:
    """The place of the last word of the role that follows word ``i``; ``goes_on`` takes a gap and the word behind it."""
    last = None
    for j in range(i + 1, min(i + 1 + _ROLE_PHRASE, len(words))):
        plain = words[j].group()
        if not goes_on(words[j].string[words[j - 1].end() : words[j].start()], plain):
            break
        if is_one(plain):
            last = j
        elif last is not None:
            break
    return last


def _names_somebody(text: str, words: Sequence[re.Match[str]], i: int) -> bool:
    """Is this role the office before a name, as in "the Minister Khawaja Asif"?"""
    if i + 1 >= len(words) or not words[i].group()[0].isupper() or not words[i + 1].group()[0].isupper():
        return False
    return text[words[i].end() : words[i + 1].start()] == " "
