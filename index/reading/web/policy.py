"""What may be fetched, who looks names up, and what is raised when it may not."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from index.errors import ReadingError
from index.reading.formats import CONTENT_TYPES
from index.reading.web.addresses import is_public

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Host and port to addresses in text form; may raise OSError."""


class FetchError(ReadingError):
    """A page could not be fetched."""


class RefusedError(FetchError):
    """An address that is never fetched: not public, not allowed, not http."""


class GoneError(FetchError):
    """The server says that there is no such page (404, 410)."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server calls a version of a page (RFC 9110, 8.8): sent along, they spare the page when it is the same."""

    etag: str = ""
    modified: str = ""


async def resolve_by_system(host: str, port: int) -> list[str]:
    """The operating system's resolver, in a thread that nobody waits for when the name server does not answer."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def tell(found: list[str], error: OSError | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(found)
        else:
            answer.set_exception(error)

    def look() -> None:
        found: list[str] = []
        failed: OSError | None = None
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
        except (OSError, UnicodeError) as error:
            failed = error if isinstance(error, OSError) else OSError(str(error))
        with contextlib.suppress(RuntimeError):  # too late: the loop is closed
            loop.call_soon_threadsafe(tell, found, failed)

    threading.Thread(target=look, name="whosaid-resolve", daemon=True).start()
    return await answer


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """What may be fetched. ``hosts`` empty allows every public host; else those and their subdomains.

    ``spacing``: seconds between two requests to one host when many pages are read again.
    """

    hosts: tuple[str, ...] = ()
    ports: tuple[int, ...] = (80, 443)
    max_bytes: int = 10_000_000
    seconds: float = 15.0
    redirects: int = 5
    spacing: float = 1.0
    resolve: Resolve = resolve_by_system
    is_allowed: Callable[[str], bool] = is_public
    media: frozenset[str] = frozenset(CONTENT_TYPES)
