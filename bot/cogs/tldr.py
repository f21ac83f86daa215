"""``/tldr [article]``: what an article is about, in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import linking
from bot.asking.answering import Asker
from bot.asking.desk import place, view_of
from bot.cogs.ask import chosen_article, suggest_articles
from bot.showing import render
from bot.texts import command
from index.model import View

if TYPE_CHECKING:
    from bot.running.host import Host


class Tldr(commands.Cog):
    """The lead and the most central sentences."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @app_commands.command(description=command("tldr.description"))
    @app_commands.describe(article=command("tldr.article"))
    async def tldr(self, interaction: discord.Interaction, article: str | None = None) -> None:
        """Defer, choose, answer; with several articles and none named, that is said."""
        bot = self._bot
        with bot.desk.work():
            private = (await bot.preferences.of(interaction.guild_id)).private
            await interaction.response.defer(thinking=True, ephemeral=private)
            name = await chosen_article(bot, interaction.guild_id, article)
            channel = place(interaction.channel)
            bot.answering.slow_down(Asker(interaction.user.id, interaction.guild_id, name, channel))
            name = name or await bot.desk.binding(interaction.guild_id, channel)
            view = View(view_of(interaction.guild_id).shelves, name)
            found = await linking.answer(bot.desk, await bot.desk.gist(view), view)
            await interaction.edit_original_response(embeds=render.gist(found))

    @tldr.autocomplete("article")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_articles(self._bot, interaction, typed)


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    await bot.add_cog(Tldr(bot))
