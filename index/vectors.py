"""FAISS over one shelf's passages: built aside, checked, swapped. A projection of the store."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.errors import StoreError

if TYPE_CHECKING:
    import faiss

    from index.embedding import Vectors

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation folder holds; a generation that does not match its manifest is not used."""

    model_key: str
    generation: int
    dimension: int
    count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """An immutable index: searching is thread-safe, nothing is ever added to it."""

    manifest: Manifest
    index: faiss.Index

    def search(self, queries: Vectors, k: int) -> tuple[Vectors, Ids]:
        """Cosine similarities and passage ids, each of shape (queries, ≤ k), best first; -1 pads."""
        import faiss

        faiss.omp_set_num_threads(1)
        k = min(k, self.manifest.count)
        if k == 0:
            return np.zeros((len(queries), 0), np.float32), np.zeros((len(queries), 0), np.int64)
        scores, ids = self.index.search(queries, k)
        return scores, ids


def build(folder: Path, ids: Ids, vectors: Vectors, *, model_key: str, generation: int) -> VectorIndex:
    """Write a new generation under ``folder``, read it back and check it, then point to it.

    ``vectors`` has shape (n, dimension), unit length. Raises StoreError when the check fails.
    """
    import faiss

    target = folder / f"{generation:08d}-{os.getpid()}"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    flat = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
    flat.add_with_ids(vectors, ids)
    file = target / "index.faiss"
    faiss.write_index(flat, str(file))
    manifest = Manifest(model_key, generation, vectors.shape[1], len(ids), _sha256(file))
    (target / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
    fresh = _read(target)
    if fresh is None:
        raise StoreError("The new index did not pass its check; the old one keeps serving.")
    pointer = folder / "current.new"
    pointer.write_text(target.name, "utf-8")
    pointer.replace(folder / "current")
    for other in folder.iterdir():
        if other.is_dir() and other != target:
            shutil.rmtree(other, ignore_errors=True)
    return fresh


def load(folder: Path, *, model_key: str, generation: int) -> VectorIndex | None:
    """The current generation, or None when it is missing, damaged or of another model or content."""
    try:
        name = (folder / "current").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    if not name or "/" in name or name.startswith("."):
        return None
    found = _read(folder / name)
    if found is None or (found.manifest.model_key, found.manifest.generation) != (model_key, generation):
        return None
    return found


def _read(target: Path) -> VectorIndex | None:
    import faiss

    try:
        fields: dict[str, Any] = json.loads((target / "manifest.json").read_text("utf-8"))
        manifest = Manifest(**fields)
        file = target / "index.faiss"
        if _sha256(file) != manifest.sha256:
            return None
        index = faiss.read_index(str(file))
    except (OSError, ValueError, TypeError, RuntimeError):
        return None
    if index.ntotal != manifest.count or index.d != manifest.dimension:
        return None
    return VectorIndex(manifest, index)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
