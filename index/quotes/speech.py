"""Is it saying, or knowing, wanting, doing? Told by the cue's verb."""

from __future__ import annotations

import re

from index.model import QuoteKind
from index.text.saying import NOT_SAYING, SAYING, THINKING

_WORD = re.compile(r"[a-z’']+")
_IRREGULAR = {
    "says": "say",
    "told": "tell",
    "thought": "think",
    "knew": "know",
    "knows": "know",
    "denies": "deny",
}


def is_said(kind: QuoteKind, cue: str | None, *, sourced: bool) -> bool:
    """Does a row report words that somebody said or wrote?

    ``cue`` is the words that tell it; ``sourced``: it is told who. What stands in quotation marks was said unless the
    cue tells otherwise; without marks the cue has to be one of saying.
    """
    stems = [stem for word in _WORD.findall((cue or "").lower()) for stem in _stems(word)]
    if NOT_SAYING & set(stems):
        return False
    saying = bool(SAYING & set(stems))
    if kind is QuoteKind.INDIRECT:
        return saying and sourced
    return saying or not THINKING & set(stems)


def _stems(word: str) -> list[str]:
    """The dictionary forms that it may have."""
    found = [word, _IRREGULAR.get(word, word)]
    for ending, instead in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ied", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            bare = word[: -len(ending)] + instead
            found.append(bare)
            if len(bare) > 3 and bare[-1] == bare[-2]:
                found.append(bare[:-1])
    return found
