"""Letters and digits alone: what two readings of one page have in common."""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"[^\W_]+")


def key(text: str) -> str:
    """Case, marks, spaces and compatibility forms evened out."""
    return "".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))
