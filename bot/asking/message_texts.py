"""All that a message says: its text, embeds, forwarded messages, text displays, and a paste that became a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord

from bot.asking import attachments, tokens
from bot.showing import clean

MOST = 20_000
"""Characters of one message that are looked at."""
MOST_FILES = 3
_MARKS = frozenset('"“”„«»‹›')


async def texts_of(message: discord.Message) -> list[str]:
    """Its texts in reading order, block quotes as quotations. Raises ReadingError for a file that cannot be had."""
    texts: list[str] = []
    room, files = MOST, MOST_FILES
    parts: list[discord.Message | discord.MessageSnapshot] = [message, *message.message_snapshots]
    for part in parts:
        texts += [*_written(part)]
        for file in part.attachments:
            if attachments.is_text(file) and files:
                files -= 1
                texts.append((await attachments.read(file)).decode("utf-8", "replace"))
    kept = []
    for text in texts:
        if text.strip() and room > 0:
            kept.append(quoting_blocks(text[:room]))
            room -= len(text)
    return kept


def is_hidden(message: discord.Message) -> bool:
    """Whether Discord shows the bot nothing of it, as without the message-content intent."""
    shown = (
        message.content,
        message.embeds,
        message.attachments,
        message.message_snapshots,
        message.components,
    )
    return not any(shown)


def _written(part: discord.Message | discord.MessageSnapshot) -> Iterator[str]:
    yield part.content
    for embed in part.embeds:
        yield "\n".join(filter(None, [embed.title, embed.description]))
        for field in embed.fields:
            yield f"{field.name}\n{field.value}"
    yield from _displays(part.components)


def _displays(components: Any) -> Iterator[str]:
    for component in components or ():
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _displays(getattr(component, "children", ()))


def quoting_blocks(text: str) -> str:
    """Discord's block quotes (``> …``, ``>>> …``) between quotation marks, unless they have marks of their own."""
    lines: list[str] = []
    block: list[str] = []
    whole = False
    for line in text.splitlines():
        bare = line.lstrip()
        whole = whole or bare.startswith(">>> ")
        if whole or bare.startswith("> ") or bare == ">":
            block.append(bare.lstrip(">").strip())
            continue
        lines += [*_quoted(block), tokens.words(line)]
        block = []
    return "\n".join([*lines, *_quoted(block)])


def _quoted(block: list[str]) -> list[str]:
    words = clean.visible(tokens.words(" ".join(block))).strip()
    if not words:
        return []
    return [words] if _MARKS & set(words) else [f"“{words}”"]
