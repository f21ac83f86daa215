"""``/tldr [article]``: what an article is about, in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import linking
from bot.asking.answering import Asker
from bot.asking.contexts import home
from bot.asking.desk import place, view_of
from bot.cogs.ask import chosen_article, suggest_articles
from bot.showing import layout, render
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
            private = await bot.preferences.private_at(interaction)
            await interaction.response.defer(thinking=True, ephemeral=private)
            name = await chosen_article(bot, home(interaction), article)
            channel = place(interaction.channel)
            bot.answering.slow_down(Asker(interaction.user.id, home(interaction), name, channel))
            name = name or await bot.desk.binding(home(interaction), channel)
            view = View(view_of(home(interaction)).shelves, name)
            found = await linking.answer(bot.desk, await bot.desk.gist(view), view)
            below = layout.own(interaction.user.id, private=private) if found.quotes else None
            await interaction.edit_original_response(embeds=render.gist(found), view=below)

    @tldr.autocomplete("article")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_articles(self._bot, interaction, typed)


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    await bot.add_cog(Tldr(bot))
