"""Starting and stopping: tokens, addresses, command registration."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest
from pydantic import SecretStr

from bot.errors import StartError
from tests.bot.loopback.conftest import Run


def registrations(run: Run) -> int:
    return sum(
        request.method == "PUT" and request.path.endswith("/commands") for request in run.server.requests
    )


async def once(run: Run) -> None:
    run.stop.clear()
    task = asyncio.create_task(run.serve())
    await run.server.wait_ready(timeout=30)
    run.stop.set()
    assert await asyncio.wait_for(task, 10) == 0


async def test_a_refused_token_is_one_sentence(offline: Run) -> None:
    offline.settings = offline.settings.model_copy(update={"discord_token": SecretStr("wrong")})
    with pytest.raises(StartError, match=r"refused the token; check DISCORD_TOKEN\.$"):
        await offline.serve()


async def test_without_a_token_it_points_to_chat(offline: Run) -> None:
    offline.settings = offline.settings.model_copy(update={"discord_token": None})
    with pytest.raises(StartError, match=r"DISCORD_TOKEN .* `whosaid chat`"):
        await offline.serve()


async def test_an_address_where_nobody_listens_is_one_sentence(offline: Run) -> None:
    await offline.server.stop()
    with pytest.raises(StartError, match="cannot be reached; check the network and DISCORD_API_URL"):
        await offline.serve()


async def test_a_token_that_is_reset_later_ends_the_bot(offline: Run) -> None:
    task = asyncio.create_task(offline.serve())
    await offline.server.wait_ready(timeout=30)
    await offline.server.faults.drop_gateway(code=4004)
    with pytest.raises(StartError, match="no longer accepts the token"):
        await asyncio.wait_for(task, 15)


async def test_commands_are_registered_only_when_they_changed(offline: Run) -> None:
    await once(offline)
    assert registrations(offline) == 1
    await once(offline)
    assert registrations(offline) == 1
    (offline.settings.data_dir / "commands.sha256").write_text("another\n")
    await once(offline)
    assert registrations(offline) == 2


async def test_refused_registration_does_not_stop_the_bot(offline: Run) -> None:
    offline.server.faults.error(400, 50035, route="PUT /applications/*/commands")
    await once(offline)
    assert not (offline.settings.data_dir / "commands.sha256").exists()


async def test_sigterm_ends_it_in_order(offline: Run) -> None:
    task = asyncio.create_task(offline.serve())
    await offline.server.wait_ready(timeout=30)
    os.kill(os.getpid(), signal.SIGTERM)
    assert await asyncio.wait_for(task, 10) == 0


async def test_no_privileged_intents_are_asked_for(run: Run) -> None:
    (session,) = run.server.gateway.sessions.values()
    assert not session.has_content
