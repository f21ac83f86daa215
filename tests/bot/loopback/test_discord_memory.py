"""Random use leaves the bot's memory flat. The long version, with a plot: ``python -m tests.load.memory``."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

import discord

import bot
from tests.bot.loopback.conftest import Run, online
from tests.load.random_use import RandomUse

OURS = Path(bot.__file__).parent
THEIRS = Path(discord.__file__).parent
WARM_UP, STEPS = 100, 150
SLACK = 600_000
"""Bytes: caches that are not full yet; a message leaked at every step would be more."""


async def test_memory_stays_flat_under_random_use(offline: Run) -> None:
    async with online(offline, member_questions_per_minute=0, server_questions_per_minute=0):
        people = RandomUse(offline.server, seed=3, faults=False)
        await offline.server.sync()
        tracemalloc.start()
        try:
            sizes = []
            for steps in (WARM_UP, STEPS, STEPS):
                for _ in range(steps):
                    await people.step()
                sizes.append(held())
        finally:
            tracemalloc.stop()
    assert people.outcomes["failed"] == 0
    assert people.outcomes["silent"] <= 5
    assert sizes[2] - sizes[1] < SLACK, sizes


def held() -> int:
    """Bytes that the bot's and discord.py's own lines hold."""
    gc.collect()
    taken = tracemalloc.take_snapshot().filter_traces(
        [tracemalloc.Filter(True, f"{folder}/*") for folder in (OURS, THEIRS)]
    )
    return sum(entry.size for entry in taken.statistics("filename"))
