"""One line when the bot comes to a server: what it is for and how to begin."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.asking import rights
from bot.texts import say, speaking

if TYPE_CHECKING:
    from bot.running.host import Host

log = logging.getLogger(__name__)


class Welcome(commands.Cog):
    """Says hello once, where the server greets newcomers or else where it may write first."""

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Nobody is told when there is no channel to write in."""
        channel = _channel(guild)
        if channel is None:
            return
        speaking(guild.preferred_locale)
        try:
            await channel.send(say("welcome.line"), allowed_mentions=discord.AllowedMentions.none())
        except discord.HTTPException as error:
            log.info("no welcome in %d (%d)", guild.id, error.code)


def _channel(guild: discord.Guild) -> discord.TextChannel | None:
    wanted = [guild.system_channel, *guild.text_channels]
    for channel in wanted:
        held = rights.held(channel) if channel else None
        if held is not None and held.view_channel and held.send_messages:
            return channel
    return None


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    await bot.add_cog(Welcome())
