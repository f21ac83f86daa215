"""``whosaid run`` as a process of its own, against a loopback Discord in this one."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bot.loopback.conftest import BRIDGE, LIBRARY
from tests.discord_server import DiscordServer

START = 300.0


@asynccontextmanager
async def bot_process(
    server: DiscordServer, folder: Path, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Index two articles, start the bot, wait until it is ready; SIGTERM at the end."""
    await indexed(server, folder, **settings)
    bot = Bot(server, folder, "log", settings)
    process = await bot.start()
    try:
        await server.wait_ready(timeout=START)
        yield process
    finally:
        await bot.stop()


async def indexed(server: DiscordServer, folder: Path, **settings: str) -> None:
    """Have two articles in the library of these settings."""
    articles = folder / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    (articles / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (articles / "library.txt").write_text(LIBRARY, encoding="utf-8")
    environment = _environment(server, folder, settings)
    indexing = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "reindex", env=environment)
    assert await indexing.wait() == 0


class Bot:
    """``whosaid run``, started again as often as wanted; its log is the file ``log`` in ``folder``."""

    def __init__(self, server: DiscordServer, folder: Path, log: str, settings: Mapping[str, str]) -> None:
        self.process: asyncio.subprocess.Process | None = None
        self.lives = 0
        self._server = server
        self._log = folder / log
        self._environment = _environment(server, folder, settings)
        self._shard = int(settings.get("SHARD_IDS", "0"))

    async def start(self) -> asyncio.subprocess.Process:
        """The next life begins; it is online some seconds later."""
        with self._log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=self._environment, stderr=log
            )
        self.lives += 1
        return self.process

    def is_online(self) -> bool:
        """Whether the shard that SHARD_IDS names would get what members do now."""
        gateway = self._server.gateway
        return any(
            session.shard[0] == self._shard and session.ready and session.connection in gateway.connections
            for session in gateway.sessions.values()
        )

    async def kill(self) -> None:
        """``kill -9``, and Discord noticed."""
        if self.process is not None:
            self.process.kill()
            await self.process.wait()
            await self._server.wait_until(lambda: not self.is_online(), timeout=START)

    async def stop(self) -> None:
        """SIGTERM, and the hard way after a while."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self.process.wait(), 15)
            except TimeoutError:
                self.process.kill()


def _environment(server: DiscordServer, folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    return {
        **os.environ,
        "DISCORD_TOKEN": server.token, "DISCORD_API_URL": server.api_url, "ARTICLES_DIR": str(folder / "articles"),
        "DATA_DIR": str(folder / "data"), "CACHE_DIR": str(folder / "cache"),
        **settings,
    }  # fmt: skip


def resident_mib(process: asyncio.subprocess.Process) -> float:
    """The process's resident memory (Linux)."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
