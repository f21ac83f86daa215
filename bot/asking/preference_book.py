"""What servers chose in ``/setup``: read once, kept in memory, stored with every change."""

from __future__ import annotations

from dataclasses import asdict

from cachetools import LRUCache

from bot.asking.desk import Desk
from bot.choices import DEFAULT, Preferences


class PreferenceBook:
    """The preferences of every server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: LRUCache[int, Preferences] = LRUCache(1000)

    async def of(self, guild_id: int | None) -> Preferences:
        """A server's preferences."""
        if guild_id is None:
            return DEFAULT
        found = self._known.get(guild_id)
        if found is None:
            found = Preferences.read(await self._desk.look(self._desk.records.preferences, str(guild_id)))
            self._known[guild_id] = found
        return found

    async def set(self, guild_id: int, chosen: Preferences) -> None:
        """Store and use them from now on."""
        await self._desk.look(self._desk.records.prefer, str(guild_id), asdict(chosen))
        self._known[guild_id] = chosen
