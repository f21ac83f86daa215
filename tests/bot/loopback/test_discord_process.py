"""``whosaid run`` as a process of its own: set up by settings alone, JSON log with ids, an orderly end."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path

from tests.bot.loopback.test_discord_questions import QUESTION, assert_answer
from tests.discord_server import DiscordServer
from tests.load.process import bot_process


async def test_a_process_answers_logs_and_ends_in_order(tmp_path: Path) -> None:
    async with DiscordServer() as server:
        guild = server.add_guild("Lindow")
        channel = guild.add_text_channel("news")
        alice = guild.add_member("alice")
        with server.installed():
            async with bot_process(server, tmp_path, LOG_FORMAT="json") as process:
                used = await channel.slash(alice, "ask", question=QUESTION)
                assert_answer(await used.response(timeout=30))
                last = await channel.slash(alice, "ask", question=f"{QUESTION} Tell me")
                await last.acknowledged(timeout=30)
                process.send_signal(signal.SIGTERM)
                assert (await last.response(timeout=10)).embeds
                assert await asyncio.wait_for(process.wait(), 10) == 0
    lines = [json.loads(line) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    answered = [line for line in lines if line.get("interaction") == str(used.id)]
    assert answered
    assert answered[0]["guild"] == str(guild.id)
    assert answered[0]["person"] == str(alice.id)
    assert any("answering what is in flight" in line["message"] for line in lines)
    assert QUESTION not in (tmp_path / "log").read_text(encoding="utf-8")
    assert server.token not in (tmp_path / "log").read_text(encoding="utf-8")
