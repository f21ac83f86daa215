"""A loop that stands still is told of, with the place."""

from __future__ import annotations

import asyncio
import logging
import re
import time

import pytest

from bot.running.watchdog import watchdog


def hold_everybody_up(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        re.search("x+y", "x" * 100)


async def test_a_stall_is_logged_with_its_place(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "bot.running.watchdog"):
        async with watchdog():
            await asyncio.sleep(0.1)
            hold_everybody_up(0.8)
            await asyncio.sleep(0.3)
    (line,) = (record.getMessage() for record in caplog.records)
    assert "tests/bot/running/test_watchdog.py" in line
    assert "hold_everybody_up" in line
    assert float(line.split(" for ")[1].split(" s ")[0]) >= 0.25


async def test_a_loop_that_runs_is_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "bot.running.watchdog"):
        async with watchdog(2.0):  # this machine may be busy with others
            for _ in range(10):
                await asyncio.sleep(0.02)
    assert not caplog.records
