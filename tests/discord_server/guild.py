"""A guild: its roles, members and channels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .channel import Channel, ChannelType
from .intents import Intent
from .jsontypes import JSON
from .permissions import EVERYONE_DEFAULT
from .users import JOINED, Member, Person, Role, User

if TYPE_CHECKING:
    from .server import DiscordServer


@dataclass(eq=False)
class Guild:
    """A guild with the bot in it. Make one with :meth:`DiscordServer.add_guild`."""

    server: DiscordServer = field(repr=False)
    id: int
    name: str
    owner_id: int
    locale: str = "en-US"
    everyone: Role = field(init=False, repr=False)
    bot_role: Role = field(init=False, repr=False)
    bot_member: Member = field(init=False, repr=False)
    roles: dict[int, Role] = field(default_factory=dict, repr=False)
    members: dict[int, Member] = field(default_factory=dict, repr=False)
    channels: dict[int, Channel] = field(default_factory=dict, repr=False)
    command_access: dict[tuple[str, int], bool] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.everyone = Role(self.id, "@everyone", EVERYONE_DEFAULT, position=0)
        self.roles[self.id] = self.everyone
        bot = self.server.bot_user
        self.bot_role = Role(self.server.ids.next(), bot.name, 0, bot_id=bot.id)
        self.roles[self.bot_role.id] = self.bot_role
        self.bot_member = Member(bot, self, [self.bot_role])
        self.members[bot.id] = self.bot_member

    def add_role(self, name: str, permissions: int = 0) -> Role:
        """Add a role."""
        role = Role(self.server.ids.next(), name, int(permissions), position=len(self.roles))
        self.roles[role.id] = role
        body: JSON = {"guild_id": str(self.id), "role": role.payload()}
        self._tell("GUILD_ROLE_CREATE", body, Intent.GUILDS)
        return role

    def add_member(
        self,
        name: str,
        *,
        permissions: int = 0,
        roles: tuple[Role, ...] = (),
        nick: str | None = None,
        user: User | None = None,
    ) -> Member:
        """Add a member, with a role of their own when ``permissions`` are given.

        ``user`` lets one account be in several guilds.
        """
        given = list(roles)
        if permissions:
            given.append(self.add_role(f"{name}'s role", permissions))
        member = Member(user or self.server.add_user(name), self, given, nick)
        self.members[member.id] = member
        body = member.payload() | {"guild_id": str(self.id)}
        self._tell("GUILD_MEMBER_ADD", body, Intent.GUILD_MEMBERS)
        return member

    def add_text_channel(self, name: str, *, topic: str | None = None) -> Channel:
        """Add a text channel."""
        channel = Channel(self.server, self.server.ids.next(), ChannelType.TEXT, name, guild=self)
        channel.topic = topic
        channel.position = len(self.channels)
        self.register(channel)
        self._tell("CHANNEL_CREATE", channel.payload(), Intent.GUILDS)
        return channel

    def register(self, channel: Channel) -> None:
        """Make a channel or thread known to the guild and the server."""
        self.channels[channel.id] = channel
        self.server.channels[channel.id] = channel

    def member_of(self, person: Person) -> Member | None:
        """The membership of a person, if they have one."""
        return self.members.get(person.user.id)

    def set_command_access(self, command: str, who: Role | Member, allowed: bool) -> None:
        """Allow or deny a command as a guild admin can, over its default permissions."""
        self.command_access[command, who.id] = allowed

    def remove_bot(self) -> None:
        """Kick the bot out: its members, channels and roles are gone for it."""
        self._tell("GUILD_DELETE", {"id": str(self.id)}, Intent.GUILDS)
        del self.server.guilds[self.id]
        for channel_id in self.channels:
            self.server.channels.pop(channel_id, None)

    def payload(self) -> JSON:
        """The guild as REST returns it."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "splash": None,
            "discovery_splash": None,
            "owner_id": str(self.owner_id),
            "afk_channel_id": None,
            "afk_timeout": 300,
            "verification_level": 0,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "roles": [role.payload() for role in self.roles.values()],
            "emojis": [],
            "stickers": [],
            "features": [],
            "mfa_level": 0,
            "application_id": None,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "vanity_url_code": None,
            "description": None,
            "banner": None,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": self.locale,
            "public_updates_channel_id": None,
            "nsfw_level": 0,
            "premium_progress_bar_enabled": False,
            "safety_alerts_channel_id": None,
            "max_members": 500_000,
        }

    def create_payload(self) -> JSON:
        """The guild as GUILD_CREATE brings it: without presences only the bot's own member."""
        plain = [c for c in self.channels.values() if not c.is_thread]
        threads = [c for c in self.channels.values() if c.is_thread]
        return self.payload() | {
            "joined_at": JOINED,
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "voice_states": [],
            "members": [self.bot_member.payload()],
            "channels": [channel.payload() for channel in plain],
            "threads": [thread.payload() for thread in threads],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def _tell(self, event: str, body: JSON, intent: Intent) -> None:
        self.server.gateway.dispatch(event, body, guild_id=self.id, intent=intent)
