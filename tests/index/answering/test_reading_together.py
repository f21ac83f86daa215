"""Questions that many ask at once: read in common batches, answered as each one alone."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from index.answering import reader as readers
from index.answering import weights
from index.answering.gathering import gather, read
from index.answering.question import parse
from index.answering.reader import Batch, Network, Reader, Reading, Window
from index.library import Library
from index.model import View
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

    def forward(self, batch: Batch) -> tuple[readers.Scores, readers.Scores, readers.Scores]:
        self.begun.set()
        assert self.go_on.wait(20)
        rows, tokens = batch.ids.shape
        self.shapes.append((rows, tokens))
        lengths = batch.mask.sum(1, keepdims=True)
        scores = (batch.member > 0).sum(-1) / lengths
        nulls = np.zeros(rows, np.float32)
        return scores.astype(np.float32), np.zeros((rows, tokens, 2), np.float32), nulls


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


class Scripted:
    """A ``Reranker`` whose first sentence ever has one logit, all others another; notes how much it reads at a time."""

    def __init__(self, first: float, other: float) -> None:
        self.first, self.other = first, other
        self.calls: list[int] = []

    def prepare(self) -> None:
        """Nothing."""

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        found: list[Reading] = []
        for window in windows:
            logits = np.full(len(window.sentences), self.other, np.float32)
            if not self.calls and not found:
                logits[0] = self.first
            found.append(Reading(logits, logits))
        self.calls.append(len(windows))
        return found


@pytest.mark.parametrize(
    ("first", "other", "all_of_it", "calls"),
    [
        (9.0, -9.0, False, [1]),  # nothing that is left can change it
        (9.0, -9.0, True, [4]),
        (0.5, 0.5, False, [1, 1, 2]),  # who knows
        (-5.0, -9.0, False, [1, 1, 2]),  # the best of what was read, and no answer
    ],
)
def test_it_reads_on_while_another_stretch_may_answer(
    sample_library: Library, first: float, other: float, all_of_it: bool, calls: list[int]
) -> None:
    doubtful, reader = replace(weights.load(), sure_margin=1e9), Scripted(first, other)
    query = parse("What did they say about the old wall and the gate?")
    vector = sample_library.parts.embedder.encode([query.text], "query")[0]
    articles = sample_library.parts.answerer.candidates(query, vector, View())
    gathered = gather(query, vector, articles, doubtful)
    read(gathered, doubtful, reader, all_of_it=all_of_it)
    assert reader.calls == calls


def test_answers_in_a_crowd_are_those_of_each_question_alone(sample_library: Library) -> None:
    alone = [sample_library.ask([question])[0] for question in QUESTIONS]
    with ThreadPoolExecutor(len(QUESTIONS)) as pool:
        crowd = list(pool.map(lambda question: sample_library.ask([question])[0], QUESTIONS))
    for one, other in zip(alone, crowd, strict=True):
        # a batch's other pairs round the scores: a run may take in a sentence more or less
        assert len(other.quotes) == len(one.quotes)
        assert all(
            a.text in b.text or b.text in a.text for a, b in zip(other.quotes, one.quotes, strict=True)
        )
        assert other.answered is one.answered
        assert abs(other.confidence - one.confidence) < 0.02
