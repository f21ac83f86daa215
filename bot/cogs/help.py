"""``/help`` and ``/forget-me``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.contexts import anywhere
from bot.showing import panels
from bot.texts import command, say

if TYPE_CHECKING:
    from bot.running.host import Host


class Help(commands.Cog):
    """What the bot does, and how to be forgotten by it."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot
        self._ids: dict[str, int] = {}

    @anywhere
    @app_commands.command(name="help", description=command("help.description"))
    async def help_(self, interaction: discord.Interaction) -> None:
        """One screen, for the eyes of who asked."""
        moderator = interaction.guild_id is not None and interaction.permissions.manage_guild
        embed = panels.help_(self._bot.settings.keep_days, moderator=moderator, ids=self._ids)
        await interaction.response.send_message(embed=embed, ephemeral=True)
        if not self._ids:
            self._ids = await self._known()
            embed = panels.help_(self._bot.settings.keep_days, moderator=moderator, ids=self._ids)
            await interaction.edit_original_response(embed=embed)

    async def _known(self) -> dict[str, int]:
        """The ids of the commands, by which their names can be clicked; none when Discord does not tell."""
        try:
            found = await self._bot.tree.fetch_commands()
        except (discord.HTTPException, LookupError, TypeError, ValueError):
            return {}
        return {command.name: command.id for command in found if not _has_parts(command)}

    @anywhere
    @app_commands.command(name="forget-me", description=command("forget.description"))
    async def forget_me(self, interaction: discord.Interaction) -> None:
        """Delete what names the person."""
        desk = self._bot.desk
        with desk.work():
            await interaction.response.defer(ephemeral=True, thinking=True)
            count = await desk.quickly(desk.records.forget, str(interaction.user.id))
            text = (
                say("forget.done", entries=say("unit.entries", count=count))
                if count
                else say("forget.nothing")
            )
            await interaction.edit_original_response(content=text)


def _has_parts(command: app_commands.AppCommand) -> bool:
    """Whether it is a group, which cannot be clicked itself."""
    return any(isinstance(part, app_commands.AppCommandGroup) for part in command.options)


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    await bot.add_cog(Help(bot))
