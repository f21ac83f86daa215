"""The built-in model by hand gives the vectors of sentence-transformers, and needs none of its packages."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

from index.embedding.bert_encoder import BertEncoder
from index.embedding.torch_encoder import SentenceEncoder, find_model

TEXTS = [
    "Who mends the gate?",
    "“The sea took the old gate in one night,” said the keeper. " * 12,
    "Prices rose.",
    "",
]
ASKS = """
import sys
from index.embedding.embedder import Embedder
embedder = Embedder()
embedder.encode(["Who mends the gate?"], "query")
embedder.close()
print(sorted({"transformers", "sentence_transformers", "sklearn"} & set(sys.modules)))
"""


def test_vectors_are_those_of_sentence_transformers() -> None:
    encoder = BertEncoder()
    wanted = find_model(None).encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    found = encoder.vectors(TEXTS, "document")
    assert ((found * wanted).sum(1) > 0.999).all()
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    alone = np.concatenate([encoder.vectors([text], "query") for text in TEXTS])
    assert ((found * alone).sum(1) > 0.9999).all()
    assert encoder.vectors([], "query").shape == (0, 384)


def test_word_pieces_are_those_of_sentence_transformers() -> None:
    for one, other in zip(
        BertEncoder().tokens(TEXTS[:3]), SentenceEncoder(None).tokens(TEXTS[:3]), strict=True
    ):
        assert one.starts == other.starts
        assert ((one.vectors * other.vectors).sum(1) > 0.99).all()


def test_no_other_library_of_models_is_loaded() -> None:
    ran = subprocess.run([sys.executable, "-c", ASKS], check=True, capture_output=True, text=True)  # noqa: S603  (our own interpreter)
    assert ran.stdout.strip() == "[]"
