"""Which networks run in ONNX Runtime: graphs are exported once, now or aside, and kept."""

from __future__ import annotations

import json
import logging
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.errors import ModelError
from index.runtime import children
from index.runtime import onnx_graphs as graphs
from index.runtime.onnx_graphs import Part

log = logging.getLogger(__name__)

Backend = Literal["auto", "torch", "onnx"]
FAILED = ".failed"
"""Suffix of the file that says why a part could not be exported."""
AGAIN_SECONDS = 7 * 86_400.0
"""After it, what failed is tried again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A network to export: ``key`` names its weights, ``model`` is the encoder's, None for the built-in one."""

    part: Part
    key: str
    model: str | None = None


class Exports:
    """Graphs in a folder. ``aside``: what is missing runs in torch meanwhile; else it is exported first."""

    def __init__(self, folder: Path, *, aside: bool = False) -> None:
        self.folder = folder
        self._aside = aside
        self._missing: dict[Part, Wanted] = {}
        self._lock = threading.Lock()

    def find(self, wanted: Wanted) -> Path | None:
        """The folder of the network's graph; None when torch is to run it. Raises ModelError unless ``aside``."""
        if not self._aside:
            return graphs.ready(self.folder, wanted.part, wanted.key, wanted.model)
        target = graphs.target(self.folder, wanted.part, wanted.key)
        if graphs.is_whole(target):
            return target
        if (reason := failure(target)) is not None:
            log.info("PyTorch runs the %s: %s", wanted.part, reason)
        else:
            with self._lock:
                self._missing[wanted.part] = wanted
        return None

    def engine(self, wanted: Wanted) -> str:
        """What would run the network now, in some words."""
        target = graphs.target(self.folder, wanted.part, wanted.key)
        if graphs.is_whole(target):
            return "in ONNX Runtime"
        reason = failure(target)
        return "in PyTorch until it is exported" if reason is None else f"in PyTorch ({reason})"

    def make_missing(self) -> None:
        """Export what ``find`` missed in a process of its own, which may outlive this one; returns at once."""
        with self._lock:
            missing, self._missing = list(self._missing.values()), {}
        if not missing:
            return
        told = json.dumps([[w.part, w.key, w.model] for w in missing])
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            child = subprocess.Popen(  # noqa: S603  (our own interpreter)
                children.command("index.runtime.exporting", str(self.folder), told),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env=children.environment(),
            )
        except OSError as error:
            log.info(
                "PyTorch runs the models: nothing can be kept in CACHE_DIR (%s)", error.strerror or error
            )
            return
        threading.Thread(target=child.wait, daemon=True).start()  # nobody else takes its exit code


def chosen(backend: Backend, cache: Path, installed: Callable[[], bool] = graphs.installed) -> Exports | None:
    """Where graphs come from when ONNX Runtime is to run the models; None: torch does.

    ``auto`` takes what was exported already and lets the rest be exported aside. Raises ModelError when
    ``onnx`` is asked for and missing.
    """
    if backend == "torch":
        return None
    if not installed():
        if backend == "onnx":
            raise ModelError("EMBEDDING_BACKEND is onnx; install onnxruntime and onnx for it.")
        log.info("PyTorch runs the models: onnxruntime or onnx is not installed")
        return None
    return Exports(cache / "exported", aside=backend == "auto")


def failure(target: Path) -> str | None:
    """Why a graph could not be made, unless that is long ago."""
    note = target.with_name(target.name + FAILED)
    try:
        if time.time() - note.stat().st_mtime < AGAIN_SECONDS:
            return note.read_text("utf-8", "replace").strip()
    except OSError:
        pass
    return None
