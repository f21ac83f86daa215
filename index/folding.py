"""Folded text for matching, with a map back to the source. Folding never changes what is shown."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
_REPLACED = {
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is the folded copy; ``offsets[i]`` is where its character i began in the source.

    ``offsets`` has one entry more than ``text``: the length of the source.
    """

    text: str
    offsets: tuple[int, ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The source span of a non-empty folded span."""
        last = self.offsets[end - 1]
        following = end
        while following < len(self.text) and self.offsets[following] == last:
            following += 1
        return self.offsets[start], max(self.offsets[end - 1] + 1, last + 1)


def fold(text: str) -> Folded:
    """Case, quotation marks, dashes, ellipses, soft hyphens, accents and white space evened out."""
    out: list[str] = []
    offsets: list[int] = []
    space = True
    for i, char in enumerate(text):
        if char in _DROPPED:
            continue
        if char.isspace():
            if not space:
                out.append(" ")
                offsets.append(i)
            space = True
            continue
        space = False
        folded = _REPLACED.get(char)
        if folded is None:
            folded = char.casefold() if char.isascii() else _fold_letter(char)
        for piece in folded:
            out.append(piece)
            offsets.append(i)
    if out and out[-1] == " ":
        out.pop()
        offsets.pop()
    offsets.append(len(text))
    return Folded("".join(out), tuple(offsets))


def _fold_letter(char: str) -> str:
    decomposed = unicodedata.normalize("NFKD", char)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
