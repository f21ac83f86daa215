"""Two bots on one PostgreSQL, each with its shard's servers: ``SHARD_IDS`` over the loopback Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest

from bot.running.app import run_bot
from index.embedding.embedder import Embedder
from index.library import Library
from index.opening import open_library, store_at
from index.reading.sources import read_sources
from tests.bot.loopback.conftest import Lent, SettingsFor
from tests.bot.loopback.test_discord_questions import QUESTION, assert_answer
from tests.discord_server import DiscordServer
from tests.discord_server.guild import Guild
from tests.postgres import Server, postgres

pytest.importorskip("psycopg", reason="psycopg is not installed")
__all__ = ["postgres"]
BOTS = 2


def guild_of(server: DiscordServer, shard: int) -> Guild:
    number = server.ids.next()
    return server.add_guild(f"Server {shard}", guild_id=number + ((shard - (number >> 22)) % BOTS << 22))


@pytest.mark.timeout(300)
async def test_each_bot_answers_its_servers_and_one_may_be_gone(
    postgres: Server, library: Library, settings_for: SettingsFor, articles: Path, tmp_path: Path
) -> None:
    url = postgres.fresh()
    libraries = [
        open_library(
            tmp_path, reranker="off", embedder=cast(Embedder, Lent(library)), open_store=store_at(url)
        )
        for _ in range(BOTS)
    ]
    libraries[0].reindex(read_sources([articles]).articles)
    async with DiscordServer() as server:
        server.shard_count = BOTS
        guilds = [guild_of(server, shard) for shard in range(BOTS)]

        @asynccontextmanager
        async def bot(shard: int) -> AsyncIterator[None]:
            chosen = {"shard_count": BOTS, "shard_ids": str(shard), "data_dir": tmp_path / f"bot-{shard}"}
            stop = asyncio.Event()
            before = len(server.gateway.identifies)
            settings = settings_for(server).model_copy(update=chosen)
            task = asyncio.create_task(run_bot(settings, libraries[shard], stop))
            await server.wait_until(
                lambda: any(
                    s.ready and s.shard == (shard, BOTS) and s.connection in server.gateway.connections
                    for s in server.gateway.sessions.values()
                ),
                timeout=120,
            )
            assert [one["shard"] for one in server.gateway.identifies[before:]] == [[shard, BOTS]]
            try:
                yield
            finally:
                stop.set()
                assert await task == 0

        async def ask(shard: int) -> None:
            member = guilds[shard].add_member("member")
            channel = guilds[shard].add_text_channel("news")
            used = await channel.slash(member, "ask", question=QUESTION)
            assert_answer(await used.response(timeout=120))
            await server.sync(timeout=60)
            assert len(used.messages) == 1

        with server.installed():
            async with bot(0):
                async with bot(1):
                    await ask(0)
                    await ask(1)
                    assert [held.leads() for held in libraries].count(True) == 1
                await ask(0)
                async with bot(1):
                    await ask(1)
        for guild in guilds:
            assert libraries[0].records.statistics(str(guild.id)).questions == 2
        assert server.pinging_messages == []
    for held in libraries:
        held.close()
