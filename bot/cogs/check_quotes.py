"""The message command "Check quotes": each quotation in a message, judged, for the eyes of who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import quote_report
from bot.asking.answering import Asker
from bot.asking.contexts import ANYWHERE, INSTALLS, home
from bot.asking.message_texts import texts_of
from bot.showing import layout
from bot.texts import phrases, say
from bot.views.buttons import PostButton

if TYPE_CHECKING:
    from bot.running.host import Host


class CheckQuotes(commands.Cog):
    """Right click on a message → Apps."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot
        name = app_commands.locale_str(phrases("en")["check.name"], key="check.name")
        self._menu = app_commands.ContextMenu(
            name=name, callback=self.check, allowed_installs=INSTALLS, allowed_contexts=ANYWHERE
        )

    async def cog_load(self) -> None:
        """A context menu cannot be declared inside a cog."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it out again."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def check(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Defer, find the quotations, judge them together, report."""
        desk = self._bot.desk
        with desk.work():
            await interaction.response.defer(ephemeral=True, thinking=True)
            claims = await quote_report.claims_in(desk, await texts_of(message))
            if not claims:
                await interaction.edit_original_response(content=say("check.none"))
                return
            asker = Asker(interaction.user.id, home(interaction))
            self._bot.answering.slow_down(asker)
            first, *others = await quote_report.report(desk, claims, asker, message.jump_url)
            await interaction.edit_original_response(embeds=first, view=layout.post())
            for embeds in others:  # long quotes: what one message cannot hold is not left out
                await interaction.followup.send(embeds=embeds, view=layout.post(), ephemeral=True)


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    bot.add_dynamic_items(PostButton)
    await bot.add_cog(CheckQuotes(bot))
