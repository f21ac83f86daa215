"""Errors of the faces. Like the engine's, each message is one sentence for people."""

from __future__ import annotations

from index.errors import WhosaidError


class SettingsError(WhosaidError):
    """A setting has a value that cannot be used; the message names the setting and never shows its value."""


class StartError(WhosaidError):
    """The bot cannot start, or Discord sent it away for good."""


class ClosingError(WhosaidError):
    """The bot is shutting down and takes no new work."""


class TooBusyError(WhosaidError):
    """More questions wait than can be answered in time."""


class TooFastError(WhosaidError):
    """A member or a server asks faster than it may."""

    repeated = False
    """Whether that was said a moment ago already."""


class LinkError(WhosaidError):
    """A link to an article that has expired, or that nobody signed."""


class AccessError(WhosaidError):
    """A program came without a key, or with one that opens nothing."""
