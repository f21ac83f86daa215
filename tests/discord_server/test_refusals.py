"""What the server refuses, asked over plain HTTP as any client could."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from .conftest import World
from .message import COMPONENTS_V2

Body = dict[str, Any]


@pytest.fixture
async def session(world: World) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bot {world.server.token}"}
    async with aiohttp.ClientSession(headers=headers) as client:
        yield client


async def call(
    world: World, session: aiohttp.ClientSession, method: str, path: str, body: object = None
) -> tuple[int, Any]:
    async with session.request(method, world.server.api_url + path, json=body) as response:
        return response.status, await response.json() if response.status != 204 else None


def row(*components: Body) -> Body:
    return {"type": 1, "components": list(components)}


def button(number: int = 0, **changes: Any) -> Body:
    return {"type": 2, "style": 1, "label": "x", "custom_id": f"b{number}"} | changes


def text(content: str = "x") -> Body:
    return {"type": 10, "content": content}


LINK = {"type": 2, "style": 5, "label": "x", "custom_id": None}
BAD: list[tuple[Body, str]] = [
    ({"content": "x" * 2001}, "content"),
    ({"content": "x", "colour": 1}, "colour"),
    ({"content": "x", "nonce": "n" * 26}, "nonce"),
    ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title"),
    ({"embeds": [{"description": "x" * 4097}]}, "embeds.0.description"),
    ({"embeds": [{"fields": [{"name": "x" * 257, "value": "x"}]}]}, "embeds.0.fields.0.name"),
    ({"embeds": [{"fields": [{"name": "x", "value": "x" * 1025}]}]}, "embeds.0.fields.0.value"),
    ({"embeds": [{"fields": [{"name": "x", "value": ""}]}]}, "embeds.0.fields.0.value"),
    ({"embeds": [{"fields": [{"name": "x", "value": "x"}] * 26}]}, "embeds.0.fields"),
    ({"embeds": [{"footer": {"text": "x" * 2049}}]}, "embeds.0.footer.text"),
    ({"embeds": [{"author": {"name": "x" * 257}}]}, "embeds.0.author.name"),
    ({"embeds": [{"title": "x"}] * 11}, "embeds"),
    ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds"),
    ({"embeds": [{"title": "x", "url": "javascript:1"}]}, "embeds.0.url"),
    ({"content": "x", "components": [row(button())] * 6}, "components"),
    ({"content": "x", "components": [row(*(button(i) for i in range(6)))]}, "components.0.components"),
    ({"content": "x", "components": [row(button(), button())]}, "components"),
    (
        {"content": "x", "components": [row(button(custom_id="x" * 101))]},
        "components.0.components.0.custom_id",
    ),
    ({"content": "x", "components": [row(button(label="x" * 81))]}, "components.0.components.0.label"),
    ({"content": "x", "components": [row(LINK | {"url": "ftp://x"})]}, "components.0.components.0.url"),
    (
        {"content": "x", "components": [row(LINK | {"url": "https://" + "x" * 505})]},
        "components.0.components.0.url",
    ),
    ({"content": "x", "components": [text()]}, "components.0.type"),
    ({"flags": COMPONENTS_V2, "content": "x", "components": [text()]}, "content"),
    ({"flags": COMPONENTS_V2, "embeds": [{"title": "x"}], "components": [text()]}, "embeds"),
    ({"flags": COMPONENTS_V2, "components": [text()] * 41}, "components"),
    ({"flags": COMPONENTS_V2, "components": [text("x" * 2001)] * 2}, "components"),
    ({"content": "x", "message_reference": {"message_id": "1"}}, "message_reference"),
    ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "allowed_mentions"),
    ({"content": "x", "flags": 1 << 7}, "flags"),
]


@pytest.mark.parametrize(("body", "where"), BAD, ids=[f"{i}-{w}" for i, (_, w) in enumerate(BAD)])
async def test_bad_message(world: World, session: aiohttp.ClientSession, body: Body, where: str) -> None:
    path = f"/channels/{world.channel.id}/messages"
    status, answer = await call(world, session, "POST", path, body)
    assert (status, answer["code"], answer["message"]) == (400, 50035, "Invalid Form Body")
    node = answer["errors"]
    for part in where.split("."):
        node = node[part]
    assert node["_errors"][0]["code"]
    assert not world.channel.messages


GOOD: list[Body] = [
    {"content": "x" * 2000},
    {"embeds": [{"description": "x" * 4096}, {"description": "x" * 1904}]},
    {"content": "x", "components": [row(LINK | {"url": "https://" + "x" * 504})]},
    {"content": "x", "components": [row(*(button(5 * r + i) for i in range(5))) for r in range(5)]},
    {"flags": COMPONENTS_V2, "components": [{"type": 17, "components": [text("x" * 4000)]}]},
    {"flags": COMPONENTS_V2, "components": [text()] * 40},
    {"content": "x", "message_reference": {"message_id": "1", "fail_if_not_exists": False}},
]


@pytest.mark.parametrize("body", GOOD)
async def test_good_message(world: World, session: aiohttp.ClientSession, body: Body) -> None:
    status, answer = await call(world, session, "POST", f"/channels/{world.channel.id}/messages", body)
    assert status == 200, answer


async def test_channel_errors(world: World, session: aiohttp.ClientSession) -> None:
    base = f"/channels/{world.channel.id}/messages"
    theirs = await world.channel.send(world.alice, "mine")
    cases: list[tuple[str, str, object, tuple[int, int]]] = [
        ("POST", base, {"content": " "}, (400, 50006)),
        ("POST", "/channels/1/messages", {"content": "x"}, (404, 10003)),
        ("GET", base + "/1", None, (404, 10008)),
        ("PATCH", f"{base}/{theirs.id}", {"content": "x"}, (403, 50005)),
        ("DELETE", f"{base}/{theirs.id}", None, (403, 50013)),
        ("GET", "/guilds/1", None, (404, 10004)),
        ("GET", "/nothing", None, (404, 0)),
        ("POST", "/interactions/1/x/callback", {"type": 4}, (404, 10062)),
        ("POST", f"/webhooks/{world.server.application_id}/x", {"content": "x"}, (404, 10015)),
    ]
    for method, path, body, expected in cases:
        status, answer = await call(world, session, method, path, body)
        assert (status, answer["code"]) == expected, path


async def test_missing_access(world: World, session: aiohttp.ClientSession) -> None:
    from . import Permission

    world.channel.deny_bot(Permission.VIEW_CHANNEL)
    status, answer = await call(world, session, "GET", f"/channels/{world.channel.id}")
    assert (status, answer["code"]) == (403, 50001)


COMMAND: Body = {"name": "ask", "description": "d", "type": 1}
OPTION: Body = {"name": "o", "description": "d", "type": 3}
BAD_COMMANDS: list[Body] = [
    COMMAND | {"name": "Ask"},
    COMMAND | {"name": "a sk"},
    COMMAND | {"name": "x" * 33},
    COMMAND | {"description": ""},
    COMMAND | {"description": "x" * 101},
    COMMAND | {"options": [OPTION | {"name": f"o{i}"} for i in range(26)]},
    COMMAND | {"options": [OPTION, OPTION | {"name": "p", "required": True}]},
    COMMAND | {"options": [OPTION, OPTION]},
    COMMAND | {"options": [OPTION | {"choices": [{"name": f"{i}", "value": "v"} for i in range(26)]}]},
    COMMAND | {"options": [OPTION | {"type": 1}, OPTION | {"name": "p"}]},
    {"name": "Check quotes", "type": 3, "description": "d"},
]


@pytest.mark.parametrize("body", BAD_COMMANDS)
async def test_bad_command(world: World, session: aiohttp.ClientSession, body: Body) -> None:
    path = f"/applications/{world.server.application_id}/commands"
    status, answer = await call(world, session, "PUT", path, [body])
    assert (status, answer["code"]) == (400, 50035)
    assert "0" in answer["errors"]


async def test_command_ids_survive_a_sync(world: World, session: aiohttp.ClientSession) -> None:
    path = f"/applications/{world.server.application_id}/commands"
    _, first = await call(world, session, "PUT", path, [COMMAND])
    _, same = await call(world, session, "PUT", path, [COMMAND])
    _, changed = await call(world, session, "PUT", path, [COMMAND | {"description": "new"}])
    assert first[0]["id"] == same[0]["id"] == changed[0]["id"]
    assert first[0]["version"] == same[0]["version"] != changed[0]["version"]


async def test_interaction_lifecycle(world: World, session: aiohttp.ClientSession) -> None:
    server = world.server
    server.commands.replace(
        0, [COMMAND, COMMAND | {"name": "find", "options": [OPTION | {"autocomplete": True}]}]
    )
    interaction = await world.channel.slash(world.alice, "ask")
    hook = f"/webhooks/{server.application_id}/{interaction.token}"
    callback = f"/interactions/{interaction.id}/{interaction.token}/callback"
    assert (await call(world, session, "POST", hook, {"content": "x"}))[1]["code"] == 10015
    assert (await call(world, session, "POST", callback, {"type": 8}))[1]["code"] == 50035
    assert (await call(world, session, "POST", callback, {"type": 5, "data": {"flags": 64}}))[0] == 204
    assert interaction.original is not None
    assert interaction.original.loading
    # The first follow-up takes the place of "thinking" and stays ephemeral.
    _, sent = await call(world, session, "POST", hook, {"content": "x"})
    assert sent["id"] == str(interaction.original.id)
    assert sent["flags"] == 64
    server.advance(901)
    status, answer = await call(world, session, "PATCH", hook + "/messages/@original", {"content": "y"})
    assert (status, answer["code"]) == (401, 50027)


@pytest.mark.parametrize(
    "choice",
    [{"name": "", "value": "v"}, {"name": "n" * 101, "value": "v"}, {"name": "n", "value": "v" * 101}, None],
)
async def test_bad_choices(world: World, session: aiohttp.ClientSession, choice: Body | None) -> None:
    server = world.server
    server.commands.replace(0, [COMMAND | {"options": [OPTION | {"autocomplete": True}]}])
    interaction = await world.channel.begin_autocomplete(world.alice, "ask", focused="o")
    choices = [choice] if choice else [{"name": f"n{i}", "value": "v"} for i in range(26)]
    path = f"/interactions/{interaction.id}/{interaction.token}/callback"
    status, answer = await call(world, session, "POST", path, {"type": 8, "data": {"choices": choices}})
    assert (status, answer["code"]) == (400, 50035)


async def test_upload_and_thread(world: World, session: aiohttp.ClientSession) -> None:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", '{"content":"x","attachments":[{"id":0,"filename":"a.txt"}]}')
    form.add_field("files[0]", b"data", filename="a.txt", content_type="application/octet-stream")
    url = f"{world.server.api_url}/channels/{world.channel.id}/messages"
    async with session.post(url, data=form) as response:
        sent = await response.json()
    message = world.channel.bot_messages[0]
    assert message.files == {"a.txt": b"data"}
    async with session.get(sent["attachments"][0]["url"]) as response:
        assert await response.read() == b"data"
    path = f"/channels/{world.channel.id}/messages/{message.id}/threads"
    status, thread = await call(world, session, "POST", path, {"name": "t"})
    assert (status, thread["id"]) == (201, str(message.id))
    assert (await call(world, session, "POST", path, {"name": "t"}))[1]["code"] == 160004
