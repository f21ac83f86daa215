"""Questions by message and by /ask, end to end: the real client, the real engine, a loopback Discord."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import Any

import pytest

from index.library import Library
from index.model import Answer, View
from tests.bot.loopback.conftest import Run
from tests.discord_server import Permission
from tests.discord_server.message import Message

QUESTION = "How much will the repair of the bridge cost?"
SENTENCE = "The repair will cost 4.2 million crowns, and the money comes from the parking fund."


def assert_answer(message: Message) -> None:
    assert SENTENCE in message.embeds[0]["description"]
    assert "Harbour bridge closes for eleven weeks · ¶\u00a03" in message.embeds[0]["description"]


async def test_a_mention_is_answered_with_a_quote(run: Run) -> None:
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    assert_answer(await run.channel.next_reply(asked))
    assert run.channel.typing >= 1


async def test_an_empty_mention_gets_a_line_of_help(run: Run) -> None:
    asked = await run.channel.send(run.alice, run.mention())
    assert "/ask" in (await run.channel.next_reply(asked)).content


async def test_a_reply_that_pings_is_answered(run: Run) -> None:
    asked = await run.channel.send(run.alice, run.mention())
    help_line = await run.channel.next_reply(asked)
    follow_up = await run.channel.send(run.alice, QUESTION, reply_to=help_line)
    assert_answer(await run.channel.next_reply(follow_up))


async def test_a_direct_message_is_answered(run: Run) -> None:
    place = run.server.dm_channel(run.alice.user)
    asked = await place.send(run.alice.user, QUESTION)
    assert_answer(await place.next_reply(asked))


async def test_calling_by_role_hides_the_words_and_the_bot_says_so(run: Run) -> None:
    asked = await run.channel.send(run.alice, f"<@&{run.guild.bot_role.id}> {QUESTION}")
    assert "mention me by name" in (await run.channel.next_reply(asked)).content


async def test_everyone_bots_and_passers_by_are_not_answered(run: Run) -> None:
    other = run.server.add_user("otherbot", bot=True)
    robot = run.guild.add_member("otherbot", user=other)
    await run.channel.send(run.mod, f"@everyone {QUESTION}")
    await run.channel.send(run.mod, f"@here {QUESTION}")
    await run.channel.send(run.alice, QUESTION)
    await run.channel.send(robot, run.mention(QUESTION))
    last = await run.channel.send(run.alice, run.mention())
    await run.channel.next_reply(last)
    await run.server.sync()
    assert len(run.server.bot_messages) == 1


async def test_ask_defers_and_answers_with_the_question_on_top(run: Run) -> None:
    used = await run.channel.slash(run.alice, "ask", question=QUESTION)
    message = await used.response()
    assert_answer(message)
    assert message.embeds[0]["author"]["name"] == QUESTION
    assert not message.ephemeral


async def test_ask_within_one_article(run: Run) -> None:
    choices = await run.channel.autocomplete(
        run.alice, "ask", focused="article", question="x", article="sund"
    )
    assert [choice["name"] for choice in choices] == ["Library to open on Sundays"]
    used = await run.channel.slash(run.alice, "ask", question=QUESTION, article=choices[0]["value"])
    assert "crowns" not in (await used.response()).text
    used = await run.channel.slash(
        run.alice, "ask", question=QUESTION, article="harbour bridge closes for eleven weeks"
    )
    assert_answer(await used.response())


async def test_an_unknown_article_is_said_in_one_sentence(run: Run) -> None:
    used = await run.channel.slash(
        run.alice, "ask", question=QUESTION, article="@everyone [x](https://y.example)"
    )
    assert (await used.response()).text == "I know no such article here; pick one from the list."


async def test_what_no_article_says_is_not_answered(run: Run) -> None:
    used = await run.channel.slash(run.alice, "ask", question="Which goalkeeper plays for Brazil in Tokyo?")
    reply = await used.response()
    assert reply.embeds[0]["description"] == "**The article does not say.**"
    assert len(reply.embeds) == 1
    pressed = await run.channel.click(run.alice, reply, "Nearest passages")
    near = await pressed.response()
    assert near.ephemeral
    assert near.text.startswith("The nearest passages, though they may be about something else:")
    assert len(near.embeds) > 1


@pytest.mark.parametrize(
    ("question", "sentence"), [("x" * 501, "500 are the most"), ("   ", "The question is empty")]
)
async def test_bad_questions_get_one_kind_private_sentence(run: Run, question: str, sentence: str) -> None:
    used = await run.channel.slash(run.alice, "ask", question=question)
    message = await used.response()
    assert sentence in message.content
    assert message.ephemeral


async def test_an_overlong_mention_is_refused_kindly(run: Run) -> None:
    asked = await run.channel.send(run.alice, run.mention("x" * 501))
    assert "500 are the most" in (await run.channel.next_reply(asked)).content


async def test_a_failure_is_told_with_an_id_and_logged_without_the_question(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: Library, questions: list[str], view: View = View(), **more: Any) -> list[Answer]:
        raise RuntimeError(f"near {questions[0]!r}: syntax error")

    monkeypatch.setattr(Library, "ask", broken)
    with caplog.at_level(logging.DEBUG):
        used = await run.channel.slash(run.alice, "ask", question="zebras galore")
        told = (await used.response()).content
        asked = await run.channel.send(run.alice, run.mention("zebras galore"))
        await run.channel.next_reply(asked)
    number = told.rsplit(" ", 1)[1].rstrip(".")
    assert told.startswith("Sorry, something went wrong")
    assert f"error {number} in /ask" in caplog.text
    assert "RuntimeError" in caplog.text
    assert "syntax error" in caplog.text
    assert "zebra" not in caplog.text
    assert run.server.token not in caplog.text


async def test_a_question_that_is_deleted_meanwhile_is_not_answered(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = hold(monkeypatch)
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    await asyncio.to_thread(gate.entered.wait, 5)
    await run.channel.delete(asked)
    await run.server.sync()
    gate.open.set()
    other = await run.channel.send(run.alice, run.mention(QUESTION))
    assert_answer(await run.channel.next_reply(other))
    assert len(run.channel.bot_messages) == 1


async def test_a_channel_without_rights_is_survived(run: Run) -> None:
    run.channel.deny_bot(Permission.SEND_MESSAGES)
    await run.channel.send(run.alice, run.mention(QUESTION))
    await run.server.wait_until(lambda: any(r.status == 403 for r in run.server.refused))
    run.channel.allow_bot(Permission.SEND_MESSAGES)
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    assert_answer(await run.channel.next_reply(asked))


async def test_a_late_interaction_is_counted_not_fatal(run: Run) -> None:
    run.server.faults.error(404, 10062, "Unknown interaction", route="POST /interactions/*/*/callback")
    await run.channel.slash(run.alice, "ask", question=QUESTION)
    await run.server.wait_until(lambda: any(r.status == 404 for r in run.server.refused))
    used = await run.channel.slash(run.alice, "ask", question=QUESTION)
    assert_answer(await used.response())


async def test_a_malformed_event_does_not_end_the_bot(run: Run) -> None:
    for event in ("MESSAGE_CREATE", "INTERACTION_CREATE", "GUILD_ROLE_UPDATE"):
        run.server.faults.malformed_event(event)
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    assert_answer(await run.channel.next_reply(asked))


async def test_stopping_answers_what_is_in_flight(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = hold(monkeypatch)
    used = await run.channel.slash(run.alice, "ask", question=QUESTION)
    await asyncio.to_thread(gate.entered.wait, 5)
    run.stop.set()
    await asyncio.sleep(0.1)
    late = await run.channel.slash(run.alice, "ask", question=QUESTION)
    assert "restarting" in (await late.response()).content
    gate.open.set()
    assert_answer(await used.response())


class Gate:
    """Holds a library call until it is opened."""

    def __init__(self) -> None:
        self.entered, self.open = threading.Event(), threading.Event()


def hold(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Make ``Library.ask`` wait at a gate."""
    gate, real = Gate(), Library.ask

    def waiting(self: Library, questions: list[str], view: View = View(), **more: Any) -> list[Answer]:
        gate.entered.set()
        gate.open.wait(5)
        return real(self, questions, view, **more)

    monkeypatch.setattr(Library, "ask", waiting)
    return gate
