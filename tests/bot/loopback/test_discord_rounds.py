"""What the bot does by itself (the quote of the day, a word of welcome), and where people bring it along."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, replace

from bot.choices import Preferences
from index.library import Library
from index.reading.text import read_text
from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_discord_questions import QUESTION, assert_answer
from tests.discord_server import Channel
from tests.discord_server.channel import ChannelType


async def test_the_quote_of_the_day_is_posted_once_a_day(offline: Run) -> None:
    offline.pace = replace(offline.pace, rounds=0.05)
    shelf, records = str(offline.guild.id), offline.library.records
    async with online(offline):
        used = await offline.channel.slash(offline.mod, "setup daily", channel=offline.channel, hour=0)
        assert f"<#{offline.channel.id}>" in (await used.response()).text
        await offline.server.wait_until(lambda: any(m.files for m in offline.channel.bot_messages))
        (first,) = [m for m in offline.channel.bot_messages if m.files]
        assert first.files["quote.png"].startswith(b"\x89PNG")
        assert first.attachments[0]["description"]
        await asyncio.sleep(0.3)
        assert len([m for m in offline.channel.bot_messages if m.files]) == 1
        now = Preferences.read(records.preferences(shelf))
        records.prefer(shelf, asdict(replace(now, daily_posted=now.daily_posted - 1)))
        await offline.server.wait_until(
            lambda: len([m for m in offline.channel.bot_messages if m.files]) == 2
        )
        await (await offline.channel.slash(offline.mod, "setup daily")).response()
        assert Preferences.read(records.preferences(shelf)).daily_channel is None


async def test_a_new_server_is_welcomed_where_the_bot_may_write(run: Run) -> None:
    await run.bot.wait_until_ready()  # a server that is there at the start is none that it comes to
    await welcomed(run)


async def welcomed(run: Run) -> None:
    fresh = run.server.add_guild("Fresh", channels=("rules", "general"))
    rules, general = fresh.channels.values()
    hello = await rules.next_bot_message()
    assert hello.content.startswith("Hello! I answer questions about articles")
    assert general.bot_messages == []
    silent = run.server.add_guild("Silent")
    await run.server.sync()
    assert silent.channels == {}


async def test_a_group_message_brings_the_bot_along(run: Run) -> None:
    place = Channel(
        run.server, run.server.ids.next(), ChannelType.GROUP_DM, "friends", recipient=run.alice.user
    )
    place.guest = True
    run.server.channels[place.id] = place
    answer = await (await place.slash(run.alice.user, "ask", question=QUESTION)).response()
    assert answer.ephemeral
    assert_answer(answer)
    context = await (await place.click(run.alice.user, answer, "Context")).response()
    assert "repair" in context.text
    shared = await (await place.click(run.alice.user, answer, "Share")).response()
    assert not shared.ephemeral
    said = await (await place.slash(run.alice.user, "said", speaker="Tamsin Orme")).response()
    assert said.ephemeral


async def test_a_guest_does_not_see_the_articles_of_a_server_that_took_the_bot_out(
    offline: Run, own_library: Library
) -> None:
    run, shelf = offline, str(offline.guild.id)
    run.library = own_library
    own_library.add([read_text(b"Pier\n\nThe pier lamps cost 900 crowns in October.\n", "pier.txt")], shelf)
    question = "How much did the pier lamps cost?"
    async with online(run):
        here = await (await run.channel.slash(run.alice, "ask", question=question)).response()
        assert "900 crowns" in here.text
        run.server.gateway.dispatch_raw("GUILD_DELETE", {"id": shelf})
        await run.server.sync()
        run.channel.guest = True
        used = await run.channel.slash(run.alice, "ask", question=question)
        gone = await used.response()
        assert gone.ephemeral
        assert "900 crowns" not in gone.text
        choices = await run.channel.autocomplete(
            run.alice, "ask", focused="article", question="x", article=""
        )
        assert "pier.txt" not in [choice["value"] for choice in choices]
