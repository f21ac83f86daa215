"""Texts to unit vectors: one worker thread a model, micro-batched, loaded at the first call."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from index.embedding.arrays import Vectors
from index.embedding.encoder import Encoder, Role, Tokens
from index.embedding.onnx_encoder import ExportedEncoder
from index.embedding.torch_encoder import SentenceEncoder, find_model
from index.runtime.batching import BATCH
from index.runtime.exports import Exports, Wanted
from index.runtime.fingerprint import model_key


@dataclass(slots=True)
class _Job:
    """Texts that wait; without a role their word pieces are wanted."""

    texts: Sequence[str]
    role: Role | None
    done: Future[Any] = field(default_factory=Future)


class Embedder:
    """Encodes with sentence-transformers, or ONNX Runtime, on a thread of its own.

    Nothing else may touch the encoder; waiting jobs of one role are encoded together.
    """

    def __init__(self, model: str | None = None, onnx: Exports | None = None) -> None:
        """``model``: a folder or a hub's name; None: the built-in one. ``onnx``: exported models; None:
        sentence-transformers."""
        self._name = model
        self._onnx = onnx
        self._encoder: Encoder | None = None
        self._key: str | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def key(self) -> str:
        """Names model, revision and prompts: vectors of different keys are never mixed. Those of an exported model
        stand beside its own: only one whose vectors stay near is exported.

        Read from the model's files, so that a library in which nothing changed loads no model. A hub's
        model that is not on this machine yet is fetched first. Raises ModelError.
        """
        if self._key is None:
            self._key = model_key(self._name)
            if self._key is None:
                find_model(self._name)
                self._key = model_key(self._name) or str(self._name)
        return self._key

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Unit vectors, shape (len(texts), dimension). Raises ModelError when the model cannot load."""
        found: Vectors = self._done(_Job(list(texts), role))
        return found

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The word pieces of each text; empty when the model has no vectors for them. Raises ModelError."""
        found: list[Tokens] = self._done(_Job(list(texts), None))
        return found

    def _done(self, job: _Job) -> Any:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="embedder", daemon=True)
                self._thread.start()
            self._jobs.put(job)  # inside: a worker that is told to end must not leave a job behind
        return job.done.result()

    def close(self) -> None:
        """Let the worker finish what is queued and end it. Calling ``encode`` afterwards starts another one."""
        with self._lock:  # till the end: a second worker would take the first one's word to stop
            thread, self._thread = self._thread, None
            if thread is not None:
                self._jobs.put(None)
                thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            batch = [job]
            stop = False
            while sum(len(j.texts) for j in batch) < BATCH and not self._jobs.empty():
                following = self._jobs.get()
                if following is None:
                    stop = True
                    break
                batch.append(following)
            for role in ("query", "document"):
                self._encode([j for j in batch if j.role == role], role)
            for wanted in (j for j in batch if j.role is None):
                self._answer([wanted], lambda encoder, job=wanted: [encoder.tokens(job.texts)])  # type: ignore[misc]
            if stop:
                return

    def _encode(self, jobs: list[_Job], role: Role) -> None:
        def parts(encoder: Encoder) -> list[Vectors]:
            vectors = encoder.vectors([text for job in jobs for text in job.texts], role)
            ends = list(accumulate(len(job.texts) for job in jobs))
            return [vectors[end - len(job.texts) : end] for job, end in zip(jobs, ends, strict=True)]

        if jobs:
            self._answer(jobs, parts)

    def _answer(self, jobs: list[_Job], work: Callable[[Encoder], Sequence[object]]) -> None:
        """Hand every waiting caller its part, or the error."""
        try:
            if self._encoder is None:
                self._encoder = self._loaded()
            found = work(self._encoder)
        except Exception as error:
            for job in jobs:
                job.done.set_exception(error)
            return
        for job, part in zip(jobs, found, strict=True):
            job.done.set_result(part)

    def _loaded(self) -> Encoder:
        graph = self._onnx.find(exported(self.key, self._name)) if self._onnx else None
        return SentenceEncoder(self._name) if graph is None else ExportedEncoder(graph)


def exported(key: str, model: str | None) -> Wanted:
    """The encoder of a model as a graph."""
    return Wanted("encoder", key, model)
