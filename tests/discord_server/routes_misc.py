"""Routes about the bot itself, guilds, users and the gateway's address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from .errors import Problems, unknown_guild, unknown_member, unknown_user
from .guild import Guild
from .jsontypes import JSON
from .requests import read_body
from .route import Routes, json_answer, number
from .shapes import ID, check_shape

if TYPE_CHECKING:
    from .server import DiscordServer


class MiscRoutes:
    """Handlers for /users, /guilds, /gateway and /applications/@me."""

    def __init__(self, server: DiscordServer) -> None:
        self._server = server

    def routes(self) -> Routes:
        return [
            ("GET", "/users/@me", self.me),
            ("GET", "/users/{user}", self.user),
            ("POST", "/users/@me/channels", self.open_dm),
            ("GET", "/users/@me/guilds", self.my_guilds),
            ("GET", "/oauth2/applications/@me", self.application),
            ("GET", "/applications/@me", self.application),
            ("GET", "/applications/{application}/emojis", self.no_emojis),
            ("GET", "/gateway", self.gateway),
            ("GET", "/gateway/bot", self.gateway_bot),
            ("GET", "/guilds/{guild}", self.guild),
            ("GET", "/guilds/{guild}/channels", self.channels),
            ("GET", "/guilds/{guild}/roles", self.roles),
            ("GET", "/guilds/{guild}/members", self.members),
            ("GET", "/guilds/{guild}/members/{member}", self.member),
            ("DELETE", "/users/@me/guilds/{guild}", self.leave),
        ]

    async def me(self, request: web.Request) -> web.Response:
        body = self._server.bot_user.payload()
        return json_answer(body | {"verified": True, "mfa_enabled": False, "locale": "en-US"})

    async def user(self, request: web.Request) -> web.Response:
        user = self._server.users.get(number(request, "user"))
        if user is None:
            raise unknown_user()
        return json_answer(user.payload())

    async def open_dm(self, request: web.Request) -> web.Response:
        body, _ = await read_body(request)
        problems = Problems()
        check_shape(body, {"recipient_id!": ID}, problems)
        problems.raise_if_any()
        user = self._server.users.get(int(body["recipient_id"]))
        if user is None:
            raise unknown_user()
        return json_answer(self._server.dm_channel(user).payload())

    async def my_guilds(self, request: web.Request) -> web.Response:
        after = int(request.query.get("after", 0))
        guilds = [g for g in self._server.guilds.values() if g.id > after]
        keys = ("id", "name", "icon", "banner", "features")
        listed: list[JSON] = []
        for guild in sorted(guilds, key=lambda g: g.id):
            body = guild.payload()
            held = guild.bot_member.base_permissions
            listed.append({k: body[k] for k in keys} | {"owner": False, "permissions": str(held)})
        return json_answer(listed)

    async def application(self, request: web.Request) -> web.Response:
        server = self._server
        return json_answer(
            {
                "id": str(server.application_id),
                "name": server.bot_user.name,
                "icon": None,
                "description": "",
                "type": None,
                "rpc_origins": [],
                "bot_public": True,
                "bot_require_code_grant": False,
                "owner": server.owner.payload(),
                "verify_key": "0" * 64,
                "team": None,
                "flags": server.application_flags,
                "flags_new": str(server.application_flags),
                "redirect_uris": [],
                "interactions_endpoint_url": None,
                "role_connections_verification_url": None,
                "explicit_content_filter": 0,
                "eligible_oauth2_scopes": [],
                "bot": server.bot_user.payload(),
                "approximate_guild_count": len(server.guilds),
                "approximate_user_install_count": 0,
                "approximate_user_authorization_count": 0,
            }
        )

    async def no_emojis(self, request: web.Request) -> web.Response:
        return json_answer({"items": []})

    async def gateway(self, request: web.Request) -> web.Response:
        return json_answer({"url": self._server.gateway_url})

    async def gateway_bot(self, request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
        return json_answer(
            {
                "url": self._server.gateway_url,
                "shards": self._server.shard_count,
                "session_start_limit": limit,
            }
        )

    async def guild(self, request: web.Request) -> web.Response:
        guild = self._guild(request)
        extra: JSON = {}
        if request.query.get("with_counts") not in (None, "0", "false"):
            count = len(guild.members)
            extra = {"approximate_member_count": count, "approximate_presence_count": count}
        return json_answer(guild.payload() | extra)

    async def channels(self, request: web.Request) -> web.Response:
        channels = self._guild(request).channels.values()
        return json_answer([c.payload() for c in channels if not c.is_thread])

    async def roles(self, request: web.Request) -> web.Response:
        return json_answer([r.payload() for r in self._guild(request).roles.values()])

    async def members(self, request: web.Request) -> web.Response:
        after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 1))
        members = sorted(self._guild(request).members.values(), key=lambda m: m.id)
        return json_answer([m.payload() for m in members if m.id > after][:limit])

    async def member(self, request: web.Request) -> web.Response:
        guild, wanted = self._guild(request), request.match_info["member"]
        member_id = self._server.bot_user.id if wanted == "@me" else number(request, "member")
        if member_id not in guild.members:
            raise unknown_member()
        return json_answer(guild.members[member_id].payload())

    async def leave(self, request: web.Request) -> web.Response:
        self._guild(request).remove_bot()
        return web.Response(status=204)

    def _guild(self, request: web.Request) -> Guild:
        guild = self._server.guilds.get(number(request, "guild"))
        if guild is None:
            raise unknown_guild()
        return guild
