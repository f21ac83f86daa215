"""``/reindex``: moderators have their server's articles read again, the bot's owner the shared ones."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Self

import discord
from discord import app_commands
from discord.ext import commands

from bot.running import audit, permissions
from bot.showing import render
from bot.texts import command, say
from index.errors import InputError, StoreError, WhosaidError
from index.model import SHARED_SHELF, Progress, View
from index.store.values import WebPage

if TYPE_CHECKING:
    from bot.running.host import Host
    from bot.running.pace import Pace
    from index.library import Library
    from index.shelves.rereading import Reread

log = logging.getLogger(__name__)

OWN = "own"


class Refresh:
    """Reads servers' pages and feeds again by itself, one server after the other."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    async def run(self) -> None:
        """Until it is cancelled. A server is due when one of its pages was last looked at REFRESH_HOURS ago."""
        while True:
            await asyncio.sleep(self._bot.pace.rounds)
            for guild in list(self._bot.guilds):
                try:
                    await self._due(str(guild.id))
                except WhosaidError as error:  # the next round tries again
                    log.warning("the pages of %d could not be read again: %s", guild.id, error)
                except Exception as error:
                    self._bot.failures.record(error, f"refresh of {guild.id}")

    async def _due(self, shelf: str) -> None:
        checked = await self._bot.desk.on_library(lambda library: _checked(library, shelf))
        if not checked or min(checked) > time.time() - self._bot.settings.refresh_hours * 3600:
            return
        with self._bot.desk.work(), self._bot.desk.one_reindex(shelf):
            room = self._bot.settings.shelf_limits
            done = await self._bot.desk.reindex(lambda _: None, shelf, self._bot.policy, room)
        log.info("read %d changed pages of %s again", done.fetched, shelf)
        if self._bot.user is not None and (done.fetched or done.gone):
            what = say("unit.articles", count=done.fetched)
            await audit.note(self._bot, int(shelf), "audit.refresh", self._bot.user, what)


def _checked(library: Library, shelf: str) -> list[float]:
    """When each page and feed of a shelf was looked at last (epoch seconds), 0 for one that never was."""
    known = library.pages.of(shelf)
    names = [info.name for info in library.articles(View((shelf,)))]
    pages = [name for name in names if name.startswith(("http://", "https://"))]
    feeds = [url for url, page in known.items() if page.feed]
    return [known.get(url, WebPage()).checked_at for url in (*pages, *feeds)]


class Reindex(commands.Cog):
    """A shelf made anew on somebody's word."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot
        self._desk = bot.desk
        self._failures = bot.failures
        self._refreshing: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Begin to read pages again by itself, when that is wanted."""
        if self._bot.settings.refresh_hours:
            self._refreshing = asyncio.create_task(Refresh(self._bot).run())

    async def cog_unload(self) -> None:
        """And stop it."""
        if self._refreshing is not None:
            self._refreshing.cancel()

    @app_commands.command(description=command("reindex_command.description"))
    @app_commands.describe(shelf=command("reindex_command.shelf"))
    @app_commands.choices(
        shelf=[
            app_commands.Choice(name=command("reindex_command.own"), value=OWN),
            app_commands.Choice(name=command("reindex_command.shared"), value=SHARED_SHELF),
        ]
    )
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def reindex(self, interaction: discord.Interaction, shelf: str = OWN) -> None:
        """Claim the shelf's place, defer, show progress, report."""
        if shelf == SHARED_SHELF:
            if not await self._bot.is_owner(interaction.user):
                raise InputError(say("reindex_command.owner_only"))
        else:
            await permissions.manage_articles(interaction)  # type: ignore[arg-type]
            shelf = str(interaction.guild_id)
        with self._desk.work(), self._desk.one_reindex(shelf):
            await interaction.response.defer(thinking=True)
            board = Board(interaction, self._bot.pace)
            try:
                async with board:
                    done = await self._reindex(interaction, board, shelf)
            except WhosaidError as error:
                await board.show([], self._failures.sentence(error, f"/reindex ({interaction.id})"))
            else:
                found = done.report
                empty = not (found.added or found.changed or found.removed or found.unchanged)
                await audit.note(self._bot, interaction.guild_id, "audit.reindex", interaction.user)
                shown = [] if empty and not found.problems else render.reread(done)
                await board.show(shown, say("reindex.no_articles") if empty else None)

    async def _reindex(self, interaction: discord.Interaction, board: Board, shelf: str) -> Reread:
        try:
            room = self._bot.settings.shelf_limits
            return await self._desk.reindex(board.heard, shelf, self._bot.policy, room)
        except WhosaidError:
            raise
        except Exception as error:
            number = self._failures.record(error, f"/reindex ({interaction.id})")
            raise StoreError(say("reindex.broke", number=number)) from error


class Board:
    """One message that is edited at most every ``pace.progress`` seconds while progress comes from a worker thread."""

    def __init__(self, interaction: discord.Interaction, pace: Pace) -> None:
        self._interaction = interaction
        self._pace = pace
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._latest: Progress | None = None
        self._task: asyncio.Task[None] | None = None
        self._message: discord.InteractionMessage | None = None
        self._began = time.monotonic()

    def heard(self, now: Progress) -> None:
        """Called in the worker thread."""
        self._loop.call_soon_threadsafe(self._take, now)

    def _take(self, now: Progress) -> None:
        self._latest = now
        self._news.set()

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._edit())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop editing; no edit is under way afterwards."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _edit(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            if self._latest is not None:
                try:
                    await self.show(render.progress(self._latest))
                except discord.HTTPException as error:  # a lost progress line must not end the work
                    log.warning("/reindex: could not show progress (%d)", error.code)
            await asyncio.sleep(self._pace.progress)

    async def show(self, embeds: list[discord.Embed], text: str | None = None) -> None:
        """Edit by the interaction's token while it lives, then as an ordinary message of the bot."""
        if self._message is None or time.monotonic() - self._began < self._pace.token:
            self._message = await self._interaction.edit_original_response(content=text, embeds=embeds)
        else:
            channel = self._interaction.client.get_partial_messageable(self._message.channel.id)
            await channel.get_partial_message(self._message.id).edit(content=text, embeds=embeds)


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    await bot.add_cog(Reindex(bot))
