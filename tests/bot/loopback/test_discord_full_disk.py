"""A full disk: members get their answers all the same, without buttons that could not work."""

from __future__ import annotations

import asyncio
import itertools
import logging
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from bot.running.client import WhosaidBot
from index.errors import StoreError
from index.library import Library
from index.model import Answer
from index.store.sqlite import database
from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_discord_operations import get
from tests.bot.loopback.test_discord_questions import QUESTION, assert_answer
from tests.discord_server.message import Message
from tests.discord_server.requests import Upload
from tests.index.inside import database_of


@pytest.fixture
async def bot(
    offline: Run, own_library: Library, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[WhosaidBot]:
    """A bot on a disk that is full."""
    offline.library = own_library
    fill(own_library, monkeypatch)
    async with online(offline, health_port=0):
        await asyncio.wait_for(offline.bot.wait_until_ready(), 10)
        yield offline.bot


def fill(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite gets no more pages, in no thread's connection; what room is left in the pages is used up."""
    real = database.connect

    def full(connection: sqlite3.Connection) -> sqlite3.Connection:
        connection.execute("PRAGMA max_page_count = 1")  # it takes that for: as many as there are
        return connection

    monkeypatch.setattr(database, "connect", lambda path: full(real(path)))
    for _, connection in database_of(library)._open:
        full(connection)
    for answer in (Answer("x" * 5000, False, 0.0), Answer("", False, 0.0)):
        with suppress(StoreError):
            while True:
                library.records.keep(answer, "", "")
    with suppress(StoreError):
        for number in itertools.count():
            library.records.replied(number, 1, 1, "")
    with pytest.raises(StoreError, match="full"):
        library.records.keep(Answer("", False, 0.0), "", "")


async def slash(run: Run, name: str, **values: object) -> Message:
    used = await run.channel.slash(run.alice, name, options=values)
    return await used.response(timeout=30)


async def test_members_get_their_answers(
    bot: WhosaidBot, offline: Run, caplog: pytest.LogCaptureFixture
) -> None:
    run = offline
    with caplog.at_level(logging.ERROR):
        asked = await run.channel.send(run.alice, run.mention(QUESTION))
        shown = [await run.channel.next_reply(asked), await slash(run, "ask", question=QUESTION)]
        for answer in shown:
            assert_answer(answer)
        shown.append(await slash(run, "ask", question="Which goalkeeper plays for Brazil?"))
        assert "does not say" in shown[-1].text
        shown.append(await slash(run, "who-said", quote="The cables are forty years past their life"))
        assert "**Tamsin Orme** said this" in shown[-1].text
        shown.append(await slash(run, "said", speaker="Tamsin Orme"))
        assert "The cables are forty years past their life" in shown[-1].text
    labels = [[button["label"] for button in message.buttons] for message in shown]
    assert labels == [[], [], [], [], ["Delete"]]  # which needs nothing that is kept
    assert sum(m.reference_id == asked.id for m in run.channel.bot_messages) == 1
    numbers = re.findall(r"error ([0-9a-f]{8}) in keeping an answer", caplog.text)
    assert len(set(numbers)) == 3
    assert "in keeping a verdict" in caplog.text
    assert "in keeping a list" in caplog.text
    assert "database or disk is full" in caplog.text
    failed = re.search(r'whosaid_failures_total\{kind="failed"\} (\d+)', (await get(bot, "/metrics"))[1])
    assert failed is not None
    assert int(failed[1]) == len(re.findall(r"error [0-9a-f]{8} in ", caplog.text)) >= 5


async def test_a_change_that_cannot_be_kept_is_told(bot: WhosaidBot, offline: Run) -> None:
    file = Upload("ferry.txt", b"Ferry\n" + b"The ferry runs all night. " * 500, "text/plain")
    used = await offline.channel.slash(offline.mod, "article add", file=file)
    told = await used.response(timeout=30)
    assert "could not be written (database or disk is full); nothing was changed" in told.content
    assert len(offline.library.articles()) == 2
