""" "And what about Piet Hallam?": follow-ups in replies, threads and direct messages, end to end."""

from __future__ import annotations

import pytest

from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_articles import until
from tests.bot.loopback.test_discord_manners import counted
from tests.bot.loopback.test_discord_places import thread_below
from tests.discord_server import Channel
from tests.discord_server.message import Message
from tests.discord_server.users import Person

FIRST = "What did Tamsin Orme say?"
SECOND = "And what about Piet Hallam?"
WHOLE = "What did Piet Hallam say?"
THIRD = "and Ada Brand?"
WHOLE_THIRD = "What did Ada Brand say?"


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    return counted(monkeypatch)


async def ask(run: Run, channel: Channel, person: Person, text: str, to: Message | None = None) -> Message:
    """The reply, once the bot has noted what it shows: people are not that quick."""
    asked = await channel.send(person, text, reply_to=to)
    reply = await channel.next_reply(asked)
    await until(lambda: run.library.records.behind(reply.id) is not None)
    return reply


def assert_whole(reply: Message, whole: str = WHOLE) -> None:
    """The question that was understood stands on top."""
    assert reply.embeds[0]["author"]["name"] == whole


async def test_a_reply_leans_on_the_answer_it_replies_to(run: Run, batches: list[list[str]]) -> None:
    first = await ask(run, run.channel, run.alice, run.mention(FIRST))
    await ask(run, run.channel, run.alice, run.mention("How much will the repair cost?"))
    second = await ask(run, run.channel, run.mod, SECOND, first)
    assert_whole(second)
    assert "should take the ferry" in second.text
    third = await ask(run, run.channel, run.alice, THIRD, second)
    assert_whole(third, WHOLE_THIRD)
    assert [SECOND] in batches  # what it leans on goes to the library, which makes it whole
    assert [THIRD] in batches


async def test_who_said_so_is_asked_of_the_words_that_were_shown(run: Run) -> None:
    first = await ask(run, run.channel, run.alice, run.mention("How old are the cables?"))
    second = await ask(run, run.channel, run.alice, run.mention("And who said so?"), first)
    assert second.embeds[0]["author"]["name"].startswith(
        "Who said “The cables are forty years past their life"
    )
    assert "— **Tamsin Orme**" in second.text


async def test_a_reply_to_an_answer_of_ask(run: Run) -> None:
    answer = await (await run.channel.slash(run.alice, "ask", question=FIRST)).response()
    assert_whole(await ask(run, run.channel, run.alice, SECOND, answer))


async def test_a_thread_leans_on_what_it_began_with_and_then_on_its_last_answer(offline: Run) -> None:
    async with online(offline, message_content_intent=True):
        for first in (
            await ask(offline, offline.channel, offline.alice, offline.mention(FIRST)),
            await (await offline.channel.slash(offline.alice, "ask", question=FIRST)).response(),
        ):
            thread = thread_below(offline, first)
            assert_whole(await ask(offline, thread, offline.alice, SECOND))
            assert_whole(await ask(offline, thread, offline.mod, THIRD), WHOLE_THIRD)


async def test_without_the_intent_a_thread_goes_on_by_mention(run: Run) -> None:
    thread = thread_below(run, await ask(run, run.channel, run.alice, run.mention(FIRST)))
    assert_whole(await ask(run, thread, run.alice, run.mention(SECOND)))


async def test_direct_messages_are_one_conversation(run: Run) -> None:
    place = run.server.dm_channel(run.alice.user)
    await ask(run, place, run.alice.user, FIRST)
    assert_whole(await ask(run, place, run.alice.user, SECOND))


async def test_a_mention_of_its_own_leans_on_nothing(run: Run, batches: list[list[str]]) -> None:
    await ask(run, run.channel, run.alice, run.mention(FIRST))
    reply = await ask(run, run.channel, run.alice, run.mention(SECOND))
    assert "author" not in reply.embeds[0]
    assert batches[-1] == [SECOND]


async def test_an_edited_follow_up_leans_on_the_same_answer(run: Run) -> None:
    first = await ask(run, run.channel, run.alice, run.mention(FIRST))
    asked = await run.channel.send(run.alice, SECOND, reply_to=first)
    reply = await run.channel.next_reply(asked)
    await run.channel.edit(asked, run.mention(THIRD))
    await reply.wait_until(lambda m: m.embeds[0].get("author", {}).get("name") == WHOLE_THIRD)


async def test_a_forgotten_answer_is_not_leant_on(run: Run) -> None:
    first = await ask(run, run.channel, run.alice, run.mention(FIRST))
    await (await run.channel.slash(run.alice, "forget-me")).response()
    reply = await ask(run, run.channel, run.mod, SECOND, first)
    assert "author" not in reply.embeds[0]
