"""A language in which every word tells whether it came from a file of phrases."""

from __future__ import annotations

import re
import tomllib

from bot.texts import _flat
from bot.texts.skeleton import skeleton

ACCENTS = str.maketrans("aeiounscAEIOUNSC", "áéíóúñšçÁÉÍÓÚÑŠÇ")


def pseudo(text: str) -> str:
    """Readable, and every word of it tells that it came from here; placeholders and commands stay."""
    parts = re.split(r"(\{[^{}]+\}|`[^`]*`|</?\w[^>]*>)", text)
    return "".join(
        part
        if part.startswith(("{", "`", "<"))
        else re.sub(r"[A-Za-z]+", lambda m: f"‡{m[0]}".translate(ACCENTS), part)
        for part in parts
    )


def phrases() -> dict[str, str]:
    """The skeleton of a new language, translated."""
    return {key: pseudo(text) for key, text in _flat(tomllib.loads(skeleton()), "")}


def bypassing(shown: str, foreign: set[str]) -> set[str]:
    """Words that neither the phrases nor an article or a person (``foreign``, in lower case) wrote."""
    shown = re.sub(r"`[^`]*`|<[#@&!]*\d+>|https?\S+", " ", shown)
    words = re.findall(r"(?<![‡\w])[A-Za-z]{2,}", shown)
    return {word for word in words if word.casefold() not in foreign}
