"""Buttons below lists of articles and before a removal. They carry all they need and survive a restart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.running import audit, occasions, permissions
from bot.showing import article_list, clean, limits
from bot.texts import say
from index.errors import NotFoundError
from index.model import SHARED_SHELF, ArticleInfo, View

if TYPE_CHECKING:
    from bot.running.host import Host

    Pressed = discord.Interaction[Host]


class _Button(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"w:never"):
    """Checks permissions again when it is pressed, and has the one error path."""

    def __init__(self, item: discord.ui.Button[Any], kind: str, number: int) -> None:
        super().__init__(item)
        self.kind, self.number = kind, number

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Called by discord.py when such a button is pressed."""
        assert isinstance(item, discord.ui.Button)  # noqa: S101  (the template fits no other)
        return cls(item, match["kind"], int(match["number"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """discord.py would only log an error."""
        occasions.interaction(interaction)
        try:
            await permissions.manage_articles(interaction)
            with interaction.client.desk.work():
                await self.act(interaction)
        except Exception as error:
            await interaction.client.failures.tell(interaction, error)

    async def act(self, interaction: Pressed) -> None:
        """What it does."""
        raise NotImplementedError


class ListButton(_Button, template=r"w:articles:(?P<kind>back|next):(?P<number>\d{1,6})"):
    """Turns to a page of the list."""

    async def act(self, interaction: Pressed) -> None:
        """Show the page in place of the one before."""
        await interaction.response.defer()
        page = await list_page(interaction.client, str(interaction.guild_id), self.number)
        await interaction.edit_original_response(embed=page.embed, view=page.view)


class RemoveButton(_Button, template=r"w:article:(?P<kind>remove|keep):(?P<number>\d{1,18})"):
    """Removes an article, or leaves it."""

    async def act(self, interaction: Pressed) -> None:
        """The id counts only among the server's own articles of this moment."""
        await interaction.response.defer()
        shelf, bot = str(interaction.guild_id), interaction.client
        info = next((i for i in await bot.desk.articles(View((shelf,))) if i.id == self.number), None)
        if info is None:
            raise NotFoundError(say("article.gone"))
        if self.kind == "remove":
            await bot.desk.change(lambda library: library.remove(info.name, shelf))
        key = "article.removed" if self.kind == "remove" else "article.kept"
        if self.kind == "remove":
            await audit.note(
                bot, interaction.guild_id, "audit.article_removed", interaction.user, _short(info)
            )
        await interaction.edit_original_response(content=say(key, title=_short(info)), view=None)


async def list_page(bot: Host, shelf: str, number: int) -> article_list.Page:
    """A page of what the server sees; a number that is too high shows the last one."""
    known = await bot.desk.articles(View((shelf, SHARED_SHELF)))
    usage = await bot.desk.on_library(lambda library: library.book.usage(shelf))
    return article_list.rendered(known, usage, bot.settings.shelf_limits, number)


def _short(info: ArticleInfo) -> str:
    return limits.shorten(clean.line(info.title[:800]), 200) or "…"
