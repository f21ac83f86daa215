"""``/ask question [article]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import checks, clean, limits, render
from bot.desk import Desk, view_of
from bot.failures import Failures
from index.errors import InputError, NotFoundError
from index.model import ArticleInfo, View

if TYPE_CHECKING:
    from bot.client import WhosaidBot


class Ask(commands.Cog):
    """Questions by command."""

    def __init__(self, desk: Desk, failures: Failures) -> None:
        self._desk = desk
        self._failures = failures

    @app_commands.command(description="Ask the articles; they answer in their own words.")
    @app_commands.describe(question="What do you want to know?", article="Look only in this article")
    async def ask(self, interaction: discord.Interaction, question: str, article: str | None = None) -> None:
        """Defer, ask, answer."""
        with self._desk.work():
            question = checks.question(question)
            await interaction.response.defer(thinking=True)
            view = view_of(interaction.guild_id)
            if article is not None and article.strip():
                view = View(view.shelves, await self._article(article, view))
            found = await self._desk.ask(question, view)
            if found.error:
                raise InputError(found.error)
            await interaction.edit_original_response(embeds=render.answer(found, asked=True))

    @ask.autocomplete("article")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            known = await self._desk.articles(view_of(interaction.guild_id))
        except Exception as error:  # Discord shows an empty list; the log says why
            self._failures.record(error, "autocomplete of /ask", [typed])
            return []
        wanted = typed.strip().casefold()
        fitting = [
            info for info in known if wanted in info.title.casefold() or wanted in info.name.casefold()
        ]
        return [_choice(info) for info in fitting[: limits.CHOICES]]

    async def _article(self, typed: str, view: View) -> str:
        """The name of the article that was chosen or typed: by value, name or title."""
        typed = typed.strip()
        for info in await self._desk.articles(view):
            if typed in (_value(info), info.name) or typed.casefold() == info.title.strip().casefold():
                return info.name
        raise NotFoundError(f"I know no article “{limits.shorten(typed, 100)}” here; pick one from the list.")


def _value(info: ArticleInfo) -> str:
    return info.name if limits.size(info.name) <= limits.CHOICE else f"a:{info.id}"


def _choice(info: ArticleInfo) -> app_commands.Choice[str]:
    name = limits.shorten(clean.plain(info.title) or clean.plain(info.name), limits.CHOICE)
    return app_commands.Choice(name=name or "…", value=_value(info))


async def setup(bot: WhosaidBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(Ask(bot.desk, bot.failures))
