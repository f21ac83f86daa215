"""Memory of the ready bot and the cold ``whosaid ask``, against a process that only loads the model."""

from __future__ import annotations

import asyncio
import os
import sys
from statistics import median

from tests.benchmarks.bench import Bench
from tests.benchmarks.children import BASELINE, ROOT, child, resident, whosaid
from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.source import SkipError
from tests.discord_server import DiscordServer

QUESTION = "What does the mayor want to see?"


def run_memory(bench: Bench) -> list[Figure]:
    """``whosaid run`` with the sample library, online at a Discord of our own. Raises SkipError without /proc."""
    if not os.path.exists("/proc/self/statm"):  # noqa: PTH110
        raise SkipError("reads another process's memory from /proc, which this system lacks")
    settings = _settings(bench, "torch")
    whosaid("ask", QUESTION, settings=settings)
    plain = child(BASELINE)["resident"]
    return [
        Figure(
            "memory",
            "the ready bot, sample library",
            asyncio.run(_ready(settings)),
            "MB",
            plain,
            at_most(1.1),
        )
    ]


def run_cold(bench: Bench) -> list[Figure]:
    """``whosaid ask`` of a library that is there already."""
    settings = _settings(bench, "torch")
    whosaid("ask", QUESTION, settings=settings)
    pairs = [
        (child(BASELINE)["seconds"], whosaid("ask", QUESTION, settings=settings))
        for _ in range(bench.size(3, 1))
    ]
    plain, ours = median(p[0] for p in pairs), median(p[1] for p in pairs)
    return [Figure("cold", "whosaid ask", ours, "s", plain, at_most(1.1))]


def _settings(bench: Bench, backend: str) -> dict[str, str]:
    return {"DATA_DIR": str(bench.work / f"sample-{backend}"), "CACHE_DIR": str(bench.work / "cache")}


async def _ready(settings: dict[str, str]) -> float:
    async with DiscordServer() as server:
        server.add_guild("Lindow").add_text_channel("news")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, **settings, "DISCORD_TOKEN": server.token, "DISCORD_API_URL": server.api_url},
        )  # fmt: skip
        try:
            await server.wait_ready(timeout=120)
            await asyncio.sleep(2)  # the model is loaded beside the gateway's greeting
            return resident(process.pid)
        finally:
            process.terminate()
            await process.wait()
