"""/reindex, end to end: who may, progress, one at a time, and failures that lose nothing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.errors import Message, ModelError
from index.library import Library
from index.model import Article, Progress, ReindexReport
from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_discord_questions import QUESTION, assert_answer
from tests.discord_server.users import Member


def boss(run: Run) -> Member:
    """The application's owner, as a member who may not manage the server."""
    owner = run.server.owner
    here = run.guild.members.get(owner.id) or run.guild.add_member("developer", user=owner)
    run.guild.set_command_access("reindex", here, True)
    return here


async def answers_still(run: Run) -> None:
    used = await run.channel.slash(run.alice, "ask", question=QUESTION)
    assert_answer(await used.response())


async def test_a_member_is_refused_also_when_the_server_shows_the_command(run: Run) -> None:
    run.guild.set_command_access("reindex", run.alice, True)
    used = await run.channel.slash(run.alice, "reindex")
    message = await used.response()
    assert "Manage Server" in message.content
    assert message.ephemeral


async def test_the_shared_articles_are_the_owners(run: Run) -> None:
    used = await run.channel.slash(run.mod, "reindex", shelf="shared")
    message = await used.response()
    assert "bot's owner" in message.content
    assert message.ephemeral


async def test_a_moderator_reads_the_servers_own_articles_again(run: Run) -> None:
    message = await (await run.channel.slash(run.mod, "reindex")).response()
    await message.wait_until(lambda m: "no articles of its own yet" in m.content, timeout=30)
    assert message.embeds == []


async def test_the_owner_gets_a_report(run: Run) -> None:
    used = await run.channel.slash(boss(run), "reindex", shelf="shared")
    message = await used.response()
    await message.wait_until(lambda m: "up to date" in m.text, timeout=30)
    assert "2 unchanged" in message.text
    await answers_still(run)


class Slow:
    """A reindex that stops half-way until it is told to go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: Exception | None = None) -> None:
        self.go_on = threading.Event()
        self.error = error
        slow = self

        def reindex(self: Library, articles: Iterable[Article], **more: Any) -> ReindexReport:
            return slow.work(more["progress"])

        monkeypatch.setattr(Library, "reindex", reindex)

    def work(self, progress: Any) -> ReindexReport:
        for done in range(1, 4):
            progress(Progress("embedding", done, 4))
        self.go_on.wait(5)
        if self.error:
            raise self.error
        progress(Progress("embedding", 4, 4))
        return ReindexReport(added=1, problems=(Message("odd.txt is no text."),))


async def test_progress_is_shown_and_a_second_one_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(monkeypatch)
    first = await run.channel.slash(boss(run), "reindex", shelf="shared")
    message = await first.response()
    await message.wait_until(lambda m: "75%" in m.text)
    assert "3 of 4" in message.text
    second = await (await run.channel.slash(boss(run), "reindex", shelf="shared")).response()
    assert "already" in second.content
    assert second.ephemeral
    await answers_still(run)
    slow.go_on.set()
    await message.wait_until(lambda m: "up to date" in m.text)
    assert "odd.txt is no text." in message.text
    assert message.edits <= 6


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ModelError("EMBEDDING_MODEL is not there."), "stay as they were, because reading them again failed"),
        (RuntimeError("boom"), "the ones from before keep answering (error "),
    ],
)
async def test_a_failing_one_keeps_the_old_index(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    with monkeypatch.context() as patch:
        slow = Slow(patch, error)
        slow.go_on.set()
        used = await run.channel.slash(boss(run), "reindex", shelf="shared")
        message = await used.response()
        await message.wait_until(lambda m: sentence in m.content)
    assert message.embeds == []
    assert "boom" not in message.text
    await answers_still(run)
    used = await run.channel.slash(boss(run), "reindex", shelf="shared")
    await (await used.response()).wait_until(lambda m: "up to date" in m.text, timeout=30)


async def test_a_folder_without_articles_does_not_empty_the_index(offline: Run, tmp_path: Path) -> None:
    offline.settings = offline.settings.model_copy(update={"articles_dir": tmp_path / "nowhere"})
    task = asyncio.create_task(offline.serve())
    await offline.server.wait_ready(timeout=30)
    used = await offline.channel.slash(boss(offline), "reindex", shelf="shared")
    message = await used.response()
    await message.wait_until(lambda m: "none could be read" in m.content)
    await answers_still(offline)
    offline.stop.set()
    assert await asyncio.wait_for(task, 10) == 0


async def test_stopping_during_a_reindex_is_quick(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(monkeypatch)
    message = await (await run.channel.slash(boss(run), "reindex", shelf="shared")).response()
    await message.wait_until(lambda m: "75%" in m.text)
    run.stop.set()
    await asyncio.sleep(0.1)
    slow.go_on.set()
    await message.wait_until(lambda m: "restarting" in m.content)


@pytest.mark.parametrize("error", [None, ModelError("EMBEDDING_MODEL is not there.")])
async def test_a_long_one_outlives_the_interactions_token(
    offline: Run, monkeypatch: pytest.MonkeyPatch, error: Exception | None
) -> None:
    slow, run = Slow(monkeypatch, error), offline
    run.pace = replace(run.pace, token=0.0)  # the first edit alone is by the token
    async with online(run):
        message = await (await run.channel.slash(boss(run), "reindex", shelf="shared")).response()
        await message.wait_until(lambda m: "75%" in m.text)
        run.server.advance(3600)
        slow.go_on.set()
        await message.wait_until(lambda m: ("stay as they were" if error else "up to date") in m.text)
        assert run.server.refused == []
