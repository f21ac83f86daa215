"""Processes of our own: another interpreter that runs one of our modules and sees nothing it does not need."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_ROOT = str(Path(__file__).parents[2])
_KEPT = frozenset(
    "PATH HOME LANG LC_ALL LC_CTYPE TMPDIR TEMP TMP SYSTEMROOT LD_LIBRARY_PATH DYLD_LIBRARY_PATH VIRTUAL_ENV "
    "OMP_NUM_THREADS XDG_CACHE_HOME HF_HOME HF_HUB_CACHE HF_HUB_OFFLINE TRANSFORMERS_OFFLINE HF_ENDPOINT".split()
)
"""No secret is among them, and nothing that makes an interpreter run other code."""


def command(module: str, *arguments: str) -> list[str]:
    """``python -P -m module …``: the current folder is not searched, or a json.py beside the articles would run."""
    return [sys.executable, "-P", "-m", module, *arguments]


def environment(own: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What a child sees of our environment: no token."""
    return {key: value for key, value in own.items() if key.upper() in _KEPT} | {"PYTHONPATH": _ROOT}
