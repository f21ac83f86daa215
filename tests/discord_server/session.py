"""Gateway sessions and the connections that carry them."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass, field

from aiohttp import web

from .compression import Encoder
from .intents import Intent
from .jsontypes import JSON


class Connection:
    """One websocket; packets leave in the order they were given."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse, encode: Encoder) -> None:
        self._request = request
        self._socket = socket
        self._encode = encode
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())
        self.session: Session | None = None
        self.heartbeats: list[float] = []

    def send(self, packet: JSON) -> None:
        """Queue a packet."""
        self.send_text(json.dumps(packet))

    def send_text(self, text: str) -> None:
        """Queue a packet that is already encoded."""
        self._queue.put_nowait(text)

    async def close(self, code: int) -> None:
        """Send what is queued, then close with a code."""
        with contextlib.suppress(ConnectionError):
            while not self._queue.empty():
                await self._send_one(self._queue.get_nowait())
            await self._socket.close(code=code)
        self.stop()

    def abort(self) -> None:
        """Drop the TCP connection without a close frame."""
        self.stop()
        if self._request.transport is not None:
            self._request.transport.abort()

    def stop(self) -> None:
        """Stop writing and let go of the session."""
        self._writer.cancel()
        if self.session is not None and self.session.connection is self:
            self.session.connection = None

    async def _send_one(self, text: str) -> None:
        encoded = self._encode(text)
        if isinstance(encoded, str):
            await self._socket.send_str(encoded)
        else:
            await self._socket.send_bytes(encoded)

    async def _write(self) -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                await self._send_one(await self._queue.get())


@dataclass(eq=False)
class Session:
    """What survives a reconnect: the numbered events of one identify."""

    id: str
    shard: tuple[int, int]
    intents: Intent
    connection: Connection | None = None
    ready: bool = False
    seq: int = 0
    events: list[tuple[int, str]] = field(default_factory=list, repr=False)

    @property
    def has_content(self) -> bool:
        return bool(self.intents & Intent.MESSAGE_CONTENT)

    def dispatch(self, event: str, data: object) -> None:
        """Number an event, keep it for a replay, and send it if somebody is connected."""
        self.seq += 1
        text = json.dumps({"op": 0, "t": event, "s": self.seq, "d": data})
        self.events.append((self.seq, text))
        if self.connection is not None:
            self.connection.send_text(text)

    def replay(self, after: int) -> None:
        """Send the events after a sequence number again."""
        assert self.connection is not None
        for seq, text in self.events:
            if seq > after:
                self.connection.send_text(text)

    def serves(self, guild_id: int | None) -> bool:
        """Whether a guild's events (None: direct messages) belong to this shard."""
        index, count = self.shard
        return index == (0 if guild_id is None else (guild_id >> 22) % count)
