"""``/quote``: one quote of the articles as a card, by chance or one a day for everybody."""

from __future__ import annotations

import asyncio
import io
import random
import time
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.asking import linking
from bot.asking.desk import view_of
from bot.showing import card, fragments, render
from bot.texts import command, say
from index.errors import NotFoundError
from index.model import QuoteKind, StoredQuote

if TYPE_CHECKING:
    from bot.running.host import Host

_SHORTEST, _LONGEST = 40, 300
DAY = 86_400


class QuoteGroup(app_commands.Group):
    """The commands below ``/quote``."""

    def __init__(self, bot: Host) -> None:
        super().__init__(name="quote", description=command("card.description"))
        self._bot = bot

    @app_commands.command(name="random", description=command("card.random"))
    async def random_(self, interaction: discord.Interaction) -> None:
        """Any quote."""
        await self._show(interaction, random.Random())  # noqa: S311  (chance, no secret)

    @app_commands.command(description=command("card.daily"))
    async def daily(self, interaction: discord.Interaction) -> None:
        """The same quote for a whole day."""
        day = int(time.time()) // DAY
        await self._show(interaction, random.Random(f"{interaction.guild_id} {day}"))  # noqa: S311

    async def _show(self, interaction: discord.Interaction, dice: random.Random) -> None:
        desk, view = self._bot.desk, view_of(interaction.guild_id)
        with desk.work():
            private = await self._bot.preferences.private_at(interaction, default=False)
            await interaction.response.defer(thinking=True, ephemeral=private)
            fitting = [said for said in await desk.quotes(view) if _fits(said)]
            if not fitting:
                await desk.require_articles(view)
                raise NotFoundError(say("card.nothing"))
            chosen = dice.choice(sorted(fitting, key=lambda said: str(said.id)))
            chosen = await linking.stored(desk, chosen, view)
            cited = render.cited_as(chosen)
            if not await desk.still_there([cited], view):
                raise NotFoundError(say("card.nothing"))
            picture = await asyncio.to_thread(card.card, cited)
            if picture is None:
                await interaction.edit_original_response(embeds=render.stored(chosen))
                return
            file = discord.File(io.BytesIO(picture), "quote.png", description=card.alt(cited))
            link = fragments.to_words(cited.url, cited.text)
            await interaction.edit_original_response(
                content=f"<{link}>" if link else None, attachments=[file]
            )


def _fits(said: StoredQuote) -> bool:
    quote = said.quote
    return quote.kind is QuoteKind.DIRECT and bool(quote.speaker) and _SHORTEST <= len(quote.text) <= _LONGEST


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    bot.tree.add_command(QuoteGroup(bot))
