"""The log on standard error: lines for people, or one JSON object a line for machines.

Every line written while something is worked on carries the ids of it (``about``): the interaction or message,
the server, the channel and the person; never what they wrote.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime

_ids: ContextVar[Mapping[str, str]] = ContextVar("ids", default={})  # noqa: B039  (never changed in place)


def about(**ids: int | None) -> None:
    """From here on, log lines of this task and its worker threads carry these ids."""
    _ids.set({name: str(value) for name, value in ids.items() if value is not None})


class JsonLines(logging.Formatter):
    """``{"at", "level", "logger", "message"}``, the ids, and the traceback under ``error``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, ASCII, whatever the message holds."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_ids.get(),
            **getattr(record, "more", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)


class Lines(logging.Formatter):
    """``INFO bot.client: ready in 3 servers``, with the ids in brackets behind it."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line, before any traceback."""
        ids = " ".join(f"{name}={value}" for name, value in _ids.get().items())
        return super().formatMessage(record) + (f" [{ids}]" if ids else "")


def configure(level: str, form: str) -> None:
    """Log ours and discord.py's at ``level``, everything else from WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else Lines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    for name in ("bot", "index", "discord"):
        logging.getLogger(name).setLevel(level)
