"""CPU seconds and memory of one call: what a busy machine around the test does not change."""

from __future__ import annotations

import time
from collections.abc import Callable


def cpu_seconds(call: Callable[[], object]) -> float:
    """CPU time of this thread; a suspiciously long run is measured once more and the shorter one counts."""
    best = _once(call)
    return min(best, _once(call)) if 0.02 < best < 5 else best


def _once(call: Callable[[], object]) -> float:
    begun = time.thread_time()
    call()
    return time.thread_time() - begun
