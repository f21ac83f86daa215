"""What servers chose in ``/setup``."""

from __future__ import annotations

from dataclasses import asdict

from bot.asking.desk import Desk
from bot.choices import DEFAULT, Preferences


class PreferenceBook:
    """The preferences of every server: read when they are needed, since another process may have changed them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def of(self, guild_id: int | None) -> Preferences:
        """A server's preferences."""
        if guild_id is None:
            return DEFAULT
        return Preferences.read(await self._desk.look(self._desk.records.preferences, str(guild_id)))

    async def set(self, guild_id: int, chosen: Preferences) -> None:
        """Store them; every process uses them from now on."""
        await self._desk.look(self._desk.records.prefer, str(guild_id), asdict(chosen))
