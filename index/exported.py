"""An encoder exported to ONNX with weights of one byte: no torch in the process, a question in 2 ms."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from index.batches import batches
from index.errors import ModelError

if TYPE_CHECKING:
    from index.embedding import Role, Vectors

Backend = Literal["torch", "onnx"]
GRAPH, TOKENIZER, CARD = "model.onnx", "tokenizer.json", "export.json"
KEY_SUFFIX = "+int8"
"""Bytes move vectors (cosine about 0.99), enough to reorder neighbours: they are another model's vectors."""
EXPORT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Card:
    """What an exported folder says of itself; ``sha256`` is of the graph."""

    max_tokens: int
    dimension: int
    pad_id: int
    prompts: dict[str, str]
    sha256: str


def installed() -> bool:
    """Is the extra ``[onnx]`` there?"""
    return all(find_spec(name) is not None for name in ("onnxruntime", "onnx"))


def chosen(backend: Backend, cache: Path) -> Path | None:
    """Where exported encoders are kept when ONNX Runtime is to encode; None: sentence-transformers does.

    Raises ModelError when ``onnx`` is asked for and missing.
    """
    if backend != "onnx":
        return None
    if not installed():
        raise ModelError("EMBEDDING_BACKEND is onnx; install whosaid with the extra [onnx] for it.")
    return cache / "exported"


class ExportedEncoder:
    """Encodes with ONNX Runtime. Not to be shared between threads: the worker thread has it."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self._card = read_card(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self._card.max_tokens)
        options = onnxruntime.SessionOptions()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # an idle bot idles
        self._session = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, texts: Sequence[str], role: Role) -> Vectors:
        """Unit vectors, shape (len(texts), dimension)."""
        prompt = self._card.prompts.get(role, "")
        encoded = self._tokenizer.encode_batch([prompt + text for text in texts])
        found = np.empty((len(texts), self._card.dimension), np.float32)
        for rows in batches([len(text) for text in texts]):
            width = max(len(encoded[row].ids) for row in rows)
            ids = np.full((len(rows), width), self._card.pad_id, np.int64)
            mask = np.zeros_like(ids)
            for at, row in enumerate(rows):
                length = len(encoded[row].ids)
                ids[at, :length], mask[at, :length] = encoded[row].ids, 1
            (found[rows],) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return found


def load(model: str | None, key: str, folder: Path) -> ExportedEncoder:
    """The exported encoder of a model, exported now when it is not there or damaged. Raises ModelError."""
    target = folder / hashlib.sha256(key.encode()).hexdigest()[:16]
    if not is_whole(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        # torch is needed once, and only by this process of its own
        ran = subprocess.run(  # noqa: S603  (our own interpreter)
            [sys.executable, "-m", "index.exporting", str(target), *([] if model is None else [model])],
            capture_output=True, text=True, timeout=EXPORT_SECONDS, check=False,
        )  # fmt: skip
        if ran.returncode or not is_whole(target):
            last = (ran.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise ModelError(
                "The model could not be exported to ONNX ({reason}); EMBEDDING_BACKEND=torch does without.",
                reason=last,
            )
    return ExportedEncoder(target)


def read_card(folder: Path) -> Card:
    """Raises ModelError when it cannot be read."""
    try:
        fields: dict[str, Any] = json.loads((folder / CARD).read_text("utf-8"))
        return Card(**fields)
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(
            "The exported model in {folder} is damaged; delete that folder.", folder=folder
        ) from error


def write_card(folder: Path, card: Card) -> None:
    """For the exporter."""
    (folder / CARD).write_text(json.dumps(asdict(card)), "utf-8")


def is_whole(folder: Path) -> bool:
    """Is everything there and the graph as it was written?"""
    try:
        return (folder / TOKENIZER).is_file() and graph_hash(folder) == read_card(folder).sha256
    except (OSError, ModelError):
        return False


def graph_hash(folder: Path) -> str:
    """SHA-256 of the graph. Raises OSError."""
    with (folder / GRAPH).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
