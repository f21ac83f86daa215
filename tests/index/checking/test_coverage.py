"""Coverage word by word, with the built-in model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.checking import coverages
from index.embedding.embedder import Embedder


@pytest.fixture(scope="module")
def embedder() -> Iterator[Embedder]:
    """The built-in model."""
    opened = Embedder()
    yield opened
    opened.close()


def test_counterparts_count_and_missing_ones_do_not(embedder: Embedder) -> None:
    text = "Boats have to keep sailing while the crossing is unsafe"
    near = "the ferry must keep running until the bridge is safe"
    far = "the council has never published the contract"
    same, other, whole = coverages(embedder, text, [near, far, text]) or []
    assert other < same < whole
    assert whole == pytest.approx(1.0, abs=0.02)


def test_odd_texts_do_no_harm(embedder: Embedder) -> None:
    assert coverages(embedder, "anything", []) is None
    shares = coverages(embedder, "—!?…", ["", "бомба 爆弾", "of the"]) or []
    assert len(shares) == 3
    assert all(-1.0 <= share <= 1.01 for share in shares)


def test_a_request_that_fails_fails_alone(embedder: Embedder) -> None:
    with pytest.raises(TypeError):
        embedder.encode([None], "query")  # type: ignore[list-item]
    assert len(embedder.tokens(["still here"])) == 1
    assert embedder.encode(["still here"], "query").shape[0] == 1
