"""What people type, without what Discord puts into it, as the engine takes it."""

from __future__ import annotations

from bot.asking import tokens
from index.inputs import require_question, require_quote


def question(text: str) -> str:
    """The question's words without emoji, mentions and the like. Raises InputError."""
    words = tokens.words(text).strip()
    require_question(words)
    return words


def quoted_text(text: str) -> str:
    """The quoted text, likewise."""
    words = tokens.without_tokens(text).strip()
    require_quote(words)
    return words
