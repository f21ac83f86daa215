"""Routes for channels and their messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from .channel import Channel, ChannelType
from .errors import (
    ApiError,
    Problems,
    cannot_message_user,
    missing_access,
    missing_permissions,
    not_your_message,
    unknown_channel,
    unknown_message,
)
from .intents import Intent
from .jsontypes import JSON
from .message import Message
from .permissions import Permission
from .posting import create_message, edit_message
from .requests import read_body
from .route import Routes, json_answer, number
from .validate_message import CREATE, check_message

if TYPE_CHECKING:
    from .server import DiscordServer

MESSAGES = "/channels/{channel}/messages"


class ChannelRoutes:
    """Handlers for /channels."""

    def __init__(self, server: DiscordServer) -> None:
        self._server = server

    def routes(self) -> Routes:
        one = MESSAGES + "/{message}"
        return [
            ("GET", "/channels/{channel}", self.channel),
            ("POST", "/channels/{channel}/typing", self.typing),
            ("GET", MESSAGES, self.history),
            ("POST", MESSAGES, self.create),
            ("GET", one, self.message),
            ("PATCH", one, self.edit),
            ("DELETE", one, self.delete),
            ("PUT", one + "/reactions/{emoji}/@me", self.react),
            ("DELETE", one + "/reactions/{emoji}/@me", self.unreact),
            ("POST", one + "/threads", self.thread),
            ("PUT", "/channels/{channel}/thread-members/@me", self.join),
        ]

    async def channel(self, request: web.Request) -> web.Response:
        return json_answer(self._channel(request).payload())

    async def typing(self, request: web.Request) -> web.Response:
        channel = self._channel(request)
        self._need(channel, Permission.SEND_MESSAGES)
        channel.typing += 1
        self._server.changes.touch()
        return web.Response(status=204)

    async def history(self, request: web.Request) -> web.Response:
        channel, query = self._channel(request), request.query
        self._need(channel, Permission.READ_MESSAGE_HISTORY)
        limit = int(query.get("limit", 50))
        if not 1 <= limit <= 100:
            problems = Problems()
            problems.add(["limit"], "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
            problems.raise_if_any()
        found = [m for m in channel.messages if m.visible_to is None]
        if "before" in query:
            found = [m for m in found if m.id < int(query["before"])]
        if "after" in query:
            found = [m for m in found if m.id > int(query["after"])][:limit]
        newest_first = found[-limit:][::-1]
        return json_answer([self._shown(m) for m in newest_first])

    async def message(self, request: web.Request) -> web.Response:
        message = self._message(request)
        self._need(message.channel, Permission.READ_MESSAGE_HISTORY)
        return json_answer(self._shown(message))

    async def create(self, request: web.Request) -> web.Response:
        body, files = await read_body(request)
        channel = self._channel(request)
        sends = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else None
        self._need(channel, sends or Permission.SEND_MESSAGES)
        if body.get("embeds"):
            self._need(channel, Permission.EMBED_LINKS)
        if files:
            self._need(channel, Permission.ATTACH_FILES)
        if channel.recipient is not None and not channel.recipient.dms_open:
            raise cannot_message_user()
        check_message(body, files, CREATE)
        reference = self._reference(channel, body)
        if body.get("nonce") is not None and body.get("enforce_nonce"):
            for earlier in channel.bot_messages:
                if earlier.nonce == str(body["nonce"]):
                    return json_answer(earlier.payload())
        message = create_message(self._server, channel, body, files, reference=reference)
        return json_answer(message.payload())

    async def edit(self, request: web.Request) -> web.Response:
        body, files = await read_body(request)
        message = self._message(request)
        if message.author is not self._server.bot_user:
            raise not_your_message()
        return json_answer(edit_message(self._server, message, body, files).payload())

    async def delete(self, request: web.Request) -> web.Response:
        message = self._message(request)
        if message.author is not self._server.bot_user:
            if message.channel.guild is None:
                raise ApiError(403, 50003, "Cannot execute action on a DM channel")
            self._need(message.channel, Permission.MANAGE_MESSAGES)
        self._server.remove(message)
        return web.Response(status=204)

    async def react(self, request: web.Request) -> web.Response:
        message = self._message(request)
        self._need(message.channel, Permission.READ_MESSAGE_HISTORY)
        self._need(message.channel, Permission.ADD_REACTIONS)
        message.reactions.append(request.match_info["emoji"])
        self._server.changes.touch()
        return web.Response(status=204)

    async def unreact(self, request: web.Request) -> web.Response:
        message, emoji = self._message(request), request.match_info["emoji"]
        if emoji in message.reactions:
            message.reactions.remove(emoji)
        self._server.changes.touch()
        return web.Response(status=204)

    async def thread(self, request: web.Request) -> web.Response:
        body, _ = await read_body(request)
        message = self._message(request)
        channel = message.channel
        if channel.guild is None or channel.is_thread:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        self._need(channel, Permission.CREATE_PUBLIC_THREADS)
        if message.thread is not None:
            raise ApiError(400, 160004, "A thread has already been created for this message")
        problems = Problems()
        problems.text(["name"], body.get("name"), most=100, least=1, required=True)
        if body.get("auto_archive_duration") not in (None, 60, 1440, 4320, 10080):
            text = "Value must be one of (60, 1440, 4320, 10080)."
            problems.add(["auto_archive_duration"], "BASE_TYPE_CHOICES", text)
        problems.raise_if_any()
        # A thread made from a message has the message's id.
        kind, bot = ChannelType.PUBLIC_THREAD, self._server.bot_user.id
        thread = Channel(self._server, message.id, kind, body["name"], channel.guild, channel)
        thread.owner_id = bot
        message.thread = thread
        channel.guild.register(thread)
        event = thread.payload() | {"newly_created": True}
        self._server.gateway.dispatch("THREAD_CREATE", event, guild_id=channel.guild.id, intent=Intent.GUILDS)
        return json_answer(thread.payload(), status=201)

    async def join(self, request: web.Request) -> web.Response:
        self._channel(request)
        return web.Response(status=204)

    def _channel(self, request: web.Request) -> Channel:
        channel = self._server.channels.get(number(request, "channel"))
        if channel is None:
            raise unknown_channel()
        self._need(channel, Permission.VIEW_CHANNEL)
        return channel

    def _message(self, request: web.Request) -> Message:
        channel = self._channel(request)
        message = self._server.messages.get(number(request, "message"))
        # An ephemeral message does not exist for this route, not even for the bot.
        hidden = message is None or message.deleted or message.visible_to is not None
        if message is None or hidden or message.channel is not channel:
            raise unknown_message()
        return message

    def _reference(self, channel: Channel, body: JSON) -> Message | None:
        wanted = body.get("message_reference")
        if not wanted or wanted.get("message_id") is None:
            return None
        message = self._server.messages.get(int(wanted["message_id"]))
        there = message is not None and not message.deleted and message.channel is channel
        if there and message is not None and message.visible_to is None:
            if not channel.bot_permissions() & Permission.READ_MESSAGE_HISTORY:
                text = "Cannot reply without permission to read message history"
                raise ApiError(403, 160002, text)
            return message
        if wanted.get("fail_if_not_exists", True):
            problems = Problems()
            problems.add(["message_reference"], "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            problems.raise_if_any()
        return None

    def _need(self, channel: Channel, bit: Permission) -> None:
        held = channel.bot_permissions()
        if not held & Permission.VIEW_CHANNEL:
            raise missing_access()
        if not held & bit:
            raise missing_permissions()

    def _shown(self, message: Message) -> JSON:
        return message.payload(has_intent=self._server.rest_shows_content)
