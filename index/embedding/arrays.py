"""Vectors at half precision, as they are stored: half the size, and no figure of ours moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from index.errors import Message, StoreError

Vectors = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Ids = npt.NDArray[np.int64]
Read = Callable[[Ids], Halves]
"""Vectors (n, dimension) of passage ids (n,)."""
DAMAGED = Message("Stored vectors are damaged; run `whosaid doctor --repair`.")


def encode_vectors(vectors: Vectors) -> list[bytes]:
    """Rows (n, dimension) as half-precision bytes."""
    return [row.tobytes() for row in vectors.astype(np.float16)]


def decode_vectors(blobs: Sequence[bytes]) -> Vectors:
    """Unit vectors (n, dimension) from half-precision bytes. Raises StoreError when lengths differ."""
    if not blobs:
        return np.zeros((0, 0), np.float32)
    if len({len(blob) for blob in blobs}) > 1:
        raise StoreError(DAMAGED)
    return unit(np.frombuffer(b"".join(blobs), np.float16).reshape(len(blobs), -1))


def unit(halves: Halves) -> Vectors:
    """Rows (n, dimension) at single precision, their length 1 again."""
    single = halves.astype(np.float32)
    norms: Vectors = np.linalg.norm(single, axis=1, keepdims=True)
    single /= np.maximum(norms, np.float32(1e-9))
    return single
