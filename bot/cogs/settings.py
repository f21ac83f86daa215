"""``/setup`` and ``/stats``: for members with Manage Server, checked at run time, too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.choices import MOST, Preferences
from bot.running import audit, permissions
from bot.showing import clean, panels
from bot.texts import command, say
from index.errors import InputError

if TYPE_CHECKING:
    from bot.running.host import Host

STATS_DAYS = 30
_LEVELS = [
    app_commands.Choice(name=command(f"setup.{level}"), value=level)
    for level in ("strict", "normal", "generous")
]


class Setup(app_commands.Group):
    """What a server chooses."""

    def __init__(self, bot: Host) -> None:
        super().__init__(
            name="setup",
            description=command("setup.description"),
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._bot = bot

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Discord's own permissions are a hint that admins can change."""
        return permissions.manage_server(interaction)

    @app_commands.command(description=command("setup.show"))
    async def show(self, interaction: discord.Interaction) -> None:
        """What is set."""
        chosen = await self._bot.preferences.of(interaction.guild_id)
        unread = bool(chosen.channels) and not self._bot.intents.message_content
        text = say("setup.no_intent") if unread else None
        await interaction.response.send_message(text, embed=panels.preferences(chosen), ephemeral=True)

    @app_commands.command(description=command("setup.channels"))
    @app_commands.describe(channel=command("setup.channel_which"), answer_all=command("setup.channel_on"))
    async def channels(
        self,
        interaction: discord.Interaction,
        channel: discord.TextChannel | discord.Thread,
        answer_all: bool,
    ) -> None:
        """A channel in which every question is answered."""
        now = await self._bot.preferences.of(interaction.guild_id)
        warnings = []
        if answer_all and not self._bot.intents.message_content:
            warnings.append(say("setup.no_intent"))
        if answer_all and not _may_write(channel):
            warnings.append(say("setup.no_access", channel=f"<#{channel.id}>"))
        chosen = replace(now, channels=_with(now.channels, channel.id, answer_all))
        await self._set(interaction, chosen, warnings)

    @app_commands.command(description=command("setup.managers"))
    @app_commands.describe(role=command("setup.managers_role"), allowed=command("setup.managers_on"))
    async def managers(self, interaction: discord.Interaction, role: discord.Role, allowed: bool) -> None:
        """A role that may add articles and read them again."""
        now = await self._bot.preferences.of(interaction.guild_id)
        hint = [say("setup.role_hint")] if allowed else []
        await self._set(interaction, replace(now, managers=_with(now.managers, role.id, allowed)), hint)

    @app_commands.command(description=command("setup.private"))
    @app_commands.describe(only_asker=command("setup.private_on"))
    async def private(self, interaction: discord.Interaction, only_asker: bool) -> None:
        """Who sees answers to /ask."""
        now = await self._bot.preferences.of(interaction.guild_id)
        await self._set(interaction, replace(now, private=only_asker))

    @app_commands.command(description=command("setup.threshold"))
    @app_commands.describe(level=command("setup.threshold_level"))
    @app_commands.choices(level=_LEVELS)
    async def threshold(self, interaction: discord.Interaction, level: str) -> None:
        """How sure an answer has to be."""
        now = await self._bot.preferences.of(interaction.guild_id)
        await self._set(interaction, replace(now, threshold=level))

    @app_commands.command(description=command("setup.log"))
    @app_commands.describe(channel=command("setup.log_channel"))
    async def log(self, interaction: discord.Interaction, channel: discord.TextChannel | None = None) -> None:
        """Where moderators' doings are noted."""
        now = await self._bot.preferences.of(interaction.guild_id)
        warnings = []
        if channel is not None and not _may_write(channel):
            warnings.append(say("setup.no_access", channel=f"<#{channel.id}>"))
        await self._set(interaction, replace(now, log_channel=channel.id if channel else None), warnings)

    async def _set(
        self, interaction: discord.Interaction, chosen: Preferences, notes: list[str] | None = None
    ) -> None:
        assert interaction.guild_id is not None  # noqa: S101  (the check passed)
        with self._bot.desk.work():
            await interaction.response.defer(ephemeral=True, thinking=True)
            await self._bot.preferences.set(interaction.guild_id, chosen)
            text = "\n".join([say("setup.saved"), *(notes or [])])
            await interaction.edit_original_response(content=text, embed=panels.preferences(chosen))
            await audit.note(
                self._bot, interaction.guild_id, "audit.setup", interaction.user, _used(interaction)
            )


class Stats(commands.Cog):
    """How the bot is doing in a server."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @app_commands.command(description=command("stats.description"))
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.check(permissions.manage_server)
    async def stats(self, interaction: discord.Interaction) -> None:
        """Counts of the last days."""
        desk = self._bot.desk
        with desk.work():
            await interaction.response.defer(ephemeral=True, thinking=True)
            days = min(STATS_DAYS, self._bot.settings.keep_days)
            found = await desk.look(desk.records.statistics, str(interaction.guild_id), days)
            await interaction.edit_original_response(embed=panels.statistics(found, days))


def _used(interaction: discord.Interaction) -> str:
    """The command as it was typed, e.g. "`/setup threshold` level: strict"."""
    name = interaction.command.qualified_name if interaction.command else ""
    values = [f"{key}: {_named(value)}" for key, value in interaction.namespace]
    return f"`/{name}` {', '.join(values)}".strip()


def _named(value: object) -> str:
    if isinstance(value, discord.Role):
        return f"<@&{value.id}>"
    number = getattr(value, "id", None)
    return f"<#{number}>" if number is not None else clean.line(str(value))


def _with(ids: tuple[int, ...], number: int, wanted: bool) -> tuple[int, ...]:
    rest = tuple(known for known in ids if known != number)
    if not wanted:
        return rest
    if len(rest) >= MOST:
        raise InputError(say("setup.too_many", count=MOST))
    return (*rest, number)


def _may_write(channel: discord.TextChannel | discord.Thread) -> bool:
    held = channel.permissions_for(channel.guild.me)
    sends = held.send_messages_in_threads if isinstance(channel, discord.Thread) else held.send_messages
    return held.view_channel and sends and held.embed_links and held.read_message_history


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    bot.tree.add_command(Setup(bot))
    await bot.add_cog(Stats(bot))
