"""``/setup`` and ``/stats``: for members with Manage Server, checked at run time, too."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import rights
from bot.asking.channel_option import AnyChannel, PickedChannel, known
from bot.choices import MOST, Preferences
from bot.running import audit, permissions
from bot.showing import clean, panels
from bot.texts import command, say
from index.answering.strictness import Strictness
from index.errors import InputError

if TYPE_CHECKING:
    from bot.running.host import Host

STATS_DAYS = 30
_LEVELS = [app_commands.Choice(name=command(f"setup.{level}"), value=level.value) for level in Strictness]


_USES = [
    app_commands.Choice(name=command(f"setup.{use}"), value=use) for use in ("only", "never", "anywhere")
]
IN_THREADS = (discord.Thread, discord.ForumChannel)
"""Where messages stand in threads, which has a permission of its own."""


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
    async def channels(self, interaction: discord.Interaction, channel: AnyChannel, answer_all: bool) -> None:
        """A channel, forum or thread in which every question is answered."""
        now = await self._bot.preferences.of(interaction.guild_id)
        chosen = replace(now, channels=_with(now.channels, channel.id, answer_all))
        notes = []
        if answer_all and not self._bot.intents.message_content:
            notes.append(say("setup.no_intent"))
        await self._set(interaction, chosen, notes, channel if answer_all else None)

    @app_commands.command(description=command("setup.where"))
    @app_commands.describe(channel=command("setup.where_which"), use=command("setup.where_use"))
    @app_commands.choices(use=_USES)
    async def where(self, interaction: discord.Interaction, channel: AnyChannel, use: str) -> None:
        """Allowed and forbidden channels."""
        now = await self._bot.preferences.of(interaction.guild_id)
        chosen = replace(
            now,
            only=_with(now.only, channel.id, use == "only"),
            never=_with(now.never, channel.id, use == "never"),
        )
        await self._set(interaction, chosen, None, channel if use == "only" else None)

    @app_commands.command(description=command("setup.threads"))
    @app_commands.describe(mention_only=command("setup.threads_mention"))
    async def threads(self, interaction: discord.Interaction, mention_only: bool) -> None:
        """Whether a thread below an answer goes on without a mention."""
        now = await self._bot.preferences.of(interaction.guild_id)
        await self._set(interaction, replace(now, threads_by_mention=mention_only))

    @app_commands.command(name="new-thread", description=command("setup.new_thread"))
    @app_commands.describe(into_thread=command("setup.new_thread_on"))
    async def new_thread(self, interaction: discord.Interaction, into_thread: bool) -> None:
        """Answers to mentions in threads of their own."""
        now = await self._bot.preferences.of(interaction.guild_id)
        await self._set(interaction, replace(now, in_thread=into_thread))

    @app_commands.command(description=command("setup.unanswered"))
    @app_commands.describe(collect=command("setup.unanswered_on"))
    async def unanswered(self, interaction: discord.Interaction, collect: bool) -> None:
        """Whether moderators may read what was not answered, from now on."""
        now = await self._bot.preferences.of(interaction.guild_id)
        since = (now.unanswered_since or time.time()) if collect else None
        await self._set(interaction, replace(now, unanswered_since=since))

    @app_commands.command(description=command("setup.helpers"))
    @app_commands.describe(role=command("setup.helpers_role"), channel=command("setup.helpers_channel"))
    async def helpers(
        self,
        interaction: discord.Interaction,
        role: discord.Role | None = None,
        channel: AnyChannel | None = None,
    ) -> None:
        """Whom to ask when no article says it; without either, nobody."""
        if role is not None and role.is_default():
            raise InputError(say("setup.helpers_everyone"))
        now = await self._bot.preferences.of(interaction.guild_id)
        chosen = replace(
            now, helper_role=role.id if role else None, helper_channel=channel.id if channel else None
        )
        await self._set(interaction, chosen, None, channel)

    @app_commands.command(description=command("setup.daily"))
    @app_commands.describe(channel=command("setup.daily_channel"), hour=command("setup.daily_hour"))
    async def daily(
        self,
        interaction: discord.Interaction,
        channel: AnyChannel | None = None,
        hour: app_commands.Range[int, 0, 23] = 9,
    ) -> None:
        """The quote of the day posted by itself; without a channel, no more."""
        if not 0 <= hour < 24:  # Discord checks, others that speak its protocol may not
            raise InputError(say("error.option"))
        now = await self._bot.preferences.of(interaction.guild_id)
        chosen = replace(now, daily_channel=channel.id if channel else None, daily_hour=hour, daily_posted=0)
        await self._set(interaction, chosen, None, channel)

    @app_commands.command(description=command("setup.check"))
    async def check(self, interaction: discord.Interaction) -> None:
        """Channels where the bot cannot answer as it is meant to."""
        guild = interaction.guild
        places = [*guild.channels, *guild.threads] if guild else []
        lines = []
        for place in places:
            if isinstance(place, discord.CategoryChannel):
                continue
            lacks = rights.lacking(rights.held(place), in_thread=isinstance(place, IN_THREADS))
            if lacks:
                lines.append(say("setup.check_line", channel=f"<#{place.id}>", rights=rights.named(lacks)))
        await interaction.response.send_message(embed=panels.lacking(lines), ephemeral=True)

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
        await self._set(interaction, replace(now, threshold=Strictness(level)))

    @app_commands.command(description=command("setup.log"))
    @app_commands.describe(channel=command("setup.log_channel"))
    async def log(self, interaction: discord.Interaction, channel: AnyChannel | None = None) -> None:
        """Where moderators' doings are noted."""
        now = await self._bot.preferences.of(interaction.guild_id)
        chosen = replace(now, log_channel=channel.id if channel else None)
        await self._set(interaction, chosen, None, channel)

    async def _set(
        self,
        interaction: discord.Interaction,
        chosen: Preferences,
        notes: list[str] | None = None,
        channel: PickedChannel | None = None,
    ) -> None:
        """Store it; ``channel`` is one that the bot is to write in, which it may not be able to."""
        assert interaction.guild_id is not None  # noqa: S101  (the check passed)
        with self._bot.desk.work():
            await interaction.response.defer(ephemeral=True, thinking=True)
            notes = [*(notes or []), *(await _obstacles(channel) if channel else [])]
            before = await self._bot.preferences.of(interaction.guild_id)
            await self._bot.preferences.set(interaction.guild_id, chosen)
            await audit.note(
                self._bot,
                interaction.guild_id,
                "audit.setup",
                interaction.user,
                _used(interaction),
                also=before.log_channel,
            )
            text = "\n".join([say("setup.saved"), *notes])
            await interaction.edit_original_response(content=text, embed=panels.preferences(chosen))


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
            found = await desk.quickly(desk.records.statistics, str(interaction.guild_id), days)
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


async def _obstacles(channel: PickedChannel) -> list[str]:
    """What keeps the bot from answering there."""
    if isinstance(channel, app_commands.AppCommandThread) and channel.archived:
        return [say("setup.archived")]
    found = await known(channel)
    if found is None:
        return [say("setup.unseen", channel=f"<#{channel.id}>")]
    lacks = rights.lacking(rights.held(found), in_thread=isinstance(found, IN_THREADS))
    return [say("setup.no_access", channel=f"<#{channel.id}>", rights=rights.named(lacks))] if lacks else []


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    bot.tree.add_command(Setup(bot))
    await bot.add_cog(Stats(bot))
