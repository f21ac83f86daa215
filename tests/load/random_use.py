"""Members who do anything at all, for as long as wanted; the loopback Discord forgets what is over."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable

from tests.discord_server import Channel, DiscordServer, Guild, Message, Permission
from tests.discord_server.errors import DriverError
from tests.discord_server.users import Member

WORDS = (
    "bridge ferry council repair crowns cables library Sundays lights mayor quay spring cost open who when "
    "penguins moon goalkeeper @everyone **bold** 🐟 “quoted”"
).split()
QUESTION = "How much will the repair of the bridge cost?"
QUOTE = "The cables are forty years past their life"
FAULTS = (
    "POST /channels/*/messages", "PATCH /webhooks/*/*/messages/@original", "POST /interactions/*/*/callback",
)  # fmt: skip
KEPT = 60


class RandomUse:
    """One server with members; every step is one random act of one of them, and its outcome is counted."""

    def __init__(self, server: DiscordServer, seed: int, *, faults: bool = True) -> None:
        self.outcomes: Counter[str] = Counter()
        self._server = server
        self._random = random.Random(seed)
        self._guild: Guild = server.add_guild("Lindow")
        self._channel: Channel = self._guild.add_text_channel("news")
        self._members = [self._guild.add_member(f"member{n}") for n in range(30)]
        self._mod: Member = self._guild.add_member("mod", permissions=Permission.MANAGE_GUILD)
        self._faults = faults
        self._acts: list[Callable[[Member], Awaitable[Message | None]]] = [
            self._mention, self._mention, self._ask, self._ask, self._who_said, self._said, self._suggest,
            self._press, self._press, self._reply, self._edit, self._delete, self._check, self._set_up, self._help,
            self._drop,
        ]  # fmt: skip

    async def step(self) -> None:
        """One act. What the bot does not answer within some seconds is counted as ``silent``."""
        act = self._random.choice(self._acts)
        if self._faults and self._random.random() < 0.05:
            self._break_something()
        try:
            shown = await act(self._random.choice(self._members))
        except TimeoutError:
            self.outcomes["silent"] += 1
        except DriverError:
            self.outcomes["impossible"] += 1
        else:
            self.outcomes["failed" if shown and "went wrong" in shown.text else "fine"] += 1
        self._server.faults.clear()
        self._forget()

    async def _mention(self, person: Member) -> Message:
        return await self._sent(person, f"{self._server.bot_user.mention} {self._question()}")

    async def _reply(self, person: Member) -> Message:
        earlier = [m for m in self._channel.bot_messages if not m.ephemeral]
        return await self._sent(person, "and what about the ferry?", self._random.choice(earlier or [None]))

    async def _ask(self, person: Member) -> Message:
        used = await self._channel.slash(
            person, "ask", question=self._question(), private=self._random.random() < 0.3
        )
        return await used.response(timeout=5)

    async def _who_said(self, person: Member) -> Message:
        used = await self._channel.slash(
            person, "who-said", quote=self._random.choice([QUOTE, self._words(8)])
        )
        return await used.response(timeout=5)

    async def _said(self, person: Member) -> Message:
        name = self._random.choice(["Tamsin Orme", "Piet Hallam", "Nobody"])
        return await (await self._channel.slash(person, "said", speaker=name)).response(timeout=5)

    async def _suggest(self, person: Member) -> None:
        await self._channel.autocomplete(person, "who-said", focused="quote", quote=self._words(1), timeout=5)

    async def _press(self, person: Member) -> Message | None:
        shown = [m for m in self._channel.visible_to(person) if any("custom_id" in b for b in m.buttons)]
        if not shown:
            return None
        message = self._random.choice(shown)
        button = self._random.choice(
            [b for b in message.buttons if "custom_id" in b and not b.get("disabled")]
        )
        used = await self._channel.click(person, message, button["custom_id"])
        await used.acknowledged(timeout=5)
        return None

    async def _edit(self, person: Member) -> None:
        asked = await self._channel.send(person, f"{self._server.bot_user.mention} {self._question()}")
        await self._channel.edit(asked, f"{self._server.bot_user.mention} {self._question()}")
        await self._channel.next_reply(asked, timeout=5)

    async def _delete(self, person: Member) -> None:
        asked = await self._channel.send(person, f"{self._server.bot_user.mention} {self._question()}")
        if self._random.random() < 0.5:
            await self._channel.next_reply(asked, timeout=5)
        await self._channel.delete(asked)

    async def _check(self, person: Member) -> Message:
        written = await self._channel.send(person, f"“{QUOTE}” and “{self._words(5)}”")
        return await (await self._channel.context_menu(person, "Check quotes", written)).response(timeout=5)

    async def _set_up(self, _: Member) -> Message:
        name, values = self._random.choice(
            [
                ("setup show", {}),
                ("setup private", {"only_asker": False}),
                ("stats", {}),
                ("article list", {}),
            ]
        )
        return await (await self._channel.slash(self._mod, name, options=values)).response(timeout=5)

    async def _help(self, person: Member) -> Message:
        name = self._random.choice(["help", "forget-me"])
        return await (await self._channel.slash(person, name)).response(timeout=5)

    async def _drop(self, _: Member) -> None:
        if self._faults and self._random.random() < 0.2:
            before = len(self._server.gateway.resumes)
            await self._server.faults.drop_gateway(abrupt=True)
            await self._server.wait_until(lambda: len(self._server.gateway.resumes) > before, timeout=30)

    async def _sent(self, person: Member, text: str, to: Message | None = None) -> Message:
        return await self._channel.next_reply(await self._channel.send(person, text, reply_to=to), timeout=5)

    def _question(self) -> str:
        return self._random.choice([QUESTION, self._words(self._random.randrange(0, 12)), "x" * 501])

    def _words(self, count: int) -> str:
        return " ".join(self._random.choice(WORDS) for _ in range(count))

    def _break_something(self) -> None:
        faults, route = self._server.faults, self._random.choice(FAULTS)
        status, code = self._random.choice([(403, 50013), (404, 10062), (404, 10008), (400, 200000)])
        what = self._random.randrange(3)
        if what == 0:
            faults.error(status, code, route=route)
        elif what == 1:
            faults.rate_limit(route=route)
        else:
            faults.malformed_event("MESSAGE_UPDATE")

    def _forget(self) -> None:
        """Discord's own memory is not what is measured."""
        server = self._server
        for held in (server.messages, server.interactions):
            for number in list(held)[:-KEPT]:
                del held[number]
        del server.requests[:-KEPT]
        del server.gateway.heartbeats[:-KEPT]
