"""The one error path: people get one kind sentence, the log gets the traceback under the same short id."""

from __future__ import annotations

import logging
import re
import secrets
import traceback
from collections import Counter
from collections.abc import Iterable

import aiohttp
import discord
from discord import app_commands

from bot.showing import clean, limits
from bot.texts import say, tell
from index.errors import WhosaidError

log = logging.getLogger(__name__)

LATE = frozenset({10015, 10062, 40060, 50027})
"""Unknown webhook, unknown interaction, already answered, expired token: Discord takes no answer any more."""
_LONGEST = 900
"""Of a sentence to people: escaped, it still fits a message of 2,000 characters."""
AUTOMOD = frozenset({200000, 200001})


class Failures:
    """Turns exceptions into sentences; ``counts`` tells how often each kind happened."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def sentence(self, error: BaseException, where: str, private: Iterable[str] = ()) -> str | None:
        """What to tell, or None when nobody can be told any more. ``private`` texts are kept out of the log."""
        if isinstance(error, (app_commands.CommandInvokeError, app_commands.TransformerError)):
            error = error.__cause__ or error
        if isinstance(error, WhosaidError):
            self.counts["told"] += 1
            return clean.markdown(limits.shorten(tell(error.message)[: 4 * _LONGEST], _LONGEST))
        if isinstance(error, app_commands.AppCommandError) and (text := _of_command(error)):
            self.counts["refused"] += 1
            return text
        if isinstance(error, discord.HTTPException) and error.code in LATE:
            self.counts["late"] += 1
            log.warning("%s: Discord no longer takes the answer (%d)", where, error.code)
            return None
        if isinstance(error, discord.Forbidden):
            self.counts["forbidden"] += 1
            log.warning("%s: not allowed to answer there (%d)", where, error.code)
            return None
        if isinstance(error, discord.NotFound):
            self.counts["gone"] += 1
            log.warning("%s: what was to be answered is gone (%d)", where, error.code)
            return None
        if isinstance(error, discord.HTTPException) and error.code in AUTOMOD:
            self.counts["blocked"] += 1
            log.warning("%s: AutoMod blocked the answer (%d)", where, error.code)
            return say("error.blocked")
        number = self.record(error, where, private)
        return say("error.unexpected", number=number)

    def record(self, error: BaseException, where: str, private: Iterable[str] = ()) -> str:
        """Log an unexpected error under a new id."""
        number = secrets.token_hex(4)
        self.counts["failed"] += 1
        more = {"error_id": number, "where": where}
        log.error("error %s in %s\n%s", number, where, _trace(error, private), extra={"more": more})
        return number

    async def tell(self, interaction: discord.Interaction, error: BaseException) -> None:
        """Answer a failed interaction: ephemeral when it is not answered yet, else in place of the answer."""
        name = interaction.command.qualified_name if interaction.command else interaction.type.name
        if isinstance(error, app_commands.CommandInvokeError):
            error = error.original
        text = self.sentence(error, f"/{name} ({interaction.id})", _typed(interaction))
        if text is None and isinstance(error, discord.HTTPException) and error.code not in LATE:
            text = say("error.forbidden" if isinstance(error, discord.Forbidden) else "error.gone")
        if text is None or interaction.type is discord.InteractionType.autocomplete:
            return
        try:
            if interaction.type is discord.InteractionType.component and interaction.response.is_done():
                await interaction.followup.send(text, ephemeral=True)  # the original holds the answer
            elif interaction.response.is_done():
                await interaction.edit_original_response(content=text, embeds=[], view=None)
            else:
                await interaction.response.send_message(text, ephemeral=True)
        except (discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError) as lost:
            self.lost(f"/{name} ({interaction.id})", lost)

    def lost(self, where: str, error: Exception) -> None:
        """The sentence itself did not arrive (a gone message, a closed connection): count and log that."""
        self.counts["untold"] += 1
        detail = (
            f"{error.status}, code {error.code}"
            if isinstance(error, discord.HTTPException)
            else type(error).__name__
        )
        log.warning("%s: could not tell about an error (%s)", where, detail)


def _of_command(error: app_commands.AppCommandError) -> str | None:
    match error:
        case app_commands.NoPrivateMessage():
            return say("error.guild_only")
        case app_commands.MissingPermissions():
            return say("error.manage_server")
        case app_commands.TransformerError():
            return say("error.option")
        case app_commands.CheckFailure():
            return say("error.check")
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return say("error.changed")
        case _:
            return None


def _typed(interaction: discord.Interaction) -> list[str]:
    return [value for _, value in interaction.namespace if isinstance(value, str)]


def _trace(error: BaseException, private: Iterable[str]) -> str:
    secret = {word for text in private for word in re.findall(r"\w{3,}", text.casefold())}
    lines: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        said = re.sub(r"\w{3,}", lambda m: "▒" if m[0].casefold() in secret else m[0], str(link))
        lines.append("".join(traceback.format_tb(link.__traceback__)) + f"{type(link).__qualname__}: {said}")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\ncaused by\n".join(lines)
