"""Which reply answers which message, so that an edited question is answered anew and a deleted one takes it along."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
from cachetools import TTLCache

from bot.asking.desk import Desk
from index.answering.followup import Exchange
from index.store.values import Reply

DIRECT_SECONDS = 3600.0
_GONE_SECONDS = 600.0


class Replies:
    """The store knows the pairs; memory knows what is going on right now."""

    def __init__(self, desk: Desk, edits: float) -> None:
        """``edits``: seconds in which an edited question is answered anew."""
        self._desk = desk
        self._gone: TTLCache[int, bool] = TTLCache(5000, _GONE_SECONDS)
        self._asked: TTLCache[int, bytes] = TTLCache(5000, edits * 2)
        self._locks: dict[int, tuple[asyncio.Lock, list[None]]] = {}

    @asynccontextmanager
    async def one_at_a_time(self, message_id: int) -> AsyncIterator[None]:
        """An edit or a deletion waits until the answer to the message is out."""
        lock, users = self._locks.setdefault(message_id, (asyncio.Lock(), []))
        users.append(None)
        try:
            async with lock:
                yield
        finally:
            users.pop()
            if not users:
                self._locks.pop(message_id, None)

    def note(self, message_id: int, question: str) -> None:
        """Remember, as a hash, what was asked: Discord sends the same edit more than once."""
        self._asked[message_id] = _hash(question)

    def is_known(self, message_id: int, question: str) -> bool:
        """Whether just this was answered."""
        return self._asked.get(message_id) == _hash(question)

    def is_gone(self, message_id: int) -> bool:
        """Whether the message was deleted while it was worked on."""
        return message_id in self._gone

    async def sent(self, message: discord.Message, reply: discord.Message, record: str | None = None) -> None:
        """A reply is out; ``record`` is the answer that it shows."""
        person = str(message.author.id)
        await self._desk.kept(
            "a reply", self._desk.records.replied, message.id, reply.channel.id, reply.id, person, record
        )

    async def before(self, message: discord.Message) -> Exchange | None:
        """What a message may lean on ("and what about India?").

        That is the answer it replies to; else, in a thread, the last answer there or the one the thread began
        with; else, in direct messages, the last one of this hour.
        """
        records, found = self._desk.records, None
        if message.reference is not None and message.reference.message_id is not None:
            found = await self._desk.quickly(records.behind, message.reference.message_id)
        elif isinstance(message.channel, discord.Thread):
            found = await self._desk.quickly(records.last_in, message.channel.id, message.id)
            found = found or await self._desk.quickly(records.behind, message.channel.id)
        elif message.guild is None:
            since = time.time() - DIRECT_SECONDS
            found = await self._desk.quickly(records.last_in, message.channel.id, message.id, since)
        if found is None or found.guild != str(message.guild.id if message.guild else ""):
            return None
        return Exchange.of(found.answer)

    async def of(self, message_id: int) -> Reply | None:
        """The reply to a message."""
        return await self._desk.quickly(self._desk.records.reply_to, message_id)

    async def knows(self, message_id: int) -> bool:
        """Whether a message is a question that was answered, or an answer."""
        return await self._desk.quickly(self._desk.records.knows_message, message_id)

    async def gone(self, message_id: int) -> Reply | None:
        """A message was deleted: its reply, which is to go as well."""
        if message_id in self._locks:
            self._gone[message_id] = True
        async with self.one_at_a_time(message_id):
            found = await self.of(message_id)
            if found is not None:
                await self._desk.kept("that a reply is gone", self._desk.records.unreply, message_id)
            return found


def _hash(question: str) -> bytes:
    return hashlib.sha256(question.encode("utf-8", "replace")).digest()
