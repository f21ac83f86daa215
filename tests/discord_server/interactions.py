"""Interactions: the payload sent to the bot and what the bot made of it."""

# ruff: noqa: ASYNC109 - a timeout that explains itself reads better in a test than a wrapper
from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from .jsontypes import JSON
from .message import Message
from .users import Person

if TYPE_CHECKING:
    from .channel import Channel
    from .server import DiscordServer


class InteractionType(IntEnum):
    """Discord's interaction types."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class CallbackType(IntEnum):
    """Discord's callback types."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(eq=False)
class Interaction:
    """One interaction of a person with the bot."""

    server: DiscordServer = field(repr=False)
    id: int
    token: str
    type: InteractionType
    channel: Channel = field(repr=False)
    person: Person
    data: JSON
    created: float
    message: Message | None = field(default=None, repr=False)
    parent: Interaction | None = field(default=None, repr=False)
    locale: str = "en-US"
    callback_type: CallbackType | None = None
    acknowledged_after: float | None = None
    original: Message | None = field(default=None, repr=False)
    followups: list[Message] = field(default_factory=list, repr=False)
    choices: list[JSON] | None = None
    modal: JSON | None = None

    @property
    def messages(self) -> list[Message]:
        """The messages that answered, in order; not one that still shows "thinking"."""
        first = [self.original] if self.original and not self.original.loading else []
        return [m for m in [*first, *self.followups] if not m.deleted]

    async def acknowledged(self, *, timeout: float = 10.0) -> CallbackType:
        """Wait for the callback, whatever it is."""
        return await self.server.changes.wait_for(
            lambda: self.callback_type, timeout=timeout, what=f"callback of {self.data}"
        )

    async def response(self, *, timeout: float = 10.0) -> Message:
        """Wait for the first real message: after a defer, once it was edited or followed up.

        For an update of the message that a button sits on, that message once it was changed.
        """
        return await self.server.changes.wait_for(
            self._first, timeout=timeout, what=f"response to {self.data}"
        )

    async def followup(self, index: int = 0, *, timeout: float = 10.0) -> Message:
        """Wait for the n-th follow-up message."""
        return await self.server.changes.wait_for(
            lambda: self.followups[index] if len(self.followups) > index else None,
            timeout=timeout,
            what=f"follow-up {index} to {self.data}",
        )

    async def wait_choices(self, *, timeout: float = 10.0) -> list[JSON]:
        """Wait for the choices of an autocomplete."""
        return await self.server.changes.wait_for(
            lambda: self.choices, timeout=timeout, what=f"choices for {self.data}"
        )

    async def wait_modal(self, *, timeout: float = 10.0) -> JSON:
        """Wait for the modal that answers; fill it in with ``server.submit_modal``."""
        return await self.server.changes.wait_for(
            lambda: self.modal, timeout=timeout, what=f"modal for {self.data}"
        )

    @property
    def updated_source(self) -> bool:
        """Whether "@original" is the message that the component sits on."""
        return self.callback_type in (CallbackType.DEFERRED_UPDATE, CallbackType.UPDATE)

    def _first(self) -> Message | None:
        if self.callback_type is CallbackType.DEFERRED_UPDATE and not self._source_changed:
            return self.followups[0] if self.followups else None
        return self.messages[0] if self.messages else None

    _source_changed: bool = field(default=False, repr=False)

    def note_original_changed(self) -> None:
        """Remember that the deferred source message was really updated."""
        self._source_changed = True

    def metadata(self) -> JSON:
        """The ``interaction_metadata`` of the messages that answer it."""
        body: JSON = {
            "id": str(self.id),
            "type": int(self.type),
            "user": self.person.user.payload(),
            "authorizing_integration_owners": self.owners(),
        }
        if self.type is InteractionType.COMPONENT and self.message is not None:
            body["interacted_message_id"] = str(self.message.id)
        if self.type is InteractionType.MODAL and self.parent is not None:
            body["triggering_interaction_metadata"] = self.parent.metadata()
        return body

    def owners(self) -> dict[str, str]:
        """Which installation the interaction belongs to: the guild's, "0" in a bot DM."""
        guild = self.channel.guild
        if self.channel.guest:
            return {"1": str(self.person.user.id)}
        return {"0": str(guild.id) if guild else "0"}

    def payload(self) -> JSON:
        """The body of INTERACTION_CREATE."""
        guild, channel = self.channel.guild, self.channel
        user = self.person.user
        place = channel.payload()
        body: JSON = {
            "id": str(self.id),
            "application_id": str(self.server.application_id),
            "type": int(self.type),
            "data": self.data,
            "token": self.token,
            "version": 1,
            "channel_id": str(channel.id),
            "channel": place,
            "app_permissions": str(channel.bot_permissions()),
            "locale": self.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": self.owners(),
            "context": 0 if guild else 2 if channel.guest else 1,
            "attachment_size_limit": 10 * 1024 * 1024,
        }
        if guild is None:
            body["user"] = user.payload()
        else:
            member = guild.members[user.id]
            held = str(member.permissions_in(channel))
            place["permissions"] = held
            body["member"] = member.payload() | {"permissions": held}
            body["guild_id"] = str(guild.id)
            body["guild_locale"] = guild.locale
            body["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
        if self.message is not None:
            body["message"] = self.message.payload()
        return body
