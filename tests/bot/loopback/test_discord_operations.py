"""Health, metrics, shards, `whosaid sync`, logs without questions, purge."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest

from bot.errors import StartError
from bot.running.app import sync_commands
from bot.running.client import WhosaidBot
from index.store.sql.memory import Memory
from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_discord_buttons import ask
from tests.bot.loopback.test_discord_questions import QUESTION, assert_answer
from tests.bot.loopback.test_discord_start import registrations


@pytest.fixture
async def bot(offline: Run) -> AsyncIterator[WhosaidBot]:
    """A running bot with a health port of the system's choice."""
    async with online(offline, health_port=0):
        await asyncio.wait_for(offline.bot.wait_until_ready(), 10)
        yield offline.bot


async def get(bot: WhosaidBot, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{bot.health_port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_health_readiness_and_metrics(bot: WhosaidBot, offline: Run) -> None:
    assert (await get(bot, "/healthz"))[0] == 200
    assert (await get(bot, "/readyz"))[0] == 200
    await ask(offline)
    status, text = await get(bot, "/metrics")
    assert status == 200
    assert 'whosaid_questions_total{outcome="answered"} 1.0' in text
    assert "whosaid_answer_seconds_bucket" in text
    assert "whosaid_waiting 0.0" in text
    assert "crowns" not in text
    bot.desk.closing = True
    status, text = await get(bot, "/readyz")
    assert (status, "taking questions" in text) == (503, True)
    bot.desk.closing = False


async def readyz(bot: WhosaidBot, wanted: int) -> None:
    """Wait for an answer; a test that waits in vain is ended."""
    for _ in range(2_000):
        if (await get(bot, "/readyz"))[0] == wanted:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"/readyz did not answer {wanted}")


async def test_it_is_not_ready_while_the_gateway_is_gone(bot: WhosaidBot, offline: Run) -> None:
    offline.server.faults.refused_connections = 1_000
    await offline.server.faults.drop_gateway(abrupt=True)
    await readyz(bot, 503)
    status, text = await get(bot, "/readyz")
    assert (status, "connected" in text) == (503, True)
    assert (await get(bot, "/healthz"))[0] == 200
    offline.server.faults.refused_connections = 0
    await readyz(bot, 200)
    assert_answer(await ask(offline))


async def test_a_shard_that_cannot_connect_tries_again_with_a_line_a_try(
    offline: Run, caplog: pytest.LogCaptureFixture
) -> None:
    offline.pace = replace(offline.pace, reconnect=0.01)
    offline.server.faults.refused_connections = 4
    async with online(offline):
        assert_answer(await ask(offline))
    lines = [record.getMessage() for record in caplog.records if "cannot connect" in record.getMessage()]
    assert [line.rpartition("in ")[2] for line in lines] == ["0.01 s", "0.02 s", "0.04 s", "0.08 s"]
    assert all(
        record.exc_info is None for record in caplog.records if "cannot connect" in record.getMessage()
    )


async def test_a_health_port_that_is_taken_is_one_sentence(offline: Run) -> None:
    taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = taken.sockets[0].getsockname()[1]
    offline.settings = offline.settings.model_copy(update={"health_port": port})
    with pytest.raises(StartError, match="HEALTH_PORT"):
        await offline.serve()
    taken.close()


async def test_shards_as_configured(offline: Run) -> None:
    async with online(offline, shard_count=2):
        await offline.server.wait_ready()
        assert {tuple(i["shard"]) for i in offline.server.gateway.identifies} == {(0, 2), (1, 2)}
        assert_answer(await ask(offline))


async def test_sync_by_hand_registers_always_and_needs_no_gateway(offline: Run) -> None:
    for times in (1, 2):
        assert await sync_commands(offline.settings, offline.library) >= 9
        assert registrations(offline) == times
    assert not offline.server.gateway.identifies
    async with online(offline):
        assert registrations(offline) == 2


@pytest.mark.parametrize("shown", [False, True])
async def test_questions_are_logged_only_when_switched_on(
    offline: Run, shown: bool, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "bot"):
        async with online(offline, log_questions=shown):
            await ask(offline)
    assert (QUESTION in caplog.text) is shown


async def test_old_records_are_purged_at_the_start(offline: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done = asyncio.Event()
    loop = asyncio.get_running_loop()

    def purge(self: Memory, days: float) -> int:
        assert days == 7
        loop.call_soon_threadsafe(done.set)
        return 0

    monkeypatch.setattr(Memory, "purge", purge)
    async with online(offline, keep_days=7):
        await asyncio.wait_for(done.wait(), 5)
