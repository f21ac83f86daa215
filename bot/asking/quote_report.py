"""The quotations of a message, judged together: for "Check quotes" and for "is this true?"."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.asking import linking, quotations
from bot.asking.answering import Asker
from bot.asking.desk import Desk, view_of
from bot.asking.quotations import Claim
from bot.showing import limits, render, verdicts
from bot.texts import say

_FEWEST, _MOST = 3, 60
"""Words of a message without quotation marks that may be a claim as a whole."""


async def claims_in(desk: Desk, texts: Sequence[str]) -> list[Claim]:
    """What the texts quote, and whom they name for it; empty when they quote nothing."""
    together = "\n\n".join(texts)
    return await desk.quotations(together) if quotations.any_in(together) else []


def whole_claim(texts: Sequence[str]) -> list[Claim]:
    """A short message as one claim: asked about it without quotation marks, people mean what it says."""
    words = " ".join(" ".join(texts).split())
    return [(words, None)] if _FEWEST <= len(words.split()) <= _MOST else []


async def report(desk: Desk, claims: Sequence[Claim], asker: Asker, link: str) -> list[list[discord.Embed]]:
    """The verdicts as embeds, in as many messages as hold them; ``link`` leads to the message."""
    found = list(claims)
    view = view_of(asker.guild)
    judged = await desk.check(found[: quotations.MOST], view, asker.lane)
    judged = [await linking.verdict(desk, one, view) for one in judged]
    lines = [say("check.count", count=len(found), link=link)]
    if len(found) > len(judged):
        lines.append(say("check.more", count=len(judged)))
    head = discord.Embed(description="\n".join(lines), colour=render.BLUE)
    return limits.split([head, *(verdicts.brief(verdict) for verdict in judged)])
