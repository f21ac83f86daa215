"""Waiting for something to become true without polling."""

# ruff: noqa: ASYNC109 - a timeout that explains itself reads better in a test than a wrapper
from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """Wakes the waiters each time the server's state changes."""

    def __init__(self, describe: Callable[[], str]) -> None:
        self._waiters: set[asyncio.Future[None]] = set()
        self._describe = describe

    def touch(self) -> None:
        """Say that something changed: every waiter looks again."""
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def wait_for(self, probe: Callable[[], T | None], *, timeout: float, what: str) -> T:
        """Return the probe's first value that is not None, or raise ``TimeoutError``."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while True:
            value = probe()
            if value is not None:
                return value
            waiter: asyncio.Future[None] = loop.create_future()
            self._waiters.add(waiter)
            try:
                await asyncio.wait_for(waiter, max(0.0, deadline - loop.time()))
            except TimeoutError:
                text = f"no {what} within {timeout:g} s; {self._describe()}"
                raise TimeoutError(text) from None
            finally:
                self._waiters.discard(waiter)
