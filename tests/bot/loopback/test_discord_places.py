"""Where the bot answers, with and without the message-content intent; edited and deleted questions."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_discord_buttons import restarted
from tests.bot.loopback.test_discord_questions import QUESTION, assert_answer, hold
from tests.discord_server import Channel
from tests.discord_server.channel import ChannelType
from tests.discord_server.intents import PRIVILEGED, Intent
from tests.discord_server.message import Message

OTHER = "Who will open the library on Sundays?"


def thread_below(run: Run, message: Message) -> Channel:
    """A thread has the id of the message it was started from."""
    thread = Channel(
        run.server, message.id, ChannelType.PUBLIC_THREAD, "more", guild=run.guild, parent=run.channel
    )
    thread.owner_id = run.alice.id
    message.thread = thread
    run.guild.register(thread)
    event = thread.payload() | {"newly_created": True}
    run.server.gateway.dispatch("THREAD_CREATE", event, guild_id=run.guild.id, intent=Intent.GUILDS)
    return thread


async def answered(run: Run) -> Message:
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    return await run.channel.next_reply(asked)


async def test_without_the_intent_an_unpinged_reply_gets_one_hint(run: Run) -> None:
    first = await answered(run)
    for _ in range(2):
        silent = await run.channel.send(run.alice, QUESTION, reply_to=first, ping=False)
    last = await run.channel.send(run.alice, run.mention())
    await run.channel.next_reply(last)
    hints = [m for m in run.channel.bot_messages if "switch the ping" in m.content]
    assert len(hints) == 1
    assert hints[0].reference_id != silent.id


async def test_with_the_intent_an_unpinged_reply_is_answered(offline: Run) -> None:
    async with online(offline, message_content_intent=True):
        first = await answered(offline)
        silent = await offline.channel.send(offline.alice, QUESTION, reply_to=first, ping=False)
        assert_answer(await offline.channel.next_reply(silent))
        await offline.channel.send(offline.alice, QUESTION)
        await offline.server.sync()
        assert len(offline.server.bot_messages) == 2


async def test_with_the_intent_a_thread_below_an_answer_goes_on(offline: Run) -> None:
    async with online(offline, message_content_intent=True):
        first = await answered(offline)
        async with asyncio.timeout(10):  # the pair is stored just after the reply is out
            while not offline.library.records.knows_message(first.id):  # noqa: ASYNC110 - the store tells nobody
                await asyncio.sleep(0.01)
        thread = thread_below(offline, first)
        follow_up = await thread.send(offline.alice, QUESTION)
        assert_answer(await thread.next_reply(follow_up))


async def test_in_a_chosen_channel_every_question_is_answered(offline: Run) -> None:
    async with online(offline, message_content_intent=True):
        used = await offline.channel.slash(
            offline.mod, "setup channels", channel=offline.channel, answer_all=True
        )
        assert "⚠️" not in (await used.response()).text
        await offline.channel.send(offline.alice, "Good morning.")
        asked = await offline.channel.send(offline.alice, QUESTION)
        assert_answer(await offline.channel.next_reply(asked))


async def test_an_intent_that_discord_refuses_is_one_sentence(offline: Run) -> None:
    offline.server.privileged_intents = PRIVILEGED & ~Intent.MESSAGE_CONTENT
    offline.settings = offline.settings.model_copy(update={"message_content_intent": True})
    with pytest.raises(Exception, match="MESSAGE_CONTENT_INTENT off"):
        await asyncio.wait_for(offline.serve(), 15)


async def test_a_deleted_question_takes_its_reply_along(run: Run) -> None:
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    reply = await run.channel.next_reply(asked)
    await run.channel.delete(asked)
    await run.server.wait_until(lambda: reply.deleted)


async def test_an_edited_question_gets_its_reply_edited(run: Run) -> None:
    asked = await run.channel.send(run.alice, run.mention(OTHER))
    reply = await run.channel.next_reply(asked)
    await run.channel.edit(asked, run.mention(QUESTION))
    await reply.wait_until(lambda m: "4.2 million crowns" in m.text)
    assert len(run.channel.bot_messages) == 1


async def test_an_edit_while_the_answer_is_under_way_is_not_lost(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = hold(monkeypatch)
    asked = await run.channel.send(run.alice, run.mention(OTHER))
    await asyncio.to_thread(gate.entered.wait, 5)
    await run.channel.edit(asked, run.mention(QUESTION))
    await run.server.sync()
    gate.open.set()
    reply = await run.channel.next_reply(asked)
    await reply.wait_until(lambda m: "4.2 million crowns" in m.text)
    assert len(run.channel.bot_messages) == 1


async def test_an_empty_mention_that_gets_a_question_is_answered_in_place(run: Run) -> None:
    asked = await run.channel.send(run.alice, run.mention())
    reply = await run.channel.next_reply(asked)
    await run.channel.edit(asked, run.mention(QUESTION))
    await reply.wait_until(lambda m: "4.2 million crowns" in m.text)
    assert reply.content == ""


async def test_an_edit_after_two_minutes_changes_nothing(offline: Run) -> None:
    run = offline
    assert run.pace.edits == 120
    # a message's age is in its id, and ids may run ahead of the clock here
    run.pace = replace(run.pace, edits=-86_400.0)
    async with online(run):
        asked = await run.channel.send(run.alice, run.mention(OTHER))
        reply = await run.channel.next_reply(asked)
        before = reply.text
        await run.channel.edit(asked, run.mention(QUESTION))
        await answered(run)
        assert reply.text == before
        assert reply.edits == 0


async def test_a_question_that_is_deleted_after_a_restart_takes_its_reply_along(offline: Run) -> None:
    async with online(offline):
        asked = await offline.channel.send(offline.alice, offline.mention(QUESTION))
        reply = await offline.channel.next_reply(asked)
    restarted(offline)
    async with online(offline):
        await offline.channel.delete(asked)
        await offline.server.wait_until(lambda: reply.deleted)


async def test_a_question_of_who_was_forgotten_still_takes_its_reply_along(run: Run) -> None:
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    reply = await run.channel.next_reply(asked)
    told = await (await run.channel.slash(run.alice, "forget-me")).response()
    assert "each goes when you delete your question" in told.content
    await run.channel.delete(asked)
    await run.server.wait_until(lambda: reply.deleted)


async def test_a_direct_message_can_be_edited_and_deleted_too(run: Run) -> None:
    place = run.server.dm_channel(run.alice.user)
    asked = await place.send(run.alice.user, OTHER)
    reply = await place.next_reply(asked)
    await place.edit(asked, QUESTION)
    await reply.wait_until(lambda m: "4.2 million crowns" in m.text)
    await place.delete(asked)
    await run.server.wait_until(lambda: reply.deleted)


async def test_an_edit_into_something_unusable_says_so_and_another_mends_it(run: Run) -> None:
    asked = await run.channel.send(run.alice, run.mention(OTHER))
    reply = await run.channel.next_reply(asked)
    await run.channel.edit(asked, run.mention("x" * 501))
    await reply.wait_until(lambda m: "500 are the most" in m.content)
    assert reply.embeds == []
    await run.channel.edit(asked, run.mention(QUESTION))
    await reply.wait_until(lambda m: "4.2 million crowns" in m.text)
    assert len(run.channel.bot_messages) == 1


async def test_without_the_intent_a_chosen_channel_waits_for_a_mention(run: Run) -> None:
    used = await run.channel.slash(run.mod, "setup channels", channel=run.channel, answer_all=True)
    assert "message-content intent is off" in (await used.response()).content
    shown = await (await run.channel.slash(run.mod, "setup show")).response()
    assert "message-content intent is off" in shown.content
    silent = await run.channel.send(run.alice, QUESTION)
    await answered(run)
    assert silent.id not in [m.reference_id for m in run.channel.bot_messages]


async def test_a_channel_that_was_chosen_can_be_freed_again(offline: Run) -> None:
    async with online(offline, message_content_intent=True):
        for chosen in (True, False):
            used = await offline.channel.slash(
                offline.mod, "setup channels", channel=offline.channel, answer_all=chosen
            )
            await used.response()
        silent = await offline.channel.send(offline.alice, QUESTION)
        await answered(offline)
        assert silent.id not in [m.reference_id for m in offline.channel.bot_messages]
