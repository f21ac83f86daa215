"""The gateway's connections: which address they dial, and what keeps a strange frame from ending the client.

discord.py dials its own ``DEFAULT_GATEWAY`` when a session became invalid or a shard count is given, whatever server
the API address names; it starts a shard by calling itself again and again, so that each try logs all tries before.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
import discord
import yarl
from discord.errors import ConnectionClosed
from discord.gateway import DiscordWebSocket, ReconnectWebSocket, WebSocketClosure

log = logging.getLogger(__name__)

CONNECT_SECONDS = 60.0
LONGEST_WAIT = 300.0
_ENDS = (
    ConnectionClosed,
    ReconnectWebSocket,
    WebSocketClosure,
    asyncio.CancelledError,
    OSError,
    aiohttp.ClientError,
)
"""What discord.py itself knows how to go on from."""


class GuardedWebSocket(DiscordWebSocket):
    """Skips a frame that is no event, instead of ending the client."""

    async def received_message(self, msg: Any, /) -> None:
        """As discord.py does; nothing of the frame is logged, for it may hold what people wrote."""
        try:
            await super().received_message(msg)
        except _ENDS:
            raise
        except Exception as error:
            log.warning("shard %s: a frame could not be read (%s)", self.shard_id, type(error).__name__)


def install(gateway: str | None) -> None:
    """Have discord.py use guarded connections, which dial ``gateway`` by default. For the whole process, as its API
    address is."""
    found: type[DiscordWebSocket] = GuardedWebSocket
    if gateway:
        found = type("NamedWebSocket", (GuardedWebSocket,), {"DEFAULT_GATEWAY": yarl.URL(gateway)})
    vars(discord.shard)["DiscordWebSocket"] = found


async def connected(
    client: discord.AutoShardedClient, gateway: yarl.URL, shard: int, wait: float, *, initial: bool
) -> Any:
    """A shard's connection: tried again after ``wait`` seconds, then ever less often, one line a try. Ends with the
    client."""
    while True:
        try:
            coming = discord.shard.DiscordWebSocket.from_client(
                client, initial=initial, gateway=gateway, shard_id=shard
            )
            return await asyncio.wait_for(coming, CONNECT_SECONDS)
        except Exception as error:  # whatever it is, the next try may do better
            log.warning(
                "shard %d cannot connect (%s); the next try is in %g s", shard, type(error).__name__, wait
            )
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT)
