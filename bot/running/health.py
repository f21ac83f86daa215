"""``/healthz``, ``/readyz`` and ``/metrics`` on 127.0.0.1, for whoever watches the process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import StartError

if TYPE_CHECKING:
    from bot.running.host import Host

HOST = "127.0.0.1"


@asynccontextmanager
async def health(bot: Host, port: int | None) -> AsyncIterator[None]:
    """Serve while the block runs; nothing without a port. Raises StartError when the port is taken."""
    if port is None:
        yield
        return
    runner = web.AppRunner(_app(bot), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise StartError(
                "HEALTH_PORT {port} cannot be used: {error}.", port=port, error=error.strerror or error
            ) from error
        bot.health_port = runner.addresses[0][1]
        yield
    finally:
        await runner.cleanup()


def _app(bot: Host) -> web.Application:
    async def alive(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(_: web.Request) -> web.Response:
        missing = [name for name, there in bot.readiness().items() if not there]
        if missing:
            return web.Response(status=503, text=f"not ready: {', '.join(missing)}\n")
        return web.Response(text="ok\n")

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(
            body=bot.metrics.page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        )

    app = web.Application()
    app.add_routes([web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", metrics)])
    return app
