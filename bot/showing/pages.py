"""What stands behind the buttons of an answer: the context of a quote, further quotes, what a speaker said. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.showing import clean, limits, render
from bot.texts import say
from index.model import Citation, Context, StoredQuote

SAID_PAGE = 4
MOST_SAID = 60
_NEIGHBOUR, _PARAGRAPH = 700, 1800
_MOST_CLEANED = 4 * _PARAGRAPH
"""A longer paragraph is not even cleaned to see whether it fits."""


def context(cited: Citation, around: Context) -> list[discord.Embed]:
    """The paragraph with the quote in bold, between its neighbours."""
    parts = []
    if around.before:
        parts.append(_neighbour(around.before, _NEIGHBOUR))
    parts.append(_marked(around))
    if around.after:
        parts.append(_neighbour(around.after, _NEIGHBOUR))
    embed = render.quote(cited, render.SAND, _NEIGHBOUR)
    place = (embed.description or "").splitlines()[-1]
    embed.description = "\n> \n".join(parts) + f"\n\n{place}"
    if cited.speaker:
        embed.set_author(name=limits.shorten(clean.plain(cited.speaker[:_NEIGHBOUR]), 200) or None)
    return limits.fit([embed])


def _neighbour(text: str, room: int) -> str:
    slice_, is_cut = limits.cut(text, room, render.bars)
    return render.bars(slice_) + (f"\n{say('answer.cut')}" if is_cut else "")


def _marked(around: Context) -> str:
    text, start, end = around.paragraph, around.start, around.end
    if len(text) > _MOST_CLEANED or limits.size(clean.markdown(text)) > _PARAGRAPH:  # the quote matters most
        slice_, is_cut = limits.cut(text[start:end], _PARAGRAPH, render.bars)
        return render.bars(slice_) + (f"\n{say('answer.cut')}" if is_cut else "")
    before, quoted, after = (clean.line(part) for part in (text[:start], text[start:end], text[end:]))
    if not quoted:  # its sides must not grow together into a ping
        return f"> {clean.line(text)}"
    gap = " " if text[:start].endswith((" ", "\u00a0")) and before else ""
    next_gap = " " if text[end:].startswith((" ", "\u00a0")) and after else ""
    return f"> {before}{gap}**{quoted}**{next_gap}{after}"


def further(quotes: Sequence[Citation], page: int) -> list[discord.Embed]:
    """One further quote a page."""
    return limits.fit([render.quote(quotes[page], render.SAND, 1500)])


def nearest(quotes: Sequence[Citation]) -> list[discord.Embed]:
    """What comes closest to a question that nothing answers, said to be no more than that."""
    head = discord.Embed(description=say("answer.nearest"), colour=render.GREY)
    return limits.fit([head, *(render.quote(near, render.GREY, _NEIGHBOUR) for near in quotes)])


def said(speaker: str, topic: str, quotes: Sequence[Citation], page: int) -> list[discord.Embed]:
    """A page of what a speaker said."""
    key = "said.title_topic" if topic else "said.title"
    shown = quotes[page * SAID_PAGE : (page + 1) * SAID_PAGE]
    names = {name.strip() for name in speaker.split("/")}
    one = len(names) == 1  # else each quote tells which of them it is
    title = say(key, speaker=render.short(speaker, 100), topic=render.short(topic, 100))
    if one and (office := next((cited.speaker_title for cited in quotes if cited.speaker_title), None)):
        title += f"\n-# {render.short(office, 80)}"
    head = discord.Embed(description=title, colour=render.GREEN)
    quotes_shown = (
        render.quote(cited, render.SAND, 700, named=not one or cited.speaker not in names) for cited in shown
    )
    return limits.fit([head, *quotes_shown])


def said_pages(quotes: Sequence[Citation]) -> int:
    """How many pages there are, at least one."""
    return max(1, -(-len(quotes) // SAID_PAGE))


def citations(found: Sequence[StoredQuote]) -> tuple[Citation, ...]:
    """Stored quotes as citations, as many as a list of pages holds."""
    return tuple(render.cited_as(stored) for stored in found[:MOST_SAID])
