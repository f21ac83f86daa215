"""What people put in front of a quote or behind it without naming anybody, or hardly: "lol he really said that"."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from index.checking.tokens import Word, split_words
from index.text.saying import BEHIND_NAME, PLAIN

MOST_NAME = 4
"""Words of a name in a comment."""
_VERBS = frozenset((*BEHIND_NAME, "say"))
_CHATTER = frozenset(
    "lol lmao lmfao rofl xd omg omfg wtf bruh bro dude smh fr ngl tbh btw imo imho yikes wow istg til".split()
)
_SURELY = frozenset(
    "really actually literally just did has had even totally legit seriously honestly unironically genuinely once so".split()
)
_OPENING = frozenset("and but wait well yes yeah no ok okay like".split())
_ABOUT = frozenset("that this it those these".split())
_QUOTING = [p.split() for p in ("and i quote", "i quote", "quote", "that", "like")]
_WHO = frozenset("he she they bro dude guy man who someone".split())


def commented(bare: str) -> tuple[int, int, str | None] | None:
    """Where the words between comments stand in a message, and whom a comment names; None when there is no comment.

    Looks only at the words of the comments.
    """
    words = split_words(bare)
    high, name = _behind(bare, words)
    low = _before(words[:high])
    if high - low < 2 or (low, high) == (0, len(words)):
        return None
    end = words[high - 1].end
    while end < len(bare) and bare[end] in ".!?…":
        end += 1
    return words[low].start, end, name


def _behind(bare: str, words: Sequence[Word]) -> tuple[int, str | None]:
    """How many words stand before "lol he really said that"."""
    high = _without_chatter(bare, words)
    at = high - 1
    if at < 2 or words[at].folded not in _ABOUT or words[at - 1].folded not in _VERBS:
        return high, None
    at -= 1
    first = at
    while at > 0 and words[at - 1].folded in _SURELY:
        at -= 1
    name = None
    if at > 0 and words[at - 1].folded in _WHO:
        at -= 1
        apart = at < first - 1 or _is_apart(bare, words, at)
        while apart and at > 0 and not _ends(bare, words, at) and words[at - 1].folded in _SURELY | _OPENING:
            at -= 1
    else:
        begin = at
        while (
            at > max(0, begin - MOST_NAME) and _is_capital(bare, words[at - 1]) and not _ends(bare, words, at)
        ):
            at -= 1
        name = bare[words[at].start : words[begin - 1].end] if at < begin else None
        apart = name is not None
    return (_without_chatter(bare, words[:at]), name) if apart else (high, None)


def _before(words: Sequence[Word]) -> int:
    """How many words stand in front: "lol he really said, and I quote, "."""
    low = at = _chatter(words)
    if at < len(words) and words[at].folded in _WHO:
        at += 1
        while at < len(words) and words[at].folded in _SURELY:
            at += 1
        if at < len(words) and words[at].folded in PLAIN:
            low = at + 1
    return _quoting(words, low)


def _quoting(words: Sequence[Word], at: int) -> int:
    """Behind "and I quote"; what is one word, only behind others."""
    ahead = [word.folded for word in words[at : at + 3]]
    for phrase in _QUOTING:
        if ahead[: len(phrase)] == phrase and (at or len(phrase) > 1):
            return at + len(phrase)
    return at


def _chatter(words: Sequence[Word]) -> int:
    low = 0
    while low < len(words) and _is_chatter(words[low].folded):
        low += 1
    return low


def _without_chatter(bare: str, words: Sequence[Word]) -> int:
    """Also without hashtags."""
    high = len(words)
    while high and (_is_chatter(words[high - 1].folded) or bare[max(0, words[high - 1].start - 1)] == "#"):
        high -= 1
    return high


def _is_chatter(word: str) -> bool:
    """Also "lmaooo" and "hahahaha"."""
    return "".join(letter for letter, _ in itertools.groupby(word)) in _CHATTER or (
        len(word) > 2 and set(word) == {"h", "a"}
    )


def _is_capital(bare: str, word: Word) -> bool:
    return bare[word.start].isupper() and word.folded not in ("i", *_WHO)


def _ends(bare: str, words: Sequence[Word], at: int) -> bool:
    """Whether a sentence or a line ends between the words ``at - 1`` and ``at``."""
    return at < len(words) and any(c in '.!?…\n"“”' for c in bare[words[at - 1].end : words[at].start])


def _is_apart(bare: str, words: Sequence[Word], at: int) -> bool:
    """Whether what begins at a word is no part of the sentence before it."""
    return bool(at) and (_is_chatter(words[at - 1].folded) or _ends(bare, words, at))
