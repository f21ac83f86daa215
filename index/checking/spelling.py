"""One word, several ways to type it: look-alike letters and hyphens. Only ever of a query."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from index.checking.tokens import Word
from index.checking.variants import canonical

_ALIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝкмтнАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧορνιɑɡı",
    "aeopcyxijshdqwkmthABEKMHOPCTYXIJSABEZHIKMNOPTYXopviagi",
)
"""Letters of other scripts that look like Latin ones (Unicode's confusables, those of everyday fonts)."""
HYPHENS = frozenset("-‐‑–")
LEAST_PART = 2
"""Letters of each half of a word that is written in two."""


def latin(text: str) -> str:
    """A text that is mostly Latin with its look-alike letters made Latin; every character keeps its place."""
    if text.isascii():
        return text
    letters = [c for c in text if c.isalpha()]
    own = sum(c.isascii() or unicodedata.name(c, "").startswith("LATIN") for c in letters)
    return text.translate(_ALIKE) if 2 * own > len(letters) else text


def respelled(known: Mapping[str, int], text: str, words: Sequence[Word]) -> tuple[Word, ...]:
    """The words as a catalog spells them: what it knows stays, and what it does not know in any way stays too.

    ``words`` have their offsets into ``text``. Linear: a few look-ups a word.
    """
    found: list[Word] = []
    for word in words:
        last = found[-1] if found else None
        if last is not None and word.start == last.end + 1 and text[last.end] in HYPHENS:
            joined = canonical(last.folded + word.folded)
            if joined in known and not (last.folded in known and word.folded in known):
                found[-1] = Word(joined, last.start, word.end)
                continue
        if word.folded in known:
            found.append(word)
            continue
        found += _halves(known, word) or [word]
    return tuple(found)


def _halves(known: Mapping[str, int], word: Word) -> list[Word] | None:
    """ "Overhauled" where the article has "over-hauled"."""
    folded = word.folded
    if len(folded) != word.end - word.start or len(folded) > 40:
        return None
    for at in range(LEAST_PART, len(folded) - LEAST_PART + 1):
        if folded[:at] in known and folded[at:] in known:
            middle = word.start + at
            return [Word(folded[:at], word.start, middle), Word(folded[at:], middle, word.end)]
    return None
