"""``/article``: a server's own articles, for members with Manage Server and the roles they chose."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import attachments
from bot.asking.channel_option import AnyChannel
from bot.asking.desk import place, view_of
from bot.cogs.ask import article_choices, chosen_article, suggest_articles
from bot.running import audit, permissions
from bot.showing import article_list, clean, layout, limits, render
from bot.texts import command, say, tell
from bot.views.articles import ListButton, RemoveButton, list_page
from index.errors import InputError, Message, NotFoundError, WhosaidError
from index.model import Article, ArticleInfo, ProgressCallback, ShelfLimits, View
from index.reading.formats import read_bytes
from index.reading.sources import read_url
from index.reading.text import MAX_BYTES
from index.store.values import WebPage

if TYPE_CHECKING:
    from bot.running.host import Host
    from index.library import Library
    from index.reading.web.policy import FetchPolicy

log = logging.getLogger(__name__)

MOST_FEEDS = 10
PURGE_SECONDS = 24 * 3600.0


class ArticleGroup(app_commands.Group):
    """The commands below ``/article``."""

    def __init__(self, bot: Host) -> None:
        super().__init__(
            name="article",
            description=command("article.description"),
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._bot = bot

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Discord's own permissions are a hint that admins can change. Autocomplete asks ``_may``."""
        return await permissions.manage_articles(interaction)  # type: ignore[arg-type]

    @app_commands.command(name="list", description=command("article.list"))
    async def list_(self, interaction: discord.Interaction) -> None:
        """The first page."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        page = await list_page(self._bot, str(interaction.guild_id), 0)
        await interaction.edit_original_response(embed=page.embed, view=page.view)

    @app_commands.command(description=command("article.add"))
    @app_commands.describe(url=command("article.add_url"), file=command("article.add_file"))
    async def add(
        self,
        interaction: discord.Interaction,
        url: str | None = None,
        file: discord.Attachment | None = None,
    ) -> None:
        """Fetch or read, then store."""
        if (url is None) == (file is None):
            raise InputError(say("article.one_source"))
        if file is not None and file.size > MAX_BYTES:
            raise InputError(say("article.too_large", most=MAX_BYTES // 1_000_000))
        with self._bot.desk.work():
            await interaction.response.defer(ephemeral=True, thinking=True)
            if file is not None:
                raw = await attachments.read(file)
                read = partial(read_bytes, raw, file.filename, content_type=file.content_type)
            else:
                read = partial(read_url, (url or "").strip(), policy=self._bot.policy)
            title, key, doubts = await self._bot.desk.change(
                partial(
                    _add,
                    read=read,
                    shelf=str(interaction.guild_id),
                    room=self._bot.settings.shelf_limits,
                    progress=self._bot.desk.unless_closing,
                )
            )
            if key != "article.unchanged":  # first: the reply may fail, the change stands
                await self._note(interaction, "audit.article_added", title)
            told = [f"⚠️ {limits.shorten(clean.line(tell(doubt)), 300)}" for doubt in doubts[:3]]
            await interaction.edit_original_response(
                content="\n".join([say(key, title=_short(title)), *told])
            )

    @app_commands.command(description=command("article.follow"))
    @app_commands.describe(feed=command("article.follow_feed"))
    async def follow(self, interaction: discord.Interaction, feed: str) -> None:
        """Read a feed now, and its new pages with every reindex."""
        desk, shelf, url = self._bot.desk, str(interaction.guild_id), feed.strip()
        with desk.work(), desk.one_reindex(shelf):
            await interaction.response.defer(ephemeral=True, thinking=True)
            count = await desk.change(partial(_follow, url=url, shelf=shelf, policy=self._bot.policy))
            room = self._bot.settings.shelf_limits
            done = await desk.reindex(lambda _: None, shelf, self._bot.policy, room)
            text = say("article.followed", pages=say("unit.pages", count=count))
            await interaction.edit_original_response(content=text, embeds=render.reread(done))
            await self._note(interaction, "audit.feed_followed", url)

    @app_commands.command(description=command("article.unfollow"))
    @app_commands.describe(feed=command("article.unfollow_feed"))
    async def unfollow(self, interaction: discord.Interaction, feed: str) -> None:
        """No more pages of a feed; those that came stay."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        shelf = str(interaction.guild_id)
        there = await self._bot.desk.on_library(lambda library: library.pages.drop(shelf, feed.strip()))
        await interaction.edit_original_response(
            content=say("article.unfollowed" if there else "article.not_followed")
        )
        if there:
            await self._note(interaction, "audit.feed_unfollowed", feed.strip())

    @app_commands.command(description=command("article.remove"))
    @app_commands.describe(article=command("article.which"))
    async def remove(self, interaction: discord.Interaction, article: str) -> None:
        """Ask first; the button does it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        own = View((str(interaction.guild_id),))
        name = await chosen_article(self._bot, own, article, unknown="article.not_own")
        info = await self._info(name, own)
        await interaction.edit_original_response(
            content=say("article.sure", title=_short(info.title)), view=layout.removal(info.id)
        )

    @app_commands.command(description=command("article.info"))
    @app_commands.describe(article=command("article.which"))
    async def info(self, interaction: discord.Interaction, article: str) -> None:
        """One article in all detail."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        view, desk = view_of(interaction.guild_id), self._bot.desk
        name = await chosen_article(self._bot, view, article)
        shelf = str(interaction.guild_id)
        found = await desk.on_library(lambda library: library.details(name or "", view))
        channels = await desk.on_library(lambda library: library.book.bound_channels(shelf, found.info.name))
        known = await desk.on_library(lambda library: library.pages.of(found.info.shelf))
        page = known.get(found.info.name)
        embed = article_list.details(found, channels, gone=page is not None and page.gone)
        await interaction.edit_original_response(embed=embed)

    @app_commands.command(description=command("article.bind"))
    @app_commands.describe(article=command("article.which"), channel=command("article.channel"))
    async def bind(
        self, interaction: discord.Interaction, article: str, channel: AnyChannel | None = None
    ) -> None:
        """Questions in a channel are asked of one article."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        name = await chosen_article(self._bot, view_of(interaction.guild_id), article) or ""
        info = await self._info(name, view_of(interaction.guild_id))
        shelf, where = str(interaction.guild_id), place(channel or interaction.channel)
        await self._bot.desk.on_library(lambda library: library.book.bind(shelf, str(where), name))
        await self._note(interaction, "audit.article_bound", info.title, f"<#{where}>: ")
        text = say("article.bound", channel=f"<#{where}>", title=_short(info.title))
        await interaction.edit_original_response(content=text)

    @app_commands.command(description=command("article.unbind"))
    @app_commands.describe(channel=command("article.channel"))
    async def unbind(self, interaction: discord.Interaction, channel: AnyChannel | None = None) -> None:
        """Questions in a channel are asked of everything again."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        shelf, where = str(interaction.guild_id), place(channel or interaction.channel)
        there = await self._bot.desk.on_library(lambda library: library.book.unbind(shelf, str(where)))
        if there:
            await self._note(interaction, "audit.article_unbound", "", f"<#{where}>")
        key = "article.unbound" if there else "article.not_bound"
        await interaction.edit_original_response(content=say(key, channel=f"<#{where}>"))

    @unfollow.autocomplete("feed")
    async def _feeds(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if not await self._may(interaction):
            return []
        shelf = str(interaction.guild_id)
        known = await self._bot.desk.on_library(lambda library: library.pages.of(shelf))
        feeds = [
            url for url, page in known.items() if page.feed and typed.strip().casefold() in url.casefold()
        ]
        return [
            app_commands.Choice(name=limits.shorten(url, limits.CHOICE), value=url)
            for url in feeds[: limits.CHOICES]
            if len(url) <= limits.CHOICE
        ]

    @info.autocomplete("article")
    @bind.autocomplete("article")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_articles(self._bot, interaction, typed) if await self._may(interaction) else []

    @remove.autocomplete("article")
    async def _suggest_own(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        own = View((str(interaction.guild_id),))
        return await article_choices(self._bot, own, typed) if await self._may(interaction) else []

    async def _may(self, interaction: discord.Interaction) -> bool:
        try:
            return await permissions.manage_articles(interaction)  # type: ignore[arg-type]
        except app_commands.CheckFailure:
            return False

    async def _info(self, name: str | None, view: View) -> ArticleInfo:
        found = await self._bot.desk.articles(View(view.shelves, name))
        if not found:
            raise NotFoundError(say("article.gone"))
        return found[-1]

    async def _note(self, interaction: discord.Interaction, key: str, title: str, where: str = "") -> None:
        what = where + limits.shorten(clean.line(title[:1_200]), 300)
        await audit.note(self._bot, interaction.guild_id, key, interaction.user, what)


class Articles(commands.Cog):
    """The group, and what is kept of servers that the bot was removed from."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot
        self._purging: asyncio.Task[None] | None = None

    async def cog_unload(self) -> None:
        """Stop the daily round."""
        if self._purging is not None:
            self._purging.cancel()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """The daily round begins; a server that no process is in for days counts as left."""
        await self._note_present()
        if self._purging is None:
            self._purging = asyncio.create_task(self._purge())

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Its articles stay."""
        await self._tell(lambda library: library.book.note_joined(str(guild.id)))

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Its articles are kept for some days."""
        await self._tell(lambda library: library.book.note_left(str(guild.id)))

    async def _note_present(self) -> None:
        present = {str(guild.id) for guild in self._bot.guilds}
        await self._tell(lambda library: library.book.note_present(present))

    async def _purge(self) -> None:
        days = self._bot.settings.keep_removed_days
        while True:
            await self._note_present()
            await self._tell(lambda library: _purge_left(library, days))
            await asyncio.sleep(PURGE_SECONDS)

    async def _tell(self, call: Callable[[Library], None]) -> None:
        try:
            await self._bot.desk.change(call)
        except WhosaidError as error:  # the next time does it
            log.warning("a server's coming or going could not be noted: %s", error)


def _follow(library: Library, *, url: str, shelf: str, policy: FetchPolicy) -> int:
    """Remember a feed; how many pages it names. Raises ReadingError or LimitError."""
    from index.reading.web import feeds
    from index.reading.web.fetch import fetch_blocking

    followed = [known for known, page in library.pages.of(shelf).items() if page.feed and known != url]
    if len(followed) >= MOST_FEEDS:
        raise InputError(say("article.too_many_feeds", count=MOST_FEEDS))
    found = feeds.entries(
        fetch_blocking(url, replace(policy, media=feeds.MEDIA)).raw, limits.shorten(url, 100)
    )
    library.pages.put(shelf, url, WebPage(feed=True))
    return len(found)


def _add(
    library: Library,
    *,
    read: Callable[[], Article],
    shelf: str,
    room: ShelfLimits,
    progress: ProgressCallback,
) -> tuple[str, str, tuple[Message, ...]]:
    """The title, the key of the sentence that tells what happened, and what reading left open."""
    article = read()
    if not article.name.startswith(("http://", "https://")):
        article = replace(article, name=_own_name(library, article, shelf))
    done = library.add([article], shelf, limits=room, progress=progress)
    if article.name.startswith(("http://", "https://")):
        library.pages.put(shelf, article.name, WebPage(checked_at=time.time()))
    key = "added" if done.added else "changed" if done.changed else "unchanged"
    return article.title, f"article.{key}", article.doubts


def _own_name(library: Library, article: Article, shelf: str) -> str:
    """A file's name is no one's own (Discord calls each long paste message.txt): another title, another article."""
    titles = {info.name: info.title for info in library.articles(View((shelf,)))}
    path, number = PurePath(article.name), 1
    name = article.name
    while titles.get(name, article.title) != article.title:
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    return name


def _short(title: str) -> str:
    return limits.shorten(clean.line(title[:800]), 200) or "…"


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    bot.tree.add_command(ArticleGroup(bot))
    bot.add_dynamic_items(ListButton, RemoveButton)
    await bot.add_cog(Articles(bot))


def _purge_left(library: Library, days: float) -> None:
    if library.leads():  # one process for all of them
        log.info("purged %d servers", len(library.purge_left(days)))
