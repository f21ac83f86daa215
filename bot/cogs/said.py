"""``/said speaker [topic]``: what somebody said, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.answering import Asker
from bot.asking.contexts import anywhere, home
from bot.asking.desk import view_of
from bot.showing import clean, layout, limits, pages
from bot.texts import command, say
from index.errors import NotFoundError
from index.model import Answer, Citation, StoredQuote
from index.quotes import by_speaker as speakers

if TYPE_CHECKING:
    from bot.running.host import Host

_LONGEST = 200


class Said(commands.Cog):
    """Everything that a speaker said."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @anywhere
    @app_commands.command(description=command("said.description"))
    @app_commands.describe(speaker=command("said.speaker"), topic=command("said.topic"))
    async def said(self, interaction: discord.Interaction, speaker: str, topic: str | None = None) -> None:
        """Defer, look up, show the first page; the rest is behind buttons."""
        desk = self._bot.desk
        with desk.work():
            self._bot.answering.slow_down(Asker(interaction.user.id, home(interaction)))
            private = await self._bot.preferences.private_at(interaction, default=False)
            await interaction.response.defer(thinking=True, ephemeral=private)
            speaker, topic = speaker.strip()[:_LONGEST], " ".join((topic or "").split())[:_LONGEST]
            stored = await desk.quotes(view_of(home(interaction)))
            names = await desk.quickly(_meant, stored, speaker)
            if not names:
                await desk.require_articles(view_of(home(interaction)))
                raise NotFoundError(say("said.nobody"))  # what was typed is not repeated: others may read it
            found = await desk.quickly(_citations, stored, names, topic)
            if not found:
                text = say("said.nothing", speaker=clean.line(names[0]))
                await interaction.edit_original_response(content=text)
                return
            shown = " / ".join(names[:3])
            answer = Answer(f"{shown}\n{topic}", True, 1.0, found)
            guild = str(home(interaction) or "")
            person = str(interaction.user.id)
            number = await desk.kept("a list", desk.records.keep, answer, guild, person)
            below = layout.said(number, interaction.user.id, 0, pages.said_pages(found), private=private)
            first = await desk.linked(
                found[: pages.SAID_PAGE], view_of(home(interaction))
            )  # later pages when pressed
            whole = (*first, *found[pages.SAID_PAGE :])
            await interaction.edit_original_response(embeds=pages.said(shown, topic, whole, 0), view=below)

    @said.autocomplete("speaker")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            desk = self._bot.desk
            names = await desk.quickly(_meant, await desk.quotes(view_of(home(interaction))), typed)
        except Exception as error:  # Discord shows an empty list; the log says why
            self._bot.failures.record(error, "autocomplete of /said", [typed])
            return []
        fitting = [name for name in names if limits.size(name) <= limits.CHOICE and clean.plain(name)]
        return [
            app_commands.Choice(name=limits.shorten(clean.plain(name), limits.CHOICE), value=name)
            for name in fitting[: limits.CHOICES]
        ]


def _meant(stored: Sequence[StoredQuote], typed: str) -> list[str]:
    """The speakers that were typed; all of them, those with most quotes first, when nothing was."""
    known = [name for name, _ in speakers.speakers(stored)]
    return speakers.matching(known, typed) if typed.strip() else known


def _citations(stored: Sequence[StoredQuote], names: Sequence[str], topic: str) -> tuple[Citation, ...]:
    return pages.citations(speakers.said_by(stored, names, topic))


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    await bot.add_cog(Said(bot))
