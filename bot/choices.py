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
    helper_role: int | None = None
    helper_channel: int | None = None
    """Whom to ask, and where, when no article says it; neither: nobody."""
    helpers_asked: float = 0.0
    """When they were asked last (epoch seconds)."""
    daily_channel: int | None = None
    daily_hour: int = 9
    """Where a quote is posted each day from this hour on (UTC)."""
    daily_posted: int = 0
    """The day of the last one, counted from the epoch."""

    def allows(self, place: frozenset[int]) -> bool:
        """Whether answers may be seen in a place: a channel with its category, a thread with its channel."""
        return not place.intersection(self.never) and (not self.only or bool(place.intersection(self.only)))

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """From the store; what does not make sense there counts as not chosen."""
        since = body.get("unanswered_since")
        level, hour = body.get("threshold"), body.get("daily_hour")
        return cls(
            channels=_ids(body.get("channels")),
            managers=_ids(body.get("managers")),
            private=body.get("private") is True,
            threshold=Strictness(level) if level in list(Strictness) else None,
            log_channel=_id(body.get("log_channel")),
            only=_ids(body.get("only")),
            never=_ids(body.get("never")),
            threads_by_mention=body.get("threads_by_mention") is True,
            in_thread=body.get("in_thread") is True,
            unanswered_since=float(since) if isinstance(since, int | float) else None,
            helper_role=_id(body.get("helper_role")),
            helper_channel=_id(body.get("helper_channel")),
            helpers_asked=_number(body.get("helpers_asked")),
            daily_channel=_id(body.get("daily_channel")),
            daily_hour=hour if isinstance(hour, int) and 0 <= hour < 24 else 9,
            daily_posted=int(_number(body.get("daily_posted"))),
        )


DEFAULT = Preferences()


def _id(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _ids(value: object) -> tuple[int, ...]:
    return tuple(item for item in value if isinstance(item, int)) if isinstance(value, list) else ()
