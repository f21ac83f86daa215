"""Pressed buttons: each finds its answer in the store again, so a restart in between does not matter."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.asking import attachments
from bot.asking.contexts import home
from bot.asking.desk import around, view_of
from bot.running import occasions
from bot.showing import card, clean, fragments, layout, pages
from bot.showing.ids import PATTERN, ButtonId
from bot.texts import say
from index.errors import InputError, NotFoundError
from index.model import Citation
from index.store.values import Record

if TYPE_CHECKING:
    from bot.running.host import Host

    Pressed = discord.Interaction[Host]


MOST_FILES = 3
"""Of a private message, shown to everybody."""


class AnswerButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=PATTERN):
    """A button below an answer or a list."""

    def __init__(self, item: discord.ui.Button[Any], target: ButtonId) -> None:
        super().__init__(item)
        self.target = target

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Called by discord.py when such a button is pressed."""
        assert isinstance(item, discord.ui.Button)  # noqa: S101  (the template fits no other)
        return cls(item, ButtonId.of(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """One error path, as for commands: discord.py would only log."""
        occasions.interaction(interaction)
        try:
            with interaction.client.desk.work():
                interaction.client.answering.slow_down_looking(interaction.user.id, interaction.guild_id)
                await act(interaction, self.target)
        except Exception as error:
            await interaction.client.failures.tell(interaction, error)


class MineButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"w:mine:(?P<person>\d{1,20})"):
    """Deletes what it stands below, for whom its id names and for moderators."""

    def __init__(self, item: discord.ui.Button[Any], person: int) -> None:
        super().__init__(item)
        self.person = person

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Called by discord.py when such a button is pressed."""
        assert isinstance(item, discord.ui.Button)  # noqa: S101  (the template fits no other)
        return cls(item, int(match["person"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """One error path, as for commands: discord.py would only log."""
        occasions.interaction(interaction)
        try:
            with interaction.client.desk.work():
                await _take_away(interaction, interaction.user.id == self.person)
        except Exception as error:
            await interaction.client.failures.tell(interaction, error)


class PostButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template="w:post"):
    """Shows a private report to everybody; what it shows is the report it stands below."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Called by discord.py when such a button is pressed."""
        assert isinstance(item, discord.ui.Button)  # noqa: S101  (the template fits no other)
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Post the embeds again, in public."""
        occasions.interaction(interaction)
        try:
            with interaction.client.desk.work():
                message, posted = interaction.message, interaction.client.desk.posted
                interaction.client.answering.slow_down_looking(interaction.user.id, interaction.guild_id)
                if message is None or message.id in posted:  # pressed again before the button was gone
                    await interaction.response.defer()
                    return
                await _require_place(interaction)
                posted[message.id] = True
                await interaction.response.defer(thinking=True)
                files = [await attachments.copied(file) for file in message.attachments[:MOST_FILES]]
                await interaction.edit_original_response(
                    content=message.content or None,
                    embeds=message.embeds,
                    attachments=files,
                    view=layout.own(interaction.user.id, private=False),
                )
        except Exception as error:
            await interaction.client.failures.tell(interaction, error)


async def act(interaction: Pressed, target: ButtonId) -> None:
    """What a button does."""
    if target.kind in ("delete", "share"):
        await (_delete if target.kind == "delete" else _share)(interaction, target)
        return
    turning = target.kind in ("more", "said") and bool(
        interaction.message and interaction.message.flags.ephemeral
    )
    if turning or target.kind == "said":
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)
    record = await _record(interaction, target.number)
    if target.kind in ("helpful", "wrong"):
        await _vote(interaction, record, helpful=target.kind == "helpful")
    elif target.kind == "context":
        await _context(interaction, record)
    elif target.kind == "card":
        await _card(interaction, record)
    elif target.kind == "nearest":
        near = await _there(interaction, record.answer.quotes)
        await interaction.edit_original_response(embeds=pages.nearest(near))
    else:
        await _page(interaction, record, target)


async def _record(interaction: Pressed, number: str) -> Record:
    desk = interaction.client.desk
    record: Record | None = await desk.quickly(desk.records.record, number)
    if record is None or record.guild != str(home(interaction) or ""):
        raise NotFoundError(say("button.expired"))
    return record


async def _delete(interaction: Pressed, target: ButtonId) -> None:
    """The asker and moderators take an answer away."""
    desk = interaction.client.desk
    record: Record | None = await desk.quickly(desk.records.record, target.number)
    await _take_away(interaction, record is not None and record.person == str(interaction.user.id))


async def _take_away(interaction: Pressed, theirs: bool) -> None:
    held = interaction.permissions
    moderates = interaction.guild_id is not None and (held.manage_messages or held.manage_guild)
    if not (theirs or moderates or held.administrator):
        raise InputError(say("button.not_yours"))
    await interaction.response.defer()
    with suppress(discord.NotFound):  # pressed twice, or by two people: it is gone already
        await interaction.delete_original_response()


async def _share(interaction: Pressed, target: ButtonId) -> None:
    """Show everybody what only the asker saw, where answers may be seen."""
    record = await _record(interaction, target.number)
    await _require_place(interaction)
    shown = interaction.message.embeds if interaction.message else []
    who = clean.line(interaction.user.display_name)
    await interaction.response.send_message(
        say("button.shared", who=who), embeds=shown, view=layout.shared(record.answer, record.id)
    )


async def _require_place(interaction: Pressed) -> None:
    chosen = await interaction.client.preferences.of(interaction.guild_id)
    if not chosen.allows(around(interaction.channel)):
        raise InputError(say("button.not_here"))


async def _there(interaction: Pressed, quotes: Sequence[Citation]) -> list[Citation]:
    """Those whose articles are still here. Raises NotFoundError when none is."""
    desk = interaction.client.desk
    there = await desk.still_there(quotes, view_of(home(interaction)))
    if not there:
        raise NotFoundError(say("button.removed"))
    return await desk.linked(there, view_of(home(interaction)))


async def _vote(interaction: Pressed, record: Record, *, helpful: bool) -> None:
    desk = interaction.client.desk
    await _there(interaction, record.answer.quotes[:1])
    await desk.quickly(desk.records.vote, record.id, str(interaction.user.id), record.guild, helpful)
    text = say("button.thanks" if helpful else "button.thanks_wrong")
    await interaction.edit_original_response(content=text)


async def _card(interaction: Pressed, record: Record) -> None:
    """The quote as a picture, for the eyes of who pressed; they may send it on."""
    (cited,) = await _there(interaction, record.answer.quotes[:1])
    picture = await asyncio.to_thread(card.card, cited)
    if picture is None:
        raise InputError(say("card.none"))
    file = discord.File(io.BytesIO(picture), "quote.png", description=card.alt(cited))
    link = fragments.to_words(cited.url, cited.text)
    await interaction.edit_original_response(content=f"<{link}>" if link else None, attachments=[file])


async def _context(interaction: Pressed, record: Record) -> None:
    (cited,) = await _there(interaction, record.answer.quotes[:1])
    around = await interaction.client.desk.context(cited, view_of(home(interaction)))
    if around is None:
        raise NotFoundError(say("button.removed"))
    await interaction.edit_original_response(embeds=pages.context(cited, around))


async def _page(interaction: Pressed, record: Record, target: ButtonId) -> None:
    if target.kind == "more":
        quotes = await _there(interaction, record.answer.quotes[1:])
        last = len(quotes)
        page = max(1, min(target.page, last))
        embeds, pager = pages.further(quotes, page - 1), layout.pager("more", record.id, page, 1, last)
    else:
        quotes = await _there(interaction, record.answer.quotes)
        last = pages.said_pages(quotes) - 1
        page = min(target.page, last)
        speaker, _, topic = record.answer.question.partition("\n")
        embeds = pages.said(speaker, topic, quotes, page)
        private = bool(interaction.message and interaction.message.flags.ephemeral)
        person = int(record.person) if record.person.isdecimal() else 0
        pager = layout.said(record.id, person, page, last + 1, private=private)
    await interaction.edit_original_response(embeds=embeds, view=pager)
