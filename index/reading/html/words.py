"""Letters and digits alone: what two readings of one page have in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORDS = re.compile(r"[^\W_]+")


MOST_ALIKE = 24
"""So many lines that share a word are looked into for the same words: a bound on the work of one line."""
_TRIED = 3
"""Of a line's words, so many that fewest others hold are looked up: two readings part some words differently."""


def words_of(text: str) -> list[str]:
    """Case, marks and compatibility forms evened out."""
    return _WORDS.findall(unicodedata.normalize("NFKC", text).casefold())


def key(text: str) -> str:
    """The same without spaces."""
    return "".join(words_of(text))


class Texts:
    """Texts, and where their words stand. Linear: no text is held against all others."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Their keys are ``keys``, in order."""
        self.keys: list[str] = []
        self._holders: dict[str, list[int]] = {}
        self._anchored: dict[str, list[int]] = {}
        each = [words_of(text) for text in texts]
        for number, words in enumerate(each):
            self.keys.append("".join(words))
            for word in set(words):
                self._holders.setdefault(word, []).append(number)
        for number, words in enumerate(each):
            if words:
                rarest = min(words, key=lambda word: len(self._holders[word]))
                self._anchored.setdefault(rarest, []).append(number)

    def around(self, words: Iterable[str]) -> set[int]:
        """Texts that may hold all of these words, in one run."""
        known = [held for word in set(words) if (held := self._holders.get(word))]
        return {number for held in sorted(known, key=len)[:_TRIED] for number in held[:MOST_ALIKE]}

    def inside(self, words: Iterable[str]) -> set[int]:
        """Texts that a longer one of these words may hold."""
        return {number for word in set(words) for number in self._anchored.get(word, ())[:MOST_ALIKE]}
