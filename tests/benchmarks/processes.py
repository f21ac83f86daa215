"""Memory of the ready bot and the cold ``whosaid ask``, against a process that only loads the model."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from statistics import median

from tests.benchmarks.bench import Bench
from tests.benchmarks.children import BASELINE, ROOT, child, resident, whosaid
from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.source import SkipError
from tests.discord_server import DiscordServer

QUESTION = "What does the mayor want to see?"


def run_memory(bench: Bench) -> list[Figure]:
    """``whosaid run`` with the sample library, online at a Discord of our own. Raises SkipError without /proc."""
    if not Path("/proc/self/statm").exists():
        raise SkipError("reads another process's memory from /proc, which this system lacks")
    plain = child(BASELINE)["resident"]
    figures = []
    for backend in bench.backends():
        settings = _settings(bench, backend)
        whosaid("ask", QUESTION, settings=settings)
        ready = asyncio.run(_ready(settings))
        goal = at_most(0.45 if backend == "onnx" else 1.1)
        figures.append(
            Figure("memory", f"the ready bot, sample library, {backend}", ready, "MB", plain, goal)
        )
    return figures


def run_cold(bench: Bench) -> list[Figure]:
    """``whosaid ask`` of a library that is there already, with the reader."""
    figures = []
    for backend in bench.backends():
        settings = _settings(bench, backend)
        whosaid("ask", QUESTION, settings=settings)
        pairs = [
            (child(BASELINE)["seconds"], whosaid("ask", QUESTION, settings=settings))
            for _ in range(bench.size(3, 1))
        ]
        plain, ours = (median(times) for times in zip(*pairs, strict=True))
        goal = at_most(0.25 if backend == "onnx" else 1.1)
        figures.append(Figure("cold", f"whosaid ask, {backend}", ours, "s", plain, goal))
    return figures


def _settings(bench: Bench, backend: str) -> dict[str, str]:
    return {
        "DATA_DIR": str(bench.work / f"sample-{backend}"),
        "CACHE_DIR": str(bench.work),  # the exported encoder is there, once for all rows
        "EMBEDDING_BACKEND": backend,
    }


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
