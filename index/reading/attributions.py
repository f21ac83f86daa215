"""Whom a block quotation names below its words: "— Ada Moor, mayor", or a name on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.model import ParagraphKind

_NAME = r"[A-ZÀ-ÖØ-Þ][\w.’'-]{0,30}(?: (?:[A-ZÀ-ÖØ-Þ][\w.’'-]{0,30}|de|van|von|der|bin|al)){1,4}"
_BELOW = re.compile(
    rf"[—–―-]{{1,2}}\s?(?P<name>{_NAME})(?:,? \(?.{{0,150}}|,.{{0,150}})?|(?P<alone>{_NAME})(?:, [^.!?]{{2,80}})?"
)
_MOST = 4
"""So many paragraphs of one quotation are the named person's."""


def named_below(texts: Sequence[str], kinds: Sequence[ParagraphKind | None]) -> list[str | None]:
    """For each paragraph of a block quotation the name that a line below it gives; None for all others."""
    out: list[str | None] = [None] * len(texts)
    waiting: list[int] = []
    for i, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
        if kind is not ParagraphKind.QUOTE:
            waiting = []
        elif waiting and (match := _BELOW.fullmatch(text)):
            for at in waiting[-_MOST:]:
                out[at] = match["name"] or match["alone"]
            waiting = []
        else:
            waiting.append(i)
    return out
