"""The built-in encoder exported to ONNX: near the original, another key, and no torch in a process that asks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.settings import SAMPLE_DIR
from index import exported
from index.embedding import Embedder
from index.errors import ModelError

needs_onnx = pytest.mark.skipif(
    not exported.installed(), reason="onnxruntime and onnx, the extra [onnx], are not installed"
)

INDEX = """
import sys
from pathlib import Path
from index.library import Library
from index.reading.sources import read_sources
library = Library(Path(sys.argv[1]), reranker="off", onnx=Path(sys.argv[2]))
library.reindex(read_sources([Path(sys.argv[3])]).articles)
library.close()
"""
ASK = """
import json, sys
from pathlib import Path
from index.library import Library
library = Library(Path(sys.argv[1]), reranker="off", onnx=Path(sys.argv[2]))
library.warm()
answer = library.ask(["What does the mayor want to see?"])[0]
library.close()
print(json.dumps({"text": answer.quotes[0].text, "torch": "torch" in sys.modules}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exported")


@needs_onnx
@pytest.mark.timeout(600)
def test_vectors_are_near_the_originals_under_another_key(folder: Path) -> None:
    own, bytes_ = Embedder(), Embedder(onnx=folder)
    texts = [
        "Who mends the gate?",
        "“The sea took the old gate in one night,” said the keeper.",
        "Prices rose.",
    ]
    assert bytes_.key == own.key + exported.KEY_SUFFIX
    cosines = (own.encode(texts, "document") * bytes_.encode(texts, "document")).sum(1)
    assert np.all((cosines > 0.97) & (cosines < 0.9999))
    alone = bytes_.encode(texts[:1], "query")
    assert np.allclose(alone[0], bytes_.encode(texts, "query")[0], atol=0.05)
    own.close()
    bytes_.close()


@needs_onnx
@pytest.mark.timeout(600)
def test_asking_needs_no_torch(folder: Path, tmp_path: Path) -> None:
    where = [str(tmp_path / "library"), str(folder)]
    subprocess.run([sys.executable, "-c", INDEX, *where, str(SAMPLE_DIR)], check=True)  # noqa: S603
    ran = subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, "-c", ASK, *where], check=True, capture_output=True, text=True
    )
    said = json.loads(ran.stdout)
    assert "inspection report" in said["text"]
    assert said["torch"] is False


def test_a_damaged_folder_is_not_whole(tmp_path: Path) -> None:
    (tmp_path / exported.GRAPH).write_bytes(b"graph")
    (tmp_path / exported.TOKENIZER).write_text("{}")
    assert not exported.is_whole(tmp_path)
    exported.write_card(tmp_path, exported.Card(256, 384, 0, {}, exported.graph_hash(tmp_path)))
    assert exported.is_whole(tmp_path)
    (tmp_path / exported.GRAPH).write_bytes(b"grapf")
    assert not exported.is_whole(tmp_path)


def test_which_backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert exported.chosen("torch", tmp_path) is None
    monkeypatch.setattr(exported, "find_spec", lambda name: object())
    assert exported.chosen("onnx", tmp_path) == tmp_path / "exported"
    monkeypatch.setattr(exported, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"extra \[onnx\]"):
        exported.chosen("onnx", tmp_path)
