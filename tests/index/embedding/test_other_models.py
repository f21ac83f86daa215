"""Another embedding model and another reranker, each one setting away, with real (tiny) models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.answering import weights
from index.answering.rerankers import make_reranker
from index.answering.strictness import Strictness
from index.errors import ModelError, StoreError
from index.evaluation.datasets import is_kept_out
from index.opening import open_library
from index.training.ranking import calibrate
from tests.index.small import article
from tests.index.tiny_models import WIDTH, tiny_encoder, tiny_reranker

ARTICLES = [
    article(
        "bridge.txt",
        "The harbour bridge will close on 3 March, the council said.",
        "“The cables are forty years old,” said Tamsin Orme, the engineer.",
    )
]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_encoder(tmp_path_factory.mktemp("models") / "encoder")


@pytest.fixture(scope="module")
def reranker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_reranker(tmp_path_factory.mktemp("models") / "reranker")


def test_another_encoder_and_reranker_answer(tmp_path: Path, encoder: Path, reranker: Path) -> None:
    library = open_library(tmp_path / "library", embedding_model=str(encoder), reranker=str(reranker))
    try:
        library.reindex(ARTICLES)
        (answer,) = library.ask(["When will the bridge close?"])
    finally:
        library.close()
    assert answer.quotes
    assert answer.notice is None
    assert all(ARTICLES[0].text[c.start : c.end] == c.text for c in answer.quotes)


def test_prompts_are_part_of_the_model(tmp_path: Path, encoder: Path) -> None:
    other = tiny_encoder(tmp_path / "other", query_prompt="question: ")
    for model, stale in ((encoder, []), (other, ["shared"])):
        library = open_library(tmp_path / "library", embedding_model=str(model), reranker="off")
        try:
            if model is encoder:
                library.reindex(ARTICLES)
            assert library.stale_shelves() == stale
            if stale:
                report = library.reindex()
                assert (report.unchanged, report.passages_changed) == (1, 3)
                assert library.stale_shelves() == []
        finally:
            library.close()


def test_prompts_are_used(tmp_path: Path, encoder: Path) -> None:
    from index.embedding.embedder import Embedder

    embedder = Embedder(str(encoder))
    try:
        query, document = (embedder.encode(["the bridge"], role)[0] for role in ("query", "document"))
    finally:
        embedder.close()
    assert query.shape == (WIDTH,)
    assert not (query == document).all()


def test_a_folder_without_a_model_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    library = open_library(tmp_path / "library", embedding_model=str(tmp_path / "empty"), reranker="off")
    try:
        with pytest.raises(ModelError, match="EMBEDDING_MODEL"):
            library.reindex(ARTICLES)
    finally:
        library.close()


def test_a_reranker_with_several_scores_is_refused(tmp_path: Path) -> None:
    wrong = make_reranker(str(tiny_reranker(tmp_path / "wrong", labels=3)))
    from index.answering.reader import Window

    assert wrong is not None
    with pytest.raises(ModelError, match="3 scores"):
        wrong.read("When?", [Window("At noon.", ((0, 8),))])


@pytest.mark.timeout(400)  # it asks every question of ours, of both models
def test_calibrate_learns_for_these_models(tmp_path: Path, encoder: Path, reranker: Path) -> None:
    titles = [t for t in map(str, range(60)) if is_kept_out(f"Town_{t}.txt")][:4]
    data = [
        {
            "title": f"Town_{t}",
            "paragraphs": [
                {
                    "context": f"The mill of town{t} was built in 18{t:0>2} by Ada Moor{t}. It burnt down twice.",
                    "qas": [
                        {
                            "question": f"Who built the mill of town{t}?",
                            "answers": [{"text": f"Ada Moor{t}"}],
                        },
                        {
                            "question": f"Who bought the mill of town{t}?",
                            "answers": [],
                            "is_impossible": True,
                        },
                    ],
                }
            ],
        }
        for t in titles
    ]
    (tmp_path / "squad").mkdir()
    (tmp_path / "squad" / "dev_articles.json").write_text(json.dumps({"data": data}), "utf-8")
    found = calibrate(tmp_path, str(encoder), make_reranker(str(reranker)))
    assert set(found.thresholds) == set(Strictness)
    file = tmp_path / "weights.json"
    file.write_text(json.dumps(weights.to_json(found)), "utf-8")
    assert weights.load(file) == found
    library = open_library(
        tmp_path / "library", embedding_model=str(encoder), reranker=str(reranker), weights=file
    )
    try:
        library.reindex(ARTICLES)
        (answer,) = library.ask(["When will the bridge close?"])
        assert 0 <= answer.confidence <= 1
    finally:
        library.close()


def test_a_broken_calibration_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "weights.json").write_text("{}", "utf-8")
    with pytest.raises(StoreError, match="calibrate"):
        weights.load(tmp_path / "weights.json")
