"""``/who-said quote [article]``: free text, or a quote picked from the list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import inputs, linking
from bot.asking.answering import Asker
from bot.asking.contexts import anywhere, home
from bot.asking.desk import view_of
from bot.cogs.ask import chosen_article, suggest_articles
from bot.showing import layout, limits, render, verdicts
from bot.texts import command, say
from index.errors import InputError, NotFoundError
from index.inputs import MAX_NEEDLE
from index.model import Answer, Verdict, VerdictKind, View

if TYPE_CHECKING:
    from bot.running.host import Host

_PICKED = re.compile(r"q:(\S{1,90})")


class WhoSaid(commands.Cog):
    """Did anybody say this, and who?"""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @anywhere
    @app_commands.command(name="who-said", description=command("who_said.description"))
    @app_commands.describe(quote=command("who_said.quote"), article=command("who_said.article"))
    async def who_said(
        self, interaction: discord.Interaction, quote: str, article: str | None = None
    ) -> None:
        """Defer, look up or judge, answer."""
        desk = self._bot.desk
        with desk.work():
            typed, quote = quote.strip(), inputs.quoted_text(quote)
            picked, asker = _PICKED.fullmatch(quote), Asker(interaction.user.id, home(interaction))
            self._bot.answering.slow_down(asker)
            private = await self._bot.preferences.private_at(interaction, default=False)
            await interaction.response.defer(thinking=True, ephemeral=private)
            below = None
            if picked:
                embeds = await self._stored(picked[1], home(interaction))
            else:
                name = await chosen_article(self._bot, home(interaction), article)
                view = View(view_of(asker.guild).shelves, name)
                judged = await desk.who_said(quote, view, asker.lane)
                if (
                    typed != quote and judged.verdict is not VerdictKind.EXACT
                ):  # an article may have just that
                    whole = await desk.who_said(typed[:MAX_NEEDLE], view, asker.lane)
                    judged = whole if whole.verdict is VerdictKind.EXACT else judged
                if judged.error:
                    raise InputError(judged.error)
                if judged.quote is None and not judged.related:
                    await desk.require_articles(view)
                below = await self._below(judged, interaction, private)
                embeds = verdicts.verdict(await linking.verdict(desk, judged, view))
            await interaction.edit_original_response(embeds=embeds, view=below)

    @who_said.autocomplete("article")
    async def _articles(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_articles(self._bot, interaction, typed)

    @who_said.autocomplete("quote")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            view = view_of(home(interaction))
            found = await self._bot.desk.suggest(typed[:MAX_NEEDLE], view, limits.CHOICES)
        except Exception as error:  # Discord shows an empty list; the log says why
            self._bot.failures.record(error, "autocomplete of /who-said", [typed])
            return []
        choices = (app_commands.Choice(name=render.suggestion(said), value=f"q:{said.id}") for said in found)
        return [choice for choice in choices if len(choice.value) <= limits.CHOICE][: limits.CHOICES]

    async def _below(
        self, judged: Verdict, interaction: discord.Interaction, private: bool
    ) -> discord.ui.View | None:
        """Buttons to the quote's context and source, and to delete or share it all."""
        quotes = (judged.quote, *judged.also) if judged.quote else judged.related
        found = Answer(judged.query, judged.quote is not None, judged.confidence, quotes)
        records, guild = self._bot.desk.records, str(home(interaction) or "")
        person = str(interaction.user.id)
        number = await self._bot.desk.kept("a verdict", records.keep, found, guild, person)
        return layout.verdict(found, number, private=private)

    async def _stored(self, quote_id: str, guild_id: int | None) -> list[discord.Embed]:
        desk, view = self._bot.desk, view_of(guild_id)
        said = await desk.quote(quote_id, view)
        if said is None:
            raise NotFoundError(say("who_said.gone"))
        return render.stored(await linking.stored(desk, said, view))


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    await bot.add_cog(WhoSaid(bot))
