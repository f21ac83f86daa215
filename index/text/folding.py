"""Folded text for matching, with a map back to the source. Folding never changes what is shown."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

DROPPED = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
"""Characters nobody sees: soft hyphens, zero-width and bidi controls, variation selectors."""
APOSTROPHES = "'‘’‚‛′`´ʼ"
"""Marks that people type for an apostrophe or a single quotation mark."""

_DROPPED = frozenset(DROPPED)
_REPLACED = {
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_ONE_TO_ONE = str.maketrans({**{c: r for c, r in _REPLACED.items() if len(r) == 1}, "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is the folded copy; ``offsets[i]`` is where its character i began in the source.

    ``offsets`` has one entry more than ``text``: the length of the source. ``ends[i]`` is where the
    source of character i ends, its accents included when they are characters of their own.
    """

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The source span of a non-empty folded span: whole source characters, accents included."""
        return self.offsets[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Case, quotation marks, dashes, ellipses, soft hyphens, accents and white space evened out."""
    return _fold_plain(text) or _fold_any(text)


def _fold_plain(text: str) -> Folded | None:
    """Most sentences keep one character for each: ASCII but for their marks, single spaces between words."""
    plain = text.replace("`", "'") if text.isascii() else text.translate(_ONE_TO_ONE)
    if not plain.isascii() or " ".join(plain.split()) != plain:
        return None
    places = tuple(range(len(text) + 1))
    return Folded(plain.lower(), places, places[1:])


def _fold_any(text: str) -> Folded:
    out: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    space = True
    for i, char in enumerate(text):
        if char in _DROPPED:
            continue
        if char.isspace():
            if not space:
                out.append(" ")
                offsets.append(i)
                ends.append(i + 1)
            space = True
            continue
        folded = char.lower() if char.isascii() else _fold_letter(char)
        if char in _REPLACED:
            folded = _REPLACED[char]
        if not folded:  # a combining accent belongs to the letter before it
            if out and not space:
                ends[-1] = i + 1
            continue
        space = False
        for piece in folded:
            out.append(piece)
            offsets.append(i)
            ends.append(i + 1)
    if out and out[-1] == " ":
        out.pop()
        offsets.pop()
        ends.pop()
    offsets.append(len(text))
    return Folded("".join(out), tuple(offsets), tuple(ends))


@lru_cache(maxsize=10_000)
def _fold_letter(char: str) -> str:
    decomposed = "".join(
        _REPLACED.get(c, c) for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)
    )
    if any(c.isspace() for c in decomposed):  # a spacing accent is no space
        return char
    return "".join(c for c in decomposed.casefold() if not unicodedata.combining(c))
