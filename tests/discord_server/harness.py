"""Running a real discord.py client against the server."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import discord

from .server import DiscordServer


@contextlib.asynccontextmanager
async def running(server: DiscordServer, client: discord.Client) -> AsyncIterator[None]:
    """Run a client until the block ends; enters once it has its guilds.

    A client that stops before that (a bad token, say) raises its own error here.
    """
    with server.installed():
        task = asyncio.create_task(client.start(server.token))
        ready = asyncio.create_task(server.wait_ready())
        try:
            await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                await task
            await ready
            yield
        finally:
            ready.cancel()
            await client.close()
            await asyncio.wait({task}, timeout=5)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
