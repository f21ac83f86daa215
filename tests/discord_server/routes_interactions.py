"""The route by which the bot answers an interaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiohttp import web

from .errors import Problems, already_acknowledged, unknown_interaction
from .interactions import CallbackType, Interaction, InteractionType
from .jsontypes import JSON
from .message import EPHEMERAL, Message
from .posting import create_loading, create_message, edit_message
from .requests import Upload, read_body
from .route import Routes, json_answer, number
from .shapes import CALLBACK, check_shape
from .validate_commands import check_choices
from .validate_message import CALLBACK as MESSAGE_KEYS
from .validate_message import check_message
from .validate_modal import check_modal

if TYPE_CHECKING:
    from .server import DiscordServer

MESSAGE_ANSWERS = {CallbackType.MESSAGE, CallbackType.DEFERRED_MESSAGE}
SOURCE_ANSWERS = {CallbackType.DEFERRED_UPDATE, CallbackType.UPDATE}
FITS = {
    InteractionType.COMMAND: MESSAGE_ANSWERS | {CallbackType.MODAL},
    InteractionType.AUTOCOMPLETE: {CallbackType.CHOICES},
    InteractionType.COMPONENT: MESSAGE_ANSWERS | SOURCE_ANSWERS | {CallbackType.MODAL},
    InteractionType.MODAL: MESSAGE_ANSWERS | SOURCE_ANSWERS,
}


class InteractionRoutes:
    """The handler for interaction callbacks."""

    def __init__(self, server: DiscordServer) -> None:
        self._server = server

    def routes(self) -> Routes:
        return [("POST", "/interactions/{interaction}/{token}/callback", self.callback)]

    async def callback(self, request: web.Request) -> web.Response:
        server = self._server
        envelope, files = await read_body(request)
        interaction = server.interactions.get(number(request, "interaction"))
        if interaction is None or interaction.token != request.match_info["token"]:
            raise unknown_interaction()
        if interaction.callback_type is not None:
            raise already_acknowledged()
        waited = server.now() - interaction.created
        if waited > server.ack_window:
            raise unknown_interaction()
        kind = self._kind(envelope, interaction)
        body: JSON = envelope.get("data") or {}
        message = self._apply(interaction, kind, body, files)
        interaction.callback_type = kind
        interaction.acknowledged_after = waited
        server.changes.touch()
        if request.query.get("with_response") not in ("1", "true"):
            return web.Response(status=204)
        return json_answer(_resource(interaction, kind, message))

    def _kind(self, envelope: JSON, interaction: Interaction) -> CallbackType:
        problems = Problems()
        check_shape(envelope, CALLBACK, problems)
        problems.raise_if_any()
        for key in envelope.keys() - {"type", "data"}:
            problems.add([key], "UNKNOWN_FIELD", f"Unknown field {key!r}")
        fits = FITS[interaction.type]
        if interaction.message is None:
            fits = fits - SOURCE_ANSWERS
        if envelope.get("type") not in fits:
            text = f"Value must be one of {tuple(sorted(int(kind) for kind in fits))}."
            problems.add(["type"], "BASE_TYPE_CHOICES", text)
        problems.raise_if_any()
        return CallbackType(envelope["type"])

    def _apply(
        self, interaction: Interaction, kind: CallbackType, body: JSON, files: Mapping[int, Upload]
    ) -> Message | None:
        server = self._server
        source = interaction.message
        if kind is CallbackType.MESSAGE:
            check_message(body, files, MESSAGE_KEYS)
            interaction.original = create_message(
                server, interaction.channel, body, files, interaction=interaction
            )
        elif kind is CallbackType.DEFERRED_MESSAGE:
            interaction.original = create_loading(server, interaction, body.get("flags") or 0)
        elif kind is CallbackType.UPDATE:
            assert source is not None
            interaction.original = edit_message(server, source, body, files)
            interaction.note_original_changed()
        elif kind is CallbackType.DEFERRED_UPDATE:
            interaction.original = source
        elif kind is CallbackType.CHOICES:
            interaction.choices = _checked_choices(body)
        else:
            problems = Problems()
            check_modal(body, problems)
            problems.raise_if_any()
            interaction.modal = body
        return interaction.original


def _checked_choices(body: JSON) -> list[JSON]:
    choices: list[JSON] = body.get("choices") or []
    problems = Problems()
    at = ["data", "choices"]
    if len(choices) > 25:
        problems.add(at, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    check_choices(choices, problems, at)
    problems.raise_if_any()
    return choices


def _resource(interaction: Interaction, kind: CallbackType, message: Message | None) -> JSON:
    answer: JSON = {"interaction": {"id": str(interaction.id), "type": int(interaction.type)}}
    if message is None:
        return answer
    answer["interaction"] |= {
        "response_message_id": str(message.id),
        "response_message_loading": message.loading,
        "response_message_ephemeral": bool(message.flags & EPHEMERAL),
    }
    if kind in (CallbackType.MESSAGE, CallbackType.UPDATE):
        answer["resource"] = {"type": int(kind), "message": message.payload()}
    return answer
