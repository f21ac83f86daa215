"""``/who-said quote``: free text, or a quote picked from the list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import checks, limits, render, verdicts
from bot.desk import Desk, view_of
from bot.failures import Failures
from index.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from bot.client import WhosaidBot

_PICKED = re.compile(r"q:(\S{1,90})")


class WhoSaid(commands.Cog):
    """Did anybody say this, and who?"""

    def __init__(self, desk: Desk, failures: Failures) -> None:
        self._desk = desk
        self._failures = failures

    @app_commands.command(
        name="who-said", description="Find out who said something, and whether in these words."
    )
    @app_commands.describe(quote="The words, or a quote from the list")
    async def who_said(self, interaction: discord.Interaction, quote: str) -> None:
        """Defer, look up or judge, answer."""
        with self._desk.work():
            quote = checks.quoted_text(quote)
            await interaction.response.defer(thinking=True)
            if picked := _PICKED.fullmatch(quote):
                embeds = await self._stored(picked[1], interaction.guild_id)
            else:
                judged = await self._desk.who_said(quote, view_of(interaction.guild_id))
                if judged.error:
                    raise InputError(judged.error)
                embeds = verdicts.verdict(judged)
            await interaction.edit_original_response(embeds=embeds)

    @who_said.autocomplete("quote")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            view = view_of(interaction.guild_id)
            found = await self._desk.suggest(typed[: limits.QUOTED_TEXT], view, limits.CHOICES)
        except Exception as error:  # Discord shows an empty list; the log says why
            self._failures.record(error, "autocomplete of /who-said", [typed])
            return []
        choices = (app_commands.Choice(name=render.suggestion(said), value=f"q:{said.id}") for said in found)
        return [choice for choice in choices if len(choice.value) <= limits.CHOICE][: limits.CHOICES]

    async def _stored(self, quote_id: str, guild_id: int | None) -> list[discord.Embed]:
        said = await self._desk.quote(quote_id, view_of(guild_id))
        if said is None:
            raise NotFoundError("That quote is not in the articles any more; type its words instead.")
        return render.stored(said)


async def setup(bot: WhosaidBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(WhoSaid(bot.desk, bot.failures))
