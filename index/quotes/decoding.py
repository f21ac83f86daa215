"""Tag probabilities to segments: the best legal BIO path, cut at paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.quotes.tagger import Floats, Ints, Tagged

_NEXT_WORD = re.compile(r" [\w’'\-]{1,30}")
ROLES = ("content", "source", "cue")
"""Tags 2r+1 and 2r+2 are the B and I of role r; tag 0 is none (``network.TAGS``)."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens ``low:high`` of one role, text ``start:end``; ``probability`` is the mean of its tokens'."""

    role: str
    low: int
    high: int
    start: int
    end: int
    probability: float


def role_probabilities(tagged: Tagged) -> Floats:
    """(tokens, 3): how likely each token is content, source, cue."""
    p = tagged.probabilities
    if not len(p):
        return np.zeros((0, 3), np.float32)
    return np.stack([p[:, 1] + p[:, 2], p[:, 3] + p[:, 4], p[:, 5] + p[:, 6]], 1)


def paragraph_of(tagged: Tagged, paragraphs: Sequence[tuple[int, int]]) -> Ints:
    """(tokens,): the index of each token's paragraph."""
    starts = np.array([a for a, _ in paragraphs], np.int64)
    found: Ints = np.searchsorted(starts, tagged.offsets[:, 0], side="right") - 1
    return found


def decode(
    tagged: Tagged, paragraph: Ints, text: str, paragraphs: Sequence[tuple[int, int]]
) -> list[Segment]:
    """Every segment, in order. I-x may follow B-x and I-x only, and begin a paragraph."""
    count = len(tagged.offsets)
    if not count:
        return []
    logs = np.log(tagged.probabilities + 1e-9)
    size = logs.shape[1]
    allowed = np.zeros((size, size), np.float32)  # from, to
    for role in range(len(ROLES)):
        inside = 2 * role + 2
        allowed[:, inside] = -1e4
        allowed[inside - 1 : inside + 1, inside] = 0
    back = np.zeros((count, size), np.int64)
    score = logs[0]
    for i in range(1, count):
        if paragraph[i] != paragraph[i - 1]:
            back[i] = score.argmax()
            score = score.max() + logs[i]
            continue
        steps = score[:, None] + allowed
        back[i] = steps.argmax(0)
        score = steps.max(0) + logs[i]
    path = [int(score.argmax())]
    for i in range(count - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    path.reverse()
    return _segments(tagged, paragraph, path, text, paragraphs)


def whole_words(text: str, start: int, end: int, block: tuple[int, int]) -> tuple[int, int]:
    """A span stretched to the ends of words (at most 30 characters) inside its paragraph ``block``: the
    tagger may stop inside a word."""
    low, high = start, end
    while low > block[0] and start - low < 30 and _is_letter(text[low]) and _joins(text, low - 1):
        low -= 1
    while high < block[1] and high - end < 30 and _is_letter(text[high - 1]) and _joins(text, high):
        high += 1
    return low, high


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "-"


def _joins(text: str, at: int) -> bool:
    """Is it within a word, as a hyphen between letters is?"""
    if text[at].isalnum() or text[at] == "\u00ad":
        return True
    return text[at] == "-" and at > 0 and text[at - 1].isalnum() and text[at + 1 : at + 2].isalnum()


def _segments(
    tagged: Tagged,
    paragraph: Ints,
    path: Sequence[int],
    text: str,
    paragraphs: Sequence[tuple[int, int]],
) -> list[Segment]:
    roles = role_probabilities(tagged)
    segments = []
    low = 0
    for i in range(1, len(path) + 1):
        role = (path[low] - 1) // 2 if path[low] else -1
        goes_on = i < len(path) and role >= 0 and path[i] == 2 * role + 2 and paragraph[i] == paragraph[low]
        if goes_on:
            continue
        if role >= 0:
            span = int(tagged.offsets[low, 0]), int(tagged.offsets[i - 1, 1])
            start, end = whole_words(text, *span, paragraphs[int(paragraph[low])])
            if ROLES[role] == "source" and text.endswith(" of", start, end):
                end = after.end() if (after := _NEXT_WORD.match(text, end)) else end
            mean = float(roles[low:i, role].mean())
            segments.append(Segment(ROLES[role], low, i, start, end, mean))
        low = i
    return segments
