"""Users, roles and members."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .jsontypes import JSON
from .permissions import ALL, Permission, apply_overwrites

if TYPE_CHECKING:
    from .channel import Channel
    from .guild import Guild
    from .server import DiscordServer

JOINED = "2024-01-01T00:00:00.000000+00:00"


@dataclass(eq=False)
class User:
    """An account. ``dms_open=False`` makes messages to it fail as for a blocked bot."""

    server: DiscordServer = field(repr=False)
    id: int
    name: str
    bot: bool = False
    dms_open: bool = True

    @property
    def user(self) -> User:
        """The account itself, so that a user and a member can be used alike."""
        return self

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def payload(self) -> JSON:
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0001" if self.bot else "0",
            "global_name": None if self.bot else self.name,
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
        }

    async def open_dm(self) -> Channel:
        """Return the direct-message channel between this user and the bot."""
        return self.server.dm_channel(self)


@dataclass(eq=False)
class Role:
    """A guild role. The bot's managed role carries ``bot_id``."""

    id: int
    name: str
    permissions: int
    position: int = 1
    bot_id: int | None = None

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"

    def payload(self) -> JSON:
        body: JSON = {
            "id": str(self.id),
            "name": self.name,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "icon": None,
            "unicode_emoji": None,
            "position": self.position,
            "permissions": str(self.permissions),
            "managed": self.bot_id is not None,
            "mentionable": False,
            "flags": 0,
        }
        if self.bot_id is not None:
            body["tags"] = {"bot_id": str(self.bot_id)}
        return body


@dataclass(eq=False)
class Member:
    """A user in a guild."""

    user: User
    guild: Guild = field(repr=False)
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def mention(self) -> str:
        return self.user.mention

    @property
    def base_permissions(self) -> int:
        """Guild-wide permissions: everyone's, the roles', all for the owner."""
        if self.guild.owner_id == self.id:
            return ALL
        bits = self.guild.everyone.permissions
        for role in self.roles:
            bits |= role.permissions
        return ALL if bits & Permission.ADMINISTRATOR else bits

    def permissions_in(self, channel: Channel) -> int:
        """Permissions in a channel; a thread takes its parent's."""
        place = channel.parent or channel
        everyone = self.guild.everyone.id
        roles = {role.id for role in self.roles}
        base = self.base_permissions
        return apply_overwrites(base, place.overwrites, everyone, roles, self.id)

    def payload(self, *, with_user: bool = True) -> JSON:
        body: JSON = {
            "nick": self.nick,
            "avatar": None,
            "banner": None,
            "roles": [str(role.id) for role in self.roles],
            "joined_at": JOINED,
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "communication_disabled_until": None,
            "flags": 0,
        }
        if with_user:
            body["user"] = self.user.payload()
        return body

    async def open_dm(self) -> Channel:
        """Return the direct-message channel between this user and the bot."""
        return self.server.dm_channel(self.user)

    @property
    def server(self) -> DiscordServer:
        return self.user.server


Person = User | Member
