"""One request with its answer, in the form that a checker of recorded traffic reads."""

from __future__ import annotations

from aiohttp import web

from .jsontypes import JSON


async def exchange(request: web.Request, path: str, response: web.StreamResponse, *, forged: bool) -> JSON:
    """``path`` without the API's prefix; ``forged``: a fault answered, not this server. Files are left out."""
    multipart = request.content_type.startswith("multipart/")
    sent = None if multipart else (await request.read()).decode("utf-8", "replace")
    body = getattr(response, "body", None)
    return {
        "method": request.method,
        "path": path,
        "query": dict(request.query),
        "headers": {key: value for key, value in request.headers.items() if key != "Authorization"},
        "body": sent,
        "multipart": multipart,
        "status": response.status,
        "response": body.decode("utf-8", "replace") if isinstance(body, bytes) else None,
        "response_type": response.content_type,
        "fault": forged,
    }
