"""``python -m index.runtime.exporting FOLDER WANTED``: exports what is missing, one process at a time, at low priority.

``WANTED`` is a JSON list of [part, key, model or null].
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import ModelError
from index.runtime import onnx_graphs as graphs
from index.runtime.exports import FAILED, Wanted, failure


def export_missing(folder: Path, wanted: list[Wanted]) -> None:
    """Make each graph that is not there; why one could not be made is kept beside it."""
    with suppress(Timeout, OSError), FileLock(folder / "exporting.lock", timeout=0):
        for one in wanted:
            target = graphs.target(folder, one.part, one.key)
            if failure(target) is None:
                note = target.with_name(target.name + FAILED)
                try:
                    graphs.ready(folder, one.part, one.key, one.model)
                    note.unlink(missing_ok=True)
                except ModelError as error:
                    note.write_text(f"{error}\n", "utf-8")


def _stand_back() -> None:
    """Questions come first, and where memory runs out, this process goes rather than the bot."""
    if hasattr(os, "nice"):
        os.nice(19)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def main() -> int:
    """Always 0: nobody waits for it."""
    folder, told = sys.argv[1:]
    _stand_back()
    export_missing(Path(folder), [Wanted(*one) for one in json.loads(told)])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
