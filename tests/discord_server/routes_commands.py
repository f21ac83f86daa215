"""Routes that register application commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from .commands import GLOBAL
from .errors import ApiError, missing_access
from .jsontypes import JSON
from .requests import read_json
from .route import Routes, json_answer, number

if TYPE_CHECKING:
    from .server import DiscordServer


class CommandRoutes:
    """Handlers for /applications/{id}/commands and the guild's own."""

    def __init__(self, server: DiscordServer) -> None:
        self._server = server

    def routes(self) -> Routes:
        found: Routes = []
        base = "/applications/{application}"
        for path in (f"{base}/commands", f"{base}/guilds/{{guild}}/commands"):
            found += [
                ("GET", path, self.list),
                ("PUT", path, self.replace),
                ("POST", path, self.upsert),
                ("GET", path + "/{command}", self.get),
                ("PATCH", path + "/{command}", self.edit),
                ("DELETE", path + "/{command}", self.delete),
            ]
        return found

    async def list(self, request: web.Request) -> web.Response:
        return json_answer(self._server.commands.all(self._where(request)))

    async def replace(self, request: web.Request) -> web.Response:
        where = self._where(request)
        body = await read_json(request)
        if not isinstance(body, list):
            raise ApiError(400, 50035, "Invalid Form Body")
        return json_answer(self._server.commands.replace(where, body))

    async def upsert(self, request: web.Request) -> web.Response:
        where = self._where(request)
        stored, new = self._server.commands.upsert(where, await self._object(request))
        return json_answer(stored, status=201 if new else 200)

    async def get(self, request: web.Request) -> web.Response:
        where = self._where(request)
        return json_answer(self._server.commands.by_id(where, number(request, "command")))

    async def edit(self, request: web.Request) -> web.Response:
        where = self._where(request)
        old = self._server.commands.by_id(where, number(request, "command"))
        changed = old | await self._object(request)
        if (changed["name"], changed["type"]) != (old["name"], old["type"]):
            self._server.commands.remove(where, int(old["id"]))
        return json_answer(self._server.commands.upsert(where, changed)[0])

    async def delete(self, request: web.Request) -> web.Response:
        where = self._where(request)
        self._server.commands.remove(where, number(request, "command"))
        return web.Response(status=204)

    async def _object(self, request: web.Request) -> JSON:
        body = await read_json(request)
        if not isinstance(body, dict):
            raise ApiError(400, 50035, "Invalid Form Body")
        return body

    def _where(self, request: web.Request) -> int:
        if number(request, "application") != self._server.application_id:
            raise ApiError(403, 20012, "You are not authorized to perform this action")
        if "guild" not in request.match_info:
            return GLOBAL
        guild_id = number(request, "guild")
        if guild_id not in self._server.guilds:
            raise missing_access()
        return guild_id
