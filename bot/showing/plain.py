"""An answer without embeds, for channels where the bot may not embed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord

from bot.showing import clean, limits

CONTENT = 2000
"""Discord's longest message."""


def text(embeds: Sequence[discord.Embed], room: int = CONTENT) -> str:
    """The embeds' texts, whole lines from the front, as many as fit; the first line is cut if it must be."""
    kept: list[str] = []
    for line in _lines(embeds):
        size = limits.size(line) + 1
        if size > room:
            break
        kept.append(line)
        room -= size
    return "\n".join(kept).strip() or "…"


def _lines(embeds: Sequence[discord.Embed]) -> Iterator[str]:
    for number, embed in enumerate(embeds):
        if number:
            yield ""
        if embed.author.name:
            yield f"**{clean.line(embed.author.name)}**"
        for part in (embed.title and f"**{embed.title}**", embed.description):
            yield from (part or "").splitlines()
        for field in embed.fields:
            yield from f"**{field.name}**\n{field.value}".splitlines()
        if embed.footer.text:
            yield f"-# {clean.line(embed.footer.text)}"
