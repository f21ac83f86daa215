"""Who may do what, checked here because Discord's own permissions are only hints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

if TYPE_CHECKING:
    from bot.running.host import Host


def manage_server(interaction: discord.Interaction) -> bool:
    """Passes inside a server for members with Manage Server; ``default_permissions`` can be changed there."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    allowed = interaction.permissions
    if not (allowed.manage_guild or allowed.administrator):
        raise app_commands.MissingPermissions(["manage_guild"])
    return True


async def manage_articles(interaction: discord.Interaction[Host]) -> bool:
    """Passes for members with Manage Server and for the roles that ``/setup managers`` names."""
    if interaction.guild_id is not None and isinstance(interaction.user, discord.Member):
        chosen = await interaction.client.preferences.of(interaction.guild_id)
        if any(interaction.user.get_role(role) for role in chosen.managers):
            return True
    return manage_server(interaction)
