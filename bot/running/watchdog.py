"""Tells where the event loop stands when it stands still: then every server waits."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import FrameType

log = logging.getLogger(__name__)

STALL_SECONDS = 0.25
"""A pause of the loop from this length on is logged."""
_BEAT = 0.05
_ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def watchdog(stall: float = STALL_SECONDS) -> AsyncIterator[None]:
    """Watch the running loop while the block runs, from a thread of its own.

    One line a stall, with the place that was running (file, line, function; never a value), and its length.
    """
    pulse = _Pulse(threading.get_ident(), time.monotonic())
    ended = threading.Event()
    thread = threading.Thread(target=_watch, args=(pulse, stall, ended), name="watchdog", daemon=True)
    beating = asyncio.create_task(_beat(pulse))
    thread.start()
    try:
        yield
    finally:
        ended.set()
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


class _Pulse:
    """When the loop of a thread last ran."""

    def __init__(self, thread: int, at: float) -> None:
        self.thread, self.at = thread, at


async def _beat(pulse: _Pulse) -> None:
    while True:
        pulse.at = time.monotonic()
        await asyncio.sleep(_BEAT)


def _watch(pulse: _Pulse, stall: float, ended: threading.Event) -> None:
    seen, place = 0.0, ""
    while not ended.wait(_BEAT):
        late = time.monotonic() - pulse.at - _BEAT
        if seen and pulse.at != seen:  # it runs again
            log.warning("the event loop stood still for %.2f s at %s", pulse.at - seen - _BEAT, place)
            seen = 0.0
        elif not seen and late >= stall:
            seen, place = pulse.at, _place(sys._current_frames().get(pulse.thread))
    if seen:
        log.warning("the event loop stood still for %.2f s at %s", time.monotonic() - seen, place)


def _place(frame: FrameType | None) -> str:
    """The innermost line, and the innermost one of our own."""
    places: list[str] = []
    while frame is not None:
        file = Path(frame.f_code.co_filename)
        own = file.is_relative_to(_ROOT) and "site-packages" not in file.parts
        if not places or own:
            name = file.relative_to(_ROOT).as_posix() if own else file.name
            places.append(f"{name}:{frame.f_lineno} in {frame.f_code.co_name}")
        if own:
            break
        frame = frame.f_back
    return ", called from ".join(places) or "an unknown place"
