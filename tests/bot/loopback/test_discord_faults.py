"""What Discord refuses, loses or breaks: each injected, each survived, nothing answered twice."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace

import pytest

from tests.bot.loopback.conftest import Run
from tests.bot.loopback.test_discord_questions import QUESTION, assert_answer, hold

MESSAGES = "POST /channels/*/messages"
ORIGINAL = "PATCH /webhooks/*/*/messages/@original"
CALLBACK = "POST /interactions/*/*/callback"


async def no_wait(_: float) -> None:
    """The waits between tries."""


async def works_still(run: Run) -> None:
    used = await run.channel.slash(run.alice, "ask", question=QUESTION)
    assert_answer(await used.response())


@pytest.mark.parametrize("code", [50013, 50001])
async def test_a_refused_message_is_logged_without_a_traceback(
    run: Run, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    run.server.faults.error(403, code, "Missing", times=2, route=MESSAGES)  # the plainer form is refused, too
    with caplog.at_level(logging.WARNING):
        await run.channel.send(run.alice, run.mention(QUESTION))
        await run.server.wait_until(lambda: any(r.status == 403 for r in run.server.refused))
        await works_still(run)
    assert f"not allowed to answer there ({code})" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    ("status", "code", "sentence"),
    [
        (403, 50013, "not allowed to answer there (50013)"),
        (403, 50001, "not allowed to answer there (50001)"),
        (401, 50027, "no longer takes the answer (50027)"),
        (404, 10062, "no longer takes the answer (10062)"),
        (404, 10008, "what was to be answered is gone (10008)"),
    ],
)
@pytest.mark.parametrize("route", [CALLBACK, ORIGINAL])
async def test_a_refused_command_is_logged_without_a_traceback(
    run: Run, status: int, code: int, sentence: str, route: str, caplog: pytest.LogCaptureFixture
) -> None:
    run.server.faults.error(status, code, "Refused", route=route)
    with caplog.at_level(logging.WARNING):
        await run.channel.slash(run.alice, "ask", question=QUESTION)
        await run.server.wait_until(lambda: any(r.error_code == code for r in run.server.refused))
        await works_still(run)
    assert sentence in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("route", [MESSAGES, ORIGINAL])
async def test_a_rate_limit_is_waited_for(run: Run, route: str) -> None:
    run.server.faults.rate_limit(route=route)
    if route == MESSAGES:
        asked = await run.channel.send(run.alice, run.mention(QUESTION))
        assert_answer(await run.channel.next_reply(asked))
    else:
        await works_still(run)


async def test_a_server_error_is_tried_again(run: Run) -> None:
    for status in (500, 502, 504):  # those that discord.py tries again
        run.server.faults.server_error(route=MESSAGES, status=status)
        asked = await run.channel.send(run.alice, run.mention(QUESTION))
        assert_answer(await run.channel.next_reply(asked))
        run.server.faults.server_error(route=ORIGINAL, status=status)
        await works_still(run)


async def test_a_server_error_that_stays_is_told_with_an_id(
    run: Run, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = SimpleNamespace(**{**vars(asyncio), "sleep": no_wait})
    monkeypatch.setattr("discord.webhook.async_.asyncio", quick)
    run.server.faults.server_error(5, route=ORIGINAL)  # as often as discord.py tries
    with caplog.at_level(logging.ERROR):
        used = await run.channel.slash(run.alice, "ask", question=QUESTION)
        told = (await used.response()).content
    number = told.rsplit(" ", 1)[1].rstrip(".")
    assert "Sorry, something went wrong" in told
    assert f"error {number} in /ask ({used.id})" in caplog.text
    assert "DiscordServerError" in caplog.text
    await works_still(run)


async def test_a_connection_that_breaks_off_is_told(run: Run) -> None:
    run.server.faults.cut(route=ORIGINAL)
    used = await run.channel.slash(run.alice, "ask", question=QUESTION)
    assert "Sorry, something went wrong" in (await used.response()).content
    await works_still(run)


@pytest.mark.parametrize("resumable", [True, False])
async def test_an_invalid_session_is_begun_anew(run: Run, resumable: bool) -> None:
    run.server.faults.invalidate_sessions(resumable=resumable)
    before = run.server.gateway
    seen = len(before.resumes) + len(before.identifies)
    await run.server.wait_until(lambda: len(before.resumes) + len(before.identifies) > seen, timeout=30)
    await run.server.wait_ready(timeout=30)
    await works_still(run)


async def test_a_lost_answer_is_not_sent_twice(run: Run) -> None:
    run.server.faults.lost_answer(route=MESSAGES)
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    assert_answer(await run.channel.next_reply(asked))
    await works_still(run)
    assert sum(m.reference_id == asked.id for m in run.channel.bot_messages) == 1


async def test_automod_is_told(run: Run) -> None:
    run.server.faults.automod()
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    assert "AutoMod" in (await run.channel.next_reply(asked)).content
    run.server.faults.automod(route=ORIGINAL)
    used = await run.channel.slash(run.alice, "ask", question=QUESTION)
    assert "AutoMod" in (await used.response()).content


async def test_a_deleted_channel_is_survived(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    gate = hold(monkeypatch)
    doomed = run.guild.add_text_channel("doomed")
    await run.server.sync()
    with caplog.at_level(logging.WARNING):
        await doomed.send(run.alice, run.mention(QUESTION))
        await asyncio.to_thread(gate.entered.wait, 5)
        del run.server.channels[doomed.id]
        gate.open.set()
        await run.server.wait_until(lambda: any(r.error_code == 10003 for r in run.server.refused))
        await works_still(run)
    assert "what was to be answered is gone (10003)" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_reply_that_a_moderator_deleted_is_not_missed(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    asked = await run.channel.send(run.alice, run.mention(QUESTION))
    reply = await run.channel.next_reply(asked)
    await run.channel.delete(reply)
    await run.channel.delete(asked)
    await run.server.wait_until(lambda: any(r.method == "DELETE" for r in run.server.requests))
    await works_still(run)
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]


async def test_late_buttons_and_lists_are_counted_not_fatal(run: Run) -> None:
    used = await run.channel.slash(run.alice, "ask", question=QUESTION)
    answer = await used.response()
    run.server.faults.error(404, 10062, "Unknown interaction", times=2, route=CALLBACK)
    await run.channel.click(run.alice, answer, "Context")
    await run.channel.begin_autocomplete(run.alice, "said", focused="speaker", speaker="x")
    await run.server.wait_until(lambda: sum(r.error_code == 10062 for r in run.server.refused) == 2)
    await works_still(run)


@pytest.mark.parametrize(
    "event", ["MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK", "THREAD_CREATE", "GUILD_UPDATE"]
)
async def test_a_malformed_event_does_not_end_the_bot(run: Run, event: str) -> None:
    run.server.faults.malformed_event(event)
    await works_still(run)


async def test_twenty_drops_while_questions_are_in_flight(run: Run) -> None:
    asked = []
    for number in range(20):
        member = run.guild.add_member(f"member{number}")
        asked.append(await run.channel.send(member, run.mention(f"{QUESTION} {number}")))
        before = len(run.server.gateway.resumes)
        await run.server.faults.drop_gateway(abrupt=number % 2 == 0)
        await run.server.wait_until(
            lambda seen=before: len(run.server.gateway.resumes) > seen,  # type: ignore[misc]
            timeout=30,
        )
    for message in asked:
        await run.channel.next_reply(message, timeout=30)
    await run.server.sync()
    replies = [m.reference_id for m in run.channel.bot_messages]
    assert sorted(filter(None, replies)) == sorted(m.id for m in asked)
