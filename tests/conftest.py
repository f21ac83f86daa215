"""For all tests: PyTorch runs the models, unless a test says otherwise."""

from __future__ import annotations

import os

os.environ["EMBEDDING_BACKEND"] = (
    "torch"  # by default the models would be exported aside, half a minute a core
)
