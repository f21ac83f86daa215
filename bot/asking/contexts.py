"""Where commands can be used: in servers that have the bot, and by people who installed it for themselves, anywhere."""

from __future__ import annotations

from typing import Any, TypeVar

import discord
from discord import app_commands

C = TypeVar("C")
INSTALLS = app_commands.AppInstallationType(guild=True, user=True)
ANYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)


def anywhere(command: C) -> C:
    """For a command that people carry with them, also into group messages and servers without the bot."""
    contexts = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    return app_commands.allowed_installs(guilds=True, users=True)(contexts(command))


def is_guest(interaction: discord.Interaction[Any]) -> bool:
    """Whether a person brought the bot along, into a place that did not install it: answers are theirs alone."""
    if interaction.is_guild_integration():
        return False
    guild = interaction.guild_id
    return interaction.context.private_channel or (
        guild is not None and interaction.client.get_guild(guild) is None
    )


def home(interaction: discord.Interaction[Any]) -> int | None:
    """The server whose own articles are asked, too; None for guests: one that took the bot out shows nothing more."""
    return None if is_guest(interaction) else interaction.guild_id
