"""Filling in a modal as a person would."""

from __future__ import annotations

from collections.abc import Mapping

from .errors import DriverError
from .jsontypes import JSON
from .validate_modal import modal_fields

TEXT_INPUT = 4
LABEL, TEXT_DISPLAY = 18, 10


def fill_modal(modal: JSON, values: Mapping[str, str | list[str] | bool]) -> JSON:
    """Return the data of a modal submit; values go by custom_id or label."""
    fields = modal_fields(modal)
    names = {name for field in fields for name in (field["custom_id"], field.get("label"))}
    for key in values:
        if key not in names:
            raise DriverError(f"the modal has no field {key!r}, only {fields}")
    rows: list[JSON] = []
    for row in modal["components"]:
        if row["type"] == LABEL:
            answer = _answer(row["component"], row["label"], values)
            rows.append({"type": LABEL, "id": row.get("id", 0), "component": answer})
        elif row["type"] == TEXT_DISPLAY:
            rows.append({"type": TEXT_DISPLAY, "id": row.get("id", 0)})
        else:
            inner = [_answer(field, field["label"], values) for field in row["components"]]
            rows.append({"type": 1, "id": row.get("id", 0), "components": inner})
    return {"custom_id": modal["custom_id"], "components": rows}


def _answer(field: JSON, label: str, values: Mapping[str, str | list[str] | bool]) -> JSON:
    key = field["custom_id"]
    value = values.get(key, values.get(label))
    answer: JSON = {"type": field["type"], "id": field.get("id", 0), "custom_id": key}
    if field["type"] != TEXT_INPUT:
        chosen = value if isinstance(value, list) else [] if value is None else [value]
        if field.get("required", True) and not chosen:
            raise DriverError(f"{label!r} must be chosen")
        return answer | {"values": chosen}
    text = field.get("value") or "" if value is None else value
    if not isinstance(text, str):
        raise DriverError(f"{label!r} takes text")
    if not text:
        if field.get("required", True):
            raise DriverError(f"{label!r} must be filled in")
        return answer | {"value": ""}
    least, most = field.get("min_length") or 0, field.get("max_length") or 4000
    if not least <= len(text) <= most:
        raise DriverError(f"{label!r} takes {least} to {most} characters, not {len(text)}")
    return answer | {"value": text}
