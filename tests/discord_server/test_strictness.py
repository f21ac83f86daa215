"""What Discord's own description of its API refuses, this server refuses, too."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import aiohttp
import pytest

from . import CallbackType, Channel, InteractionType, Message
from .conftest import World
from .openapi import Described

Body = Any
_ADDRESS = "https://news.example/a"
_MESSAGE: Body = {
    "content": "x", "flags": 4, "tts": False, "nonce": "n", "enforce_nonce": True,
    "embeds": [{
        "title": "t", "description": "d", "url": _ADDRESS, "color": 3, "timestamp": "2024-01-01T00:00:00Z",
        "footer": {"text": "f", "icon_url": _ADDRESS}, "author": {"name": "n", "url": _ADDRESS},
        "image": {"url": _ADDRESS}, "thumbnail": {"url": _ADDRESS}, "fields": [{"name": "n", "value": "v", "inline": True}],
    }],
    "allowed_mentions": {"parse": [], "users": ["9876543210987"], "roles": ["9876543210987"], "replied_user": False},
    "components": [
        {"type": 1, "components": [
            {"type": 2, "style": 1, "label": "x", "custom_id": "b", "disabled": False, "emoji": {"name": "👍", "id": None}},
            {"type": 2, "style": 5, "label": "y", "url": _ADDRESS},
        ]},
        {"type": 1, "components": [{
            "type": 3, "custom_id": "s", "placeholder": "p", "min_values": 1, "max_values": 1, "disabled": False,
            "options": [{"label": "l", "value": "v", "description": "d", "default": False}],
        }]},
    ],
}  # fmt: skip
_COMMANDS: Body = [
    {"type": 1, "name": "ask", "description": "d", "dm_permission": True, "default_member_permissions": 32,
     "contexts": [0, 1], "integration_types": [0, 1], "name_localizations": {"de": "frag"},
     "description_localizations": {"de": "frag"}, "options": [
        {"type": 3, "name": "q", "description": "d", "required": True, "autocomplete": True, "max_length": 5},
        {"type": 4, "name": "n", "description": "d", "min_value": 1, "max_value": 3},
        {"type": 3, "name": "c", "description": "d", "choices": [{"name": "a", "value": "b", "name_localizations": {"de": "x"}}]},
        {"type": 7, "name": "ch", "description": "d", "channel_types": [0]},
     ]},
    {"type": 1, "name": "g", "description": "d", "options": [
        {"type": 1, "name": "s", "description": "d", "options": [{"type": 5, "name": "b", "description": "d"}]},
    ]},
    {"type": 3, "name": "Check", "contexts": [0]},
]  # fmt: skip
_STRANGE: list[Body] = [None, 1, "x" * 5000, {}, [], "gone"]
_EACH = 3
"""Strange values that each place is given."""


def changed(body: Body) -> Iterator[tuple[tuple[str | int, ...], Body]]:
    """The body with one value made strange, or left out, at a time."""
    strange = cycle(_STRANGE)
    for path in _paths(body):
        for value in [next(strange) for _ in range(_EACH)]:
            found = copy.deepcopy(body)
            inside = found
            for part in path[:-1]:
                inside = inside[part]
            if value != "gone":
                inside[path[-1]] = value
            elif isinstance(inside, dict):
                del inside[path[-1]]
            yield path, found


def _paths(value: Body, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inner:
        yield (*above, key)
        yield from _paths(below, (*above, key))


def _message(world: World, channel: Channel) -> Message:
    message = Message(world.server, world.server.ids.next(), channel, world.alice.user, "q")
    world.server.publish(message)
    return message


def _used(world: World, answered: CallbackType | None) -> str:
    data = {"type": 1, "id": "1", "name": "ask"}
    used = world.server.start_interaction(InteractionType.COMMAND, world.channel, world.alice, data)
    used.callback_type = answered
    return f"{used.id if answered is None else world.server.application_id}/{used.token}"


Where = Callable[[World], str]
_ROUTES: list[tuple[str, str, Where, Body]] = [
    ("message", "POST", lambda w: f"/channels/{w.channel.id}/messages", _MESSAGE),
    ("thread", "POST", lambda w: f"/channels/{w.channel.id}/messages/{_message(w, w.channel).id}/threads",
     {"name": "t", "auto_archive_duration": 60}),
    ("defer", "POST", lambda w: f"/interactions/{_used(w, None)}/callback", {"type": 5, "data": {"flags": 64}}),
    ("follow-up", "POST", lambda w: f"/webhooks/{_used(w, CallbackType.MESSAGE)}", {"content": "x", "flags": 4}),
    ("commands", "PUT", lambda w: f"/applications/{w.server.application_id}/commands", _COMMANDS),
    ("direct message", "POST", lambda w: "/users/@me/channels", {"recipient_id": "{alice}"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "where", "body"), [route[1:] for route in _ROUTES], ids=[r[0] for r in _ROUTES]
)
async def test_what_the_description_refuses_is_refused(
    world: World, method: str, where: Where, body: Body
) -> None:
    if "recipient_id" in body:
        body = {"recipient_id": str(world.alice.id)}
    validator = Described().validator(method, where(world))
    headers = {"Authorization": f"Bot {world.server.token}"}
    async with aiohttp.ClientSession(headers=headers) as client:

        async def status(sent: Body) -> int:
            async with client.request(method, world.server.api_url + where(world), json=sent) as response:
                return response.status

        assert validator.is_valid(body)
        assert await status(body) < 300
        wrong = [(path, sent) for path, sent in changed(body) if not validator.is_valid(sent)]
        assert wrong
        assert [path for path, sent in wrong if not 400 <= await status(sent) < 500] == []
