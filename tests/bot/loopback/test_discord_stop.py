"""The end of a run, whatever the bot is busy with: told to stop, or cancelled without being told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast

import pytest

from bot.texts import say
from index.embedding.embedder import Embedder
from index.library import Library
from index.model import Article, Quote, View
from index.opening import open_library
from index.quotes.tagger import Tagger
from tests.bot.loopback.conftest import Lent, Run, SettingsFor
from tests.bot.loopback.test_discord_questions import QUESTION, hold
from tests.discord_server import DiscordServer, Upload

Busy = Callable[[Run], Awaitable[None]]


async def nothing(run: Run) -> None:
    """An idle bot."""


async def reconnecting(run: Run) -> None:
    """The gateway takes the new connection and says nothing: discord.py waits for it inside its own task."""
    before = len(run.server.gateway.compressions)
    run.server.faults.greet = False
    await run.server.faults.drop_gateway(abrupt=True)
    await run.server.wait_until(lambda: len(run.server.gateway.compressions) > before, timeout=30)


async def asking(run: Run) -> None:
    """Questions in flight, by message and by command."""
    await run.channel.send(run.alice, run.mention(QUESTION))
    await run.channel.slash(run.alice, "ask", question=f"{QUESTION} Tell me")


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("busy", [nothing, reconnecting, asking])
async def test_a_run_ends(offline: Run, busy: Busy, told: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = hold(monkeypatch) if busy is asking else None
    task = asyncio.create_task(offline.serve())
    await offline.server.wait_ready(timeout=30)
    await busy(offline)
    if gate:
        await asyncio.to_thread(gate.entered.wait, 5)
    if told:
        offline.stop.set()
    else:
        task.cancel()
    done, _ = await asyncio.wait({task}, timeout=15)
    if gate:
        gate.open.set()
    assert done
    assert task.cancelled() is not told


@pytest.mark.parametrize("busy", [nothing, reconnecting, asking])
def test_an_event_loop_closes_that_a_run_was_left_in(
    busy: Busy, library: Library, settings_for: SettingsFor
) -> None:
    left: list[asyncio.Task[int]] = []

    async def leave() -> None:
        server = await DiscordServer().__aenter__()
        with server.installed():
            run = Run(server, library, settings_for(server))
            left.append(asyncio.create_task(run.serve()))
            await server.wait_ready(timeout=30)
            await busy(run)

    asyncio.run(leave())
    assert left[0].done()


async def test_an_article_that_is_being_added_is_left_unfinished(
    library: Library, offline: Run, tmp_path: Path
) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def find(_: Article, __: Tagger, told: Callable[[], None]) -> tuple[Quote, ...]:
        entered.set()
        go_on.wait(20)
        told()
        return ()

    held = open_library(
        tmp_path / "held", reranker="off", embedder=cast(Embedder, Lent(library)), find_quotes=find
    )
    offline.library = held
    task = asyncio.create_task(offline.serve())
    await offline.server.wait_ready(timeout=30)
    file = Upload("ferry.txt", b"The ferry\n\nThe ferry sails at two.\n", "text/plain")
    used = await offline.channel.slash(offline.mod, "article add", file=file)
    assert await asyncio.to_thread(entered.wait, 20)
    offline.stop.set()
    await asyncio.sleep(0.1)
    go_on.set()
    assert (await used.response(timeout=20)).text == say("error.closing_reindex")
    assert await asyncio.wait_for(task, 20) == 0
    assert held.articles(View((str(offline.guild.id),))) == []
    held.close()
