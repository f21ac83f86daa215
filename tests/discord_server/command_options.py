"""Turning what a person typed into the options of a command interaction."""

from __future__ import annotations

from collections.abc import Mapping

from .errors import DriverError
from .jsontypes import JSON
from .resolved import Resolved
from .users import Member, Role, User

SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, NUMBER = 3, 4, 5, 10


def find_leaf(command: JSON, name: str) -> tuple[list[JSON], JSON]:
    """Follow "article list" down to the subcommand: the options passed through, and the leaf."""
    trail: list[JSON] = []
    node = command
    for part in name.split(" ")[1:]:
        fits = [o for o in node.get("options", []) if o["name"] == part and o["type"] <= GROUP]
        if not fits:
            raise DriverError(f"/{command['name']} has no subcommand {part!r} (of {name!r})")
        node = fits[0]
        trail.append(node)
    if any(option["type"] <= GROUP for option in node.get("options", [])):
        raise DriverError(f"/{name} needs a subcommand")
    return trail, node


def build_options(
    command: JSON,
    name: str,
    values: Mapping[str, object],
    resolved: Resolved,
    *,
    partial: bool = False,
) -> list[JSON]:
    """Check the values against the leaf's options and nest them as Discord does.

    ``partial`` is for autocomplete, where required options may still be missing.
    """
    trail, leaf = find_leaf(command, name)
    known = {option["name"]: option for option in leaf.get("options", [])}
    built: list[JSON] = []
    given = {_match(key, known, name): value for key, value in values.items()}
    for option_name, option in known.items():
        if given.get(option_name) is None:
            if option.get("required") and not partial:
                raise DriverError(f"/{name} needs {option_name!r}")
            continue
        value = given[option_name]
        if not partial:
            _check(name, option, value)
        plain = isinstance(value, str | int | float)
        sent = value if plain and option["type"] in _PLAIN else resolved.add(value)
        built.append({"name": option_name, "type": option["type"], "value": sent})
    for option in reversed(trail):
        built = [{"name": option["name"], "type": option["type"], "options": built}]
    return built


def focus_option(command: JSON, name: str, built: list[JSON], focused: str) -> None:
    """Mark the option that is being typed into; an empty one is sent as an empty string."""
    trail, leaf = find_leaf(command, name)
    known = {option["name"]: option for option in leaf.get("options", [])}
    key = _match(focused, known, name)
    if not known[key].get("autocomplete"):
        raise DriverError(f"{key!r} of /{name} has no autocomplete")
    for _ in trail:
        built = built[0]["options"]
    for option in built:
        if option["name"] == key:
            option["focused"] = True
            option["value"] = str(option["value"])
            return
    built.append({"name": key, "type": known[key]["type"], "value": "", "focused": True})


_PLAIN = {STRING, INTEGER, BOOLEAN, NUMBER}


def _match(key: str, known: Mapping[str, JSON], name: str) -> str:
    for candidate in (key, key.replace("_", "-"), key.rstrip("_")):
        if candidate in known:
            return candidate
    raise DriverError(f"/{name} has no option {key!r}, only {sorted(known)}")


def _check(name: str, option: JSON, value: object) -> None:
    kind, label = option["type"], f"/{name} {option['name']}"
    if kind == STRING:
        if not isinstance(value, str):
            raise DriverError(f"{label} takes a string, not {value!r}")
        least, most = option.get("min_length", 0), option.get("max_length", 6000)
        if not least <= len(value) <= most:
            raise DriverError(f"{label} takes {least} to {most} characters, not {len(value)}")
    elif kind == BOOLEAN:
        if not isinstance(value, bool):
            raise DriverError(f"{label} takes true or false, not {value!r}")
    elif kind in (INTEGER, NUMBER):
        wanted = int if kind == INTEGER else (int, float)
        if isinstance(value, bool) or not isinstance(value, wanted):
            raise DriverError(f"{label} takes a number, not {value!r}")
        assert isinstance(value, int | float)
        if value < option.get("min_value", value) or value > option.get("max_value", value):
            raise DriverError(f"{label}: {value} is out of range")
    else:
        _check_object(label, kind, option, value)
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        raise DriverError(f"{label}: {value!r} is not one of the choices")


def _check_object(label: str, kind: int, option: JSON, value: object) -> None:
    from .channel import Channel
    from .requests import Upload

    wanted: dict[int, tuple[type, ...]] = {
        6: (User, Member),
        7: (Channel,),
        8: (Role,),
        9: (User, Member, Role),
        11: (Upload,),
    }
    if not isinstance(value, wanted[kind]):
        raise DriverError(f"{label} takes {wanted[kind]}, not {value!r}")
    allowed = option.get("channel_types")
    if isinstance(value, Channel) and allowed and int(value.type) not in allowed:
        raise DriverError(f"{label} does not take a channel of type {value.type}")
