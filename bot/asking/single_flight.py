"""The same work asked for by many at once is done once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from functools import partial
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class SingleFlight(Generic[K, T]):
    """Work in progress by key: whoever asks meanwhile waits for the same result, or the same error."""

    def __init__(self) -> None:
        self._flying: dict[K, asyncio.Future[T]] = {}

    async def join(self, key: K, work: Callable[[], Awaitable[T]]) -> T:
        """The result of the work that is under way, or of ``work``, which goes on when who asked has gone."""
        flight = self._flying.get(key)
        if flight is None:
            flight = asyncio.ensure_future(work())
            self._flying[key] = flight
            flight.add_done_callback(partial(self._landed, key))
        return await asyncio.shield(flight)

    def forget(self, key: K) -> None:
        """Who asks from now on gets work of their own: what is under way may be out of date."""
        self._flying.pop(key, None)

    def _landed(self, key: K, flight: asyncio.Future[T]) -> None:
        if self._flying.get(key) is flight:
            del self._flying[key]
        if not flight.cancelled():
            flight.exception()  # told to whoever waits; nobody may be left
