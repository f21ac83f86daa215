"""Random use for some minutes, and the bot's memory over it: ``python -m tests.load.memory [MINUTES] [PNG]``.

The bot is ``whosaid run`` in a process of its own; its resident memory (Linux) is read every second.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.discord_server import DiscordServer
from tests.load.process import bot_process, resident_mib
from tests.load.random_use import RandomUse


async def measure(minutes: float) -> list[tuple[float, float]]:
    """(seconds, MiB), one a second."""
    samples: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        async with DiscordServer() as server:
            with server.installed():
                async with bot_process(
                    server, Path(folder), MEMBER_QUESTIONS_PER_MINUTE="0", SERVER_QUESTIONS_PER_MINUTE="0"
                ) as process:
                    people, began = RandomUse(server, seed=1), time.monotonic()
                    while (now := time.monotonic() - began) < minutes * 60:
                        if not samples or now - samples[-1][0] >= 1:
                            samples.append((now, resident_mib(process)))
                        await people.step()
                    print(dict(people.outcomes))
    return samples


def draw(samples: list[tuple[float, float]], target: Path) -> None:
    """The curve as a picture."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 3.2), layout="constrained")
    axes = figure.subplots()
    axes.plot([s / 60 for s, _ in samples], [mib for _, mib in samples], color="#5b7db1")
    axes.set(xlabel="minutes of random use", ylabel="resident memory, MiB", ylim=(0, None))
    axes.grid(alpha=0.3)
    figure.savefig(target, dpi=110)


def main() -> None:
    """Measure, draw, and tell by how much the second half was above the first."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    target = Path(sys.argv[2] if len(sys.argv) > 2 else "memory.png")
    samples = asyncio.run(measure(minutes))
    draw(samples, target)
    half = samples[-1][0] / 2
    early = [mib for s, mib in samples if half / 2 <= s < half]
    late = [mib for s, mib in samples if s >= half * 1.5]
    print(f"second quarter {sum(early) / len(early):.0f} MiB, last quarter {sum(late) / len(late):.0f} MiB")


if __name__ == "__main__":
    main()
