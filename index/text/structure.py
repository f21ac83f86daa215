"""What stands above each passage: headings, questions of a FAQ, lead-ins that end in a colon, the speaker's label.

These lines are a *frame*: context for what follows, and never an answer by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.model import ParagraphKind

ITEM = 300
"""Characters of the longest line that is still taken as an item of the list that a lead-in opens."""
ITEMS = 24
"""Lines that one lead-in reaches at most."""
LEVELS = 6
"""Headings that stand together and head what follows; HTML knows no more, and a page of nothing else stays small."""
ASKED = 200
"""Characters of the longest line of questions that heads what answers it."""
_LEAD_IN = re.compile(r"[:：][\s*_\"”’)]*\Z")
_LETTER = re.compile(r"[^\W\d_]")
_ASKS = re.compile(r"\?[\s*_\"”’)]*\Z")


def is_lead_in(sentence: str) -> bool:
    """Does it only announce what follows: a colon at its end, or no word at all ("9.")?"""
    return _LEAD_IN.search(sentence[-8:]) is not None or _LETTER.search(sentence) is None


def frames(
    paragraphs: Sequence[int | None],
    pieces: Sequence[Sequence[str]],
    kinds: Mapping[int, ParagraphKind],
) -> list[list[bool]]:
    """Which sentences are frame, by passage. ``paragraphs[i]`` is passage i's (None: the title),
    ``pieces[i]`` its sentences."""
    found: list[list[bool]] = []
    for i, (paragraph, sentences) in enumerate(zip(paragraphs, pieces, strict=True)):
        if paragraph is None or kinds.get(paragraph) is ParagraphKind.HEADING or _heads(pieces, i):
            found.append([True] * len(sentences))
        else:
            found.append([is_lead_in(sentence) for sentence in sentences])
    return found


def above(
    paragraphs: Sequence[int | None],
    pieces: Sequence[Sequence[str]],
    framed: Sequence[Sequence[bool]],
    kinds: Mapping[int, ParagraphKind],
) -> list[tuple[int, ...]]:
    """For each passage the passages that head it, outermost first: the headings (those that stand together are
    one path, of which the innermost LEVELS count), the question, the lead-in of its list. The title is left out."""
    path: list[int] = []
    lead: int | None = None
    items = 0
    in_path = False
    found: list[tuple[int, ...]] = []
    for i, (paragraph, sentences) in enumerate(zip(paragraphs, pieces, strict=True)):
        if paragraph is None:
            found.append(())
            continue
        whole = all(framed[i])
        heads = whole and (kinds.get(paragraph) is ParagraphKind.HEADING or _heads(pieces, i))
        if heads:
            path = [*path, i][-LEVELS:] if in_path else [i]
            in_path, lead = True, None
            found.append(tuple(path[:-1]))
            continue
        in_path = False
        length = sum(map(len, sentences))
        if lead is not None and (items >= ITEMS or (items and length > ITEM)):
            lead = None
        found.append((*path, lead) if lead is not None else tuple(path))
        items += 1
        if sentences and is_lead_in(sentences[-1]):
            lead, items = i, 0
    return found


def _heads(pieces: Sequence[Sequence[str]], at: int) -> bool:
    """A short line of nothing but questions, above one that is no question."""
    sentences = pieces[at]
    if not sentences or sum(map(len, sentences)) > ASKED or not all(_ASKS.search(s[-8:]) for s in sentences):
        return False
    return at + 1 < len(pieces) and not any(_ASKS.search(s[-8:]) for s in pieces[at + 1][-1:])
