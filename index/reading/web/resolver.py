"""aiohttp's connector with a resolver that lets only allowed addresses through."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

if TYPE_CHECKING:
    from index.reading.web.policy import FetchPolicy


class NotPublicError(OSError):
    """A host has an address that is not allowed. One bad address refuses the host."""

    refused = True


class GuardedResolver(AbstractResolver):
    """Resolves once for each connection, and hands over exactly the addresses that it has checked."""

    def __init__(self, policy: FetchPolicy) -> None:
        self._policy = policy

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Addresses to connect to. Raises OSError, NotPublicError among them."""
        addresses = await self._policy.resolve(host, port)
        if not addresses:
            raise OSError("no address")
        if not all(self._policy.is_allowed(address) for address in addresses):
            raise NotPublicError("not public")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ipaddress.ip_address(address).version == 6 else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing is held."""


def guarded_connector(policy: FetchPolicy) -> aiohttp.TCPConnector:
    """A connector for one fetch: no cached addresses, no kept connections."""
    return aiohttp.TCPConnector(
        resolver=GuardedResolver(policy), use_dns_cache=False, force_close=True, limit=2
    )
