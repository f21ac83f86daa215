"""The REST side: faults, authorisation, recording and errors around every route."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Middleware

from .errors import ApiError, unauthorized
from .exchange import exchange
from .faults import Fault
from .jsontypes import JSON
from .requests import RecordedRequest, recorded_body
from .route import json_answer
from .routes_channels import ChannelRoutes
from .routes_commands import CommandRoutes
from .routes_interactions import InteractionRoutes
from .routes_misc import MiscRoutes
from .routes_webhooks import WebhookRoutes

if TYPE_CHECKING:
    from .server import DiscordServer

PREFIX = "/api/v10"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build_app(server: DiscordServer) -> web.Application:
    """The aiohttp application: REST below /api/v10, the gateway, and stored files."""
    app = web.Application(middlewares=[_middleware(server)], client_max_size=64 * 1024 * 1024)
    groups = (ChannelRoutes, CommandRoutes, InteractionRoutes, MiscRoutes, WebhookRoutes)
    for group in groups:
        for method, path, handler in group(server).routes():
            app.router.add_route(method, PREFIX + path, handler)
    app.router.add_get("/gateway/", server.gateway.handle)
    app.router.add_get("/gateway", server.gateway.handle)
    app.router.add_get("/attachments/{file}/{name}", server.serve_file)
    return app


def _needs_token(path: str) -> bool:
    # Interaction callbacks and webhooks carry their token in the path.
    return not path.startswith(("/webhooks/", "/interactions/")) and path != "/gateway"


def _middleware(server: DiscordServer) -> Middleware:
    @web.middleware
    async def around(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(PREFIX + "/"):
            return await handler(request)
        path = request.path.removeprefix(PREFIX)
        fault = server.faults.take(f"{request.method} {path}")
        response = await _answer(server, request, handler, path, fault)
        if server.listener is not None and not (fault and fault.cut):
            server.listener(await exchange(request, path, response, forged=fault is not None))
        return response

    return around


async def _answer(
    server: DiscordServer, request: web.Request, handler: Handler, path: str, fault: Fault | None
) -> web.StreamResponse:
    error: JSON | None = None
    if fault is not None and fault.cut:
        server.record(RecordedRequest(request.method, path, None, 0, None))
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    if fault is not None and fault.delay:
        await asyncio.sleep(fault.delay)
    response: web.StreamResponse
    if fault is not None and fault.status and not fault.after:
        error = fault.body
        await request.read()
        response = json_answer(fault.body, status=fault.status, headers=fault.headers)
    else:
        try:
            if _needs_token(path) and request.headers.get("Authorization") != f"Bot {server.token}":
                raise unauthorized()
            response = await handler(request)
        except ApiError as refused:
            error = refused.payload()
            response = json_answer(error, status=refused.status)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
            error = {"message": "404: Not Found", "code": 0}
            response = json_answer(error, status=404)
        except (web.HTTPException, OSError, aiohttp.ClientError):
            raise
        except Exception as crash:
            # A bug of this server, or a body too strange for it: make the test fail loudly.
            server.crashes.append(crash)
            error = {"message": "500: Internal Server Error", "code": 0}
            response = json_answer(error, status=500)
        if fault is not None and fault.after:
            error = fault.body
            response = json_answer(fault.body, status=fault.status, headers=fault.headers)
    code = error.get("code") if error else None
    body = await recorded_body(request)
    server.record(RecordedRequest(request.method, path, body, response.status, code, error))
    return response
