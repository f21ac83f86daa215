"""A command's option for any channel or thread, also an archived one that discord.py does not know."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands.transformers import RawChannelTransformer


class _Transformer(RawChannelTransformer[Any]):
    """Offers no media channels: Discord's own description of its API lacks them."""

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """What people may choose from."""
        return [kind for kind in super().channel_types if kind is not discord.ChannelType.media]


_TRANSFORMER = _Transformer(app_commands.AppCommandChannel, app_commands.AppCommandThread)
PickedChannel = app_commands.AppCommandChannel | app_commands.AppCommandThread
AnyChannel = app_commands.Transform[PickedChannel, _TRANSFORMER]


async def known(channel: PickedChannel) -> Any:
    """The channel with all that is known of it: from memory, else fetched; None when Discord does not show it."""
    if (cached := channel.resolve()) is not None:
        return cached
    try:
        return await channel.fetch()
    except discord.HTTPException:
        return None
