"""Files from Discord: read within bounds, and every way that fails is a sentence."""

from __future__ import annotations

import asyncio
import io

import aiohttp
import discord

from bot.texts import say
from index.errors import ReadingError

SECONDS = 30.0
_TEXT = (".txt", ".md", ".log", ".text")
MOST_TEXT = 256_000
"""Bytes of a text file whose quotes are checked."""


async def read(file: discord.Attachment) -> bytes:
    """Its bytes. Raises ReadingError when Discord does not give them (gone, forbidden, slow)."""
    try:
        async with asyncio.timeout(SECONDS):
            return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise ReadingError(say("error.attachment")) from error


async def copied(file: discord.Attachment) -> discord.File:
    """The file to send again, with its description. Raises ReadingError."""
    return discord.File(io.BytesIO(await read(file)), file.filename, description=file.description)


def is_text(file: discord.Attachment) -> bool:
    """Whether it is a text to read, as a long paste becomes one ("message.txt")."""
    kind = (file.content_type or "").partition(";")[0]
    named = file.filename.casefold().endswith(_TEXT)
    return file.size <= MOST_TEXT and (named or kind in ("text/plain", "text/markdown"))
