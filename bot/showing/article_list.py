"""A server's articles as pages, and one article in detail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.showing import clean, layout, limits, render
from bot.texts import say
from index.model import SHARED_SHELF, ArticleDetails, ArticleInfo, ShelfLimits

PAGE = 8


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown; None: there is nothing to turn to."""

    embed: discord.Embed
    view: discord.ui.View | None


def rendered(known: Sequence[ArticleInfo], usage: ShelfLimits, most: ShelfLimits, number: int) -> Page:
    """Pure: the page and its buttons."""
    last = max(0, (len(known) - 1) // PAGE)
    number = min(max(number, 0), last)
    if not known:
        return Page(discord.Embed(description=say("article.none"), colour=render.GREY), None)
    parts = [say("article.title", count=len(known), page=number + 1, pages=last + 1), ""]
    for info in known[number * PAGE : (number + 1) * PAGE]:
        parts.append(
            say(
                "article.line",
                title=render.short(info.title, 150), name=render.short(info.name, 100),
                paragraphs=say("unit.paragraphs", count=info.paragraphs),
                quotations=say("unit.quotations", count=info.quotes),
                shared=say("article.shared") if info.shelf == SHARED_SHELF else "",
            )
        )  # fmt: skip
    parts += [
        "",
        say(
            "article.room",
            used=usage.articles, articles=say("unit.articles", count=most.articles),
            size=usage.bytes / 1e6, most_size=most.bytes / 1e6,
        ),
    ]  # fmt: skip
    embed = discord.Embed(description="\n".join(parts), colour=render.GREEN)
    return Page(embed, layout.article_pager(number, last))


def details(found: ArticleDetails, channels: Sequence[str], *, gone: bool = False) -> discord.Embed:
    """One article in all detail; foreign text made harmless."""
    info = found.info
    embed = discord.Embed(
        title=limits.shorten(clean.line(info.title[: 4 * limits.TITLE]), limits.TITLE) or "…",
        description=f"-# {render.short(info.name, 300)}{say('article.shared') if info.shelf == SHARED_SHELF else ''}",
        colour=render.GREEN,
    )
    size = say(
        "article.info_size_value",
        paragraphs=say("unit.paragraphs", count=info.paragraphs),
        quotations=say("unit.quotations", count=info.quotes),
        size=found.size / 1000,
    )  # fmt: skip
    values = {
        "author": found.author,
        "published": info.published and render.date(info.published),
        "publisher": found.publisher,
        "address": info.url,
        "size": size,
        "added": info.added_at,
        "versions": str(found.versions),
        "web": say("article.info_gone") if gone else None,
    }
    for key, value in values.items():
        if value:
            shown = value if key == "published" else render.short(value, 300)
            embed.add_field(name=say(f"article.info_{key}"), value=shown)
    if channels:
        named = " ".join(f"<#{channel}>" for channel in channels[:20])
        embed.add_field(name=say("article.info_channels"), value=named)
    return embed
