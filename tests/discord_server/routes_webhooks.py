"""Follow-ups and edits through an interaction's token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from .errors import invalid_webhook_token, unknown_message, unknown_webhook
from .interactions import Interaction
from .message import Message
from .posting import create_message, edit_message
from .requests import read_body
from .route import Routes, json_answer, number
from .validate_message import WEBHOOK, check_message

if TYPE_CHECKING:
    from .server import DiscordServer

BASE = "/webhooks/{application}/{token}"


class WebhookRoutes:
    """Handlers for /webhooks/{application}/{interaction token}."""

    def __init__(self, server: DiscordServer) -> None:
        self._server = server

    def routes(self) -> Routes:
        one = BASE + "/messages/{message}"
        return [
            ("POST", BASE, self.create),
            ("GET", one, self.get),
            ("PATCH", one, self.edit),
            ("DELETE", one, self.delete),
        ]

    async def create(self, request: web.Request) -> web.Response:
        body, files = await read_body(request)
        interaction = self._interaction(request)
        check_message(body, files, WEBHOOK)
        first = interaction.original
        if first is not None and first.loading and not first.deleted:
            # The first follow-up of a deferred response takes the place of "thinking", and with
            # it whether it is ephemeral.
            message = edit_message(self._server, first, _as_edit(body), files)
        else:
            message = create_message(self._server, interaction.channel, body, files, interaction=interaction)
            interaction.followups.append(message)
        self._server.changes.touch()
        return json_answer(message.payload())

    async def get(self, request: web.Request) -> web.Response:
        return json_answer(self._message(request).payload())

    async def edit(self, request: web.Request) -> web.Response:
        body, files = await read_body(request)
        message = self._message(request)
        interaction = self._interaction(request)
        edit_message(self._server, message, body, files)
        if message is interaction.original:
            interaction.note_original_changed()
        self._server.changes.touch()
        return json_answer(message.payload())

    async def delete(self, request: web.Request) -> web.Response:
        self._server.remove(self._message(request))
        return web.Response(status=204)

    def _interaction(self, request: web.Request) -> Interaction:
        server = self._server
        token = request.match_info["token"]
        known = [i for i in server.interactions.values() if i.token == token]
        if not known or number(request, "application") != server.application_id:
            raise unknown_webhook()
        if server.now() - known[0].created > server.token_lifetime:
            raise invalid_webhook_token()
        # Before the callback the webhook does not exist yet.
        if known[0].callback_type is None:
            raise unknown_webhook()
        return known[0]

    def _message(self, request: web.Request) -> Message:
        interaction = self._interaction(request)
        if request.match_info["message"] == "@original":
            message = interaction.original
        else:
            wanted = number(request, "message")
            mine = [interaction.original, *interaction.followups]
            message = next((m for m in mine if m is not None and m.id == wanted), None)
        if message is None or message.deleted:
            raise unknown_message()
        return message


def _as_edit(body: dict[str, object]) -> dict[str, object]:
    creation_only = ("username", "avatar_url", "thread_name", "applied_tags")
    return {key: value for key, value in body.items() if key not in creation_only}
