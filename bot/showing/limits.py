"""Discord's lengths, and the cuts that keep them. Sizes are UTF-16 units, the strictest way to count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import discord

FIELD_VALUE = 1024
TITLE = 256
MESSAGE = 6000
EMBEDS = 10
CHOICE = 100
CHOICES = 25
THREAD_NAME = 100

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$)")


def size(text: str) -> int:
    """The length as Discord may count it."""
    return len(text) + sum(1 for char in text if char > "\uffff")


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` long, cut at a word, with an ellipsis. Never for quotes: see ``cut``."""
    if size(text) <= limit:
        return text
    head = _longest(text, limit - 1, lambda part: part)
    space = head.rfind(" ")
    return (head[:space] if space > limit // 2 else head).rstrip(" \\") + "…"


def cut(text: str, limit: int, dress: Callable[[str], str]) -> tuple[str, bool]:
    """The longest start of ``text`` that fits when dressed, ending with a sentence if it can, and whether it is cut.

    The start is a slice: nothing is added, so that the caller can mark the cut outside the quote.
    """
    head = _longest(text, limit, dress)
    if len(head) == len(text):
        return text, False
    ends = [match.end() for match in _SENTENCE_END.finditer(head)]
    if ends and ends[-1] >= len(head) // 4:
        return head[: ends[-1]], True
    space = head.rfind(" ")
    return (head[:space] if space > 0 else head), True


def _longest(text: str, limit: int, dress: Callable[[str], str]) -> str:
    low, high = 0, len(text)
    if size(dress(text[: limit * 4])) <= limit and high <= limit * 4:
        return text
    high = min(high, limit * 4)
    while low < high:
        middle = (low + high + 1) // 2
        if size(dress(text[:middle])) <= limit:
            low = middle
        else:
            high = middle - 1
    return text[:low]


def weight(embed: discord.Embed) -> int:
    """What an embed counts towards the 6,000 of a message."""
    parts = [embed.title, embed.description, embed.author.name, embed.footer.text]
    parts += [part for item in embed.fields for part in (item.name, item.value)]
    return sum(size(part) for part in parts if part)


def fit(embeds: Iterable[discord.Embed]) -> list[discord.Embed]:
    """As many embeds from the front as one message holds."""
    kept: list[discord.Embed] = []
    room = MESSAGE
    for embed in embeds:
        room -= weight(embed)
        if room < 0 or len(kept) == EMBEDS:
            break
        kept.append(embed)
    return kept


def split(embeds: Sequence[discord.Embed]) -> list[list[discord.Embed]]:
    """All embeds, in as few messages as hold them."""
    messages: list[list[discord.Embed]] = []
    rest = list(embeds)
    while rest:
        messages.append(fit(rest) or rest[:1])
        rest = rest[len(messages[-1]) :]
    return messages
