"""Another server that speaks Discord's protocol: its own gateway, and frames that discord.py does not expect."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import yarl
from discord.gateway import DiscordWebSocket

from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_discord_faults import MESSAGES, works_still
from tests.bot.loopback.test_discord_questions import QUESTION, assert_answer

NOBODY = yarl.URL("ws://127.0.0.1:9/")


async def test_its_gateway_is_dialled_on_every_occasion(
    offline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", NOBODY)
    async with online(offline, shard_count=1):
        await works_still(offline)
        seen = len(offline.server.gateway.identifies)
        offline.server.faults.invalidate_sessions(resumable=False)
        await offline.server.wait_until(lambda: len(offline.server.gateway.identifies) > seen, timeout=30)
        await offline.server.wait_ready(timeout=30)
        await works_still(offline)


async def test_strange_frames_end_nothing(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        frames: list[Any] = [[], "text", 7, None, {"t": "MESSAGE_CREATE"}, {"op": "x"}]
        for frame in frames:
            run.server.gateway.broadcast(frame)
        run.server.gateway.dispatch_raw("INTERACTION_CREATE", {"id": "1", "type": 2, "token": "x"})
        asked = await run.channel.send(run.alice, run.mention(QUESTION))
        assert_answer(await run.channel.next_reply(asked))
        shown = asked.payload
        asked.payload = lambda **k: shown(**k) | {"content": None}  # type: ignore[method-assign]
        run.server.publish(asked, event="MESSAGE_UPDATE")
        run.server.publish(asked)
        await works_still(run)
    assert "a frame could not be read" in caplog.text
    assert "Traceback" not in "".join(r.getMessage() for r in caplog.records if r.name.startswith("asyncio"))


async def test_a_reply_that_the_network_cuts_is_sent_again_and_stands_once(run: Run) -> None:
    run.server.faults.cut(route=MESSAGES)
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    assert_answer(await run.channel.next_reply(asked))
    assert sum(m.reference_id == asked.id for m in run.channel.bot_messages) == 1


async def test_a_refused_registration_logs_the_reason(offline: Run, caplog: pytest.LogCaptureFixture) -> None:
    offline.server.faults.error(
        400, 50035, "Invalid Form Body: name is taken", route="PUT /applications/*/commands"
    )
    with caplog.at_level(logging.ERROR):
        async with online(offline):
            asked = await offline.channel.send(offline.alice, offline.mention(QUESTION))
            assert_answer(await offline.channel.next_reply(asked))
    assert "name is taken" in caplog.text
