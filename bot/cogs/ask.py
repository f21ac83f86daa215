"""``/ask question [article] [private]``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking import inputs
from bot.asking.answering import Asker
from bot.asking.contexts import anywhere, home, is_guest
from bot.asking.desk import place, view_of
from bot.running.helpers import ask_people
from bot.showing import clean, limits
from bot.texts import command, say
from bot.views.buttons import AnswerButton, MineButton
from index.answering.small_talk import SmallTalk, small_talk
from index.errors import NotFoundError
from index.model import ArticleInfo, View

if TYPE_CHECKING:
    from bot.running.host import Host


class Ask(commands.Cog):
    """Questions by command."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @anywhere
    @app_commands.command(description=command("ask.description"))
    @app_commands.describe(
        question=command("ask.question"), article=command("ask.article"), private=command("ask.private")
    )
    async def ask(
        self,
        interaction: discord.Interaction,
        question: str,
        article: str | None = None,
        private: bool | None = None,
    ) -> None:
        """Defer, ask, answer."""
        bot = self._bot
        with bot.desk.work():
            if talk := small_talk(question):
                key = "welcome" if talk is SmallTalk.THANKS else "help"
                await interaction.response.send_message(say(f"message.{key}"), ephemeral=True)
                return
            question = inputs.question(question)
            asker = Asker(interaction.user.id, home(interaction), None, place(interaction.channel))
            bot.answering.slow_down(asker)
            private = await bot.preferences.private_at(interaction, private)
            shown = await interaction.response.defer(thinking=True, ephemeral=private)
            asker = replace(asker, article=await chosen_article(bot, home(interaction), article))
            found = await bot.answering.answer(question, asker, asked=True, private=private)
            assert found is not None  # noqa: S101  (None is only for what nobody misses)
            if not private and shown and shown.message_id:  # others may reply to it or open a thread below it
                await bot.desk.kept(
                    "a reply", bot.desk.records.replied, interaction.id, interaction.channel_id or 0, shown.message_id,
                    str(asker.person), found.record,
                )  # fmt: skip
            sent = await interaction.edit_original_response(embeds=found.embeds, view=found.view)
            if not private and not found.answered and not is_guest(interaction):
                await ask_people(bot, home(interaction), interaction.channel, question, sent.jump_url)

    @ask.autocomplete("article")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_articles(self._bot, interaction, typed)


async def suggest_articles(
    bot: Host, interaction: discord.Interaction[Any], typed: str
) -> list[app_commands.Choice[str]]:
    """The articles of the place whose title or name holds what was typed."""
    return await article_choices(bot, view_of(home(interaction)), typed)


async def article_choices(bot: Host, view: View, typed: str) -> list[app_commands.Choice[str]]:
    """The articles of a view whose title or name holds what was typed."""
    try:
        known = await bot.desk.articles(view)
    except Exception as error:  # Discord shows an empty list; the log says why
        bot.failures.record(error, "autocomplete of an article", [typed])
        return []
    wanted = typed.strip().casefold()
    fitting = [info for info in known if wanted in info.title.casefold() or wanted in info.name.casefold()]
    return [_choice(info) for info in fitting[: limits.CHOICES]]


async def chosen_article(
    bot: Host, where: int | View | None, typed: str | None, *, unknown: str = "ask.unknown_article"
) -> str | None:
    """The name of the article that was chosen or typed: by value, name or title. ``where`` is a view or a server.

    Raises NotFoundError.
    """
    if typed is None or not (typed := typed.strip()):
        return None
    view = where if isinstance(where, View) else view_of(where)
    for info in await bot.desk.articles(view):
        if typed in (_value(info), info.name) or typed.casefold() == info.title.strip().casefold():
            return info.name
    raise NotFoundError(say(unknown))  # what was typed is not repeated: others may read the reply


def _value(info: ArticleInfo) -> str:
    return info.name if limits.size(info.name) <= limits.CHOICE else f"a:{info.id}"


def _choice(info: ArticleInfo) -> app_commands.Choice[str]:
    name = limits.shorten(clean.plain(info.title[:400]) or clean.plain(info.name[:400]), limits.CHOICE)
    return app_commands.Choice(name=name or "…", value=_value(info))


async def setup(bot: Host) -> None:
    """Called by discord.py."""
    bot.add_dynamic_items(AnswerButton, MineButton)
    await bot.add_cog(Ask(bot))
