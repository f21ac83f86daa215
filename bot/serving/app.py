"""The served application: pages, API, assistants, in one process over one library."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.asking.desk import Desk
from bot.failures import Failures
from bot.serving.access import Access
from bot.serving.api import Api
from bot.serving.headers import Caught, SafeHeaders
from bot.serving.limits import Limits
from bot.serving.links import Links, secret_in
from bot.serving.pages import Pages
from bot.serving.problems import problem
from bot.serving.work import Work
from index.library import Library
from index.reading.sources import read_sources

if TYPE_CHECKING:
    from bot.settings import Settings

LOCAL = ("127.0.0.1", "localhost", "[::1]", "testserver.local")
API = "/v1/"
ASSISTANTS = "/mcp"


def make_app(library: Library, settings: Settings, *, warm: bool = True) -> Starlette:
    """The application; the library stays the caller's to close. Raises StartError when DATA_DIR is unusable."""
    failures = Failures()
    desk = Desk(
        library,
        partial(read_sources, [settings.articles_dir]),
        failures,
        most_waiting=settings.waiting_questions,
    )
    links = Links(secret_in(settings.data_dir), settings.link_days, settings.public_url or "")
    limits = Limits(settings)
    work = Work(desk, links, limits)
    access = Access(desk, links, shared=settings.serve_shared)
    pages, api = Pages(work, access), Api(work, access)

    async def failed(request: Request, error: Exception) -> Response:
        told = problem(error, failures, f"{request.method} {_route(request)}")
        if request.url.path.startswith((API, ASSISTANTS)):
            response: Response = JSONResponse(
                {"type": "about:blank", "title": told.title, "status": told.status, "detail": told.detail},
                told.status,
                media_type="application/problem+json",
            )
        else:
            response = pages.problem(request, told)
        if told.status in (429, 503):
            response.headers["Retry-After"] = str(limits.wait)
        if told.status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    routes: list[BaseRoute] = [
        *pages.routes(),
        *api.routes(),
        Route("/healthz", alive),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]
    running: list[Callable[[], AbstractAsyncContextManager[None]]] = []
    with contextlib.suppress(ImportError):  # the extra [mcp] is not installed: pages and API do without
        from bot.serving.mcp import http_door

        route, manager = http_door(work, access)
        routes.append(route)
        running.append(manager)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if warm:
            await desk.warm()
        async with contextlib.AsyncExitStack() as stack:
            for manager in running:
                await stack.enter_async_context(manager())
            yield
        await desk.drain(5.0)
        desk.close()

    return Starlette(
        routes=routes,
        exception_handlers={404: failed, 405: failed},
        middleware=[
            Middleware(SafeHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(settings), www_redirect=False),
            Middleware(GZipMiddleware, minimum_size=2_000, compresslevel=5),
            Middleware(Caught, tell=failed),
        ],
        lifespan=lifespan,
    )


def _hosts(settings: Settings) -> list[str]:
    """Names that this site answers to: a page elsewhere cannot have its own name point here and read along."""
    hosts = {*LOCAL, settings.serve_host}
    if settings.public_url:
        hosts.add(urlsplit(settings.public_url).hostname or "")
    return ["*"] if settings.serve_host in ("0.0.0.0", "::") and not settings.public_url else sorted(hosts)  # noqa: S104


def _route(request: Request) -> str:
    """The kind of page, never its address: that may hold leave to read."""
    return str(getattr(request.scope.get("route"), "path", "?"))
