"""The thread that encodes: jobs of many threads, batches of roles, errors, and its end."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from index.embedding.arrays import Vectors
from index.embedding.embedder import Embedder
from index.embedding.encoder import Encoder, Role, Tokens
from index.errors import ModelError


class Lengths:
    """An ``Encoder`` of lengths, which nobody may call while it is being called."""

    def __init__(self) -> None:
        self.calls: list[tuple[Role, int]] = []
        self._alone = threading.Lock()

    def vectors(self, texts: Sequence[str], role: Role) -> Vectors:
        assert self._alone.acquire(blocking=False), "two workers"
        time.sleep(0.0005)
        self.calls.append((role, len(texts)))
        self._alone.release()
        return np.array([[len(text)] for text in texts], np.float32).reshape(-1, 1)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        return [Tokens(np.ones((1, 1), np.float32), (0,)) for _ in texts]


class LengthEmbedder(Embedder):
    """Loads ``Lengths``."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths = Lengths()

    def _loaded(self) -> Encoder:
        return self.lengths


def ask(embedder: Embedder, wrong: list[object], until: threading.Event) -> None:
    number = 0
    while not until.is_set():
        number += 1
        texts = ["x" * (number % 7)] * (number % 3)
        try:
            found = embedder.encode(texts, "query" if number % 2 else "document")
        except AssertionError as error:
            wrong.append(error)
        else:
            if found[:, 0].tolist() != [len(text) for text in texts]:
                wrong.append((texts, found))


@pytest.fixture
def eager() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def close_often(embedder: Embedder) -> None:
    for _ in range(200):
        embedder.close()


@pytest.mark.timeout(60)
def test_it_may_be_closed_while_others_ask(eager: None) -> None:
    embedder, wrong, enough = LengthEmbedder(), list[object](), threading.Event()
    askers = [threading.Thread(target=ask, args=(embedder, wrong, enough), daemon=True) for _ in range(3)]
    for asker in askers:
        asker.start()
    closing = threading.Thread(target=close_often, args=(embedder,), daemon=True)
    closing.start()
    closing.join(30)
    enough.set()
    assert not closing.is_alive()
    for asker in askers:
        asker.join(10)
        assert not asker.is_alive()
    embedder.close()
    embedder.close()
    assert wrong == []
    assert embedder.lengths.calls


def test_what_cannot_load_is_told_to_everybody_and_tried_again() -> None:
    class Late(LengthEmbedder):
        tries = 0

        def _loaded(self) -> Encoder:
            self.tries += 1
            if self.tries == 1:
                raise ModelError("EMBEDDING_MODEL could not be loaded: {name}.", name="late")
            return self.lengths

    embedder = Late()
    with pytest.raises(ModelError, match="late"):
        embedder.encode(["a"], "query")
    assert embedder.encode(["ab"], "query").tolist() == [[2.0]]
    assert len(embedder.tokens(["a", "b"])) == 2
    embedder.close()
