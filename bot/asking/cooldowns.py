"""How fast a member and a server may ask: a bucket of questions each, that fills up again over a minute."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache

from bot.errors import TooFastError
from bot.texts import say

MINUTE = 60.0


@dataclass(slots=True)
class Bucket:
    """``left`` questions may be asked as of ``at``."""

    left: float
    at: float
    refused: float = -math.inf
    """When somebody was refused last."""


class Cooldowns:
    """Counts questions. A limit of 0 is none."""

    def __init__(
        self, member: int, server: int, clock: Callable[[], float] = time.monotonic, *, most: int = 20_000
    ) -> None:
        self._limits = {"slow_member": member, "slow_server": server}
        self._clock = clock
        self._buckets: LRUCache[tuple[str, int], Bucket] = LRUCache(most)

    def take(self, member: int, server: int | None) -> None:
        """One more question. Raises TooFastError that says how long to wait; then nothing is counted.

        The first refusal is a warning; until a minute went by without one, further ones are ``repeated``.
        """
        now = self._clock()
        asked = [("slow_member", member)] + ([("slow_server", server)] if server is not None else [])
        buckets = [(kind, self._filled(kind, number, now)) for kind, number in asked if self._limits[kind]]
        for kind, bucket in buckets:
            if bucket.left < 1:
                seconds = math.ceil((1 - bucket.left) * MINUTE / self._limits[kind])
                repeated, bucket.refused = now - bucket.refused < MINUTE, now
                error = TooFastError(say(f"error.{kind}", seconds=max(1, seconds)))
                error.repeated = repeated
                raise error
        for _, bucket in buckets:
            bucket.left -= 1

    def _filled(self, kind: str, number: int, now: float) -> Bucket:
        most = float(self._limits[kind])
        bucket = self._buckets.get((kind, number))
        if bucket is None:
            bucket = self._buckets[kind, number] = Bucket(most, now)
        bucket.left = min(most, bucket.left + (now - bucket.at) * most / MINUTE)
        bucket.at = now
        return bucket
