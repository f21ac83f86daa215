"""Keeps one malformed gateway event from ending the client, which discord.py lets it do."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import discord

from bot.failures import Failures

_MESSAGES = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE"})
_ESSENTIAL = frozenset({"READY", "RESUMED"})


def guard_events(client: discord.Client, failures: Failures) -> None:
    """Wrap the parsers: what cannot be parsed is logged under an id and skipped."""
    parsers: dict[str, Callable[[Any], None]] = client._connection.parsers
    for name, parse in parsers.items():
        if name not in _ESSENTIAL:
            parsers[name] = _guarded(name, parse, failures)


def _guarded(name: str, parse: Callable[[Any], None], failures: Failures) -> Callable[[Any], None]:
    @functools.wraps(parse)
    def guarded(data: Any) -> None:
        try:
            if name == "INTERACTION_CREATE" and not _has_data(data):
                raise ValueError("an interaction without data")
            if name in _MESSAGES:
                _fill_content(data)
            parse(data)
        except Exception as error:
            failures.record(error, f"gateway event {name}", _texts(data))

    return guarded


def _has_data(data: Any) -> bool:
    """Whether an interaction says what was used; a ping needs nothing."""
    return data.get("type") == 1 or isinstance(data.get("data"), dict)


def _fill_content(message: Any) -> None:
    """Other servers send ``null`` where there is no text; discord.py hands that on, and everybody expects a text."""
    if isinstance(message, dict):
        if "content" in message and not isinstance(message["content"], str):
            message["content"] = ""
        _fill_content(message.get("referenced_message"))


def _texts(data: Any) -> list[str]:
    """Every text of an event: none of it belongs into a log."""
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        return [text for value in data.values() for text in _texts(value)]
    return [text for value in data for text in _texts(value)] if isinstance(data, list) else []
