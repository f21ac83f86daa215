"""Three bots on one PostgreSQL, a shard each, while bots and connections are killed: ``python -m tests.load.several
[QUESTIONS] [AT_ONCE] [SECONDS]``, DATABASE_URL an empty database.

AT_ONCE of the QUESTIONS are open at any moment, SECONDS is how long the next bot lives. Who was not answered when a
bot died asks again.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.discord_server import Channel, DiscordServer
from tests.discord_server.interactions import Interaction
from tests.discord_server.users import Member
from tests.load.process import START, Bot, indexed, resident_mib
from tests.postgres import Server

BOTS = 3
CUT_SECONDS = 3.0
"""How often a connection to PostgreSQL is ended."""
PATIENCE = 300.0
ROUND = 0.02


@dataclass
class Asked:
    """One member's question, asked until it is answered."""

    number: int
    channel: Channel
    person: Member
    shard: int
    used: Interaction | None = None
    life: int = 0
    tries: int = 0
    told: Counter[str] = field(default_factory=Counter)

    @property
    def text(self) -> str:
        """Another question for each member."""
        return f"What will the repair of the bridge cost, asks member {self.number}?"


@dataclass
class Outcome:
    """``seconds`` to the acknowledgement of those who were acknowledged; counts of what happened to the rest."""

    seconds: list[float] = field(default_factory=list)
    answered: int = 0
    doubled: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)
    lost: int = 0
    """Answers that were shown and are not in the database."""


async def measure(questions: int, at_once: int, lives: float, url: str) -> Outcome:
    """Ask, kill, ask again; then compare what members saw with what the database holds."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        async with DiscordServer() as server:
            server.ack_window, server.shard_count = 120.0, BOTS
            asked = _members(server, questions)
            settings = {
                "DATABASE_URL": url, "SHARD_COUNT": str(BOTS), "WAITING_QUESTIONS": str(at_once),
                "SERVER_QUESTIONS_PER_MINUTE": "0", "MEMBER_QUESTIONS_PER_MINUTE": "0",
            }  # fmt: skip
            await indexed(server, Path(folder), **settings)
            bots = [
                Bot(server, Path(folder), f"log-{n}", settings | {"SHARD_IDS": str(n)}) for n in range(BOTS)
            ]
            try:
                await asyncio.gather(*(bot.start() for bot in bots))
                await server.wait_ready(timeout=START)
                chaos = [
                    asyncio.create_task(_kill(bots, lives, outcome)),
                    asyncio.create_task(_cut(url, outcome)),
                ]
                await _ask(bots, asked, at_once, outcome)
                for task in chaos:
                    task.cancel()
                outcome.memory = [
                    resident_mib(bot.process) for bot in bots if bot.is_online() and bot.process
                ]
            finally:
                await asyncio.gather(*(bot.stop() for bot in bots))
            outcome.doubled = sum(len(used.messages) > 1 for used in server.interactions.values())
    outcome.lost = _unrecorded(url, asked)
    return outcome


def _members(server: DiscordServer, questions: int) -> list[Asked]:
    """As many in each bot's server."""
    asked = []
    for shard in range(BOTS):
        number = server.ids.next()
        number += (shard - (number >> 22) % BOTS) % BOTS << 22
        guild = server.add_guild(f"Server {shard}", guild_id=number)
        channels = [guild.add_text_channel(f"news-{n}") for n in range(5)]
        for n in range(shard, questions, BOTS):
            asked.append(Asked(n, channels[n % len(channels)], guild.add_member(f"member-{n}"), shard))
    return sorted(asked, key=lambda one: one.number)


async def _ask(bots: list[Bot], asked: list[Asked], at_once: int, outcome: Outcome) -> None:
    """Look at all of them in turn: a waiter each would look at everything at every change."""
    waiting, end = list(asked), time.monotonic() + PATIENCE
    while waiting and time.monotonic() < end:
        left: list[Asked] = []
        for one in waiting:
            bot = bots[one.shard]
            if one.used is not None and one.used.messages:
                text = one.used.messages[0].text
                if one.used.acknowledged_after is not None:
                    outcome.seconds.append(one.used.acknowledged_after)
                if "4.2 million" in text:
                    outcome.answered += 1
                    continue
                outcome.counts[f"told: {text[:60]}"] += 1
                one.used = None
            if one.used is not None and one.life != bot.lives:  # it died with the question
                outcome.counts["asked again after a kill"] += 1
                one.used = None
            if one.used is None and len(left) < at_once and bot.is_online():
                one.life, one.tries = bot.lives, one.tries + 1
                one.used = await one.channel.slash(one.person, "ask", question=one.text)
            left.append(one)
        waiting = left
        await asyncio.sleep(ROUND)


async def _kill(bots: list[Bot], lives: float, outcome: Outcome) -> None:
    turn = 0
    while True:
        await asyncio.sleep(lives)
        bot = bots[turn % len(bots)]
        turn += 1
        if bot.is_online():
            outcome.counts["bots killed"] += 1
            await bot.kill()
            await bot.start()


async def _cut(url: str, outcome: Outcome) -> None:
    chosen = random.Random(1)
    with psycopg.connect(url, autocommit=True) as connection:
        while True:
            await asyncio.sleep(CUT_SECONDS)
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE pid != pg_backend_pid() AND backend_type = 'client backend'"
            ).fetchall()
            if found:
                connection.execute("SELECT pg_terminate_backend(%s)", chosen.choice(found))
                outcome.counts["connections cut"] += 1


def _unrecorded(url: str, asked: list[Asked]) -> int:
    """Answers that were shown and are not in the database."""
    with psycopg.connect(url) as connection:
        kept = {text for (text,) in connection.execute("SELECT question FROM records")}
    return sum(one.used is not None and bool(one.used.messages) and one.text not in kept for one in asked)


def main() -> None:
    """Measure and print."""
    questions = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    at_once = int(sys.argv[2]) if len(sys.argv) > 2 else questions
    lives = float(sys.argv[3]) if len(sys.argv) > 3 else 10.0
    url = Server(os.environ["DATABASE_URL"], Path()).fresh()
    began = time.monotonic()
    outcome = asyncio.run(measure(questions, at_once, lives, url))
    seconds = sorted(outcome.seconds)
    p50, p99 = (seconds[min(len(seconds) - 1, int(len(seconds) * share))] for share in (0.5, 0.99))
    print(
        f"{questions} questions in {time.monotonic() - began:.0f} s: {outcome.answered} answered, {outcome.lost} lost,"
    )
    print(f"{outcome.doubled} doubled; {dict(outcome.counts)}")
    print(f"acknowledged after {p50:.3f} s (median), {p99:.3f} s (p99), {seconds[-1]:.3f} s (latest)")
    print(f"memory of a bot: {', '.join(f'{mib:.0f}' for mib in outcome.memory)} MiB")


if __name__ == "__main__":
    main()
