"""``whosaid run`` as a process of its own, against a loopback Discord in this one."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bot.loopback.conftest import BRIDGE, LIBRARY
from tests.discord_server import DiscordServer

START = 120.0


@asynccontextmanager
async def bot_process(
    server: DiscordServer, folder: Path, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Index two articles, start the bot, wait until it is ready; SIGTERM at the end."""
    articles = folder / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    (articles / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (articles / "library.txt").write_text(LIBRARY, encoding="utf-8")
    environment = {
        **os.environ,
        "DISCORD_TOKEN": server.token, "DISCORD_API_URL": server.api_url,
        "ARTICLES_DIR": str(articles), "DATA_DIR": str(folder / "data"), "CACHE_DIR": str(folder / "cache"),
        **settings,
    }  # fmt: skip
    indexing = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "reindex", env=environment)
    assert await indexing.wait() == 0
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=environment, stderr=log
        )
    try:
        await server.wait_ready(timeout=START)
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), 15)
            except TimeoutError:
                process.kill()


def resident_mib(process: asyncio.subprocess.Process) -> float:
    """The process's resident memory (Linux)."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
