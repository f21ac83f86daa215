"""What Discord demands of a message body."""

from __future__ import annotations

from collections.abc import Mapping

from .errors import Problems, empty_message
from .jsontypes import JSON
from .message import COMPONENTS_V2, EPHEMERAL, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS
from .requests import Upload
from .shapes import MESSAGE, check_shape
from .validate_components import check_components
from .validate_embeds import check_embeds, is_empty

COMMON = {
    "content",
    "embeds",
    "allowed_mentions",
    "components",
    "attachments",
    "flags",
    "tts",
    "poll",
}
CREATE = COMMON | {"nonce", "enforce_nonce", "message_reference", "sticker_ids"}
WEBHOOK = COMMON | {"username", "avatar_url", "thread_name", "applied_tags"}
CALLBACK = COMMON
EDIT = COMMON
SETTABLE = SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2 | 1 << 13


def check_message(
    body: JSON, files: Mapping[int, Upload], known: set[str], *, flags: int | None = None
) -> None:
    """Refuse a message body that Discord would refuse. ``flags`` are those it will end up with."""
    problems = Problems()
    check_shape(body, MESSAGE, problems)
    problems.raise_if_any()
    for key in body.keys() - known:
        problems.add([key], "UNKNOWN_FIELD", f"Unknown field {key!r}")
    bits = body.get("flags") or 0
    if not isinstance(bits, int) or bits & ~SETTABLE:
        problems.add(["flags"], "INVALID_FLAGS", "These flags cannot be set")
        bits = 0
    v2 = bool((bits if flags is None else flags) & COMPONENTS_V2)
    problems.text(["content"], body.get("content"), most=2000)
    nonce = body.get("nonce")
    if nonce is not None:
        problems.text(["nonce"], str(nonce), most=25)
    check_embeds(body.get("embeds"), problems)
    check_components(body.get("components"), problems, v2=v2)
    if v2:
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(key):
                code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
                text = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                problems.add([key], code, text)
    _check_mentions(body.get("allowed_mentions"), problems)
    _check_attachments(body.get("attachments"), files, problems)
    problems.raise_if_any()


def check_not_empty(
    content: str, embeds: list[JSON], components: list[JSON], attachments: list[JSON], flags: int
) -> None:
    """Refuse a message that would show nothing."""
    if flags & COMPONENTS_V2:
        if not components:
            raise empty_message()
        return
    shown = [embed for embed in embeds if not is_empty(embed)]
    if not (content.strip() or shown or attachments or components):
        raise empty_message()


def _check_mentions(allowed: JSON | None, problems: Problems) -> None:
    if allowed is None:
        return
    at = "allowed_mentions"
    for key in allowed.keys() - {"parse", "users", "roles", "replied_user"}:
        problems.add([at, key], "UNKNOWN_FIELD", f"Unknown field {key!r}")
    parse = allowed.get("parse") or []
    for index, value in enumerate(parse):
        if value not in ("users", "roles", "everyone"):
            text = "Value must be one of ('users', 'roles', 'everyone')."
            problems.add([at, "parse", index], "BASE_TYPE_CHOICES", text)
    for key in ("users", "roles"):
        listed = allowed.get(key) or []
        if len(listed) > 100:
            problems.add([at, key], "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
        if listed and key in parse:
            text = f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.'
            problems.add([at], "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", text)


def _check_attachments(attachments: object, files: Mapping[int, Upload], problems: Problems) -> None:
    if len(files) > 10:
        problems.add(["files"], "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    if attachments is None:
        return
    if not isinstance(attachments, list):
        text = "Only iterables may be used in a ListType"
        problems.add(["attachments"], "LIST_TYPE_CONVERT", text)
        return
    for index, entry in enumerate(attachments):
        if entry.get("description"):
            where = ("attachments", index, "description")
            problems.text(where, entry["description"], most=1024)
        number = int(entry.get("id", -1))
        # New files are numbered from 0; a large number is the id of a file that stays.
        if number < 1000 and number not in files:
            text = "No file was uploaded for this attachment"
            problems.add(["attachments", index], "ATTACHMENT_NOT_FOUND", text)
