"""The gateway: identify, heartbeats, resume, and sending events to the right shards."""

# ruff: noqa: ASYNC109 - a timeout that explains itself reads better in a test than a wrapper
from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from .compression import UnsupportedCompression, make_encoder
from .intents import PRIVILEGED, Intent
from .jsontypes import JSON
from .session import Connection, Session

if TYPE_CHECKING:
    from .server import DiscordServer

HEARTBEAT, IDENTIFY, RESUME, REQUEST_MEMBERS = 1, 2, 6, 8


class Gateway:
    """All sessions and connections. Everything a client did is recorded for assertions."""

    def __init__(self, server: DiscordServer) -> None:
        self._server = server
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()
        self.identifies: list[JSON] = []
        self.resumes: list[JSON] = []
        self.heartbeats: list[float] = []
        self.compressions: list[str | None] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket."""
        compress = request.query.get("compress")
        if self._server.faults.refused_connections > 0:
            self._server.faults.refused_connections -= 1
            self._server.changes.touch()
            return web.Response(status=503)
        try:
            encode = make_encoder(compress)
        except UnsupportedCompression:
            return web.Response(status=400, text="unsupported compression")
        self.compressions.append(compress)
        socket = web.WebSocketResponse(compress=False, max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(request, socket, encode)
        self.connections.add(connection)
        interval = int(self._server.heartbeat_interval * 1000)
        if self._server.faults.greet:
            connection.send({"op": 10, "d": {"heartbeat_interval": interval}, "s": None, "t": None})
        self._server.changes.touch()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(connection, message.data)
        finally:
            connection.stop()
            self.connections.discard(connection)
            self._server.changes.touch()
        return socket

    async def _receive(self, connection: Connection, text: str) -> None:
        if len(text.encode()) > 4096:
            await connection.close(4002)
            return
        try:
            packet = json.loads(text)
            op, data = packet["op"], packet.get("d")
        except (ValueError, KeyError, TypeError):
            await connection.close(4002)
            return
        if op == HEARTBEAT:
            now = asyncio.get_running_loop().time()
            connection.heartbeats.append(now)
            self.heartbeats.append(now)
            if self._server.faults.ack_heartbeats:
                connection.send({"op": 11, "d": None, "s": None, "t": None})
        elif op == IDENTIFY:
            await self._identify(connection, data)
        elif op == RESUME:
            await self._resume(connection, data)
        elif connection.session is None:
            await connection.close(4003)
        elif op == REQUEST_MEMBERS:
            self._send_members(connection.session, data)
        elif op not in (3, 4):
            await connection.close(4001)
        self._server.changes.touch()

    async def _identify(self, connection: Connection, data: JSON) -> None:
        self.identifies.append(data)
        server = self._server
        if connection.session is not None:
            await connection.close(4005)
            return
        if data.get("token") != server.token:
            await connection.close(4004)
            return
        index, count = data.get("shard") or (0, 1)
        if not 0 <= index < count:
            await connection.close(4010)
            return
        if len(server.guilds) > 2500 * count:
            await connection.close(4011)
            return
        try:
            intents = Intent(int(data["intents"]))
        except (KeyError, ValueError):
            await connection.close(4013)
            return
        if intents & PRIVILEGED & ~server.privileged_intents:
            await connection.close(4014)
            return
        session = Session(f"session-{server.ids.next()}", (index, count), intents, connection)
        connection.session = session
        self.sessions[session.id] = session
        mine = [guild for guild in server.guilds.values() if session.serves(guild.id)]
        session.dispatch("READY", self._ready(session, [guild.id for guild in mine]))
        if intents & Intent.GUILDS:
            for guild in mine:
                session.dispatch("GUILD_CREATE", guild.create_payload())
        session.ready = True

    def _ready(self, session: Session, guild_ids: list[int]) -> JSON:
        server = self._server
        return {
            "v": 10,
            "user": server.bot_user.payload() | {"verified": True, "mfa_enabled": False},
            "session_type": "normal",
            "session_id": session.id,
            "resume_gateway_url": server.gateway_url,
            "shard": list(session.shard),
            "guilds": [{"id": str(i), "unavailable": True} for i in guild_ids],
            "application": {"id": str(server.application_id), "flags": server.application_flags},
            "private_channels": [],
            "relationships": [],
            "user_settings": {},
            "presences": [],
            "guild_join_requests": [],
            "geo_ordered_rtc_regions": [],
            "_trace": [],
        }

    async def _resume(self, connection: Connection, data: JSON) -> None:
        self.resumes.append(data)
        if data.get("token") != self._server.token:
            await connection.close(4004)
            return
        session = self.sessions.get(str(data.get("session_id")))
        if session is None:
            connection.send({"op": 9, "d": False, "s": None, "t": None})
            return
        if not isinstance(data.get("seq"), int) or data["seq"] > session.seq:
            await connection.close(4007)
            return
        connection.session, session.connection = session, connection
        session.replay(data["seq"])
        session.dispatch("RESUMED", {"_trace": []})

    def _send_members(self, session: Session, data: JSON) -> None:
        guild = self._server.guilds.get(int(data["guild_id"]))
        if guild is None:
            return
        ids = data.get("user_ids")
        members = list(guild.members.values())
        if ids is not None:
            wanted = {int(i) for i in (ids if isinstance(ids, list) else [ids])}
            members = [m for m in members if m.id in wanted]
        elif not session.intents & Intent.GUILD_MEMBERS and not data.get("query"):
            members = [guild.bot_member]
        else:
            query = str(data.get("query") or "").lower()
            members = [m for m in members if (m.nick or m.user.name).lower().startswith(query)]
        limit = int(data.get("limit") or 0)
        body: JSON = {
            "guild_id": str(guild.id),
            "members": [m.payload() for m in (members[:limit] if limit else members)],
            "chunk_index": 0,
            "chunk_count": 1,
        }
        if data.get("nonce"):
            body["nonce"] = data["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", body)

    def dispatch(
        self,
        event: str,
        data: JSON | Callable[[Session], JSON],
        *,
        guild_id: int | None,
        intent: Intent = Intent.NONE,
    ) -> None:
        """Send an event to the sessions of the right shard that asked for its intent.

        A callable makes the body for a session, so that each sees only what its intents allow.
        """
        for session in self.sessions.values():
            wanted = not intent or bool(session.intents & intent)
            if session.ready and wanted and session.serves(guild_id):
                session.dispatch(event, data(session) if callable(data) else data)
        self._server.changes.touch()

    def dispatch_raw(self, event: str, data: object) -> None:
        """Send an event as it is to every session."""
        for session in self.sessions.values():
            session.dispatch(event, data)

    def broadcast(self, packet: JSON) -> None:
        """Send a packet that is no event to every connection."""
        for connection in self.connections:
            connection.send(packet)

    def invalidate(self, *, resumable: bool) -> None:
        """Send "invalid session"; forget the sessions when they cannot be resumed."""
        if not resumable:
            self.sessions.clear()
        self.broadcast({"op": 9, "d": resumable, "s": None, "t": None})

    async def drop(self, *, resumable: bool = True, abrupt: bool = False, code: int = 4000) -> None:
        """Close every connection; see :meth:`Faults.drop_gateway`."""
        if not resumable:
            self.sessions.clear()
        for connection in list(self.connections):
            if abrupt:
                connection.abort()
            else:
                await connection.close(code)

    async def sync(self, *, timeout: float = 10.0) -> None:
        """Wait until the clients have read every event sent so far.

        It asks each connection for a heartbeat, which comes after all that was sent before. The
        client's handlers may still be running then.
        """
        waiting = {c: len(c.heartbeats) for c in self.connections if c.session is not None}
        for connection in waiting:
            connection.send({"op": 1, "d": None, "s": None, "t": None})

        def answered() -> bool | None:
            left = [c for c, n in waiting.items() if c in self.connections and len(c.heartbeats) <= n]
            return None if left else True

        await self._server.changes.wait_for(answered, timeout=timeout, what="heartbeat")
