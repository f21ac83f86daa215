"""Notes in a server's log channel what moderators do."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord

from bot.showing import clean
from bot.texts import say

if TYPE_CHECKING:
    from bot.running.host import Host

log = logging.getLogger(__name__)


async def note(
    bot: Host,
    guild_id: int | None,
    key: str,
    who: discord.abc.User,
    what: str = "",
    *,
    also: int | None = None,
) -> None:
    """One line in the log channel, if the server chose one; a channel that is gone or closed costs a log line.

    To be called right after the change, before any reply. ``also`` is a channel that is told, too: the one that
    was the log channel until now.
    """
    log.info("%s by %d in %s %s", key, who.id, guild_id, what)
    text = say(key, who=f"**{clean.line(who.display_name)}** (`{who.id}`)", what=what)
    for channel in dict.fromkeys(((await bot.preferences.of(guild_id)).log_channel, also)):
        if channel is None:
            continue
        try:
            await bot.get_partial_messageable(channel, guild_id=guild_id).send(text)
        except discord.HTTPException as error:
            log.warning("the log channel of %s does not take notes (%d)", guild_id, error.code)
