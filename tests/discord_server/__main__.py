"""A Discord to try a bot against, by hand: ``python -m tests.discord_server``.

Tells the two settings the bot needs and takes lines from standard input, as a person would act:

    @whosaid When will the gate open?      a mention
    And who pays?                          a reply to the bot's last message
    /ask question=When will it open?       a command (several options: ``a=… | b=…``; ``#news`` is the channel)
    !Context                               a press on a button of the last message

What the bot shows is written to standard output.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable

from .channel import Channel
from .errors import DriverError
from .interactions import Interaction
from .message import Message
from .permissions import Permission
from .server import DiscordServer
from .users import Member

TOKEN = "a-token-for-the-loopback-discord"
WAIT = 60.0


class Room:
    """One channel and one member, who may manage the server."""

    def __init__(self, server: DiscordServer) -> None:
        guild = server.add_guild("Lindow")
        self._server = server
        self._channel: Channel = guild.add_text_channel("news")
        self._person: Member = guild.add_member("alice", permissions=Permission.MANAGE_GUILD)
        self._last: Message | None = None

    async def do(self, line: str) -> None:
        """One line of a person."""
        try:
            self._last = await self._answer(line)
        except (DriverError, TimeoutError) as error:
            print(f"  ({error})", flush=True)
            return
        await asyncio.sleep(0.2)  # an edit may follow at once
        buttons = "  ".join(f"[{b.get('label') or b.get('url')}]" for b in self._last.buttons)
        private = "  (only you see this)" if self._last.ephemeral else ""
        for shown in [*self._last.text.splitlines(), buttons + private]:
            print(f"  {shown}", flush=True)

    async def _answer(self, line: str) -> Message:
        channel, person = self._channel, self._person
        if line.startswith("/"):
            name, values = _command(line)
            values = {key: channel if value == f"#{channel.name}" else value for key, value in values.items()}
            return await _shown(channel.slash(person, name, options=values))
        if line.startswith("!") and self._last is not None:
            return await _shown(channel.click(person, self._last, line[1:]))
        text = line.replace("@whosaid", self._server.bot_user.mention)
        to = None if line.startswith("@") else self._last
        return await channel.next_reply(await channel.send(person, text, reply_to=to), timeout=WAIT)


async def _shown(start: Awaitable[Interaction]) -> Message:
    return await (await start).response(timeout=WAIT)


def _command(line: str) -> tuple[str, dict[str, object]]:
    """``/article add url=…`` as its name and options."""
    words = line[1:].split(" ")
    at = next((n for n, word in enumerate(words) if "=" in word), len(words))
    pairs = [part.partition("=") for part in " ".join(words[at:]).split("|") if "=" in part]
    return " ".join(words[:at]), {name.strip(): _value(value.strip()) for name, _, value in pairs}


def _value(text: str) -> object:
    return {"true": True, "false": False}.get(text.lower(), text)


async def main() -> None:
    """Serve until standard input ends."""
    async with DiscordServer(token=TOKEN) as server:
        room = Room(server)
        print(f"DISCORD_API_URL={server.api_url}\nDISCORD_TOKEN={TOKEN}", flush=True)
        await server.wait_ready(timeout=3600)
        print("The bot is here. Write as alice in #news.", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip():
                await room.do(line.strip())


if __name__ == "__main__":
    asyncio.run(main())
