"""Whom "who" goes on about, when the words before it describe somebody."""

from __future__ import annotations

import re

from index.quotes.people import Cast
from index.quotes.vocabulary import POSSESSIVE

APPOSED = 160
"""So far before "who" the person is looked for whom words between commas describe, in characters."""
_BETWEEN = re.compile(r", (?:[\w’'\-]+ ){0,6}[\w’'\-]+, ")
_OF = re.compile(r" (?:of|from|for|in|at) (?:the )?")
_SENTENCE = re.compile(r"[.!?;:“”\"\n]")


def described_before(cast: Cast, start: int) -> int | None:
    """Whom "who" goes on about: "Ada Moor, a former envoy to Norway, who said" is not Norway."""
    near = cast.before(start, APPOSED)
    if not near:
        return None
    entities, text, last = cast.entities, cast.text, near[-1]
    if start - last.end > 3:
        owned = POSSESSIVE & set(text[last.end : start].lower().split())
        named = entities[last.entity].is_person and entities[last.entity].names and not owned
        return last.entity if named and _BETWEEN.fullmatch(text, last.end, start) else None
    if entities[last.entity].is_somebody or not entities[last.entity].names:
        return last.entity
    before = near[-2] if len(near) > 1 else last
    is_place = entities[last.entity].place >= 0.5 and not entities[last.entity].body
    if is_place and entities[before.entity].is_person and _OF.fullmatch(text, before.end, last.start):
        return before.entity  # "Ada Moor of Lindow, who said"
    described = [
        m
        for m in near[:-1]
        if entities[m.entity].is_person
        and text.startswith(", ", m.end)
        and not _SENTENCE.search(text, m.end, start)
    ]
    return described[-1].entity if described else last.entity
