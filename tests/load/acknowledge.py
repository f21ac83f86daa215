"""How soon ``/ask`` is acknowledged when many ask at once: ``python -m tests.load.acknowledge [MEMBERS] [ROUNDS]``.

Discord gives an interaction up after 3 s. The bot is ``whosaid run`` in a process of its own.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.discord_server import DiscordServer
from tests.load.process import bot_process


async def measure(members: int, rounds: int) -> tuple[list[float], Counter[str]]:
    """Seconds to the acknowledgement, and what became of the questions."""
    seconds: list[float] = []
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        async with DiscordServer() as server:
            guild = server.add_guild("Lindow")
            channel = guild.add_text_channel("news")
            people = [guild.add_member(f"member{n}") for n in range(members)]
            with server.installed():
                async with bot_process(
                    server, Path(folder), SERVER_QUESTIONS_PER_MINUTE="0", MEMBER_QUESTIONS_PER_MINUTE="0"
                ):
                    for turn in range(rounds):
                        used = [
                            await channel.slash(p, "ask", question=f"What will the bridge cost, {turn} {n}?")
                            for n, p in enumerate(people)
                        ]
                        for reply in await asyncio.gather(*(one.response(timeout=120) for one in used)):
                            outcomes["busy" if "more questions than" in reply.text else "answered"] += 1
                        seconds += [one.acknowledged_after or 0.0 for one in used]
    return sorted(seconds), outcomes


def main() -> None:
    """Measure and print."""
    members = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    seconds, outcomes = asyncio.run(measure(members, rounds))
    median, p99 = (seconds[min(len(seconds) - 1, int(len(seconds) * share))] for share in (0.5, 0.99))
    print(f"{members} members, {rounds} rounds: {dict(outcomes)}")
    print(f"acknowledged after {median:.3f} s (median), {p99:.3f} s (p99), {seconds[-1]:.3f} s (latest)")


if __name__ == "__main__":
    main()
