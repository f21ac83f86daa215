"""Do two mentions name one speaker? The head-word rules of PolNeAR's scorer (polnear_score.py, the scorer that comes with that data)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"[^\W_]+(?:['.\-][^\W_]+)*\.?|[,;:()—]")
_DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your some many several other another one both all "
    "any each".split()
)
_HONORIFICS = frozenset("mr mrs ms miss dr sir sen rep gov prof gen col lt sgt capt rev hon".split())
_SUFFIXES = frozenset("jr sr iii ii".split())
_PREPOSITIONS = frozenset(
    "of for from in at on with by to about against near among inside outside within who which that whose whom "
    "where when as after before during including close familiar".split()
)
_FUNCTION = frozenset(
    "and or but not of for from in at on with by to about as is was were be been had has have said says who "
    "which that whose".split()
)
"""The scorer's own list: its figures compare only with the same words."""
_MARKS = frozenset(",;:()—")


def matches(predicted: str, gold: str, *, strict: bool = False) -> bool:
    """Equal head words; unless ``strict``, a head word anywhere in the other mention is enough."""
    if not predicted or not gold:
        return False
    ours, theirs = _heads(predicted), _heads(gold)
    if ours & theirs:
        return True
    return not strict and bool(ours & _words(gold) or theirs & _words(predicted))


def _tokens(text: str) -> list[str]:
    found = (re.sub(r"'s$", "", w).rstrip(".") for w in _TOKEN.findall(text.replace("’", "'")))
    return [w for w in found if w]


def _words(text: str) -> set[str]:
    return {w.lower() for w in _tokens(text)} - _DETERMINERS - _FUNCTION - _HONORIFICS - _MARKS


def _core(segment: Sequence[str]) -> list[str]:
    core: list[str] = []
    for word in segment:
        if word.lower() in _PREPOSITIONS and core:
            break
        core.append(word)
    return core


def _heads(text: str) -> set[str]:
    """Last words of the noun phrases, and of a name in apposition."""
    segments: list[list[str]] = [[]]
    for word in _tokens(text):
        if word in _MARKS:
            segments.append([])
        else:
            segments[-1].append(word)
    segments = [s for s in segments if s] or [[]]
    first = segments[0]
    if len(first) > 1:
        while first and first[0].lower() in {"according", "to", "by"}:
            first = first[1:]
    parts: list[list[str]] = [[]]
    for word in first:
        if word.lower() in {"and", "or"}:
            parts.append([])
        else:
            parts[-1].append(word)
    heads = {head for part in parts for head in _part_heads(part)}
    if len(segments) > 1 and not any(w[0].isupper() for w in first):
        beside = _core(segments[1])
        if len(beside) >= 2 and beside[-1][0].isupper() and beside[-2][0].isupper():
            heads.add(beside[-1].lower())
    return heads - _MARKS


def _part_heads(part: Sequence[str]) -> set[str]:
    heads = set()
    core = [w for w in _core(part) if w.lower() not in _DETERMINERS] or _core(part)
    while len(core) > 1 and core[-1].lower() in _HONORIFICS | _SUFFIXES:
        core = core[:-1]
    if core:
        heads.add(core[-1].lower())
    skipped = _DETERMINERS | _HONORIFICS | _SUFFIXES
    capitals = [w for w in part if w[0].isupper() and w.lower() not in skipped]
    closes = len(capitals) >= 2 and part[-1] == capitals[-1] and len(part) >= 2 and part[-2][0].isupper()
    if closes and any(w.lower() in _PREPOSITIONS for w in part):
        heads.add(capitals[-1].lower())
    return heads
