"""Folded text for matching. Folding never changes what is shown."""

from __future__ import annotations

import unicodedata
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


def fold(text: str) -> str:
    """Case, quotation marks, dashes, ellipses, soft hyphens, accents and white space evened out."""
    plain = _fold_plain(text)
    return _fold_any(text) if plain is None else plain


def _fold_plain(text: str) -> str | None:
    """Most sentences keep one character for each: ASCII but for their marks, single spaces between words."""
    plain = text.replace("`", "'") if text.isascii() else text.translate(_ONE_TO_ONE)
    if not plain.isascii() or " ".join(plain.split()) != plain:
        return None
    return plain.lower()


def _fold_any(text: str) -> str:
    out: list[str] = []
    space = True
    for char in text:
        if char in _DROPPED:
            continue
        if char.isspace():
            if not space:
                out.append(" ")
            space = True
            continue
        folded = char.lower() if char.isascii() else _fold_letter(char)
        if char in _REPLACED:
            folded = _REPLACED[char]
        if folded:  # a combining accent belongs to the letter before it
            space = False
            out.append(folded)
    return "".join(out).removesuffix(" ")


@lru_cache(maxsize=10_000)
def _fold_letter(char: str) -> str:
    decomposed = "".join(
        _REPLACED.get(c, c) for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)
    )
    if any(c.isspace() for c in decomposed):  # a spacing accent is no space
        return char
    return "".join(c for c in decomposed.casefold() if not unicodedata.combining(c))
