"""Which reply answers which message, so that an edited question is answered anew and a deleted one takes it along."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
from cachetools import TTLCache

from bot.desk import Desk
from index.records import Reply

EDIT_SECONDS = 120.0
_GONE_SECONDS = 600.0


class Replies:
    """The store knows the pairs; memory knows what is going on right now."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._gone: TTLCache[int, bool] = TTLCache(5000, _GONE_SECONDS)
        self._asked: TTLCache[int, bytes] = TTLCache(5000, EDIT_SECONDS * 2)
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

    async def sent(self, message: discord.Message, reply: discord.Message) -> None:
        """A reply is out."""
        person = str(message.author.id)
        await self._desk.look(self._desk.records.replied, message.id, reply.channel.id, reply.id, person)

    async def of(self, message_id: int) -> Reply | None:
        """The reply to a message."""
        return await self._desk.look(self._desk.records.reply_to, message_id)

    async def knows(self, message_id: int) -> bool:
        """Whether a message is a question that was answered, or an answer."""
        return await self._desk.look(self._desk.records.knows_message, message_id)

    async def gone(self, message_id: int) -> Reply | None:
        """A message was deleted: its reply, which is to go as well."""
        if message_id in self._locks:
            self._gone[message_id] = True
        async with self.one_at_a_time(message_id):
            found = await self.of(message_id)
            if found is not None:
                await self._desk.look(self._desk.records.unreply, message_id)
            return found


def _hash(question: str) -> bytes:
    return hashlib.sha256(question.encode("utf-8", "replace")).digest()
