"""Networks exported to ONNX with weights of one byte, each made once and kept: no torch in the process that asks."""

from __future__ import annotations

import hashlib
import json
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from index.errors import ModelError
from index.runtime import children

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Part = Literal["encoder", "reader", "tagger", "claims"]
GRAPH, CARD = "model.onnx", "export.json"
VERSION = 2
"""Of the exports: raise it when graphs made before must not be used any more."""
EXPORT_SECONDS = 600.0


def installed() -> bool:
    """Can graphs be made and run here?"""
    return all(find_spec(name) is not None for name in ("onnxruntime", "onnx"))


def target(folder: Path, part: Part, key: str) -> Path:
    """Where the graph of a part lies; ``key`` names its weights."""
    name = hashlib.sha256(f"{VERSION}\0{key}".encode()).hexdigest()[:16]
    return folder / f"{part}-{name}"


def ready(
    folder: Path, part: Part, key: str, model: str | None = None, seconds: float = EXPORT_SECONDS
) -> Path:
    """The folder of a part's graph, exported now when it is not there or damaged. Raises ModelError.

    ``key`` names its weights; ``model`` is the encoder's, None for the built-in one; ``seconds``: so long it may take.
    """
    place = target(folder, part, key)
    if is_whole(place):
        return place
    reason = _exported(part, place, model, seconds)
    if not is_whole(place):  # another process may have made it meanwhile, whatever became of ours
        raise ModelError(
            "The model could not be exported to ONNX ({reason}); EMBEDDING_BACKEND=torch does without.",
            reason=reason,
        )
    return place


def _exported(part: Part, place: Path, model: str | None, seconds: float) -> str:
    """Make a graph in a process of its own, for which alone torch is needed. Why it failed, if it did."""
    command = children.command(
        "index.runtime.onnx_export", part, str(place), *([] if model is None else [model])
    )
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        ran = subprocess.run(  # noqa: S603  (our own interpreter)
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
            env=children.environment(),
        )
    except OSError as error:
        return f"{place.parent}: {error.strerror or error}"
    except subprocess.TimeoutExpired:
        return f"it took more than {seconds:g} seconds"
    return (ran.stderr.strip().splitlines() or ["no reason given"])[-1]


def session(folder: Path) -> InferenceSession:
    """A folder's graph, ready to run on the CPU."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.enable_mem_pattern = False  # every new shape would reserve its own block of all activations
    options.add_session_config_entry("session.force_spinning_stop", "1")  # an idle bot idles
    return onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])


def write_card(folder: Path, about: dict[str, Any]) -> None:
    """Say what a folder holds: ``about``, and the SHA-256 of every file. For the exporter."""
    files = {file.name: _sha256(file) for file in sorted(folder.iterdir()) if file.name != CARD}
    (folder / CARD).write_text(json.dumps({**about, "files": files}), "utf-8")


def read_card(folder: Path) -> dict[str, Any]:
    """What ``write_card`` wrote. Raises ModelError when it cannot be read."""
    try:
        card: dict[str, Any] = json.loads((folder / CARD).read_text("utf-8"))
        card["files"].items()
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelError(
            "The exported model in {folder} is damaged; delete that folder.", folder=folder
        ) from error
    return card


def is_whole(folder: Path) -> bool:
    """Is everything there, as it was written?"""
    try:
        files = read_card(folder)["files"]
        return GRAPH in files and all(_sha256(folder / name) == known for name, known in files.items())
    except (OSError, ModelError):
        return False


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
