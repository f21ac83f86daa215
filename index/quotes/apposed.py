"""Whom "who" goes on about, when the words before it describe somebody."""

from __future__ import annotations

import re

from index.quotes.people import Cast

APPOSED = 160
"""So far before "who" the person is looked for whom words between commas describe, in characters."""
_SENTENCE = re.compile(r"[.!?;:“”\"\n]")


def described_before(cast: Cast, start: int) -> int | None:
    """Whom "who" goes on about: "Ada Moor, a former envoy to Norway, who said" is not Norway."""
    near = cast.before(start, APPOSED)
    if not near or start - near[-1].end > 3:
        return None
    entities, last = cast.entities, near[-1]
    if entities[last.entity].is_somebody or not entities[last.entity].names:
        return last.entity
    text = cast.text
    described = [
        m
        for m in near[:-1]
        if entities[m.entity].is_person
        and text.startswith(", ", m.end)
        and not _SENTENCE.search(text, m.end, start)
    ]
    return described[-1].entity if described else last.entity
