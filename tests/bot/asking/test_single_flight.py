"""Work that many ask for at once."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from bot.asking.single_flight import SingleFlight


class Work:
    """Counts how often it is done, and is done when it is told to be."""

    def __init__(self) -> None:
        self.begun = 0
        self.done = asyncio.Event()

    async def __call__(self) -> int:
        self.begun += 1
        number = self.begun
        await self.done.wait()
        return number


async def test_many_wait_for_one_result() -> None:
    flights: SingleFlight[str, int] = SingleFlight()
    work = Work()
    waiting = [asyncio.create_task(flights.join("a", work)) for _ in range(50)]
    await asyncio.sleep(0)
    work.done.set()
    assert await asyncio.gather(*waiting) == [1] * 50
    assert await flights.join("a", work) == 2


async def test_keys_are_apart() -> None:
    flights: SingleFlight[str, str] = SingleFlight()

    async def named(key: str) -> str:
        await asyncio.sleep(0)
        return key

    assert await asyncio.gather(*(flights.join(key, partial(named, key)) for key in "ab")) == ["a", "b"]


async def test_who_goes_does_not_end_the_work_of_others() -> None:
    flights: SingleFlight[str, int] = SingleFlight()
    work = Work()
    first, second = (asyncio.create_task(flights.join("a", work)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    work.done.set()
    assert await second == 1


async def test_an_error_reaches_everybody_and_is_not_kept() -> None:
    flights: SingleFlight[str, int] = SingleFlight()

    async def fails() -> int:
        await asyncio.sleep(0)
        raise ValueError

    found = await asyncio.gather(*(flights.join("a", fails) for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in found] == [ValueError] * 3
    work = Work()
    work.done.set()
    assert await flights.join("a", work) == 1


async def test_forgotten_work_is_begun_anew() -> None:
    flights: SingleFlight[str, int] = SingleFlight()
    work = Work()
    old = asyncio.create_task(flights.join("a", work))
    await asyncio.sleep(0)
    flights.forget("a")
    new = asyncio.create_task(flights.join("a", work))
    await asyncio.sleep(0)
    work.done.set()
    assert (await old, await new) == (1, 2)
    assert work.begun == 2


async def test_an_error_that_nobody_waits_for_is_not_reported(caplog: pytest.LogCaptureFixture) -> None:
    flights: SingleFlight[str, int] = SingleFlight()
    let_go = asyncio.Event()

    async def fails() -> int:
        await let_go.wait()
        raise ValueError

    asker = asyncio.create_task(flights.join("a", fails))
    await asyncio.sleep(0)
    asker.cancel()
    let_go.set()
    await asyncio.gather(asker, return_exceptions=True)
    for _ in range(3):
        await asyncio.sleep(0)
    assert not caplog.records
