"""How the client takes its time, in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """``progress``: between two edits of a progress message; ``rounds``: between two looks at what is due by itself
    (pages to read again, the quote of the day); ``token``: so long an interaction's message is edited by its token,
    which lives 15 minutes, then as a message; ``edits``: so long an edited question gets its answer edited;
    ``reconnect``: before a shard's second try to connect, each later one waits twice as long."""

    progress: float = 5.0
    rounds: float = 300.0
    token: float = 14 * 60.0
    edits: float = 120.0
    reconnect: float = 5.0
