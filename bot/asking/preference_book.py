"""What a server chose in ``/setup``: read once, kept in memory, stored with every change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from cachetools import LRUCache

from bot.asking.desk import Desk

LEVELS = ("strict", "normal", "generous")
MOST = 20
"""Most channels or roles a server may name: the list has to fit on one screen."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """A server's choices; the defaults hold for servers that chose nothing, and for direct messages."""

    channels: tuple[int, ...] = ()
    managers: tuple[int, ...] = ()
    private: bool = False
    threshold: str | None = None
    log_channel: int | None = None

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """From the store; what does not make sense there counts as not chosen."""
        log_channel, level = body.get("log_channel"), body.get("threshold")
        return cls(
            channels=_ids(body.get("channels")),
            managers=_ids(body.get("managers")),
            private=body.get("private") is True,
            threshold=level if level in LEVELS else None,
            log_channel=log_channel if isinstance(log_channel, int) else None,
        )


DEFAULT = Preferences()


def _ids(value: object) -> tuple[int, ...]:
    return tuple(item for item in value if isinstance(item, int)) if isinstance(value, list) else ()


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
