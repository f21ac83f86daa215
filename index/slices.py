"""The one place where the text of an article is cut; what is shown of an article is what ``cut`` gave."""

from __future__ import annotations

from index.errors import StoreError


def cut(text: str, start: int, end: int) -> str:
    """``text[start:end]``, in code points. Raises StoreError when the span is not in the text, where Python gives less."""
    if not 0 <= start <= end <= len(text):
        raise StoreError("A stored place lies outside its text; run `whosaid doctor --repair`.")
    return text[start:end]


def clip(text: str, start: int, end: int) -> str:
    """As much of the span as the text has: for checks and repair, which meet rows that point outside."""
    return text[max(0, start) : max(0, end)]


def stands(text: str, start: int, end: int, words: str) -> bool:
    """Whether the text has these words at this place."""
    return end - start == len(words) and text.startswith(words, start)
