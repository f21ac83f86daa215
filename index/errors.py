"""Every error a user can meet. Each message is one sentence: what was wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, init=False)
class Message:
    """One sentence for people: an English template with named places, and what stands in them.

    The template is what a translator looks the sentence up by, as in gettext; ``str()`` gives it in English.
    A value is text, a number, or a sentence of its own; anything else is kept as its text.
    """

    template: str
    values: Mapping[str, str | int | float | Message] = field(hash=False)

    def __init__(self, template: str, /, **values: object) -> None:
        kept = {
            name: value if isinstance(value, str | int | float | Message) else str(value)
            for name, value in values.items()
        }
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", kept)

    def __str__(self) -> str:
        return self.template.format_map(self.values) if self.values else self.template

    def to_json(self) -> dict[str, Any]:
        """For a pipe between processes."""
        values = {k: v.to_json() if isinstance(v, Message) else v for k, v in self.values.items()}
        return {"template": self.template, "values": values}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Message:
        """What ``to_json`` made. Raises KeyError, TypeError or AttributeError for anything else."""
        values = {k: cls.from_json(v) if isinstance(v, dict) else v for k, v in raw["values"].items()}
        return cls(raw["template"], **values)


class WhosaidError(Exception):
    """Base of all errors whose text may be shown to people. ``message`` is that text, for translation.

    Raised with a template and its values, or with a sentence that is made already.
    """

    def __init__(self, message: str | Message, /, **values: object) -> None:
        self.message = message if isinstance(message, Message) else Message(message, **values)
        super().__init__(str(self.message))


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
