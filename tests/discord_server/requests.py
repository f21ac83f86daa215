"""What was asked over REST, and reading the bodies."""

from __future__ import annotations

import json
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from .errors import ApiError, too_large
from .jsontypes import JSON

MAX_FILE = 10 * 1024 * 1024


@dataclass
class RecordedRequest:
    """One REST request as it was answered."""

    method: str
    path: str
    body: object
    status: int
    error_code: int | None
    error: JSON | None = None

    def __str__(self) -> str:
        code = "" if self.error_code is None else f" ({self.error_code})"
        return f"{self.method} {self.path} -> {self.status}{code}"


@dataclass
class Upload:
    """A file: one that the bot sent, or one that a test gives to an attachment option."""

    name: str
    data: bytes
    content_type: str = "application/octet-stream"


def bad_json() -> ApiError:
    return ApiError(400, 50109, "The request body contains invalid JSON.")


async def recorded_body(request: web.Request) -> object:
    """The JSON body for the record; None for multipart, whose messages keep theirs."""
    if request.content_type.startswith("multipart/"):
        return None
    try:
        return await read_json(request)
    except ApiError:
        return None


async def read_json(request: web.Request) -> object:
    """Read a JSON body; None when there is none."""
    raw = await request.read()
    if not raw:
        return None
    try:
        return json.loads(raw)
    except ValueError:
        raise bad_json() from None


async def read_body(request: web.Request) -> tuple[JSON, dict[int, Upload]]:
    """Read a message body: JSON, or multipart with ``payload_json`` and ``files[n]``."""
    files: dict[int, Upload] = {}
    if not request.content_type.startswith("multipart/"):
        body = await read_json(request)
    else:
        body = {}
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise ApiError(400, 50035, "Invalid Form Body")
            raw = bytes(await part.read())
            if part.name == "payload_json":
                try:
                    body = json.loads(raw)
                except ValueError:
                    raise bad_json() from None
            elif part.name.startswith("files[") and part.name.endswith("]"):
                if len(raw) > MAX_FILE:
                    raise too_large()
                kind = part.headers.get("Content-Type", "application/octet-stream")
                files[int(part.name[6:-1])] = Upload(part.filename or "unknown", raw, kind)
    if not isinstance(body, dict):
        raise ApiError(400, 50035, "Invalid Form Body")
    return body, files
