"""What servers chose in ``/setup``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

import discord

from bot.asking.contexts import is_guest
from bot.asking.desk import Desk, around
from bot.asking.single_flight import SingleFlight
from bot.choices import DEFAULT, Preferences


class PreferenceBook:
    """The preferences of every server: read when they are needed, since another process may have changed them, once
    for all who need them at the same moment."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._claiming = asyncio.Lock()
        self._reading: SingleFlight[int, Preferences] = SingleFlight()

    async def of(self, guild_id: int | None) -> Preferences:
        """A server's preferences."""
        if guild_id is None:
            return DEFAULT
        return await self._reading.join(guild_id, partial(self._read, guild_id))

    async def _read(self, guild_id: int) -> Preferences:
        return Preferences.read(await self._desk.quickly(self._desk.records.preferences, str(guild_id)))

    async def set(self, guild_id: int, chosen: Preferences) -> None:
        """Store them; every process uses them from now on."""
        await self._desk.quickly(self._desk.records.prefer, str(guild_id), asdict(chosen))
        self._reading.forget(guild_id)

    async def claim(self, guild_id: int, taken: Callable[[Preferences], Preferences | None]) -> bool:
        """Note that something is done now; False when ``taken`` gives None, for it is not time.

        One at a time: a server belongs to one process.
        """
        async with self._claiming:
            after = taken(await self.of(guild_id))
            if after is not None:
                await self.set(guild_id, after)
            return after is not None

    async def private_at(
        self,
        interaction: discord.Interaction[Any],
        chosen: bool | None = None,
        *,
        default: bool | None = None,
    ) -> bool:
        """Whether only the asker sees an answer: as they ``chosen``, else as the server wants it.

        Where answers may not be seen by others, always; where a person brought the bot along, unless they chose.
        """
        preferences = await self.of(interaction.guild_id)
        if not preferences.allows(around(interaction.channel)):
            return True
        if chosen is None and is_guest(interaction):
            return True
        if chosen is None:
            chosen = default
        return preferences.private if chosen is None else chosen
