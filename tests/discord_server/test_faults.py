"""Faults: limits, errors, lost answers, dropped gateways."""

from __future__ import annotations

import asyncio

import discord
import pytest

from . import Intent
from .conftest import DemoBot, World
from .harness import running

POST = "POST /channels/*/messages"


def statuses(world: World) -> list[int]:
    return [r.status for r in world.server.requests if r.method == "POST" and "messages" in r.path]


@pytest.mark.parametrize("everywhere", [False, True])
async def test_rate_limit_then_success(world: World, bot: DemoBot, everywhere: bool) -> None:
    world.server.faults.rate_limit(2, retry_after=0.01, route=POST, everywhere=everywhere)
    message = await world.channel.send(world.alice, world.ask("a"))
    await world.channel.next_reply(message)
    assert statuses(world) == [429, 429, 200]


async def test_interaction_rate_limit(world: World, bot: DemoBot) -> None:
    world.server.faults.rate_limit(retry_after=0.01, route="POST /interactions/*/*/callback")
    interaction = await world.channel.slash(world.alice, "ask", question="x")
    assert await interaction.response()


async def test_server_error_is_retried(world: World, bot: DemoBot) -> None:
    world.server.faults.server_error(route=POST)
    message = await world.channel.send(world.alice, world.ask("a"))
    await world.channel.next_reply(message)
    assert statuses(world) == [502, 200]


async def test_lost_answer_is_not_posted_twice(world: World, bot: DemoBot) -> None:
    world.server.faults.lost_answer(route=POST)
    place = bot.get_channel(world.channel.id)
    assert isinstance(place, discord.TextChannel)
    await place.send("once")
    assert statuses(world) == [502, 200]
    assert len(world.channel.bot_messages) == 1


async def test_automod_and_unauthorized(world: World, bot: DemoBot) -> None:
    world.server.faults.automod()
    world.server.faults.unauthorized(route=POST)
    for status in (400, 401):
        await world.channel.send(world.alice, world.ask("a"))
        await world.server.wait_until(lambda status=status: status in statuses(world))  # type: ignore[misc]
    assert [r.error_code for r in world.server.refused] == [200000, 0]


async def test_slow_and_cut(world: World, bot: DemoBot) -> None:
    world.server.faults.slow(0.05, route=POST)
    before = asyncio.get_running_loop().time()
    place = bot.get_channel(world.channel.id)
    assert isinstance(place, discord.TextChannel)
    await place.send("slow")
    assert asyncio.get_running_loop().time() - before >= 0.05
    world.server.faults.cut(route=POST)
    with pytest.raises(Exception, match=r"disconnected|reset"):
        await place.send("cut")


@pytest.mark.parametrize("abrupt", [False, True])
async def test_dropped_gateway_resumes_and_replays(world: World, bot: DemoBot, abrupt: bool) -> None:
    server = world.server
    await server.sync()
    await server.faults.drop_gateway(abrupt=abrupt)
    missed = await world.channel.send(world.alice, world.ask("missed"))
    await world.channel.next_reply(missed)
    await server.wait_ready()
    await server.sync()
    assert bot.seen == [world.ask("missed")]
    assert len(server.gateway.identifies) == 1
    assert len(server.gateway.resumes) == 1


async def test_reconnect_request_resumes(world: World, bot: DemoBot) -> None:
    world.server.faults.ask_reconnect()
    await world.server.wait_until(lambda: len(world.server.gateway.resumes) == 1)
    message = await world.channel.send(world.alice, world.ask("a"))
    assert await world.channel.next_reply(message)


@pytest.mark.parametrize("drop", [True, False])
async def test_lost_session_identifies_again(world: World, bot: DemoBot, drop: bool) -> None:
    server = world.server
    if drop:
        await server.faults.drop_gateway(resumable=False)
    else:
        server.faults.invalidate_sessions()
    await server.wait_ready()
    message = await world.channel.send(world.alice, world.ask("a"))
    assert await world.channel.next_reply(message)
    assert len(server.gateway.identifies) == 2


async def test_unacknowledged_heartbeats(world: World) -> None:
    world.server.heartbeat_interval = 0.05
    client = DemoBot(heartbeat_timeout=0.1)
    async with running(world.server, client):
        world.server.faults.ack_heartbeats = False
        await world.server.wait_until(lambda: bool(world.server.gateway.resumes))
        world.server.faults.ack_heartbeats = True
        await world.server.wait_ready()
        assert world.server.gateway.heartbeats


async def test_refused_intents(world: World) -> None:
    world.server.privileged_intents = Intent.NONE
    async with DemoBot(content=True) as client:
        with world.server.installed(), pytest.raises(discord.PrivilegedIntentsRequired):
            await client.start(world.server.token)


async def test_shards_get_their_own_guilds(world: World) -> None:
    server = world.server
    server.shard_count = 2
    guilds = [server.add_guild(f"g{i}", guild_id=(1000 + i) << 22) for i in range(2)]
    channels = [guild.add_text_channel("c") for guild in guilds]
    client = DemoBot()
    async with running(server, client):
        for index, (guild, channel) in enumerate(zip(guilds, channels, strict=True)):
            author = guild.add_member("bob")
            message = await channel.send(author, world.ask("x"))
            await channel.next_reply(message)
            found = client.get_guild(guild.id)
            assert found is not None
            assert found.shard_id == index


async def test_malformed_event(world: World, bot: DemoBot) -> None:
    # What discord.py makes of it is the bot's business; here it only has to arrive.
    seq = max(s.seq for s in world.server.gateway.sessions.values())
    world.server.faults.malformed_event("NONSENSE", {"x": 1})
    await world.server.sync()
    assert max(s.seq for s in world.server.gateway.sessions.values()) == seq + 1
