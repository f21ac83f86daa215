"""FAISS over one shelf's passages: built aside, checked, then pointed to. A projection of the store."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.arrays import Halves, Ids, Read, Vectors
from index.errors import StoreError
from index.vectors import faiss_kinds as kinds

if TYPE_CHECKING:
    import faiss


POINTER = "current"
FILE = "index.faiss"
_THREADED = 1_000_000
"""From so many comparisons on, what several ask is sought on several threads."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation folder holds; a generation that does not match its manifest is not used."""

    model_key: str
    generation: int
    dimension: int
    count: int
    sha256: str
    written: int
    """When the index file was last changed, in nanoseconds, as the file system tells it."""


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """An immutable index: searching is thread-safe, nothing is ever added to it. None holds nothing."""

    manifest: Manifest
    index: faiss.Index | None

    def search(self, queries: Vectors, k: int) -> tuple[Vectors, Ids]:
        """Cosine similarities and passage ids, each of shape (queries, ≤ k), best first; -1 pads."""
        k = min(k, self.manifest.count)
        if k == 0 or self.index is None:
            return np.zeros((len(queries), 0), np.float32), np.zeros((len(queries), 0), np.int64)
        import faiss

        many = len(queries) * self.manifest.count > _THREADED and len(queries) > 1
        faiss.omp_set_num_threads((os.cpu_count() or 1) if many else 1)
        scores, ids = self.index.search(queries, k)
        return scores, ids


def in_memory(ids: Ids, halves: Halves, *, model_key: str, generation: int) -> VectorIndex:
    """An index without files. ``ids`` has shape (n,), ``halves`` (n, dimension)."""
    if not len(ids):
        return VectorIndex(Manifest(model_key, generation, 0, 0, "", 0), None)
    made = kinds.make(ids, halves)
    return VectorIndex(Manifest(model_key, generation, halves.shape[1], len(ids), "", 0), made)


def build(
    folder: Path, ids: Ids, read: Read, *, model_key: str, generation: int, grow: bool = False
) -> VectorIndex:
    """Write a new generation under ``folder`` and read it back; nothing points to it before ``publish``.

    ``ids`` has shape (n,), ``read`` gives their vectors. ``grow``: a large index is made from the generation
    just before, and only what came new is read. Raises StoreError when writing or the check fails; what was
    half written is gone then.
    """
    import faiss

    before = _before(folder, model_key, generation) if grow else None
    grown = kinds.grown(before, ids, read) if before is not None else None
    if grown is None:
        fresh = in_memory(ids, read(ids), model_key=model_key, generation=generation)
    else:
        fresh = VectorIndex(Manifest(model_key, generation, grown.d, len(ids), "", 0), grown)
    if fresh.index is None:
        return fresh
    target = generation_folder(folder, generation)
    try:
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        file = target / FILE
        faiss.write_index(fresh.index, str(file))
        manifest = replace(fresh.manifest, sha256=_sha256(file), written=file.stat().st_mtime_ns)
        (target / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
    except (OSError, RuntimeError) as error:
        shutil.rmtree(target, ignore_errors=True)
        raise StoreError(
            "The new index could not be written ({error}); the old one keeps serving.", error=error
        ) from error
    checked = _read(target)
    if checked is None:
        shutil.rmtree(target, ignore_errors=True)
        raise StoreError("The new index did not pass its check; the old one keeps serving.")
    return checked


def publish(folder: Path, built: VectorIndex) -> None:
    """Point to a generation that ``build`` made in this process, and drop the others. Raises OSError."""
    target = generation_folder(folder, built.manifest.generation)
    folder.mkdir(parents=True, exist_ok=True)
    if built.index is None:
        (folder / POINTER).unlink(missing_ok=True)
    else:
        aside = folder / f"{POINTER}.new"
        aside.write_text(target.name, "utf-8")
        aside.replace(folder / POINTER)
    for other in folder.iterdir():
        if other.is_dir() and other != target:
            shutil.rmtree(other, ignore_errors=True)


def discard(folder: Path, built: VectorIndex) -> None:
    """Drop a generation that was built for a change that did not happen."""
    shutil.rmtree(generation_folder(folder, built.manifest.generation), ignore_errors=True)


def generation_folder(folder: Path, generation: int) -> Path:
    """Where this process writes a generation."""
    return folder / f"{generation:08d}-{os.getpid()}"


def pointed(folder: Path) -> Path | None:
    """The generation folder that serves, if any; it may be damaged."""
    try:
        name = (folder / POINTER).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    if not name or "/" in name or "\\" in name or name.startswith("."):
        return None
    return folder / name


def load(folder: Path, *, model_key: str, generation: int) -> VectorIndex | None:
    """The current generation, or None when it is missing, damaged or of another model or content."""
    target = pointed(folder)
    manifest = None if target is None else read_manifest(target)
    if target is None or manifest is None:
        return None
    if (manifest.model_key, manifest.generation) != (model_key, generation):
        return None
    return _read(target)


def is_whole(folder: Path, *, model_key: str, generation: int) -> bool:
    """Would ``load`` find it? Reads the file once and imports no FAISS."""
    target = pointed(folder)
    manifest = None if target is None else read_manifest(target)
    return (
        target is not None
        and manifest is not None
        and (manifest.model_key, manifest.generation) == (model_key, generation)
        and _intact(target, manifest)
    )


def read_manifest(target: Path) -> Manifest | None:
    """What a generation folder says of itself."""
    try:
        fields: dict[str, Any] = json.loads((target / "manifest.json").read_text("utf-8"))
        return Manifest(**fields)
    except (OSError, ValueError, TypeError):
        return None


def _read(target: Path) -> VectorIndex | None:
    manifest = read_manifest(target)
    if manifest is None or not (_untouched(target, manifest) or _intact(target, manifest)):
        return None
    try:
        index = kinds.read(target / FILE)
    except (OSError, RuntimeError):
        return None
    if index.ntotal != manifest.count or index.d != manifest.dimension:
        return None
    return VectorIndex(manifest, index)


def _before(folder: Path, model_key: str, generation: int) -> Path | None:
    """The file of the generation just before this one, when it is as it was written."""
    target = pointed(folder)
    manifest = None if target is None else read_manifest(target)
    if target is None or manifest is None:
        return None
    if (manifest.model_key, manifest.generation) != (model_key, generation - 1):
        return None
    return target / FILE if _intact(target, manifest) else None


def _untouched(target: Path, manifest: Manifest) -> bool:
    """A mapped file is not read through at every start: nobody wrote to it since it was checked.

    What a failing disk turns over there can only make a search worse: ids are looked up in the store.
    """
    try:
        file = target / FILE
        return kinds.is_mapped(file) and file.stat().st_mtime_ns == manifest.written
    except OSError:
        return False


def _intact(target: Path, manifest: Manifest) -> bool:
    try:
        return _sha256(target / FILE) == manifest.sha256
    except OSError:
        return False


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
