"""What one call costs, in CPU seconds and in functions called: what a busy machine around the test does not change."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any


def cpu_seconds(call: Callable[[], object]) -> float:
    """CPU time of this thread; a suspiciously long run is measured once more and the shorter one counts."""
    best = _once(call)
    return min(best, _once(call)) if 0.02 < best < 5 else best


def _once(call: Callable[[], object]) -> float:
    begun = time.thread_time()
    call()
    return time.thread_time() - begun


def calls(call: Callable[[], object]) -> int:
    """How many functions it calls, those in C too: the same each time, on every machine."""
    count = 0

    def told(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(told)
    try:
        call()
    finally:
        sys.setprofile(None)
    return count


def lines(call: Callable[[], object], file: str = "") -> int:
    """How many lines it runs, those of loops again each time; of a file whose name ends so."""
    count = 0

    def told(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line" and frame.f_code.co_filename.endswith(file)
        return told

    sys.settrace(told)
    try:
        call()
    finally:
        sys.settrace(None)
    return count
