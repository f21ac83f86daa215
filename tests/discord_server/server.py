"""The loopback Discord: one object that holds the world and serves it."""

# ruff: noqa: ASYNC109 - a timeout that explains itself reads better in a test than a wrapper
from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Self

import discord.http
import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket

from .changes import Changes
from .channel import Channel, ChannelType
from .commands import CommandRegistry
from .errors import DriverError
from .faults import Faults
from .gateway import Gateway
from .guild import Guild
from .intents import PRIVILEGED, Intent
from .interactions import Interaction, InteractionType
from .jsontypes import JSON
from .message import Message
from .modals import fill_modal
from .requests import RecordedRequest, Upload
from .rest import PREFIX, build_app
from .session import Session
from .snowflake import Snowflakes
from .users import Member, Person, User


class DiscordServer:
    """A Discord on 127.0.0.1. Use it as an async context manager.

    Knobs, to be set before or during a test: ``ack_window`` and ``token_lifetime`` (seconds),
    ``heartbeat_interval`` (seconds), ``shard_count``, ``privileged_intents`` (others are refused
    with 4014), ``faults``, ``listener`` (is told every exchange). ``advance`` moves the clock that the two windows
    are measured with.
    """

    def __init__(self, *, token: str = "loopback-token", bot_name: str = "whosaid") -> None:  # noqa: S107
        self.token = token
        self.ack_window = 3.0
        self.token_lifetime = 900.0
        self.heartbeat_interval = 41.25
        self.shard_count = 1
        self.privileged_intents: Intent = PRIVILEGED
        self.listener: Callable[[JSON], None] | None = None
        self.ids = Snowflakes()
        self.changes = Changes(self._describe)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.interactions: dict[int, Interaction] = {}
        self.requests: list[RecordedRequest] = []
        self.files: dict[int, Upload] = {}
        self.crashes: list[Exception] = []
        self.bot_user = self.add_user(bot_name, bot=True)
        self.owner = self.add_user("developer")
        self.application_id = self.bot_user.id
        self.application_flags = (1 << 19) | (1 << 15)
        self.commands = CommandRegistry(self.ids, self.application_id)
        self.faults = Faults(self)
        self.gateway = Gateway(self)
        self._offset = 0.0
        self._runner: web.AppRunner | None = None
        self._origin = ""

    # -- life ---------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()
        if self.crashes and error is None:
            raise self.crashes[0]

    async def start(self) -> None:
        """Bind a free port of 127.0.0.1."""
        self._runner = web.AppRunner(build_app(self), access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._origin = f"127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Drop the connections and close the port."""
        await self.gateway.drop(abrupt=True)
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """What ``discord.http.Route.BASE`` has to be."""
        return f"http://{self._origin}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """What /gateway/bot answers."""
        return f"ws://{self._origin}/gateway/"

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Point discord.py here and put it back afterwards.

        The second address is only dialled after a session became invalid, or when a client was
        given a shard count: then discord.py does not ask /gateway/bot.
        """
        base, default = discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
        dialled = (
            discord.shard.DiscordWebSocket
        )  # a bot that ran before may have left its own, with its server's address
        vars(discord.shard)["DiscordWebSocket"] = DiscordWebSocket
        discord.http.Route.BASE = self.api_url
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.gateway_url)
        try:
            yield
        finally:
            discord.http.Route.BASE = base
            DiscordWebSocket.DEFAULT_GATEWAY = default
            vars(discord.shard)["DiscordWebSocket"] = dialled

    def now(self) -> float:
        """The clock that interactions are timed with, in seconds."""
        return asyncio.get_running_loop().time() + self._offset

    def advance(self, seconds: float) -> None:
        """Let time pass for the interaction windows, without waiting."""
        self._offset += seconds

    # -- the world ----------------------------------------------------------------------------

    def add_user(self, name: str, *, bot: bool = False) -> User:
        """Add an account that is in no guild."""
        user = User(self, self.ids.next(), name, bot)
        self.users[user.id] = user
        return user

    def add_guild(
        self,
        name: str,
        *,
        owner: User | None = None,
        guild_id: int | None = None,
        locale: str = "en-US",
        channels: Sequence[str] = (),
    ) -> Guild:
        """Add a guild that the bot is in, with text ``channels``. ``guild_id`` decides its shard: ``(id >> 22) % n``."""
        boss = owner or self.add_user(f"{name} owner")
        guild = Guild(self, guild_id or self.ids.next(), name, boss.id, locale)
        self.guilds[guild.id] = guild
        guild.members[boss.id] = Member(boss, guild)
        for title in channels:
            guild.register(Channel(self, self.ids.next(), ChannelType.TEXT, title, guild=guild))
        body = guild.create_payload()
        # A guild that is new to a running client is not marked as unavailable at all.
        del body["unavailable"]
        self.gateway.dispatch("GUILD_CREATE", body, guild_id=guild.id, intent=Intent.GUILDS)
        return guild

    def dm_channel(self, user: User) -> Channel:
        """The direct-message channel of a user, made when needed."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        channel = Channel(self, self.ids.next(), ChannelType.DM, recipient=user)
        self.channels[channel.id] = channel
        return channel

    def publish(self, message: Message, *, event: str = "MESSAGE_CREATE") -> None:
        """Store a message and tell the sessions that may know of it."""
        self.messages[message.id] = message
        if message.visible_to is None:
            guild = message.channel.guild
            intent = Intent.GUILD_MESSAGES if guild else Intent.DIRECT_MESSAGES

            def body(session: Session) -> JSON:
                return message.event_payload(has_intent=session.has_content)

            self.gateway.dispatch(event, body, guild_id=guild.id if guild else None, intent=intent)
        self.changes.touch()

    def remove(self, message: Message) -> None:
        """Delete a message."""
        message.deleted = True
        guild = message.channel.guild
        body: JSON = {"id": str(message.id), "channel_id": str(message.channel.id)}
        if guild is not None:
            body["guild_id"] = str(guild.id)
        if message.visible_to is None:
            intent = Intent.GUILD_MESSAGES if guild else Intent.DIRECT_MESSAGES
            self.gateway.dispatch("MESSAGE_DELETE", body, guild_id=guild.id if guild else None, intent=intent)
        self.changes.touch()

    def start_interaction(
        self,
        kind: InteractionType,
        channel: Channel,
        person: Person,
        data: JSON,
        *,
        message: Message | None = None,
        parent: Interaction | None = None,
        locale: str = "en-US",
    ) -> Interaction:
        """Send INTERACTION_CREATE; the driving methods of a channel call this."""
        number = self.ids.next()
        token = "aW50ZXJhY3Rpb24" + hashlib.sha256(f"{number}".encode()).hexdigest()
        interaction = Interaction(
            self, number, token, kind, channel, person, data, self.now(), message, parent, locale
        )
        self.interactions[number] = interaction
        guild_id = channel.guild.id if channel.guild else None
        self.gateway.dispatch("INTERACTION_CREATE", interaction.payload(), guild_id=guild_id)
        return interaction

    async def submit_modal(
        self, interaction: Interaction, values: Mapping[str, str | list[str] | bool]
    ) -> Interaction:
        """Fill in the modal that an interaction opened, by custom_id or label, and submit it."""
        if interaction.modal is None:
            raise DriverError("that interaction opened no modal")
        data = fill_modal(interaction.modal, values)
        return self.start_interaction(
            InteractionType.MODAL,
            interaction.channel,
            interaction.person,
            data,
            message=interaction.message,
            parent=interaction,
        )

    # -- files --------------------------------------------------------------------------------

    def store_file(self, upload: Upload) -> JSON:
        """Keep a file and return its attachment object, with a URL that this server serves."""
        number = self.ids.next()
        self.files[number] = upload
        url = yarl.URL(f"http://{self._origin}/attachments/{number}") / upload.name
        return {
            "id": str(number),
            "filename": upload.name,
            "size": len(upload.data),
            "url": str(url),
            "proxy_url": str(url),
            "content_type": upload.content_type,
        }

    async def serve_file(self, request: web.Request) -> web.Response:
        """Answer for a stored file."""
        text = request.match_info["file"]
        upload = self.files.get(int(text)) if text.isdecimal() else None
        if upload is None:
            raise web.HTTPNotFound
        headers = {"Content-Type": upload.content_type}
        return web.Response(body=upload.data, headers=headers)

    # -- what happened ------------------------------------------------------------------------

    def record(self, request: RecordedRequest) -> None:
        """Note an answered request."""
        self.requests.append(request)
        self.changes.touch()

    @property
    def refused(self) -> list[RecordedRequest]:
        """The requests that were not answered with success."""
        return [request for request in self.requests if not 200 <= request.status < 300]

    @property
    def invalid_requests(self) -> int:
        """What counts towards Discord's ban: answers of 401, 403 and 429."""
        return sum(request.status in (401, 403, 429) for request in self.requests)

    @property
    def bot_messages(self) -> list[Message]:
        """Every message the bot wrote, deleted ones too."""
        return [m for m in self.messages.values() if m.author is self.bot_user]

    @property
    def pinging_messages(self) -> list[Message]:
        """The bot's messages that would have pinged somebody; tests want this empty."""
        return [message for message in self.bot_messages if message.pings]

    @property
    def rest_shows_content(self) -> bool:
        """Whether REST shows message content: when a client identified with the intent."""
        return any(session.has_content for session in self.gateway.sessions.values())

    async def wait_ready(self, *, timeout: float = 10.0) -> None:
        """Wait until every shard of a client identified and was sent its guilds."""

        def probe() -> bool | None:
            live = [s for s in self.gateway.sessions.values() if s.ready and s.connection]
            shards = {s.shard for s in live}
            return True if any(len({i for i, n in shards if n == m}) == m for _, m in shards) else None

        await self.changes.wait_for(probe, timeout=timeout, what="ready client")

    async def wait_until(
        self, check: Callable[[], bool], *, timeout: float = 10.0, what: str = "change"
    ) -> None:
        """Wait until a condition over the server's state holds."""
        await self.changes.wait_for(lambda: True if check() else None, timeout=timeout, what=what)

    async def sync(self, *, timeout: float = 10.0) -> None:
        """Wait until the clients have read every event sent so far."""
        await self.gateway.sync(timeout=timeout)

    def _describe(self) -> str:
        recent = "; ".join(str(request) for request in self.requests[-8:])
        last = self.refused[-1].error if self.refused else None
        return f"last requests: {recent or 'none'}; last refusal: {last}"
