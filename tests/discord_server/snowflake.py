"""Discord ids: a millisecond timestamp in the high bits, strictly rising."""

from __future__ import annotations

import time

EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Makes ids. discord.py reads the creation time out of them, so they carry the real one."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        """Return a fresh id, larger than every id before."""
        stamp = (time.time_ns() // 1_000_000 - EPOCH_MS) << 22
        self._last = max(stamp, self._last + 1)
        return self._last
