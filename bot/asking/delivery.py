"""Sends answers to messages, in the form that the channel's permissions allow, and names a missing one once."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
import discord
from cachetools import TTLCache

from bot.asking import rights
from bot.asking.answering import Sendable
from bot.showing import plain
from bot.texts import say

log = logging.getLogger(__name__)

NAMED_SECONDS = 24 * 3600.0
_NO_HISTORY = 160002
"""Discord's code for a reply in a channel whose history the bot may not read."""
_PAUSES = (0.5, 2.0, None)
"""Seconds before the network is tried again; None: no more."""
_ROOM = plain.CONTENT - 300
MUTE = "🔇"


class Delivery:
    """One for all channels; remembers where a missing permission was named already."""

    def __init__(self) -> None:
        self._named: TTLCache[tuple[int, str], bool] = TTLCache(5000, NAMED_SECONDS)

    async def reply(
        self,
        message: discord.Message,
        text: str | None = None,
        *,
        found: Sendable | None = None,
        into: discord.Thread | None = None,
    ) -> discord.Message:
        """Reply without pinging anybody, also when the question has been deleted meanwhile.

        ``into``: a thread that was made for the answer. By the nonce Discord drops the copy when a request whose
        answer was lost is sent again. Raises discord.Forbidden where the bot may not write at all.
        """
        channel: Any = into or message.channel
        held = rights.held(channel)
        lacks = set(rights.lacking(held)) & {"embed_links", "read_message_history"}
        try:
            return await self._send(channel, message, text, found, lacks, into is None)
        except discord.Forbidden as error:
            more = {"read_message_history"} if error.code == _NO_HISTORY else {"embed_links"}
            if more <= lacks or (found is None and error.code != _NO_HISTORY):
                raise
            return await self._send(channel, message, text, found, lacks | more, into is None)

    async def _send(
        self,
        channel: Any,
        message: discord.Message,
        text: str | None,
        found: Sendable | None,
        lacks: set[str],
        refer: bool,
    ) -> discord.Message:
        body = self.body(channel.id, text, found, lacks)
        reference: discord.MessageReference | None = None
        if refer and "read_message_history" not in lacks:
            reference = message.to_reference(fail_if_not_exists=False)
        elif refer:
            body["content"] = "\n".join(filter(None, [f"-# ↪ {message.jump_url}", body["content"]]))
        for pause in _PAUSES:
            try:
                sent: discord.Message = await channel.send(
                    **body,
                    reference=reference,
                    mention_author=False,
                    allowed_mentions=discord.AllowedMentions.none(),
                    nonce=f"{'a' if found else 't'}{message.id}",
                )
            except (aiohttp.ClientError, OSError) as error:
                if pause is None:
                    raise
                log.info("the reply to %d was cut off (%s): once more", message.id, type(error).__name__)
                await asyncio.sleep(pause)
            else:
                return sent
        raise AssertionError("the last try returns or raises")

    async def edit(
        self, message: discord.PartialMessage, channel: Any, text: str | None, found: Sendable | None
    ) -> discord.Message:
        """Put an answer in the place of another."""
        lacks = set(rights.lacking(rights.held(channel))) & {"embed_links"}
        return await message.edit(**self.body(channel.id, text, found, lacks))

    def body(self, channel: int, text: str | None, found: Sendable | None, lacks: set[str]) -> dict[str, Any]:
        """Content, embeds and buttons of a message; without the right to embed, all of it as text."""
        view: Any = found.view if found else None
        embeds = found.embeds if found else []
        if embeds and "embed_links" in lacks:
            text, embeds = plain.text(embeds, _ROOM), []
        told = [name for name in sorted(lacks) if self._first(channel, name)]
        if told:
            note = say("right.missing", rights=rights.named(told))
            text = f"{text}\n{note}" if text else note
        return {"content": text, "embeds": embeds, "view": view}

    def _first(self, channel: int, name: str) -> bool:
        if (channel, name) in self._named:
            return False
        self._named[channel, name] = True
        return True


async def react(message: discord.Message, emoji: str) -> bool:
    """A reaction; False where it may not be given."""
    try:
        await message.add_reaction(emoji)
    except discord.HTTPException as error:
        log.debug("no reaction to %d (%d)", message.id, error.code)
        return False
    return True
