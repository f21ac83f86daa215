"""Members whose messages another bot posts again under another name (PluralKit, Tupperbox).

Such a bot deletes the message and has a webhook post a copy. A copy is known by its words: a member of the channel
said them to the bot just before. Any other webhook stays unheard, so no two bots talk to each other.
"""

from __future__ import annotations

from collections import deque

import discord
from cachetools import TTLCache

SECONDS = 60.0
MOST = 20


class Proxies:
    """What members said to the bot lately, by channel."""

    def __init__(self) -> None:
        self._said: TTLCache[int, deque[tuple[int, str]]] = TTLCache(5000, SECONDS)

    def note(self, message: discord.Message, question: str) -> None:
        """A member's message to the bot."""
        said = self._said.get(message.channel.id) or deque(maxlen=MOST)
        said.append((message.author.id, question))
        self._said[message.channel.id] = said

    def author(self, copy: discord.Message, question: str) -> int | None:
        """Whose message a webhook's message copies, each once; None when it copies none."""
        said = self._said.get(copy.channel.id, deque())
        for entry in reversed(said):
            if question and question in entry[1]:  # the copy lacks the marks that chose the other name
                said.remove(entry)
                return entry[0]
        return None
