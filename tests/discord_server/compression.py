"""Gateway transport compression, one context for the life of a connection."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable
from typing import Any

Encoder = Callable[[str], bytes | str]


class UnsupportedCompression(ValueError):
    """The client asked for a compression that this server cannot do."""


def make_encoder(kind: str | None) -> Encoder:
    """Return the encoder for a ``compress`` query value; plain text when none was asked for."""
    if not kind:
        return lambda text: text
    if kind == "zlib-stream":
        return _zlib_encoder()
    if kind == "zstd-stream":
        return _zstd_encoder()
    raise UnsupportedCompression(kind)


def _zlib_encoder() -> Encoder:
    context = zlib.compressobj()

    def encode(text: str) -> bytes:
        return context.compress(text.encode()) + context.flush(zlib.Z_SYNC_FLUSH)

    return encode


def _zstd_encoder() -> Encoder:
    # discord.py takes the first of these that is there, and only then asks for zstd.
    for name in ("compression.zstd", "backports.zstd"):
        try:
            module: Any = importlib.import_module(name)
        except ImportError:
            continue
        standard = module.ZstdCompressor()
        return lambda text: bytes(standard.compress(text.encode(), standard.FLUSH_BLOCK))
    try:
        zstandard: Any = importlib.import_module("zstandard")
    except ImportError as error:
        raise UnsupportedCompression("zstd-stream") from error
    context = zstandard.ZstdCompressor().compressobj()

    def encode(text: str) -> bytes:
        block = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return bytes(context.compress(text.encode()) + context.flush(block))

    return encode
