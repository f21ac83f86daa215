"""Windows for the reader: whole sentences, no overlap, the best candidates inside."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.answering.features import FLAGS, ArticleFeatures, postings
from index.answering.question import ANSWER_TYPES
from index.answering.windows import WINDOW, choose
from index.model import Article
from index.store.values import StoredArticle


def features(lengths: list[int], passages: list[int]) -> ArticleFeatures:
    """Sentences of these lengths; ``passages`` numbers each sentence's passage, rising from 0 (the title)."""
    starts, text = [], ""
    for length in lengths:
        starts.append(len(text))
        text += "x" * length + " "
    n = len(lengths)
    return ArticleFeatures(
        stored=StoredArticle(1, "shared", Article("a", text, 0, lengths[0], (), "")),
        paragraphs=(None, *range(max(passages))),
        passage_vectors=np.zeros((max(passages) + 1, 1), np.float32),
        passages=postings([[]] * (max(passages) + 1)),
        starts=tuple(starts),
        ends=tuple(s + length for s, length in zip(starts, lengths, strict=True)),
        passage_of=np.array(passages, np.intp),
        sentence_vectors=np.zeros((n, 1), np.float32),
        sentences=postings([[]] * n),
        flags=np.zeros((n, len(FLAGS))),
        fits=np.zeros((n, len(ANSWER_TYPES))),
        frame=np.zeros(n, bool),
        above=((),) * (max(passages) + 1),
        headed=np.zeros(max(passages) + 1, np.intp),
        heads_from=np.arange(max(passages) + 1),
        contexts=postings([[]] * (max(passages) + 1)),
        speakers=postings([[]] * n),
        quotes=(),
        foreign=False,
    )


@given(st.data())
def test_windows_never_overlap_and_hold_the_best(data: st.DataObject) -> None:
    lengths = data.draw(st.lists(st.integers(1, 900), min_size=2, max_size=12))
    steps = data.draw(st.lists(st.integers(0, 1), min_size=len(lengths) - 2, max_size=len(lengths) - 2))
    passages = [0, 1, *(1 + sum(steps[: i + 1]) for i in range(len(steps)))]
    f = features(lengths, passages)
    order = data.draw(st.permutations([(0, i) for i in range(len(lengths))]))
    chosen = choose(order, [f], 3)
    held = [i for s in chosen for i in range(s.first, s.last + 1)]
    assert len(held) == len(set(held))
    assert chosen[0].first <= order[0][1] <= chosen[0].last
    for stretch in chosen:
        window = stretch.window(f)
        assert len(window.text) <= WINDOW or stretch.first == stretch.last
        assert all(window.text[a:b].strip("x") == "" for a, b in window.sentences)
