"""``/quote``: one quote of the articles as a card, by chance or one a day; posted by itself where a server wants that."""

from __future__ import annotations

import asyncio
import io
import logging
import random
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import linking
from bot.asking.contexts import home
from bot.asking.desk import view_of
from bot.choices import Preferences
from bot.showing import card, fragments, layout, render
from bot.texts import command, say, speaking
from index.errors import NotFoundError, WhosaidError
from index.model import QuoteKind, StoredQuote

if TYPE_CHECKING:
    from bot.running.host import Host

log = logging.getLogger(__name__)

_SHORTEST, _LONGEST = 40, 300
DAY, HOUR = 86_400, 3_600


@dataclass(frozen=True, slots=True)
class Drawn:
    """A quote as it is sent: a card with the address of its words, or text where it does not fit on a card."""

    link: str | None
    file: discord.File | None
    embeds: list[discord.Embed]


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
        await self._show(interaction, _of_day(home(interaction)))

    async def _show(self, interaction: discord.Interaction, dice: random.Random) -> None:
        with self._bot.desk.work():
            private = await self._bot.preferences.private_at(interaction, default=False)
            await interaction.response.defer(thinking=True, ephemeral=private)
            drawn = await draw(self._bot, home(interaction), dice)
            await interaction.edit_original_response(
                content=drawn.link,
                embeds=drawn.embeds,
                attachments=[drawn.file] if drawn.file else [],
                view=layout.own(interaction.user.id, private=private),
            )


class DailyQuotes(commands.Cog):
    """Posts the quote of the day in the channels that servers chose, once a day."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot
        self._posting: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Begin to look what is due."""
        self._posting = asyncio.create_task(self._run())

    async def cog_unload(self) -> None:
        """And stop it."""
        if self._posting is not None:
            self._posting.cancel()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._bot.pace.rounds)
            for guild in list(self._bot.guilds):
                try:
                    await self._due(guild)
                except (WhosaidError, discord.HTTPException) as error:  # tomorrow is another day
                    log.warning("no quote of the day in %d: %s", guild.id, error)
                except Exception as error:
                    self._bot.failures.record(error, f"quote of the day of {guild.id}")

    async def _due(self, guild: discord.Guild) -> None:
        chosen = await self._bot.preferences.of(guild.id)
        if chosen.daily_channel is None or not await self._bot.preferences.claim(guild.id, _not_yet):
            return
        speaking(guild.preferred_locale)
        with self._bot.desk.work():
            drawn = await draw(self._bot, guild.id, _of_day(guild.id))
            text = "\n".join(filter(None, [say("card.today"), drawn.link]))
            channel = self._bot.get_partial_messageable(chosen.daily_channel, guild_id=guild.id)
            if drawn.file is not None:
                await channel.send(text, file=drawn.file)
            else:
                await channel.send(text, embeds=drawn.embeds)


async def draw(bot: Host, guild: int | None, dice: random.Random) -> Drawn:
    """One quote that a place sees. Raises NotFoundError where there is none."""
    desk, view = bot.desk, view_of(guild)
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
        return Drawn(None, None, render.stored(chosen))
    file = discord.File(io.BytesIO(picture), "quote.png", description=card.alt(cited))
    link = fragments.to_words(cited.url, cited.text)
    return Drawn(f"<{link}>" if link else None, file, [])


def _of_day(guild: int | None) -> random.Random:
    return random.Random(f"{guild} {int(time.time()) // DAY}")  # noqa: S311


def _not_yet(chosen: Preferences) -> Preferences | None:
    """The choices with today's quote as posted; None before its hour, and when it was."""
    now = int(time.time())
    day, hour = now // DAY, now % DAY // HOUR
    return (
        replace(chosen, daily_posted=day) if day > chosen.daily_posted and hour >= chosen.daily_hour else None
    )


def _fits(said: StoredQuote) -> bool:
    quote = said.quote
    return quote.kind is QuoteKind.DIRECT and bool(quote.speaker) and _SHORTEST <= len(quote.text) <= _LONGEST


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    bot.tree.add_command(QuoteGroup(bot))
    await bot.add_cog(DailyQuotes(bot))
