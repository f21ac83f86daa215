"""What Discord demands of embeds."""

from __future__ import annotations

from datetime import datetime

from .errors import Problems
from .jsontypes import JSON

MOST_TEXT = 6000
KEYS = {
    "title", "type", "description", "url", "timestamp", "color", "footer", "image", "thumbnail",
    "video", "provider", "author", "fields", "flags",
}  # fmt: skip


def check_embeds(embeds: object, problems: Problems) -> None:
    """Note what is wrong with a message's embeds."""
    if embeds is None:
        return
    if not isinstance(embeds, list):
        problems.add(["embeds"], "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    if len(embeds) > 10:
        problems.add(["embeds"], "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    total = sum(_check_embed(embed, problems, index) for index, embed in enumerate(embeds))
    if total > MOST_TEXT:
        text = f"Embed size exceeds maximum size of {MOST_TEXT}"
        problems.add(["embeds"], "MAX_EMBED_SIZE_EXCEEDED", text)


def _check_embed(embed: JSON, problems: Problems, index: int) -> int:
    at: list[str | int] = ["embeds", index]
    for key in embed.keys() - KEYS:
        problems.add([*at, key], "UNKNOWN_FIELD", f"Unknown field {key!r}")
    total = problems.text([*at, "title"], embed.get("title"), most=256)
    total += problems.text([*at, "description"], embed.get("description"), most=4096)
    footer, author = embed.get("footer") or {}, embed.get("author") or {}
    total += problems.text([*at, "footer", "text"], footer.get("text"), most=2048)
    total += problems.text([*at, "author", "name"], author.get("name"), most=256)
    fields = embed.get("fields") or []
    if len(fields) > 25:
        problems.add([*at, "fields"], "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for number, entry in enumerate(fields):
        for key, most in (("name", 256), ("value", 1024)):
            where = [*at, "fields", number, key]
            total += problems.text(where, entry.get(key), most=most, required=True)
    if embed.get("url"):
        problems.url([*at, "url"], embed["url"])
    if author.get("url"):
        problems.url([*at, "author", "url"], author["url"])
    for key in ("image", "thumbnail"):
        if embed.get(key):
            problems.url([*at, key, "url"], embed[key].get("url"), attachment=True)
    colour = embed.get("color")
    if colour is not None and not 0 <= colour <= 0xFFFFFF:
        text = "int value should be less than or equal to 16777215."
        problems.add([*at, "color"], "NUMBER_TYPE_MAX", text)
    if embed.get("timestamp"):
        try:
            datetime.fromisoformat(embed["timestamp"])
        except ValueError:
            text = "Must be an ISO8601 timestamp"
            problems.add([*at, "timestamp"], "DATE_TIME_TYPE_PARSE", text)
    return total


def is_empty(embed: JSON) -> bool:
    """Whether an embed shows nothing, which Discord counts as no embed at all."""
    shown = ("title", "description", "image", "thumbnail", "author", "footer", "fields", "url")
    return not any(embed.get(key) for key in shown)
