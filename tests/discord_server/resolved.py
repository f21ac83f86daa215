"""The "resolved" part of an interaction: objects behind the ids in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import DriverError
from .jsontypes import JSON
from .message import Message
from .requests import Upload
from .users import Member, Role, User

if TYPE_CHECKING:
    from .channel import Channel as ChannelLike


class Resolved:
    """Collects the objects that an interaction refers to."""

    def __init__(self, channel: ChannelLike) -> None:
        self._channel = channel
        self._data: dict[str, JSON] = {}

    def __bool__(self) -> bool:
        return bool(self._data)

    def payload(self) -> JSON:
        return dict(self._data)

    def add(self, value: object) -> str:
        """Add whatever it is and return its id."""
        from .channel import Channel

        if isinstance(value, User | Member):
            return self.add_user(value.user)
        if isinstance(value, Role):
            return self._put("roles", value.id, value.payload())
        if isinstance(value, Channel):
            return self._put("channels", value.id, self.channel_payload(value))
        if isinstance(value, Upload):
            stored = self._channel.server.store_file(value)
            return self._put("attachments", int(stored["id"]), stored)
        raise DriverError(f"cannot resolve {value!r}")

    def add_user(self, user: User) -> str:
        """Add a user, with the membership where there is one."""
        guild = self._channel.guild
        member = guild.member_of(user) if guild else None
        if member is not None:
            body = member.payload(with_user=False)
            body["permissions"] = str(member.permissions_in(self._channel))
            self._put("members", user.id, body)
        return self._put("users", user.id, user.payload())

    def add_message(self, message: Message) -> str:
        """Add a message with its content: a message command shows it without the intent."""
        return self._put("messages", message.id, message.payload(nested=False))

    def channel_payload(self, channel: ChannelLike) -> JSON:
        """A channel with permissions, as interactions carry it."""
        return channel.payload() | {"permissions": str(channel.bot_permissions())}

    def _put(self, kind: str, key: int, body: JSON) -> str:
        self._data.setdefault(kind, {})[str(key)] = body
        return str(key)
