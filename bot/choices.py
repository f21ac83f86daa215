"""What a server may choose in ``/setup``. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from index.answering.strictness import Strictness

MOST = 20
"""Most channels or roles a server may name: the list has to fit on one screen."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """A server's choices; the defaults hold for servers that chose nothing, and for direct messages."""

    channels: tuple[int, ...] = ()
    managers: tuple[int, ...] = ()
    private: bool = False
    threshold: Strictness | None = None
    log_channel: int | None = None
    only: tuple[int, ...] = ()
    never: tuple[int, ...] = ()
    threads_by_mention: bool = False
    in_thread: bool = False
    unanswered_since: float | None = None
    """From when on moderators may read what was not answered (epoch seconds); None: they may not."""

    def allows(self, place: frozenset[int]) -> bool:
        """Whether answers may be seen in a place: a channel with its category, a thread with its channel."""
        return not place.intersection(self.never) and (not self.only or bool(place.intersection(self.only)))

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """From the store; what does not make sense there counts as not chosen."""
        since = body.get("unanswered_since")
        log_channel, level = body.get("log_channel"), body.get("threshold")
        return cls(
            channels=_ids(body.get("channels")),
            managers=_ids(body.get("managers")),
            private=body.get("private") is True,
            threshold=Strictness(level) if level in list(Strictness) else None,
            log_channel=log_channel if isinstance(log_channel, int) else None,
            only=_ids(body.get("only")),
            never=_ids(body.get("never")),
            threads_by_mention=body.get("threads_by_mention") is True,
            in_thread=body.get("in_thread") is True,
            unanswered_since=float(since) if isinstance(since, int | float) else None,
        )


DEFAULT = Preferences()


def _ids(value: object) -> tuple[int, ...]:
    return tuple(item for item in value if isinstance(item, int)) if isinstance(value, list) else ()
