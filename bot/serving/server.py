"""``whosaid serve``, ``try`` and ``mcp``: a library, the application, and a socket or standard input."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import webbrowser
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import uvicorn

from bot.asking.desk import Desk
from bot.errors import StartError
from bot.failures import Failures
from bot.serving.access import Visitor
from bot.serving.app import make_app
from bot.serving.limits import Limits
from bot.serving.links import Links, secret_in
from bot.serving.work import Work
from index.errors import Message
from index.library import Library
from index.model import SHARED_SHELF, View
from index.reading.sources import read_sources

if TYPE_CHECKING:
    from bot.settings import Settings

CLOSE_SECONDS = 8
_MOST_AT_ONCE = 500
NO_MCP = Message("Assistants need the extra [mcp]: pip install 'whosaid[mcp]'.")


def serve(library: Library, settings: Settings, started: Callable[[str], None]) -> int:
    """Serve until told to stop; ``started`` is called with the address. Raises StartError."""
    listening = _listen(settings.serve_host, settings.serve_port)
    address = f"http://{_shown(settings.serve_host)}:{listening.getsockname()[1]}/"
    config = uvicorn.Config(
        make_app(library, settings),
        log_config=None,
        access_log=False,  # addresses hold leave to read
        server_header=False,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_graceful_shutdown=CLOSE_SECONDS,
    )
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    server = _Server(config, partial(started, address))
    asyncio.run(server.serve(sockets=[listening]))
    return 0 if server.started else 1


class _Server(uvicorn.Server):
    """Tells when it listens and the model is loaded."""

    def __init__(self, config: uvicorn.Config, told: Callable[[], None]) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's own, and a word about it."""
        await super().startup(sockets)
        if self.started:
            self._told()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.socket(family)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        raise StartError(
            "SERVE_HOST {host} with SERVE_PORT {port} cannot be used: {error}.",
            host=host,
            port=port,
            error=error.strerror or error,
        ) from error
    return listening


def free(host: str, port: int) -> int:
    """The port, or 0 (any) when somebody else listens there."""
    try:
        _listen(host, port).close()
    except StartError:
        return 0
    return port


def browse(address: str) -> None:
    """Open a browser where people have a screen; elsewhere the printed address is all."""
    screen = sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if screen:
        webbrowser.open(address)


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104  (every address: this one is among them)
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def assist(library: Library, settings: Settings, shelf: str) -> int:
    """The tools for one person's assistant on standard input and output. Raises StartError without the extra."""
    try:
        from bot.serving.mcp import over_stdio
    except ImportError as error:
        raise StartError(NO_MCP) from error

    async def run() -> None:
        desk = Desk(library, partial(read_sources, [settings.articles_dir]), Failures())
        links = Links(
            secret_in(settings.data_dir), settings.link_days, settings.public_url or _local(settings)
        )
        no_limits = settings.model_copy(
            update={"member_questions_per_minute": 0, "server_questions_per_minute": 0}
        )
        shelves = tuple(dict.fromkeys((SHARED_SHELF, shelf)))
        try:
            await over_stdio(Work(desk, links, Limits(no_limits)), Visitor(View(shelves), "key stdio", shelf))
        finally:
            desk.close()

    asyncio.run(run())
    return 0


def _local(settings: Settings) -> str:
    return f"http://{_shown(settings.serve_host)}:{settings.serve_port}"
