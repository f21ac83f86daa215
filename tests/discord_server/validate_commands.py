"""What Discord demands of application commands."""

from __future__ import annotations

from collections import Counter

from .errors import Path, Problems
from .jsontypes import JSON

CHAT, USER, MESSAGE = 1, 2, 3
MOST = {CHAT: 100, USER: 5, MESSAGE: 5}
COMMAND_KEYS = {
    "name", "name_localizations", "description", "description_localizations", "options", "type",
    "default_member_permissions", "dm_permission", "nsfw", "contexts", "integration_types", "id",
    "handler", "application_id", "version", "guild_id",
}  # fmt: skip
OPTION_TYPES = range(1, 12)
CHANNEL_TYPES = {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15}
_VALUES: dict[int, type | tuple[type, ...]] = {3: str, 4: int, 10: (int, float)}
"""Of choices, by the kind of option."""


def check_command(body: JSON, problems: Problems, path: Path) -> None:
    """Note what is wrong with one command."""
    kind = body.get("type") or CHAT
    for key in body.keys() - COMMAND_KEYS:
        problems.add([*path, key], "UNKNOWN_FIELD", f"Unknown field {key!r}")
    if kind == CHAT:
        _check_name(body.get("name"), problems, [*path, "name"])
        where = [*path, "description"]
        problems.text(where, body.get("description"), most=100, least=1, required=True)
        _check_options(body.get("options") or [], problems, [*path, "options"], nests={1, 2})
        if _size(body) > 8000:
            text = "Command exceeds maximum size (8000)"
            problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", text)
    elif kind in (USER, MESSAGE):
        problems.text([*path, "name"], body.get("name"), most=32, least=1, required=True)
        if body.get("description"):
            text = "Context menu commands cannot have description"
            problems.add([*path, "description"], "APPLICATION_COMMAND_DESCRIPTION", text)
        if body.get("options"):
            text = "Context menu commands cannot have options"
            problems.add([*path, "options"], "APPLICATION_COMMAND_OPTIONS", text)
    else:
        problems.add([*path, "type"], "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3).")
    for key, known in (("contexts", {0, 1, 2}), ("integration_types", {0, 1})):
        listed = body.get(key)
        if listed is None:
            continue
        if not listed or not set(listed) <= known:
            problems.add([*path, key], "BASE_TYPE_CHOICES", f"Value must be one of {tuple(known)}.")
        elif len(set(listed)) < len(listed):
            problems.add(
                [*path, key], "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value"
            )


def check_set(bodies: list[JSON], problems: Problems) -> None:
    """Note duplicates and too many commands of a kind."""
    keys = Counter((body.get("name"), body.get("type") or CHAT) for body in bodies)
    for index, body in enumerate(bodies):
        if keys[body.get("name"), body.get("type") or CHAT] > 1:
            code = "APPLICATION_COMMANDS_DUPLICATE_NAME"
            problems.add([index], code, "Application command names must be unique")
    kinds = Counter(body.get("type") or CHAT for body in bodies)
    for kind, count in kinds.items():
        if count > MOST.get(kind, 100):
            text = f"Maximum number of application commands reached ({MOST[kind]})"
            problems.add([], "MAX_APPLICATION_COMMANDS", text)


def _check_name(name: object, problems: Problems, path: Path) -> None:
    if not problems.text(path, name, most=32, least=1, required=True):
        return
    text = str(name)
    fits = all(c.isalnum() or c in "-_'" for c in text)
    if not fits or text != text.lower():
        code = "APPLICATION_COMMAND_INVALID_NAME"
        problems.add(path, code, "Command name is invalid")


def _check_options(options: list[JSON], problems: Problems, path: Path, nests: set[int]) -> None:
    """``nests``: which kinds may hold options here; a group only sub-commands, a sub-command none."""
    if len(options) > 25:
        problems.add(path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    optional_seen = False
    names: set[object] = set()
    nested = [option.get("type") in (1, 2) for option in options]
    if any(nested) and not all(nested):
        text = "Sub-command and sub-command group option types are mutually exclusive to all others"
        problems.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
    for index, option in enumerate(options):
        where = [*path, index]
        kind = option.get("type")
        _check_name(option.get("name"), problems, [*where, "name"])
        about = option.get("description")
        problems.text([*where, "description"], about, most=100, least=1, required=True)
        if option.get("name") in names:
            code = "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"
            problems.add([*where, "name"], code, "Option name already exists in the set")
        names.add(option.get("name"))
        if kind not in OPTION_TYPES:
            problems.add([*where, "type"], "BASE_TYPE_CHOICES", "Unknown option type.")
        elif kind in (1, 2):
            if kind not in nests:
                code = "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"
                problems.add([*where, "type"], code, "Sub-commands are nested too deep")
            inner = {1} if kind == 2 else set[int]()
            _check_options(option.get("options") or [], problems, [*where, "options"], inner)
        else:
            if option.get("required") and optional_seen:
                code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
                text = "Required options must be placed before non-required options"
                problems.add(where, code, text)
            optional_seen = optional_seen or not option.get("required")
            _check_value_option(option, problems, where)


def _check_value_option(option: JSON, problems: Problems, path: Path) -> None:
    choices = option.get("choices") or []
    kind = option["type"]
    if len(choices) > 25:
        where = [*path, "choices"]
        problems.add(where, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    if choices and option.get("autocomplete"):
        code = "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID"
        problems.add(path, code, "Autocomplete and choices exclude each other")
    if option.get("autocomplete") and kind not in (3, 4, 10):
        code = "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID"
        problems.add(path, code, "Only strings and numbers have autocomplete")
    check_choices(choices, problems, [*path, "choices"])
    for index, choice in enumerate(choices):
        if not isinstance(choice.get("value"), _VALUES.get(kind, object)):
            where = [*path, "choices", index, "value"]
            problems.add(where, "BASE_TYPE_CONVERT", "The value is not of the option's kind")
    if not set(option.get("channel_types") or ()) <= CHANNEL_TYPES:
        problems.add([*path, "channel_types"], "BASE_TYPE_CHOICES", "Unknown channel type.")
    for key, low in (("min_length", 0), ("max_length", 1)):
        value = option.get(key)
        if value is not None and (kind != 3 or not low <= value <= 6000):
            text = f"int value should be between {low} and 6000."
            problems.add([*path, key], "NUMBER_TYPE_MAX", text)
    for key in ("min_value", "max_value"):
        if option.get(key) is not None and kind not in (4, 10):
            problems.add([*path, key], "BASE_TYPE_CHOICES", "Only numbers have a range")


def check_choices(choices: list[JSON], problems: Problems, path: Path) -> None:
    """Note what is wrong with choices, of an option or of an autocomplete answer."""
    seen: set[object] = set()
    for index, choice in enumerate(choices):
        name, value = choice.get("name"), choice.get("value")
        problems.text([*path, index, "name"], name, most=100, least=1, required=True)
        if isinstance(value, str):
            problems.text([*path, index, "value"], value, most=100, least=1)
        elif not isinstance(value, int | float):
            where = [*path, index, "value"]
            problems.add(where, "BASE_TYPE_REQUIRED", "This field is required")
        if name in seen:
            code = "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS"
            problems.add([*path, index], code, "Option choice name already exists")
        seen.add(name)


def _size(node: JSON) -> int:
    total = len(str(node.get("name", ""))) + len(str(node.get("description", "")))
    for choice in node.get("choices") or []:
        total += len(str(choice.get("name", ""))) + len(str(choice.get("value", "")))
    return total + sum(_size(option) for option in node.get("options") or [])
