"""Channels, threads and direct messages, and what people do in them."""

# ruff: noqa: ASYNC109 - a timeout that explains itself reads better in a test than a wrapper
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from .driver import InteractionDriver
from .errors import DriverError
from .intents import Intent
from .jsontypes import JSON
from .mentions import EVERYONE, ROLE, mentioned_users
from .message import Message
from .permissions import Overwrite
from .requests import Upload
from .users import JOINED, Person, User

if TYPE_CHECKING:
    from .guild import Guild
    from .server import DiscordServer


# With Nitro, which the bot must cope with.
MOST_TYPED = 4000


class ChannelType(IntEnum):
    """The channel types this server has."""

    TEXT = 0
    DM = 1
    GROUP_DM = 3
    CATEGORY = 4
    PUBLIC_THREAD = 11
    FORUM = 15


@dataclass(eq=False)
class Channel(InteractionDriver):
    """A place for messages; people act through its methods."""

    server: DiscordServer = field(repr=False)
    id: int
    type: ChannelType
    name: str | None = None
    guild: Guild | None = field(default=None, repr=False)
    parent: Channel | None = field(default=None, repr=False)
    recipient: User | None = None
    owner_id: int | None = None
    topic: str | None = None
    position: int = 0
    overwrites: list[Overwrite] = field(default_factory=list, repr=False)
    typing: int = 0
    guest: bool = False
    """Whether the bot is here only because a person brought it along (User Install)."""
    _taken: set[int] = field(default_factory=set, repr=False)

    @property
    def is_thread(self) -> bool:
        return self.type is ChannelType.PUBLIC_THREAD

    @property
    def messages(self) -> list[Message]:
        """Its messages in order, without the deleted ones, with everybody's ephemeral ones."""
        return [m for m in self.server.messages.values() if m.channel is self and not m.deleted]

    @property
    def bot_messages(self) -> list[Message]:
        """The bot's messages in order."""
        return [m for m in self.messages if m.author is self.server.bot_user]

    def visible_to(self, person: Person) -> list[Message]:
        """What a person sees here."""
        return [m for m in self.messages if m.seen_by(person.user)]

    def deny_bot(self, permissions: int) -> None:
        """Take permissions in this channel from the bot, as a channel overwrite would."""
        self._overwrite_bot(deny=int(permissions))

    def allow_bot(self, permissions: int) -> None:
        """Give permissions in this channel to the bot."""
        self._overwrite_bot(allow=int(permissions))

    def _overwrite_bot(self, *, allow: int = 0, deny: int = 0) -> None:
        if self.guild is None:
            raise DriverError("a direct message has no permissions")
        role = self.guild.bot_role.id
        entry = next((o for o in self.overwrites if o.id == role), None)
        if entry is None:
            entry = Overwrite(role, 0)
            self.overwrites.append(entry)
        entry.allow = (entry.allow | allow) & ~deny
        entry.deny = (entry.deny | deny) & ~allow
        self._tell("CHANNEL_UPDATE", self.payload(), Intent.GUILDS)

    async def send(
        self,
        author: Person,
        content: str = "",
        *,
        reply_to: Message | None = None,
        ping: bool = True,
        files: tuple[Upload, ...] = (),
        embeds: tuple[JSON, ...] = (),
    ) -> Message:
        """Write a message as a person. ``ping`` is the switch that a reply has."""
        self._must_be_here(author)
        if len(content) > MOST_TYPED:
            raise DriverError(f"people cannot write {len(content)} characters")
        ids = mentioned_users(content)
        if reply_to is not None and ping and reply_to.author.id not in ids:
            ids.append(reply_to.author.id)
        message = Message(
            self.server,
            self.server.ids.next(),
            self,
            author.user,
            content,
            embeds=list(embeds),
            type=19 if reply_to else 0,
            reference_id=reply_to.id if reply_to else None,
            mentions=[self.server.users[i] for i in ids if i in self.server.users],
            mention_roles=[int(role) for role in ROLE.findall(content)],
            mention_everyone=EVERYONE.search(content) is not None,
        )
        for upload in files:
            message.attachments.append(self.server.store_file(upload))
            message.files[upload.name] = upload.data
        self.server.publish(message)
        return message

    async def edit(self, message: Message, content: str) -> None:
        """Rewrite a person's message."""
        message.content = content
        users = self.server.users
        message.mentions = [users[i] for i in mentioned_users(content) if i in users]
        message.edited_timestamp = datetime.now(UTC).isoformat()
        self.server.publish(message, event="MESSAGE_UPDATE")

    async def delete(self, message: Message) -> None:
        """Delete a message, anybody's."""
        self.server.remove(message)

    async def next_reply(self, to: Message, *, timeout: float = 10.0) -> Message:
        """Wait for the next bot message that references a message; each is returned once.

        Where the bot may not read the history it cannot reply: then the link to the message tells what it answers.
        """
        link = f"/channels/{self.guild.id if self.guild else '@me'}/{self.id}/{to.id}"

        def fits(message: Message) -> bool:
            return message.reference_id == to.id or link in message.content

        return await self._take(fits, timeout, "reply of the bot")

    async def next_bot_message(self, *, timeout: float = 10.0) -> Message:
        """Wait for the next bot message here, whatever it answers; each is returned once."""
        return await self._take(lambda m: not m.loading, timeout, "message of the bot")

    def payload(self) -> JSON:
        """The channel object."""
        messages = self.messages
        body: JSON = {
            "id": str(self.id),
            "type": int(self.type),
            "flags": 0,
            "last_message_id": str(messages[-1].id) if messages else None,
        }
        if self.recipient is not None:
            return body | {"recipients": [self.recipient.payload()]}
        assert self.guild is not None
        body |= {"guild_id": str(self.guild.id), "name": self.name, "rate_limit_per_user": 0}
        if self.parent is not None:
            return body | {
                "parent_id": str(self.parent.id),
                "owner_id": str(self.owner_id),
                "message_count": len(messages),
                "member_count": 1,
                "total_message_sent": len(messages),
                "thread_metadata": {
                    "archived": False,
                    "auto_archive_duration": 1440,
                    "archive_timestamp": JOINED,
                    "locked": False,
                    "create_timestamp": JOINED,
                },
            }
        return body | {
            "topic": self.topic,
            "position": self.position,
            "nsfw": False,
            "parent_id": None,
            "permission_overwrites": [entry.payload() for entry in self.overwrites],
        }

    def bot_permissions(self) -> int:
        """What the bot may do here; everything that matters in a direct message."""
        if self.guild is None:
            return (1 << 53) - 1
        return self.guild.bot_member.permissions_in(self)

    def _must_be_here(self, person: Person) -> None:
        if self.guild is not None and self.guild.member_of(person) is None:
            raise DriverError(f"{person.user.name} is not a member of {self.guild.name}")
        if self.recipient is not None and person.user not in (
            self.recipient,
            self.server.bot_user,
        ):
            raise DriverError(f"this is not a direct message of {person.user.name}")

    def _tell(self, event: str, body: JSON, intent: Intent) -> None:
        guild_id = self.guild.id if self.guild else None
        self.server.gateway.dispatch(event, body, guild_id=guild_id, intent=intent)
