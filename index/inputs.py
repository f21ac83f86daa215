"""What may come in: lengths of questions and quotes, names of shelves, whole characters."""

from __future__ import annotations

import re

from index.errors import InputError

MAX_QUESTION = 500
"""Longest question in characters."""
MAX_NEEDLE = 2_000
"""Longest text that is checked, in characters."""
MAX_ID = 18
"""Longest id in digits: what is longer is no number of a row."""
_SHELF = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def require_question(text: str) -> None:
    """Raises InputError with one sentence for a question that is empty, overlong or no text."""
    if not text.strip():
        raise InputError(
            "The question is empty: write what you want to know, and it is looked up in the articles."
        )
    if len(text) > MAX_QUESTION:
        raise InputError(
            "That question is too long: it has {length:,} characters, {most:,} are the most.",
            length=len(text), most=MAX_QUESTION,
        )  # fmt: skip
    if is_torn(text):
        raise InputError("The question holds half a character; write it anew.")


def require_quote(text: str) -> None:
    """The same for a quoted text."""
    if not text.strip():
        raise InputError(
            "The quote is empty: write the words that somebody may have said, and they are looked up in the articles."
        )
    if len(text) > MAX_NEEDLE:
        raise InputError(
            "That quote is too long: it has {length:,} characters, {most:,} are the most.",
            length=len(text),
            most=MAX_NEEDLE,
        )
    if is_torn(text):
        raise InputError("The quote holds half a character; write it anew.")


def require_shelf(shelf: str) -> str:
    """The name, or InputError: it becomes a folder's name."""
    if not _SHELF.fullmatch(shelf):
        raise InputError("A shelf's name is 1 to 64 of the characters a-z, 0-9, - and _.")
    return shelf


def is_torn(text: str) -> bool:
    """Is there a surrogate without its other half, which no model and no database takes?"""
    return any("\ud800" <= char <= "\udfff" for char in text)
