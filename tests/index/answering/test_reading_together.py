"""Questions that many ask at once: read in common batches, answered as each one alone."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from index.answering import reader as readers
from index.answering.reader import Batch, Network, Reader, Window
from index.library import Library
from index.runtime.batching import TOKENS

QUESTIONS = (
    "When will the gate open?",
    "How much will the repair cost?",
    "who found the cracks",
    "how many sandbags were ordered?",
    "What does the mayor want to see?",
    "Who lives in the lower quays?",
    "Why was the wall built?",
    "What is the capital of France?",
)
TEXT = "The gate opens in May. Nobody knows what the repair will cost the town, the mayor said. "


class Counting:
    """A network that notes its batches: a sentence's score is its share of the row's length."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, int]] = []
        self.begun, self.go_on = threading.Event(), threading.Event()

    def forward(self, batch: Batch) -> tuple[readers.Scores, readers.Scores]:
        self.begun.set()
        assert self.go_on.wait(20)
        rows, tokens = batch.ids.shape
        self.shapes.append((rows, tokens))
        lengths = batch.mask.sum(1, keepdims=True)
        scores = (batch.member > 0).sum(-1) / lengths
        return scores.astype(np.float32), np.zeros((rows, tokens, 2), np.float32)


def test_windows_of_many_questions_are_read_in_common_batches_of_like_length() -> None:
    network = Counting()
    reader = Reader(network=lambda: Network(network.forward, alone=False))
    windows = [
        Window(TEXT * n, tuple((i * len(TEXT), (i + 1) * len(TEXT) - 1) for i in range(n))) for n in (1, 4)
    ]
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(reader.read, "When?", windows)
        assert network.begun.wait(20)
        others = [pool.submit(reader.read, f"When {n}?", windows) for n in range(8)]
        while len(reader.waiting) < 8:
            threading.Event().wait(0.001)
        network.go_on.set()
        found = [one.result(20) for one in (first, *others)]
    assert len(network.shapes) == 4  # the first question's two lengths, then those of all the others
    assert [rows for rows, _ in network.shapes[2:]] == [8, 8]
    assert all(rows * tokens <= TOKENS for rows, tokens in network.shapes)
    assert all(
        len(reading.sentence) == n for readings in found for reading, n in zip(readings, (1, 4), strict=True)
    )


def test_a_network_that_must_read_alone_does() -> None:
    network = Counting()
    network.go_on.set()
    Reader(network=lambda: Network(network.forward, alone=True)).read("When?", [Window(TEXT, ((0, 22),))] * 3)
    assert [rows for rows, _ in network.shapes] == [1, 1, 1]


def test_answers_in_a_crowd_are_those_of_each_question_alone(sample_library: Library) -> None:
    alone = [sample_library.ask([question])[0] for question in QUESTIONS]
    with ThreadPoolExecutor(len(QUESTIONS)) as pool:
        crowd = list(pool.map(lambda question: sample_library.ask([question])[0], QUESTIONS))
    for one, other in zip(alone, crowd, strict=True):
        assert [c.text for c in other.quotes] == [c.text for c in one.quotes]
        assert other.answered is one.answered
        assert abs(other.confidence - one.confidence) < 0.02
