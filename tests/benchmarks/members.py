"""200 members ask at the same moment, by the real client and a Discord of our own: when is each acknowledged?"""

from __future__ import annotations

import asyncio

import numpy as np
from pydantic import SecretStr

from bot.running.app import run_bot
from bot.settings import Settings
from index.library import Library
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.source import QUESTIONS
from tests.discord_server import DiscordServer

MEMBERS = 200


def run(bench: Bench) -> list[Figure]:
    """Discord gives up after 3 s; the goal leaves room for the network."""
    count = bench.size(MEMBERS, 5)
    with bench.library(bench.size(100, 3)) as library:
        acknowledged, answered = asyncio.run(_ask_all(bench, library, count))
    return [
        Figure(
            "members",
            f"p99 to the acknowledgement, {count} at once",
            float(np.percentile(acknowledged, 99)),
            "s",
            None,
            at_most(2.5),
        ),
        Figure("members", f"p99 to the answer, {count} at once", float(np.percentile(answered, 99)), "s"),
    ]


async def _ask_all(bench: Bench, library: Library, count: int) -> tuple[list[float], list[float]]:
    async with DiscordServer() as server:
        server.ack_window = 60.0  # a late acknowledgement is measured, not refused
        guild = server.add_guild("Lindow")
        channels = [guild.add_text_channel(f"news-{n}") for n in range(10)]
        people = [guild.add_member(f"member-{n}") for n in range(count)]
        settings = Settings(
            discord_token=SecretStr(server.token), discord_api_url=server.api_url,
            data_dir=bench.work / "members", server_questions_per_minute=0, waiting_questions=count,
        )  # fmt: skip
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        with server.installed():
            task = asyncio.create_task(run_bot(settings, library, stop))
            await server.wait_ready(timeout=60)

            async def one(number: int) -> tuple[float, float]:
                started = loop.time()
                used = await channels[number % len(channels)].slash(
                    people[number], "ask", question=QUESTIONS[number % len(QUESTIONS)]
                )
                await used.acknowledged(timeout=120)
                acknowledged = loop.time() - started
                await used.response(timeout=120)
                return acknowledged, loop.time() - started

            times = await asyncio.gather(*(one(n) for n in range(count)))
            stop.set()
            await task
    return [t[0] for t in times], [t[1] for t in times]
