"""Is a text in English? The built-in model reads no other language."""

from __future__ import annotations

import re

from index.errors import Message
from index.text.words import FUNCTION_WORDS

NOTICE = Message(
    "This does not look like English, which is all that the built-in model reads well; "
    "set EMBEDDING_MODEL to a multilingual model."
)
_FUNCTION_WORDS = FUNCTION_WORDS - frozenset("am article me no own please s say so t tell us".split())
"""Without what other languages write alike, and what carries meaning outside a chat."""
_OTHERS = frozenset(
    "der die das und ist nicht wer wann wo warum wie ein eine mit auf für von den dem des le la les des est et "
    "qui que quoi quand pourquoi comment une dans pour avec sur pas el los las es y quién qué cuándo dónde por "
    "con una en il lo gli è chi che cosa quando perché come di del della per o os as um uma não quem onde het "
    "een van en de wat wanneer waarom hoe ve bir bu ne kim nerede".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 4
"""Words, or letters: fewer tell nothing."""
_SAMPLE = 4_000
"""Characters that are looked at."""
_ENGLISH = 0.2
"""Share of function words from which a text counts as English (by hand)."""


def looks_english(text: str) -> bool:
    """False only when the text plainly is something else: few words never are.

    Stop-word counting (Grefenstette 1995) with a look at the script; names alone say nothing.
    """
    letters = [c for c in text[:_SAMPLE] if c.isalpha()]
    if len(letters) >= _ENOUGH and sum("LATIN" not in _script(c) for c in letters) > len(letters) / 2:
        return False
    found = [w.lower() for w in _WORD.findall(text[:_SAMPLE])]
    english = sum(w in _FUNCTION_WORDS for w in found)
    other = sum(w in _OTHERS for w in found)
    return len(found) < _ENOUGH or other < 2 or english >= other


def is_latin(text: str) -> bool:
    """Is most of a text written in Latin letters?"""
    letters = [c for c in text[:_SAMPLE] if c.isalpha()]
    return sum("LATIN" in _script(c) for c in letters) * 2 >= len(letters)


def language_of(text: str) -> str | None:
    """ "en" when a fifth of the words are English function words (news has two fifths), else None: unknown."""
    found = [w.lower() for w in _WORD.findall(text[:_SAMPLE])]
    english = sum(w in _FUNCTION_WORDS for w in found)
    return (
        "en" if len(found) >= _ENOUGH and english >= _ENGLISH * len(found) and looks_english(text) else None
    )


def _script(char: str) -> str:
    import unicodedata

    return "LATIN" if char.isascii() else unicodedata.name(char, "")
