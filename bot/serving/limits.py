"""How much one visitor may ask for: the buckets that Discord's members have, and bodies of a bounded size."""

from __future__ import annotations

import hashlib
import ipaddress
import math
from typing import TYPE_CHECKING

from bot.asking.cooldowns import Cooldowns
from bot.errors import TooFastError
from index.errors import InputError

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.settings import Settings

MAX_BODY = 400_000
"""Bytes of a request: a long draft, form-encoded."""
PAGES_PER_MINUTE = 240
"""Pages one address may open in a minute."""


class Limits:
    """Counts what is asked: questions by who asks and by shelf, as on Discord; pages by address."""

    def __init__(self, settings: Settings) -> None:
        member, server = settings.member_questions_per_minute, settings.server_questions_per_minute
        self._questions = Cooldowns(member, server)
        self._pages = Cooldowns(PAGES_PER_MINUTE, 0)
        self.wait = max(1, math.ceil(60 / (member or PAGES_PER_MINUTE)))
        """Seconds after which somebody who was too fast may ask once more."""

    def question(self, who: str, shelf: str) -> None:
        """One more question. Raises TooFastError."""
        self._questions.take(_number(who), _number(shelf))

    def page(self, who: str) -> None:
        """One more page. Raises TooFastError."""
        try:
            self._pages.take(_number(who), None)
        except TooFastError as error:
            raise TooFastError("That was a lot of pages at once; wait a minute.") from error


def visitor(request: Request) -> str:
    """Who a request counts for: the address, of IPv6 the network that one household has."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


async def body(request: Request) -> bytes:
    """The whole body. Raises InputError as soon as it is longer than ``MAX_BODY``."""
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > MAX_BODY:
            raise InputError("That is more than {most:,} bytes; send less at once.", most=MAX_BODY)
    return bytes(taken)


def _number(who: str) -> int:
    return int.from_bytes(hashlib.sha256(who.encode("utf-8", "replace")).digest()[:8], "big")
