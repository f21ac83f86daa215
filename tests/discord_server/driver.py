"""What a person can do with commands, buttons and menus in a channel."""

# ruff: noqa: ASYNC109 - a timeout that explains itself reads better in a test than a wrapper
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from .command_options import build_options, focus_option
from .errors import DriverError
from .interactions import Interaction, InteractionType
from .jsontypes import JSON
from .message import Message
from .resolved import Resolved
from .users import Member, Person, User

if TYPE_CHECKING:
    from .channel import Channel

SELECT_KINDS = {3: "string", 5: "user", 6: "role", 7: "mentionable", 8: "channel"}


class InteractionDriver:
    """The half of a channel that starts interactions."""

    @property
    def _here(self) -> Channel:
        return cast("Channel", self)

    async def slash(
        self,
        person: Person,
        name: str,
        /,
        *,
        options: Mapping[str, object] | None = None,
        locale: str = "en-US",
        **values: object,
    ) -> Interaction:
        """Use a slash command, e.g. ``slash(alice, "article list", page=2)``.

        The command must be registered and open to the person here, and the values must fit its
        options, else :class:`DriverError`. An option with a hyphen takes the keyword with an
        underscore, or an entry of ``options``. An attachment option takes an ``Upload``.
        """
        here = self._here
        command = here.server.commands.usable(here, person, name.split(" ")[0], 1)
        resolved = Resolved(here)
        given = {**(options or {}), **values}
        built = build_options(command, name, given, resolved)
        data = _command_data(command, 1) | {"options": built}
        if resolved:
            data["resolved"] = resolved.payload()
        return here.server.start_interaction(InteractionType.COMMAND, here, person, data, locale=locale)

    async def autocomplete(
        self,
        person: Person,
        name: str,
        /,
        *,
        focused: str,
        options: Mapping[str, object] | None = None,
        timeout: float = 10.0,
        **values: object,
    ) -> list[JSON]:
        """Type into an option and return the choices (``name`` and ``value``) offered."""
        interaction = await self.begin_autocomplete(person, name, focused=focused, options=options, **values)
        return await interaction.wait_choices(timeout=timeout)

    async def begin_autocomplete(
        self,
        person: Person,
        name: str,
        /,
        *,
        focused: str,
        options: Mapping[str, object] | None = None,
        **values: object,
    ) -> Interaction:
        """Type into an option without waiting for the choices."""
        here = self._here
        command = here.server.commands.usable(here, person, name.split(" ")[0], 1)
        given = {**(options or {}), **values}
        built = build_options(command, name, given, Resolved(here), partial=True)
        focus_option(command, name, built, focused)
        data = _command_data(command, 1) | {"options": built}
        return here.server.start_interaction(InteractionType.AUTOCOMPLETE, here, person, data)

    async def context_menu(self, person: Person, name: str, target: Message | Member | User) -> Interaction:
        """Use an entry of the "Apps" menu of a message or a person."""
        here = self._here
        kind = 3 if isinstance(target, Message) else 2
        command = here.server.commands.usable(here, person, name, kind)
        resolved = Resolved(here)
        if isinstance(target, Message):
            if not target.seen_by(person.user) or target.channel is not here:
                raise DriverError(f"{person.user.name} does not see that message here")
            resolved.add_message(target)
        else:
            resolved.add_user(target.user)
        data = _command_data(command, kind)
        data |= {"target_id": str(target.id), "resolved": resolved.payload()}
        return here.server.start_interaction(InteractionType.COMMAND, here, person, data)

    async def click(self, person: Person, message: Message, button: str) -> Interaction:
        """Press a button, found by its custom_id or label."""
        component = self._usable_component(person, message, button)
        if component["type"] != 2 or "custom_id" not in component:
            raise DriverError(f"{button!r} is not a button that sends an interaction")
        data: JSON = {"custom_id": component["custom_id"], "component_type": 2}
        if "id" in component:
            data["id"] = component["id"]
        return self._component_interaction(person, message, data)

    async def select(
        self, person: Person, message: Message, menu: str, values: list[str | Person | Channel]
    ) -> Interaction:
        """Choose in a select menu, found by custom_id or placeholder; strings by value or label."""
        here = self._here
        component = self._usable_component(person, message, menu)
        kind = component["type"]
        if kind not in SELECT_KINDS:
            raise DriverError(f"{menu!r} is not a select menu")
        least, most = component.get("min_values", 1), component.get("max_values", 1)
        if not least <= len(values) <= most:
            raise DriverError(f"{menu!r} takes {least} to {most} values")
        resolved = Resolved(here)
        chosen: list[str] = []
        for value in values:
            if kind == 3:
                fits = [o for o in component["options"] if value in (o["value"], o["label"])]
                if not fits:
                    raise DriverError(f"{value!r} is not an option of {menu!r}")
                chosen.append(fits[0]["value"])
            else:
                chosen.append(resolved.add(value))
        data: JSON = {"custom_id": component["custom_id"], "component_type": kind}
        data["values"] = chosen
        if resolved:
            data["resolved"] = resolved.payload()
        return self._component_interaction(person, message, data)

    def _usable_component(self, person: Person, message: Message, key: str) -> JSON:
        if not message.seen_by(person.user):
            raise DriverError(f"{person.user.name} does not see message {message.id}")
        component = message.component(key)
        if component.get("disabled"):
            raise DriverError(f"{key!r} is disabled")
        return component

    def _component_interaction(self, person: Person, message: Message, data: JSON) -> Interaction:
        here = self._here
        return here.server.start_interaction(InteractionType.COMPONENT, here, person, data, message=message)

    async def _take(self, fits: Callable[[Message], bool], timeout: float, what: str) -> Message:
        here = self._here

        def probe() -> Message | None:
            for message in here.bot_messages:
                if message.id not in here._taken and fits(message):
                    here._taken.add(message.id)
                    return message
            return None

        return await here.server.changes.wait_for(probe, timeout=timeout, what=what)


def _command_data(command: JSON, kind: int) -> JSON:
    data: JSON = {"id": command["id"], "name": command["name"], "type": kind}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data
