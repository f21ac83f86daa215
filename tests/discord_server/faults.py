"""Things that go wrong on demand."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .jsontypes import JSON

if TYPE_CHECKING:
    from .server import DiscordServer

ANY = "*"


@dataclass
class Fault:
    """One planned failure: it fits ``times`` requests, then it is spent."""

    pattern: re.Pattern[str]
    times: int
    status: int = 0
    body: JSON | None = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut: bool = False
    after: bool = False


def compile_route(route: str) -> re.Pattern[str]:
    """Compile "POST /channels/*/messages"; ``*`` is one path part, a lone "*" is everything."""
    if route == ANY:
        return re.compile(".*")
    text = re.escape(route).replace(r"\*", "[^/ ]+")
    return re.compile(text if " " in route else rf"\S+ {text}")


class Faults:
    """The fault knobs. Each plan matches in the order given and is used up by its matches.

    ``route`` is "METHOD /path" below /api/v10 with ``*`` for one path part, a bare "/path", or
    "*" for every request.
    """

    def __init__(self, server: DiscordServer) -> None:
        self._server = server
        self._plans: deque[Fault] = deque()
        self.ack_heartbeats = True
        self.greet = True
        """False: the gateway takes connections and says nothing."""
        self.refused_connections = 0
        """How many more connections the gateway refuses."""

    def clear(self) -> None:
        """Forget every plan, greet and acknowledge heartbeats again."""
        self._plans.clear()
        self.ack_heartbeats = self.greet = True
        self.refused_connections = 0

    def plan(self, route: str, times: int, **what: object) -> Fault:
        """Add a plan by hand; the methods below are easier to read."""
        fault = Fault(compile_route(route), times, **what)  # type: ignore[arg-type]
        self._plans.append(fault)
        return fault

    def take(self, line: str) -> Fault | None:
        """Use up one match for "METHOD /path"."""
        for fault in self._plans:
            if fault.times > 0 and fault.pattern.fullmatch(line):
                fault.times -= 1
                return fault
        return None

    def rate_limit(
        self,
        times: int = 1,
        *,
        retry_after: float = 0.05,
        route: str = ANY,
        everywhere: bool = False,
    ) -> None:
        """Answer 429; ``everywhere`` marks it as the global limit."""
        body: JSON = {"message": "You are being rate limited.", "retry_after": retry_after}
        body["global"] = everywhere
        scope = "global" if everywhere else "user"
        # discord.py takes a 429 without "Via" for a Cloudflare ban and gives up.
        headers = {"Via": "1.1 google", "Retry-After": f"{retry_after:g}"}
        headers["X-RateLimit-Scope"] = scope
        if everywhere:
            headers["X-RateLimit-Global"] = "true"
        self.plan(route, times, status=429, body=body, headers=headers)

    def cloudflare_ban(self, times: int = 1, *, route: str = ANY) -> None:
        """Answer 429 without the marks of Discord's own limiter: the address is banned."""
        body: JSON = {"message": "error code: 1015", "retry_after": 3600.0, "global": False}
        self.plan(route, times, status=429, body=body)

    def server_error(self, times: int = 1, *, status: int = 502, route: str = ANY) -> None:
        """Answer with a 5xx before the request has any effect."""
        body: JSON = {"message": f"{status}: Server Error", "code": 0}
        self.plan(route, times, status=status, body=body)

    def lost_answer(self, times: int = 1, *, status: int = 502, route: str = ANY) -> None:
        """Do what the request asks and then answer 5xx: a retry must not do it twice."""
        body: JSON = {"message": f"{status}: Server Error", "code": 0}
        self.plan(route, times, status=status, body=body, after=True)

    def error(
        self, status: int, code: int, message: str = "Error", times: int = 1, *, route: str = ANY
    ) -> None:
        """Answer with a given Discord error."""
        self.plan(route, times, status=status, body={"message": message, "code": code})

    def automod(self, times: int = 1, *, route: str = "POST /channels/*/messages") -> None:
        """Refuse a message as AutoMod does."""
        text = "Message was blocked by automatic moderation"
        self.error(400, 200000, text, times, route=route)

    def unauthorized(self, times: int = 1, *, route: str = ANY) -> None:
        """Answer 401, as after a token reset."""
        self.error(401, 0, "401: Unauthorized", times, route=route)

    def slow(self, seconds: float, times: int = 1, *, route: str = ANY) -> None:
        """Answer only after some seconds."""
        self.plan(route, times, delay=seconds)

    def cut(self, times: int = 1, *, route: str = ANY) -> None:
        """Drop the TCP connection instead of answering."""
        self.plan(route, times, cut=True)

    async def drop_gateway(self, *, resumable: bool = True, abrupt: bool = False, code: int = 4000) -> None:
        """Drop every gateway connection.

        ``resumable=False`` also forgets the sessions, so a resume is answered with "invalid
        session". ``abrupt`` closes the TCP connection without a close frame.
        """
        await self._server.gateway.drop(resumable=resumable, abrupt=abrupt, code=code)

    def ask_reconnect(self) -> None:
        """Send op 7: the client should reconnect and resume."""
        self._server.gateway.broadcast({"op": 7, "d": None, "s": None, "t": None})

    def invalidate_sessions(self, *, resumable: bool = False) -> None:
        """Send op 9; without ``resumable`` the sessions are forgotten."""
        self._server.gateway.invalidate(resumable=resumable)

    def malformed_event(self, event: str = "MESSAGE_CREATE", data: object = None) -> None:
        """Dispatch an event whose body makes no sense (by default an object without fields)."""
        self._server.gateway.dispatch_raw(event, {} if data is None else data)
