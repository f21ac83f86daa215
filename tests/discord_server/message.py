"""A message, its history, and the JSON that a given reader may see."""

# ruff: noqa: ASYNC109 - a timeout that explains itself reads better in a test than a wrapper
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .errors import DriverError
from .jsontypes import JSON
from .mentions import Pings
from .users import User

if TYPE_CHECKING:
    from .channel import Channel
    from .interactions import Interaction
    from .server import DiscordServer

EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_EMBEDS = 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12
COMPONENTS_V2 = 1 << 15


def walk_components(components: list[JSON]) -> Iterator[JSON]:
    """Every component of a tree, parents first."""
    for component in components:
        yield component
        yield from walk_components(component.get("components") or [])
        for key in ("accessory", "component"):
            if isinstance(component.get(key), dict):
                yield from walk_components([component[key]])


@dataclass(frozen=True)
class Revision:
    """What one write (the first post or an edit) sent."""

    body: JSON
    content: str
    allowed_mentions: JSON | None
    pings: Pings


@dataclass(eq=False)
class Message:
    """A message as the server holds it. Deleted ones stay readable for assertions."""

    server: DiscordServer = field(repr=False)
    id: int
    channel: Channel = field(repr=False)
    author: User
    content: str = ""
    embeds: list[JSON] = field(default_factory=list)
    components: list[JSON] = field(default_factory=list)
    attachments: list[JSON] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    flags: int = 0
    type: int = 0
    nonce: str | None = None
    reference_id: int | None = None
    mentions: list[User] = field(default_factory=list, repr=False)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    interaction: Interaction | None = field(default=None, repr=False)
    visible_to: User | None = None
    revisions: list[Revision] = field(default_factory=list, repr=False)
    reactions: list[str] = field(default_factory=list)
    thread: Channel | None = field(default=None, repr=False)
    deleted: bool = False
    timestamp: str = field(default_factory=lambda: datetime.now(UTC).isoformat())
    edited_timestamp: str | None = None

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it still shows "thinking"."""
        return bool(self.flags & LOADING)

    @property
    def allowed_mentions(self) -> JSON | None:
        """The ``allowed_mentions`` of the latest write; None when it had none."""
        return self.revisions[-1].allowed_mentions if self.revisions else None

    @property
    def pings(self) -> Pings:
        """Everything that any write of this message would have pinged."""
        total = Pings()
        for revision in self.revisions:
            total |= revision.pings
        return total

    @property
    def edits(self) -> int:
        """How often it was rewritten after the first write."""
        return max(0, len(self.revisions) - 1)

    @property
    def buttons(self) -> list[JSON]:
        return [c for c in walk_components(self.components) if c.get("type") == 2]

    @property
    def selects(self) -> list[JSON]:
        return [c for c in walk_components(self.components) if c.get("type") in (3, 5, 6, 7, 8)]

    @property
    def text(self) -> str:
        """All that a reader reads: content, embeds and text displays, line by line."""
        parts: list[str | None] = [self.content]
        for embed in self.embeds:
            parts.append((embed.get("author") or {}).get("name"))
            parts += [embed.get("title"), embed.get("description")]
            for entry in embed.get("fields") or []:
                parts += [entry["name"], entry["value"]]
            parts.append((embed.get("footer") or {}).get("text"))
        parts += [c["content"] for c in walk_components(self.components) if c["type"] == 10]
        return "\n".join(part for part in parts if part)

    def component(self, key: str) -> JSON:
        """Find a component by custom_id, label or placeholder."""
        for component in walk_components(self.components):
            names = (component.get(k) for k in ("custom_id", "label", "placeholder", "url"))
            if key in [name for name in names if name is not None]:
                return component
        raise DriverError(f"no component {key!r} on message {self.id}: {self.components}")

    def seen_by(self, user: User) -> bool:
        """Whether a person sees it: an ephemeral one only the person it answers."""
        return not self.deleted and self.visible_to in (None, user.user)

    async def wait_until(
        self, check: Callable[[Message], bool], *, timeout: float = 10.0, what: str = "edit"
    ) -> Message:
        """Wait until this message fits, e.g. ``lambda m: "done" in m.text``."""
        changes = self.server.changes
        return await changes.wait_for(lambda: self if check(self) else None, timeout=timeout, what=what)

    async def wait_edited(self, *, timeout: float = 10.0) -> Message:
        """Wait for one more write than there has been until now."""
        count = len(self.revisions)
        return await self.wait_until(lambda m: len(m.revisions) > count, timeout=timeout)

    def content_visible(self, has_intent: bool) -> bool:
        """Whether the bot may read the content without, or with, the message-content intent."""
        bot = self.server.bot_user
        open_to_bot = self.channel.guild is None or self.author is bot or bot in self.mentions
        return has_intent or open_to_bot

    def payload(self, *, has_intent: bool = True, nested: bool = True) -> JSON:
        """The message object; content, embeds and files are blank where they are hidden."""
        shown = self.content_visible(has_intent)
        body: JSON = {
            "id": str(self.id),
            "type": self.type,
            "channel_id": str(self.channel.id),
            "author": self.author.payload(),
            "content": self.content if shown else "",
            "embeds": self.embeds if shown else [],
            "attachments": self.attachments if shown else [],
            "components": self.components if shown else [],
            "timestamp": self.timestamp,
            "edited_timestamp": self.edited_timestamp,
            "tts": False,
            "mention_everyone": self.mention_everyone,
            "mentions": [user.payload() for user in self.mentions],
            "mention_roles": [str(role) for role in self.mention_roles],
            "pinned": False,
            "flags": self.flags,
        }
        if self.nonce is not None:
            body["nonce"] = self.nonce
        if self.interaction is not None:
            body["webhook_id"] = body["application_id"] = str(self.server.application_id)
            body["interaction_metadata"] = self.interaction.metadata()
        guild = self.channel.guild
        if self.reference_id is not None:
            body["message_reference"] = {
                "type": 0,
                "message_id": str(self.reference_id),
                "channel_id": str(self.channel.id),
            }
            if guild is not None:
                body["message_reference"]["guild_id"] = str(guild.id)
            if nested:
                original = self.server.messages.get(self.reference_id)
                gone = original is None or original.deleted
                body["referenced_message"] = (
                    None
                    if gone or original is None
                    else original.payload(has_intent=has_intent, nested=False)
                )
        if self.thread is not None:
            body["thread"] = self.thread.payload()
        return body

    def event_payload(self, *, has_intent: bool) -> JSON:
        """The message as a gateway event, which adds the guild, the channel's type and who is a member."""
        body = self.payload(has_intent=has_intent)
        body["channel_type"] = int(self.channel.type)
        body["mentions"] = [self._mention_payload(user) for user in self.mentions]
        guild = self.channel.guild
        if guild is not None:
            body["guild_id"] = str(guild.id)
            member = guild.member_of(self.author)
            if member is not None:
                body["member"] = member.payload(with_user=False)
        return body

    def _mention_payload(self, user: User) -> JSON:
        body = user.payload()
        member = self.channel.guild.member_of(user) if self.channel.guild else None
        if member is not None:
            body["member"] = member.payload(with_user=False)
        return body
