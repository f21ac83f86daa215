"""The parent's side of the worker process: one child, started when needed, killed when it takes too long."""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from index.errors import Message, ReadingError
from index.reading.extracted import Extracted
from index.reading.sandbox.worker import receive, send
from index.runtime import children

MAX_MESSAGE = 40_000_000
"""Longest message over the pipe, in bytes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: wall-clock and processor seconds, bytes of address space."""

    seconds: float = 20.0
    cpu_seconds: int = 15
    memory: int = 1_500_000_000
    documents: int = 200
    """A fresh process after so many documents: what leaked goes with the old one."""


class Extractor:
    """Reads all but plain text in a child process with limits. Use as a context manager; safe between threads.

    The child starts with the first document (0.4 s to import trafilatura) and serves the following ones. It is a
    plain new interpreter: nothing of the parent (torch, tokens in the environment) is in it.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child. The next document starts another."""
        with self._lock:
            self._end()

    def extract(
        self, raw: bytes, kind: str, name: str, *, content_type: str | None = None, url: str | None = None
    ) -> Extracted:
        """Extract a document (``kind`` is markdown, html or pdf). Raises ReadingError, also for a crash or a timeout."""
        request = json.dumps({"kind": kind, "name": name, "content_type": content_type, "url": url}).encode()
        with self._lock:
            answer, late = self._ask(request, raw)
        if answer is None:
            if late:
                raise ReadingError("{name} took too long to read; save its text and add that.", name=name)
            raise ReadingError(
                "{name} could not be read within the limits of time and memory; save its text and add that.",
                name=name,
            )
        try:
            if "error" in answer:
                raise ReadingError(Message.from_json(answer["error"]))
            return Extracted.from_json(answer["extracted"])
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise ReadingError(
                "{name} is damaged or too unusual to be read; save its text and add that.", name=name
            ) from error

    def _ask(self, request: bytes, raw: bytes) -> tuple[dict[str, Any] | None, bool]:
        process = self._start()
        assert process.stdin is not None  # noqa: S101 both are pipes
        assert process.stdout is not None  # noqa: S101
        late = threading.Event()

        def kill() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._limits.seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            send(process.stdin, request)
            send(process.stdin, raw)
            answer = json.loads(receive(process.stdout, MAX_MESSAGE))
        except (OSError, EOFError, ValueError):
            answer = None
        finally:
            timer.cancel()
        self._served += 1
        if not isinstance(answer, dict) or "failed" in answer or self._served >= self._limits.documents:
            self._end()
        return answer if isinstance(answer, dict) else None, late.is_set()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        limits = [str(self._limits.memory), str(self._limits.cpu_seconds), str(MAX_MESSAGE)]
        self._process = subprocess.Popen(  # noqa: S603 our own interpreter and module
            children.command("index.reading.sandbox.worker", *limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=children.environment(),
        )
        return self._process

    def _end(self) -> None:
        process, self._process, self._served = self._process, None, 0
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()
