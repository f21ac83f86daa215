"""Cooldowns, memory, the fair queue, and 200 members who ask at once."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from typing import Any

import pytest

from bot.asking.answering import LOOKS
from index.library import Library
from index.model import Answer, View
from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_discord_questions import QUESTION, hold
from tests.discord_server import Interaction


def counted(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Every batch that the engine is asked."""
    batches: list[list[str]] = []
    real = Library.ask

    def ask(self: Library, questions: list[str], view: View = View(), **more: Any) -> list[Answer]:
        batches.append(list(questions))
        return real(self, questions, view, **more)

    monkeypatch.setattr(Library, "ask", ask)
    return batches


async def test_a_member_who_asks_too_fast_is_asked_to_wait(offline: Run) -> None:
    async with online(offline, member_questions_per_minute=2):
        for _ in range(2):
            await (await offline.channel.slash(offline.alice, "ask", question=QUESTION)).response()
        told = await (await offline.channel.slash(offline.alice, "ask", question=QUESTION)).response()
        assert "before your next question" in told.content
        other = await (await offline.channel.slash(offline.mod, "ask", question=QUESTION)).response()
        assert "crowns" in other.text


async def test_a_server_that_asks_too_fast_is_asked_to_wait(offline: Run) -> None:
    async with online(offline, server_questions_per_minute=1):
        await (await offline.channel.slash(offline.alice, "ask", question=QUESTION)).response()
        told = await (await offline.channel.slash(offline.mod, "ask", question=QUESTION)).response()
        assert "This server asks a lot" in told.content
        place = offline.server.dm_channel(offline.mod.user)
        asked = await place.send(offline.mod.user, QUESTION)
        assert "crowns" in (await place.next_reply(asked)).text


async def test_the_same_question_is_answered_from_memory_until_the_articles_change(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = counted(monkeypatch)
    for spelling in (QUESTION, f"  {QUESTION} "):
        await (await run.channel.slash(run.alice, "ask", question=spelling)).response()
    assert len(batches) == 1
    shelf = str(run.guild.id)
    from index.reading.text import read_text

    run.library.reindex([read_text(b"News\n\nNothing else happened.\n", "n.txt")], shelf=shelf)
    try:
        await (await run.channel.slash(run.alice, "ask", question=QUESTION)).response()
    finally:
        run.library.reindex([], shelf=shelf)
    assert len(batches) == 2


async def test_two_hundred_members_at_once_lose_nothing(
    offline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    offline.server.heartbeat_interval = 0.5
    batches = counted(monkeypatch)
    members = [offline.guild.add_member(f"member{n}") for n in range(200)]
    async with online(offline, waiting_questions=120, server_questions_per_minute=0):
        used: list[Interaction] = [
            await offline.channel.slash(member, "ask", question=f"{QUESTION} {n}")
            for n, member in enumerate(members)
        ]
        replies = await asyncio.gather(*(one.response(timeout=60) for one in used))
        kinds = Counter("busy" if "more questions than" in m.text else "answered" for m in replies)
        assert all(m.text for m in replies)
        assert kinds["answered"] >= 120
        assert kinds["answered"] + kinds["busy"] == 200
        assert max(one.acknowledged_after or 0 for one in used) < 2.5
        assert max(len(batch) for batch in batches) > 1
        beats = offline.server.gateway.heartbeats
        assert max((b - a for a, b in itertools.pairwise(beats)), default=0) < 2.5


async def test_a_busy_server_does_not_delay_another(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = hold(monkeypatch)
    elsewhere = run.server.add_guild("Elsewhere")
    channel = elsewhere.add_text_channel("news")
    bob = elsewhere.add_member("bob")
    members = [run.guild.add_member(f"m{n}") for n in range(60)]
    crowd = [await run.channel.slash(m, "ask", question=f"{QUESTION} {n}") for n, m in enumerate(members)]
    await asyncio.to_thread(gate.entered.wait, 5)
    mine = await channel.slash(bob, "ask", question=QUESTION)
    await mine.acknowledged()
    gate.open.set()
    began = time.monotonic()
    await mine.response()
    waited = time.monotonic() - began
    unanswered = sum(not one.messages for one in crowd)
    await asyncio.gather(*(one.response(timeout=30) for one in crowd))
    assert unanswered > 10, f"the other server waited {waited:.1f} s behind the whole crowd"


@pytest.mark.parametrize(
    ("name", "option"), [("ask", "article"), ("tldr", "article"), ("who-said", "quote"), ("said", "speaker")]
)
async def test_who_types_too_fast_gets_no_more_choices(offline: Run, name: str, option: str) -> None:
    async with online(offline, member_questions_per_minute=1):
        typed = [
            await offline.channel.autocomplete(offline.alice, name, focused=option, timeout=30)
            for _ in range(LOOKS + 1)
        ]
    assert all(typed[:-1])
    assert typed[-1] == []
