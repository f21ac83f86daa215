"""The built-in networks exported to ONNX: near the originals, and no torch in a process that reads and asks."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

from bot.settings import SAMPLE_DIR
from index.answering.reader import Reader, Window
from index.checking import ClaimReader
from index.embedding.embedder import Embedder
from index.errors import ModelError
from index.opening import open_library
from index.quotes import extract_quotes
from index.quotes.tagger import Tagger
from index.reading.sources import read_sources
from index.runtime import onnx_graphs as graphs
from index.runtime.exports import Exports
from tests.index.tiny_models import tiny_encoder

pytestmark = [
    pytest.mark.skipif(not graphs.installed(), reason="onnxruntime and onnx are not installed"),
    pytest.mark.timeout(600),
]
TEXTS = [
    "Who mends the gate?",
    "“The sea took the old gate in one night,” said the keeper.",
    "Prices rose.",
]
WORK = """
import json, sys
from pathlib import Path
from index.model import View
from index.opening import open_library
from index.reading.sources import read_sources
from index.reading.text import read_text
from index.runtime.exports import Exports
library = open_library(Path(sys.argv[1]), onnx=Exports(Path(sys.argv[2]), aside=True))
report = library.reindex(read_sources([Path(sys.argv[3])]).articles)
library.add([read_text("A note\\n\\n“The quay is closed,” said Ada Moor.".encode(), "note.txt")])
library.warm()
answer = library.ask(["How much will the repair cost?"])[0]
verdict = library.who_said(["I want the report on the inspection before anything else happens"])[0]
said = {"added": report.added, "stale": library.stale_shelves(), "speaker": library.quotes(View(article="note.txt"))[0].quote.speaker}
library.close()
print(json.dumps(said | {"text": answer.quotes[0].text, "verdict": verdict.verdict, "torch": "torch" in sys.modules}))
"""


@pytest.fixture(scope="module")
def onnx(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    return Exports(tmp_path_factory.mktemp("exported"))


def test_vectors_are_near_the_originals_under_the_same_key(onnx: Exports) -> None:
    own, bytes_ = Embedder(), Embedder(onnx=onnx)
    assert bytes_.key == own.key
    cosines = (own.encode(TEXTS, "document") * bytes_.encode(TEXTS, "document")).sum(1)
    assert np.all((cosines > 0.97) & (cosines < 0.9999))
    alone = bytes_.encode(TEXTS[:1], "query")
    assert np.allclose(alone[0], bytes_.encode(TEXTS, "query")[0], atol=0.05)
    for one, other in zip(own.tokens(TEXTS), bytes_.tokens(TEXTS), strict=True):
        assert one.starts == other.starts
        assert np.all((one.vectors * other.vectors).sum(1) > 0.9)
    own.close()
    bytes_.close()


def test_the_claim_network_reads_alike(onnx: Exports) -> None:
    claim, said = "The gate was destroyed by the sea", [TEXTS[1], TEXTS[2]]
    own, bytes_ = ClaimReader().odds(claim, said), ClaimReader(onnx).odds(claim, said)
    assert np.allclose([astuple(each) for each in own], [astuple(each) for each in bytes_], atol=2.0)


def test_the_reader_reads_alike(onnx: Exports) -> None:
    text = " ".join(TEXTS[1:])
    window = Window(text, ((0, len(TEXTS[1])), (len(TEXTS[1]) + 1, len(text))))
    short = Window(TEXTS[2], ((0, len(TEXTS[2])),))
    question = "What took the gate?"
    (one, alone), (other, _) = (r.read(question, [window, short]) for r in (Reader(), Reader(onnx=onnx)))
    assert other.sentence == pytest.approx(one.sentence, abs=1.0)
    assert other.span == pytest.approx(one.span, abs=2.0)
    assert other.null == pytest.approx(one.null, abs=1.0)
    assert other.sentence[0] > other.sentence[1]
    assert len(alone.sentence) == 1
    again = Reader(onnx=onnx).read(question, [window])[0]  # the same whatever is read beside it
    assert np.array_equal(again.sentence, other.sentence)
    assert np.array_equal(again.span, other.span)


def test_the_tagger_finds_the_same_quotes(onnx: Exports) -> None:
    own, bytes_ = Tagger(), Tagger(onnx=onnx)
    for article in read_sources([SAMPLE_DIR]).articles:
        one, other = ({(q.text, q.speaker) for q in extract_quotes(article, t)} for t in (own, bytes_))
        assert len(one & other) >= 0.9 * len(one | other)


def test_a_model_that_leaves_its_prompts_out_of_the_mean_is_not_exported(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize

    from index.embedding.onnx_export import export

    model = SentenceTransformer(str(tiny_encoder(tmp_path / "plain")), device="cpu")
    model.append(Normalize())
    model.set_pooling_include_prompt(False)
    model.save(str(tmp_path / "odd"))
    (tmp_path / "graph").mkdir()
    with pytest.raises(ModelError, match="only transformers with mean pooling"):
        export(tmp_path / "graph", str(tmp_path / "odd"))


def test_two_that_export_at_once_leave_one_whole_graph(tmp_path: Path) -> None:
    from index.runtime import onnx_export as exporting

    both = threading.Barrier(2)

    def write(folder: Path, _: str | None) -> None:
        (folder / graphs.GRAPH).write_bytes(folder.name.encode())
        graphs.write_card(folder, {})
        both.wait(10)

    target = tmp_path / "reader-key"
    with ThreadPoolExecutor(2) as pool:
        for work in [pool.submit(exporting.export, write, target, None) for _ in range(2)]:
            work.result()
    assert graphs.is_whole(target)
    assert list(tmp_path.iterdir()) == [target]


def test_a_whole_graph_is_not_taken_from_who_reads_it_and_a_damaged_one_is_replaced(tmp_path: Path) -> None:
    from index.runtime import onnx_export as exporting

    def write(folder: Path, _: str | None) -> None:
        (folder / graphs.GRAPH).write_bytes(folder.name.encode())
        graphs.write_card(folder, {})

    graph = tmp_path / "reader-key" / graphs.GRAPH
    exporting.export(write, graph.parent, None)
    first = graph.read_bytes()
    exporting.export(write, graph.parent, None)
    assert graph.read_bytes() == first
    graph.write_bytes(b"half")
    exporting.export(write, graph.parent, None)
    assert graphs.is_whole(graph.parent)


def test_a_later_start_needs_no_torch_and_goes_on_with_the_vectors_that_are_there(
    onnx: Exports, tmp_path: Path
) -> None:
    first = open_library(tmp_path / "library", reranker="off")
    first.reindex(read_sources([SAMPLE_DIR]).articles)
    first.close()
    for part in ("encoder", "reader", "tagger", "claims"):  # torch exports, in a process of its own
        assert part in {path.name.partition("-")[0] for path in onnx.folder.iterdir()}
    ran = subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, "-c", WORK, str(tmp_path / "library"), str(onnx.folder), str(SAMPLE_DIR)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    said = json.loads(ran.stdout)
    assert "38 million crowns" in said["text"]
    assert said["verdict"] in ("altered", "paraphrase", "not-found")
    assert said["torch"] is False
    assert said["added"] == 0
    assert said["stale"] == []
    assert said["speaker"] == "Ada Moor"
