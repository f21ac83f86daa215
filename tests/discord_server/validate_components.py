"""What Discord demands of buttons, menus and Components V2."""

from __future__ import annotations

from .errors import Path, Problems
from .jsontypes import JSON
from .message import walk_components

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SELECTS = {3, 5, 6, 7, 8}
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
TOP_V2 = {ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER}
IN_CONTAINER = TOP_V2 - {CONTAINER}


def check_components(components: object, problems: Problems, *, v2: bool) -> None:
    """Note what is wrong with a message's components."""
    if components is None:
        return
    at: Path = ["components"]
    if not isinstance(components, list):
        problems.add(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    every = list(walk_components(components))
    if v2:
        if len(every) > 40:
            text = "The total number of components cannot exceed 40"
            problems.add(at, "COMPONENT_LIMIT_EXCEEDED", text)
        letters = sum(len(str(c.get("content", ""))) for c in every if c.get("type") == TEXT)
        if letters > 4000:
            text = "The total text of all components cannot exceed 4000 characters"
            problems.add(at, "COMPONENT_MAX_TEXT_SIZE_EXCEEDED", text)
    elif len(components) > 5:
        problems.add(at, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    allowed = TOP_V2 if v2 else {ROW}
    for index, component in enumerate(components):
        _check(component, problems, [*at, index], allowed)
    _check_unique(every, problems, at)


def _check_unique(every: list[JSON], problems: Problems, at: Path) -> None:
    for key, code in (("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"), ("id", "DUPLICATE_ID")):
        seen: set[object] = set()
        for component in every:
            value = component.get(key)
            if value is None or (key == "id" and value == 0):
                continue
            if value in seen:
                text = f"Component {key.replace('_', ' ')} cannot be duplicated"
                problems.add(at, code, text)
            seen.add(value)


def _check(component: JSON, problems: Problems, at: Path, allowed: set[int]) -> None:
    kind = component.get("type")
    if kind not in allowed:
        text = f'Value of field "type" must be one of {tuple(sorted(allowed))}.'
        problems.add([*at, "type"], "UNION_TYPE_CHOICES", text)
        return
    children = component.get("components") or []
    if kind == ROW:
        _check_row(children, problems, [*at, "components"])
    elif kind == BUTTON:
        _check_button(component, problems, at)
    elif kind in SELECTS:
        _check_select(component, problems, at)
    elif kind == TEXT:
        content = component.get("content")
        problems.text([*at, "content"], content, most=4000, least=1, required=True)
    elif kind == SECTION:
        _count(children, 1, 3, problems, [*at, "components"])
        for index, child in enumerate(children):
            _check(child, problems, [*at, "components", index], {TEXT})
        accessory = component.get("accessory") or {}
        _check(accessory, problems, [*at, "accessory"], {BUTTON, THUMBNAIL})
    elif kind == CONTAINER:
        _count(children, 1, 40, problems, [*at, "components"])
        for index, child in enumerate(children):
            _check(child, problems, [*at, "components", index], IN_CONTAINER)
    elif kind == GALLERY:
        items = component.get("items") or []
        _count(items, 1, 10, problems, [*at, "items"])
        for index, item in enumerate(items):
            _check_media(item.get("media"), problems, [*at, "items", index, "media"])
    elif kind == THUMBNAIL:
        _check_media(component.get("media"), problems, [*at, "media"])
    elif kind == FILE:
        _check_media(component.get("file"), problems, [*at, "file"])


def _check_media(media: JSON | None, problems: Problems, at: Path) -> None:
    problems.url([*at, "url"], (media or {}).get("url"), attachment=True)


def _count(items: list[JSON], least: int, most: int, problems: Problems, at: Path) -> None:
    if not least <= len(items) <= most:
        text = f"Must be between {least} and {most} in length."
        problems.add(at, "BASE_TYPE_BAD_LENGTH", text)


def _check_row(children: list[JSON], problems: Problems, at: Path) -> None:
    selects = sum(child.get("type") in SELECTS for child in children)
    _count(children, 1, 1 if selects else 5, problems, at)
    for index, child in enumerate(children):
        _check(child, problems, [*at, index], {BUTTON, *SELECTS})


def _check_button(button: JSON, problems: Problems, at: Path) -> None:
    style = button.get("style")
    problems.text([*at, "label"], button.get("label"), most=80)
    if style == 6:
        return
    if not button.get("label") and not button.get("emoji"):
        text = "A button must have a label or emoji"
        problems.add(at, "BUTTON_COMPONENT_INVALID_LABEL", text)
    if style == 5:
        problems.url([*at, "url"], button.get("url"), most=512)
        if button.get("custom_id"):
            text = "A custom id and url cannot both be specified"
            problems.add(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_CONFLICT", text)
    elif style in (1, 2, 3, 4):
        where = [*at, "custom_id"]
        problems.text(where, button.get("custom_id"), most=100, least=1, required=True)
        if button.get("url"):
            text = "A custom id and url cannot both be specified"
            problems.add(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_CONFLICT", text)
    else:
        text = "Value must be one of (1, 2, 3, 4, 5, 6)."
        problems.add([*at, "style"], "BASE_TYPE_CHOICES", text)


def _check_select(menu: JSON, problems: Problems, at: Path) -> None:
    where = [*at, "custom_id"]
    problems.text(where, menu.get("custom_id"), most=100, least=1, required=True)
    problems.text([*at, "placeholder"], menu.get("placeholder"), most=150)
    least, most = menu.get("min_values", 1), menu.get("max_values", 1)
    if not 0 <= least <= 25 or not 1 <= most <= 25 or least > most:
        text = "min_values must be 0 to 25 and not above max_values, 1 to 25"
        problems.add(at, "SELECT_COMPONENT_VALUES_INVALID", text)
    if menu["type"] != STRING_SELECT:
        return
    options = menu.get("options") or []
    _count(options, 1, 25, problems, [*at, "options"])
    if options and most > len(options):
        text = f"int value should be less than or equal to {len(options)}."
        problems.add([*at, "max_values"], "NUMBER_TYPE_MAX", text)
    values: set[object] = set()
    for index, option in enumerate(options):
        spot = [*at, "options", index]
        for key in ("label", "value"):
            problems.text([*spot, key], option.get(key), most=100, least=1, required=True)
        problems.text([*spot, "description"], option.get("description"), most=100)
        if option.get("value") in values:
            text = "The specified option value is already used"
            problems.add([*spot, "value"], "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", text)
        values.add(option.get("value"))
