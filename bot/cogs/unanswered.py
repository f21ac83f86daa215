"""``/unanswered``: what no article said or members called wrong, for moderators of servers that opted in."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.running import permissions
from bot.showing import panels
from bot.texts import command, say
from index.errors import InputError
from index.store.values import Unanswered

if TYPE_CHECKING:
    from bot.running.host import Host


class UnansweredCommand(commands.Cog):
    """The questions behind "does not say" and "Wrong?"; who asked is not shown."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @app_commands.command(name="unanswered", description=command("unanswered.description"))
    @app_commands.describe(as_file=command("unanswered.as_file"))
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.check(permissions.manage_server)
    async def unanswered(self, interaction: discord.Interaction, as_file: bool = False) -> None:
        """The newest, or all of them as a table."""
        bot = self._bot
        with bot.desk.work():
            await interaction.response.defer(ephemeral=True, thinking=True)
            since = (await bot.preferences.of(interaction.guild_id)).unanswered_since
            if since is None:
                raise InputError(say("unanswered.off"))
            found = await bot.desk.quickly(bot.desk.records.unanswered, str(interaction.guild_id), since)
            if not as_file:
                await interaction.edit_original_response(embed=panels.unanswered(found))
                return
            file = discord.File(io.BytesIO(_table(found)), "unanswered.csv")
            await interaction.edit_original_response(attachments=[file])


def _table(found: list[Unanswered]) -> bytes:
    """CSV. A cell never begins as a formula would, for spreadsheets run those."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["asked", "question", "said nothing", "helpful", "wrong"])
    for row in found:
        asked = datetime.fromtimestamp(row.asked_at, UTC).isoformat(timespec="seconds")
        question = f"'{row.question}" if row.question[:1] in "=+-@\t\r" else row.question
        table.writerow([asked, question, int(not row.answered), row.helpful, row.wrong])
    return out.getvalue().encode("utf-8-sig")


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    await bot.add_cog(UnansweredCommand(bot))
