"""Permission bits and how roles and channel overwrites add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag

from .jsontypes import JSON


class Permission(IntFlag):
    """The bits that this server looks at. Any other bit may be given as an int."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


ALL = (1 << 53) - 1

EVERYONE_DEFAULT = int(
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
)


@dataclass
class Overwrite:
    """A channel's exception for a role (type 0) or a member (type 1)."""

    id: int
    type: int
    allow: int = 0
    deny: int = 0

    def payload(self) -> JSON:
        return {
            "id": str(self.id),
            "type": self.type,
            "allow": str(self.allow),
            "deny": str(self.deny),
        }


def apply_overwrites(
    base: int, overwrites: Iterable[Overwrite], everyone: int, roles: set[int], member: int
) -> int:
    """Apply overwrites in Discord's order: everyone, then roles together, then the member."""
    if base & Permission.ADMINISTRATOR:
        return ALL
    allow = deny = 0
    personal: Overwrite | None = None
    for entry in overwrites:
        if entry.type == 0 and entry.id == everyone:
            base = (base & ~entry.deny) | entry.allow
        elif entry.type == 0 and entry.id in roles:
            allow |= entry.allow
            deny |= entry.deny
        elif entry.type == 1 and entry.id == member:
            personal = entry
    base = (base & ~deny) | allow
    if personal is not None:
        base = (base & ~personal.deny) | personal.allow
    return base
