"""People who are asked when no article says it: nobody at first, then one role or channel, at most once an hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace

import pytest

from bot.choices import Preferences
from bot.running.helpers import EVERY_SECONDS
from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_discord_questions import QUESTION, assert_answer
from tests.discord_server import Message, Permission

SILENT = "Which goalkeeper plays for Brazil in Tokyo?"


@pytest.fixture
def chosen(offline: Run) -> Iterator[Run]:
    """Nothing of what a test chooses stays."""
    yield offline
    offline.library.records.prefer(str(offline.guild.id), {})


def asking(run: Run) -> list[Message]:
    return [message for message in run.server.bot_messages if "can you help?" in message.content]


async def test_a_role_is_asked_once_an_hour_and_only_it_is_pinged(chosen: Run) -> None:
    role = chosen.guild.add_role("Archive")
    shelf, records = str(chosen.guild.id), chosen.library.records
    records.prefer(shelf, asdict(Preferences(helper_role=role.id)))
    chosen.may_ping = frozenset({role.id})
    async with online(chosen):
        for words in (f"{SILENT} @everyone", SILENT):
            asked = await chosen.channel.send(chosen.alice, chosen.mention(words))
            await chosen.channel.next_reply(asked)
        await chosen.server.wait_until(lambda: len(asking(chosen)) == 1)
        (first,) = asking(chosen)
        assert first.channel is chosen.channel
        assert f"<@&{role.id}>" in first.content
        assert "goalkeeper" in first.content
        assert "/channels/" in first.content
        assert first.pings.roles == {role.id}
        now = Preferences.read(records.preferences(shelf))
        records.prefer(shelf, asdict(replace(now, helpers_asked=now.helpers_asked - EVERY_SECONDS)))
        await (await chosen.channel.slash(chosen.alice, "ask", question=SILENT)).response()
        await chosen.server.wait_until(lambda: len(asking(chosen)) == 2)


async def test_a_channel_is_told_and_answers_and_private_questions_are_not(chosen: Run) -> None:
    async with online(chosen):
        desk = chosen.guild.add_text_channel("desk")
        used = await chosen.channel.slash(chosen.mod, "setup helpers", channel=desk)
        assert f"<#{desk.id}>" in (await used.response()).text
        asked = await chosen.channel.send(chosen.alice, chosen.mention(QUESTION))
        assert_answer(await chosen.channel.next_reply(asked))
        await (await chosen.channel.slash(chosen.alice, "ask", question=SILENT, private=True)).response()
        assert asking(chosen) == []
        asked = await chosen.channel.send(chosen.alice, chosen.mention(SILENT))
        await chosen.channel.next_reply(asked)
        told = await desk.next_bot_message()
        assert f"/{chosen.channel.id}/{asked.id}" in told.content
        await (await chosen.channel.slash(chosen.mod, "setup helpers")).response()


async def test_a_channel_that_is_closed_costs_nobody_the_reply(chosen: Run) -> None:
    async with online(chosen):
        desk = chosen.guild.add_text_channel("desk")
        await (await chosen.channel.slash(chosen.mod, "setup helpers", channel=desk)).response()
        desk.deny_bot(Permission.SEND_MESSAGES)
        asked = await chosen.channel.send(chosen.alice, chosen.mention(SILENT))
        assert "does not say" in (await chosen.channel.next_reply(asked)).text
        everyone = chosen.guild.everyone
        used = await chosen.channel.slash(chosen.mod, "setup helpers", role=everyone)
        assert "would ping everybody" in (await used.response()).content
