"""Small things that the route modules share."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from .errors import ApiError

Routes = list[tuple[str, str, Callable[[web.Request], Awaitable[web.StreamResponse]]]]


def number(request: web.Request, name: str) -> int:
    """A path part that must be a snowflake."""
    text = request.match_info[name]
    if not text.isdecimal():
        problem = {"code": "NUMBER_TYPE_COERCE", "message": f'Value "{text}" is not snowflake.'}
        tree = {f"{name}_id": {"_errors": [problem]}}
        raise ApiError(400, 50035, "Invalid Form Body", tree)
    return int(text)


def json_answer(data: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """A JSON answer. discord.py wants this exact content type: with a charset it sees text."""
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")
