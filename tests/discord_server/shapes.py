"""Which kind of value Discord takes where; lengths and the like are the ``validate_*`` files' matter.

A shape is a kind (a word below), ``{name: shape}`` for an object whose other names do not matter here, ``[shape]`` for
a list, or a function that gives a shape (for what holds itself). Null stands for "not given", except in a list and
for a name that ends with "!".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .errors import Path, Problems

TEXT, WHOLE, NUMBER, YES_NO, ID, URL, BITS = "text", "whole", "number", "yes/no", "id", "url", "bits"
NONCE, SHORT, NAMES, DESCRIPTIONS, ANY = (
    "nonce",
    "short text",
    "names by language",
    "descriptions by language",
    "any",
)
Shape = Any
_SCHEMES = ("http://", "https://", "attachment://")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _digits(value: object) -> bool:
    return isinstance(value, str) and value.isdecimal() and len(value) < 20


def _by_language(value: object, most: int) -> bool:
    texts = value.values() if isinstance(value, dict) else [None]
    return all(isinstance(text, str) and 0 < len(text) <= most for text in texts)


_FITS: dict[str, Callable[[object], bool]] = {
    TEXT: lambda value: isinstance(value, str),
    WHOLE: _whole,
    NUMBER: lambda value: _whole(value) or isinstance(value, float),
    YES_NO: lambda value: isinstance(value, bool),
    # Discord takes numbers for ids and bits, too, and discord.py sends them.
    ID: lambda value: _digits(value) or (isinstance(value, int) and value > 1 << 22),
    URL: lambda value: isinstance(value, str) and (not value or value.lower().startswith(_SCHEMES)),
    BITS: lambda value: _digits(value) or _whole(value),
    NONCE: lambda value: isinstance(value, str) or _whole(value),
    SHORT: lambda value: isinstance(value, str) and 0 < len(value) <= 32,
    NAMES: lambda value: _by_language(value, 32),
    DESCRIPTIONS: lambda value: _by_language(value, 100),
    ANY: lambda value: True,
}


def check_shape(value: object, shape: Shape, problems: Problems, path: Path = ()) -> None:
    """Note every value of a wrong kind."""
    if callable(shape):
        shape = shape()
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return
        for name, inner in shape.items():
            key = name.rstrip("!")
            given = value.get(key)
            if given is not None:
                check_shape(given, inner, problems, [*path, key])
            elif key != name:
                problems.add([*path, key], "BASE_TYPE_REQUIRED", "This field is required")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            problems.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        for index, entry in enumerate(value):
            check_shape(entry, shape[0], problems, [*path, index])
    elif not _FITS[shape](value):
        problems.add(path, "BASE_TYPE_CONVERT", f"Could not interpret the value as {shape}.")


EMOJI = {"id": ID, "name!": SHORT, "animated": YES_NO}
MEDIA = {"url": TEXT}
EMBED = {
    "title": TEXT, "type": TEXT, "description": TEXT, "url": TEXT, "timestamp": TEXT, "color": WHOLE,
    "footer": {"text": TEXT, "icon_url": URL}, "author": {"name": TEXT, "url": TEXT, "icon_url": URL},
    "image": MEDIA, "thumbnail": MEDIA, "fields": [{"name": TEXT, "value": TEXT, "inline": YES_NO}],
}  # fmt: skip
MENTIONS = {"parse": [TEXT], "users": [ID], "roles": [ID], "replied_user": YES_NO}
CHOICE = {"label": TEXT, "value": TEXT, "description": TEXT, "default": YES_NO, "emoji": EMOJI}


def component() -> Shape:
    """A component, which may hold others."""
    return {
        "type!": WHOLE, "id": WHOLE, "custom_id": TEXT, "style": WHOLE, "label": TEXT, "url": TEXT, "disabled": YES_NO,
        "emoji": EMOJI, "components": [component], "options": [CHOICE], "placeholder": TEXT, "min_values": WHOLE,
        "max_values": WHOLE, "content": TEXT, "accessory": component,
    }  # fmt: skip


MESSAGE = {
    "content": TEXT, "embeds": [EMBED], "allowed_mentions": MENTIONS, "components": [component], "flags": WHOLE,
    "tts": YES_NO, "enforce_nonce": YES_NO, "nonce": NONCE, "attachments": [{"id": BITS, "description": TEXT}],
    "message_reference": {"message_id!": ID, "channel_id": ID, "guild_id": ID, "fail_if_not_exists": YES_NO},
}  # fmt: skip
CALLBACK = {"type!": WHOLE, "data": {"flags": WHOLE}}


def option() -> Shape:
    """A command's option, which may hold others."""
    return {
        "type!": WHOLE, "name": TEXT, "description": TEXT, "name_localizations": NAMES,
        "description_localizations": DESCRIPTIONS, "required": YES_NO, "autocomplete": YES_NO,
        "options": [option], "choices": [{"name": TEXT, "value": ANY, "name_localizations": DESCRIPTIONS}],
        "channel_types": [WHOLE], "min_length": WHOLE, "max_length": WHOLE, "min_value": NUMBER, "max_value": NUMBER,
    }  # fmt: skip


COMMAND = {
    "type": WHOLE, "name": TEXT, "description": TEXT, "dm_permission": YES_NO, "nsfw": YES_NO,
    "name_localizations": NAMES, "description_localizations": DESCRIPTIONS, "default_member_permissions": BITS, "contexts": [WHOLE], "integration_types": [WHOLE], "options": [option],
}  # fmt: skip
