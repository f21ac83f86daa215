"""Every error a user can meet. Each message is one sentence: what was wrong, and what to do."""

from __future__ import annotations


class WhosaidError(Exception):
    """Base of all errors whose text may be shown to people."""


class ReadingError(WhosaidError):
    """A source could not be read as an article."""


class ModelError(WhosaidError):
    """A model could not be loaded; the message names the setting."""


class StoreError(WhosaidError):
    """The library's data cannot be used; nothing was lost."""


class BusyError(WhosaidError):
    """The same work is already going on for this shelf."""


class NotFoundError(WhosaidError):
    """No such article in this view."""


class InputError(WhosaidError):
    """A question or quoted text that cannot be worked on (empty, too long)."""


class LimitError(WhosaidError):
    """A shelf is full; the message says which limit was met."""
