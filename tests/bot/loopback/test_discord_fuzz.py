"""Every command, option, autocomplete and button, with texts that have stopped programs: each is answered in its
budget, and nothing is a bug. Commands and options are read from what the bot registered, so none slips by."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import AsyncIterator, Iterator

import pytest

from index.library import Library
from tests.bot.loopback.conftest import Run, online
from tests.discord_server import DriverError, Upload
from tests.discord_server.jsontypes import JSON
from tests.fuzz.nasty import drawn

SECONDS = 4.0
"""Processor time of one act, the loopback Discord's share included; most take some hundredths."""
STEPS = 45
MESSAGE = 2_000
"""Characters of a Discord message."""
OPTION = 6_000
"""Characters of an option that states no length."""
SUBCOMMANDS = (1, 2)


@pytest.fixture
def offline(offline: Run, own_library: Library) -> Run:
    """On a library of its own: articles come and go."""
    offline.library = own_library
    return offline


@pytest.fixture
async def run(offline: Run) -> AsyncIterator[Run]:
    """Nothing is fetched, and nobody is too fast."""
    free = {"member_questions_per_minute": 0, "server_questions_per_minute": 0, "fetch_hosts": "here.invalid"}
    async with online(offline, **free):
        yield offline


class Fuzz:
    """One server whose members do anything at all; the seed decides what."""

    def __init__(self, run: Run, seed: int) -> None:
        self._run, self._dice = run, random.Random(seed)
        self.leaves = [leaf for command in run.server.commands.all() for leaf in _leaves(command)]

    async def step(self) -> str:
        """One act, answered; what it was. Raises TimeoutError or AssertionError."""
        act = self._dice.choice((self._command, self._command, self._type, self._press))
        begun = time.process_time()
        done = await act()
        assert time.process_time() - begun < SECONDS, done
        return done

    async def _command(self) -> str:
        name, leaf = self._dice.choice(self.leaves)
        if leaf.get("type", 1) in (2, 3) and "options" not in leaf:  # an entry of the Apps menu
            return await self._menu(name, leaf)
        values = {
            option["name"]: self._value(option)
            for option in leaf.get("options", ())
            if option.get("required") or self._dice.random() < 0.5
        }
        used = await self._run.channel.slash(self._run.mod, name, options=values)
        message = await used.response(timeout=60)
        assert message.text or message.embeds or message.attachments, name
        return name

    async def _menu(self, name: str, leaf: JSON) -> str:
        target = await self._run.channel.send(self._run.alice, self._text(MESSAGE) or "x")
        used = await self._run.channel.context_menu(
            self._run.mod, name, target if leaf["type"] == 3 else self._run.alice
        )
        await used.response(timeout=60)
        return name

    async def _type(self) -> str:
        typed = [
            (name, option)
            for name, leaf in self.leaves
            for option in leaf.get("options", ())
            if option.get("autocomplete")
        ]
        name, option = self._dice.choice(typed)
        values = {option["name"]: self._text(OPTION)}
        begun = await self._run.channel.begin_autocomplete(
            self._run.mod, name, focused=option["name"], options=values
        )
        await begun.wait_choices(timeout=60)
        return f"{name} {option['name']}"

    async def _press(self) -> str:
        shown = [
            (message, button)
            for message in self._run.channel.bot_messages
            if message.seen_by(self._run.mod.user)
            for button in message.buttons
            if "custom_id" in button and not button.get("disabled")
        ]
        if not shown:
            return "nothing to press"
        message, button = self._dice.choice(shown)
        used = await self._run.channel.click(self._run.mod, message, button["custom_id"])
        await used.acknowledged(timeout=60)
        return str(button["custom_id"])

    def _value(self, option: JSON) -> object:
        if option.get("choices"):
            return self._dice.choice(option["choices"])["value"]
        low, high = option.get("min_value", -(2**53)), option.get("max_value", 2**53)
        kinds: dict[int, object] = {
            4: self._dice.choice((low, high, self._dice.randrange(int(low), int(high) + 1))),
            5: self._dice.random() < 0.5,
            6: self._run.alice,
            7: self._run.channel,
            9: self._run.alice,
            10: float(low),
            11: Upload("nasty.txt", ("Title\n" + self._text(20_000)).encode(), "text/plain"),
        }
        if option["type"] in kinds:
            return kinds[option["type"]]
        least, most = option.get("min_length", 0), option.get("max_length", OPTION)
        return self._text(most).ljust(max(least, 1), "x")[:most]

    def _text(self, most: int) -> str:
        return drawn(self._dice, self._dice.choice((1, 40, most // 3, most)))


def _leaves(command: JSON, above: str = "") -> Iterator[tuple[str, JSON]]:
    """Every command that can be used, with its whole name."""
    name = f"{above} {command['name']}".strip()
    below = [option for option in command.get("options", ()) if option["type"] in SUBCOMMANDS]
    if not below:
        yield name, command
    for option in below:
        yield from _leaves(option, name)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [1])
async def test_anything_is_answered(run: Run, seed: int, caplog: pytest.LogCaptureFixture) -> None:
    fuzz = Fuzz(run, seed)
    assert len(fuzz.leaves) > 20
    with caplog.at_level(logging.WARNING):
        for _ in range(STEPS):
            try:
                await fuzz.step()
            except DriverError:  # Discord itself would not take it
                continue
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert not any("went wrong" in message.text for message in run.server.bot_messages)
    assert run.server.refused == []
