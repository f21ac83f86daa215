"""Lengths of what people type, checked here because Discord does not enforce them."""

from __future__ import annotations

from bot.asking import tokens
from bot.showing import limits
from bot.texts import say
from index.errors import InputError


def question(text: str) -> str:
    """The question's words without emoji, mentions and the like, or InputError."""
    return _within(tokens.words(text), limits.QUESTION, "question")


def quoted_text(text: str) -> str:
    """The quoted text, likewise, or InputError."""
    return _within(tokens.without_tokens(text), limits.QUOTED_TEXT, "quote")


def _within(text: str, most: int, kind: str) -> str:
    text = text.strip()
    if not text:
        raise InputError(say(f"error.empty_{kind}"))
    if len(text) > most:
        raise InputError(say(f"error.long_{kind}", most=most))
    return text
