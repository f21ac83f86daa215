"""What Discord demands of modals."""

from __future__ import annotations

from .errors import Path, Problems
from .jsontypes import JSON

LABEL, TEXT_DISPLAY = 18, 10


def check_modal(body: JSON, problems: Problems) -> None:
    """Note what is wrong with a modal."""
    at: Path = ["data"]
    problems.text([*at, "title"], body.get("title"), most=45, least=1, required=True)
    problems.text([*at, "custom_id"], body.get("custom_id"), most=100, least=1, required=True)
    rows = body.get("components") or []
    if not 1 <= len(rows) <= 5:
        where = [*at, "components"]
        problems.add(where, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    for index, row in enumerate(rows):
        where = [*at, "components", index]
        if row.get("type") == LABEL:
            problems.text([*where, "label"], row.get("label"), most=45, least=1, required=True)
            problems.text([*where, "description"], row.get("description"), most=100)
            _check_field(row.get("component") or {}, problems, [*where, "component"])
        elif row.get("type") == 1:
            for number, field in enumerate(row.get("components") or []):
                spot = [*where, "components", number]
                problems.text([*spot, "label"], field.get("label"), most=45, least=1, required=True)
                _check_field(field, problems, spot)
        elif row.get("type") != TEXT_DISPLAY:
            text = 'Value of field "type" must be one of (1, 10, 18).'
            problems.add([*where, "type"], "UNION_TYPE_CHOICES", text)


def _check_field(field: JSON, problems: Problems, at: Path) -> None:
    problems.text([*at, "custom_id"], field.get("custom_id"), most=100, least=1, required=True)
    problems.text([*at, "placeholder"], field.get("placeholder"), most=150)
    if field.get("type") != 4:
        return
    problems.text([*at, "value"], field.get("value"), most=4000)
    problems.text([*at, "placeholder"], field.get("placeholder"), most=100)
    least, most = field.get("min_length") or 0, field.get("max_length")
    if not 0 <= least <= 4000 or (most is not None and not max(1, least) <= most <= 4000):
        text = "int value should be between 0 and 4000."
        problems.add([*at, "min_length"], "NUMBER_TYPE_MAX", text)


def modal_fields(modal: JSON) -> list[JSON]:
    """The fields of a modal, each with the ``label`` that a person sees."""
    fields: list[JSON] = []
    for row in modal["components"]:
        if row["type"] == LABEL:
            fields.append({**row["component"], "label": row["label"]})
        elif row["type"] == 1:
            fields += row["components"]
    return fields
