"""Turning accepted bodies into messages, and edits of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .interactions import Interaction, InteractionType
from .jsontypes import JSON
from .mentions import EVERYONE, ROLE, Pings, find_pings, mentioned_users
from .message import COMPONENTS_V2, EPHEMERAL, LOADING, Message, Revision, walk_components
from .requests import Upload
from .validate_message import EDIT, check_message, check_not_empty

if TYPE_CHECKING:
    from .channel import Channel
    from .server import DiscordServer


def number_components(components: list[JSON]) -> list[JSON]:
    """Fill in what Discord fills in, the ``id`` of every component first of all, and drop what was left open."""
    taken = {c.get("id") for c in walk_components(components)}
    counter = 0
    for component in walk_components(components):
        if not component.get("id"):
            counter += 1
            while counter in taken:
                counter += 1
            component["id"] = counter
        for holder in (component, component.get("emoji") or {}):
            for key in [key for key, value in holder.items() if value is None]:
                del holder[key]
        if component.get("type") == 17:
            component |= {"accent_color": None, "spoiler": False} | component
    return components


def create_message(
    server: DiscordServer,
    channel: Channel,
    body: JSON,
    files: Mapping[int, Upload],
    *,
    interaction: Interaction | None = None,
    reference: Message | None = None,
) -> Message:
    """Make the bot's message from a checked body, and publish it."""
    message = Message(server, server.ids.next(), channel, server.bot_user)
    message.interaction = interaction
    message.flags = body.get("flags") or 0
    if reference is not None:
        message.type, message.reference_id = 19, reference.id
    elif interaction is not None and interaction.type is InteractionType.COMMAND:
        message.type = 20 if interaction.data["type"] == 1 else 23
    if body.get("nonce") is not None:
        message.nonce = str(body["nonce"])
    if message.flags & EPHEMERAL:
        message.visible_to = interaction.person.user if interaction else None
    _write(server, message, body, files, reference)
    check_not_empty(message.content, message.embeds, message.components, message.attachments, message.flags)
    server.publish(message)
    return message


def create_loading(server: DiscordServer, interaction: Interaction, flags: int) -> Message:
    """Make the "thinking" message of a deferred response."""
    message = Message(server, server.ids.next(), interaction.channel, server.bot_user)
    message.interaction = interaction
    message.flags = LOADING | (flags & EPHEMERAL)
    if interaction.type is InteractionType.COMMAND:
        message.type = 20 if interaction.data["type"] == 1 else 23
    if message.flags & EPHEMERAL:
        message.visible_to = interaction.person.user
    server.publish(message)
    return message


def edit_message(server: DiscordServer, message: Message, body: JSON, files: Mapping[int, Upload]) -> Message:
    """Check an edit against what the message is, apply it and publish it."""
    bits = body.get("flags") or 0
    flags = (message.flags & ~LOADING) | (bits & ~EPHEMERAL)
    check_message(body, files, EDIT, flags=flags)
    keep = "attachments" not in body
    content = body.get("content", message.content) or ""
    embeds = body.get("embeds", message.embeds) or []
    components = body.get("components", message.components) or []
    kept = (message.attachments if keep else body["attachments"]) or []
    attached = [*kept, *({"id": index} for index in files)]
    check_not_empty(content, embeds, components, attached, flags)
    was_loading = message.loading
    message.flags = flags
    _write(server, message, body, files, None)
    if not was_loading:
        message.edited_timestamp = datetime.now(UTC).isoformat()
    server.publish(message, event="MESSAGE_UPDATE")
    return message


def _write(
    server: DiscordServer,
    message: Message,
    body: JSON,
    files: Mapping[int, Upload],
    reference: Message | None,
) -> None:
    if message.flags & COMPONENTS_V2:
        message.content, message.embeds = "", []
    elif "content" in body:
        message.content = (body["content"] or "").strip()
    if "embeds" in body:
        message.embeds = [{"type": "rich", **embed} for embed in body["embeds"] or []]
    if "components" in body:
        message.components = number_components(body["components"] or [])
    _attach(server, message, body, files)
    allowed = body.get("allowed_mentions")
    replied_to = reference.author.id if reference else None
    # Embeds never ping; content and text displays do.
    texts = [message.content]
    texts += [c["content"] for c in walk_components(message.components) if c["type"] == 10]
    touched = bool({"content", "components"} & body.keys())
    pings = find_pings(texts if touched else [], allowed, replied_to)
    message.revisions.append(Revision(body, message.content, allowed, pings))
    _set_mentions(server, message, "\n".join(texts), pings, reference)


def _set_mentions(
    server: DiscordServer, message: Message, text: str, pings: Pings, reference: Message | None
) -> None:
    ids = [i for i in mentioned_users(text) if i in pings.users]
    if reference is not None and reference.author.id in pings.users:
        ids = list(dict.fromkeys([*ids, reference.author.id]))
    message.mentions = [server.users[i] for i in ids if i in server.users]
    message.mention_roles = [int(r) for r in ROLE.findall(text) if int(r) in pings.roles]
    message.mention_everyone = pings.everyone and EVERYONE.search(text) is not None


def _attach(server: DiscordServer, message: Message, body: JSON, files: Mapping[int, Upload]) -> None:
    notes = {int(e["id"]): e for e in body.get("attachments") or []}
    if "attachments" in body:
        message.attachments = [a for a in message.attachments if int(a["id"]) in notes]
    for index, upload in files.items():
        note = notes.get(index, {})
        stored = server.store_file(upload)
        stored["filename"] = note.get("filename", upload.name)
        if note.get("description"):
            stored["description"] = note["description"]
        message.attachments.append(stored)
        message.files[stored["filename"]] = upload.data
