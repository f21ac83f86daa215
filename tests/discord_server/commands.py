"""The registered application commands and who may use which where."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from .errors import DriverError, Problems, unknown_command
from .jsontypes import JSON
from .permissions import Permission
from .shapes import COMMAND, check_shape
from .snowflake import Snowflakes
from .users import Member, Person
from .validate_commands import check_command, check_set

if TYPE_CHECKING:
    from .channel import Channel

GLOBAL = 0


class CommandRegistry:
    """Commands by guild; key 0 holds the global ones."""

    def __init__(self, ids: Snowflakes, application_id: int) -> None:
        self._ids = ids
        self._application_id = application_id
        self._sets: dict[int, dict[tuple[str, int], JSON]] = {}
        self.bulk_writes: list[int] = []

    def all(self, guild_id: int = GLOBAL) -> list[JSON]:
        """The commands of a guild, or the global ones."""
        return list(self._sets.get(guild_id, {}).values())

    def replace(self, guild_id: int, bodies: list[JSON]) -> list[JSON]:
        """Bulk overwrite, as a sync does. Ids of commands that stay are kept."""
        problems = Problems()
        check_shape(bodies, [COMMAND], problems)
        problems.raise_if_any()
        for index, body in enumerate(bodies):
            check_command(body, problems, [index])
        check_set(bodies, problems)
        problems.raise_if_any()
        old = self._sets.get(guild_id, {})
        fresh = [self._stored(body, guild_id, old.get(_key(body))) for body in bodies]
        self._sets[guild_id] = {_key(body): body for body in fresh}
        self.bulk_writes.append(guild_id)
        return fresh

    def upsert(self, guild_id: int, body: JSON) -> tuple[JSON, bool]:
        """Add one command, or overwrite the one of the same name and type."""
        problems = Problems()
        check_shape(body, COMMAND, problems)
        problems.raise_if_any()
        check_command(body, problems, [])
        known = self._sets.setdefault(guild_id, {})
        check_set([*(c for k, c in known.items() if k != _key(body)), body], problems)
        problems.raise_if_any()
        new = _key(body) not in known
        stored = self._stored(body, guild_id, known.get(_key(body)))
        known[_key(body)] = stored
        return stored, new

    def remove(self, guild_id: int, command_id: int) -> None:
        """Delete one command."""
        known = self._sets.get(guild_id, {})
        for key, body in known.items():
            if body["id"] == str(command_id):
                del known[key]
                return
        raise unknown_command()

    def by_id(self, guild_id: int, command_id: int) -> JSON:
        """One command by its id."""
        for body in self.all(guild_id):
            if body["id"] == str(command_id):
                return body
        raise unknown_command()

    def usable(self, channel: Channel, person: Person, name: str, kind: int) -> JSON:
        """The command that a person would find in a channel, else :class:`DriverError`."""
        guild = channel.guild
        command = None
        if guild is not None:
            command = self._sets.get(guild.id, {}).get((name, kind))
        command = command or self._sets.get(GLOBAL, {}).get((name, kind))
        if command is None:
            known = sorted(k for k, t in self._sets.get(GLOBAL, {}) if t == kind)
            raise DriverError(f"no command {name!r} of type {kind} is registered, only {known}")
        contexts = command["contexts"]
        here = 0 if guild is not None else 2 if channel.guest else 1
        if contexts is not None and here not in contexts:
            raise DriverError(f"{name!r} is not offered in this context ({here})")
        if contexts is None and here == 1 and not command["dm_permission"]:
            raise DriverError(f"{name!r} is not offered in direct messages")
        if int(channel.guest) not in command["integration_types"]:
            raise DriverError(f"{name!r} is not installed for {'people' if channel.guest else 'guilds'}")
        if guild is not None:
            member = guild.member_of(person)
            if member is None:
                raise DriverError(f"{person.user.name} is not a member of {guild.name}")
            self._check_member(command, member, channel)
        elif channel.recipient is not person.user:
            raise DriverError(f"this is not a direct message of {person.user.name}")
        return command

    def _check_member(self, command: JSON, member: Member, channel: Channel) -> None:
        held = member.permissions_in(channel)
        if held & Permission.ADMINISTRATOR:
            return
        for bit in (Permission.VIEW_CHANNEL, Permission.USE_APPLICATION_COMMANDS):
            if not held & bit:
                raise DriverError(f"{member.user.name} lacks {bit.name} here")
        access = member.guild.command_access
        name = command["name"]
        if (name, member.id) in access:
            allowed: bool | None = access[name, member.id]
        else:
            said = [access[name, r.id] for r in member.roles if (name, r.id) in access]
            allowed = any(said) if said else None
        if allowed is None:
            needed = command["default_member_permissions"]
            bits = None if needed is None else int(needed)
            allowed = bits is None or (bits != 0 and held & bits == bits)
        if not allowed:
            raise DriverError(f"{name!r} is not offered to {member.user.name}")

    def _stored(self, body: JSON, guild_id: int, old: JSON | None) -> JSON:
        stored = copy.deepcopy(body)
        bits = stored.get("default_member_permissions")
        stored["default_member_permissions"] = None if bits is None else str(bits)
        stored["type"] = stored.get("type", 1)
        defaults: JSON = {
            "description": "",
            "dm_permission": True,
            "contexts": None,
            "integration_types": [0],
            "nsfw": False,
            "options": [],
        }
        stored = defaults | stored
        stored["integration_types"] = stored["integration_types"] or [0]
        stored["application_id"] = str(self._application_id)
        if guild_id:
            stored["guild_id"] = str(guild_id)
        same = old is not None and {**old, "id": 0, "version": 0} == {
            **stored,
            "id": 0,
            "version": 0,
        }
        stored["id"] = old["id"] if old else str(self._ids.next())
        stored["version"] = old["version"] if old and same else str(self._ids.next())
        return stored


def _key(body: JSON) -> tuple[str, int]:
    return str(body.get("name")), int(body.get("type") or 1)
