"""The trained tagger at work: an article's paragraphs in, for every word piece tag probabilities and link states out."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.model import Article
from index.quotes.tagging import Window, windows
from index.runtime import onnx_graphs as graphs
from index.runtime import shared_layers as pretrained
from index.runtime.bfloat16 import inference, narrow
from index.runtime.fingerprint import weights_key
from index.text.passages import split_glued
from index.text.turns import words_from

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.quotes.network import TaggerNetwork

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Network = Callable[[Ints, Ints, Ints], tuple[Floats, ...]]
"""Word pieces, mask and surface classes, each (windows, tokens), to tag probabilities and the link's ``mean``,
``head`` and ``source``, each (windows, tokens, width)."""

WEIGHTS = "tagger.safetensors"
BATCH = 16
"""Windows that are read at once."""
_LINE_ENDS = dict.fromkeys(map(ord, "\n\r\v\f\u0085\u2028\u2029"), " ")
LINK_WIDTH = 128
"""Width of the bilinear link (``network.py``)."""


@dataclass(frozen=True, slots=True)
class LinkStates:
    """What the link needs of one window's tokens ``first:first + len(mean)``, all (tokens, LINK_WIDTH).

    A content's query is the mean of ``mean`` over its tokens plus ``head`` of its first token (which has
    the bias in it); ``source`` are the keys, ``none`` (LINK_WIDTH,) the key of "no source in this window".
    """

    first: int
    mean: Floats
    head: Floats
    source: Floats
    none: Floats

    def scores(self, low: int, high: int) -> Floats:
        """Log probabilities of the window's tokens to begin the source of content ``low:high``; last: none."""
        a, b = low - self.first, high - self.first
        query = self.mean[a:b].mean(0) + self.head[a]
        scores = np.append(self.source @ query, self.none @ query) / np.float32(LINK_WIDTH**0.5)
        scores = scores - scores.max()
        logs: Floats = scores - np.log(np.exp(scores).sum())
        return logs


@dataclass(frozen=True, slots=True)
class Tagged:
    """Every token of an article once: ``offsets`` (tokens, 2) into the text, ``probabilities`` (tokens, tags)."""

    offsets: Ints
    probabilities: Floats
    links: tuple[LinkStates, ...]

    def link(self, low: int, high: int) -> tuple[int, Floats]:
        """First token and scores of the window that holds tokens ``low:high`` with most text before them."""
        last = bisect_right(self.links, low, key=lambda states: states.first)
        for states in self.links[max(0, last - 2) : last]:  # windows overlap by one paragraph at most
            if states.first <= low < states.first + len(states.mean):
                return states.first, states.scores(low, min(high, states.first + len(states.mean)))
        raise IndexError(f"no window holds token {low}")


@dataclass(frozen=True, slots=True)
class Document:
    """A text with the paragraphs to read, in order."""

    text: str
    paragraphs: tuple[tuple[int, int], ...]


def document_of(article: Article) -> Document:
    """Title and paragraphs, those that are glued together apart; the title is paragraph 0 here.

    Labels of turns are left out; line ends inside a paragraph are spaces, which leaves offsets as they are.
    """
    spans = [(article.title_start, article.title_end)]
    for paragraph in article.paragraphs:
        start = paragraph.start
        if paragraph.speaker is not None and paragraph.kind.is_prose:
            start = words_from(article.text, start, paragraph.end)
        spans += split_glued(article.text, start, paragraph.end)
    return Document(article.text.translate(_LINE_ENDS), tuple(spans))


class Tagger:
    """Loads at the first call; may be called from any thread, one call runs at a time."""

    def __init__(self, weights: Path | None = None, onnx: Path | None = None) -> None:
        """``onnx``: where exported graphs are kept, for the shipped weights alone; None: torch."""
        self._weights = weights
        self._onnx = onnx
        self._lock = threading.Lock()
        self._network: Network | None = None
        self._tokenizer: Tokenizer | None = None

    @property
    def available(self) -> bool:
        """Are there weights to load?"""
        return self._weights.exists() if self._weights else files("index.quotes").joinpath(WEIGHTS).is_file()

    def prepare(self) -> None:
        """Export the graph where that is to be done, so that no article waits for it. Raises ModelError."""
        if self._onnx is not None:
            _graph(self._onnx)

    def tag(self, documents: Sequence[Document]) -> list[Tagged]:
        """One ``Tagged`` a document. Raises ValueError when the weights do not fit the network, or ModelError."""
        with self._lock:
            if self._network is None:
                self._network = (
                    _in_torch(load_network(self._weights)) if self._onnx is None else _in_onnx(self._onnx)
                )
                self._tokenizer = pretrained.load_tokenizer()
            assert self._tokenizer is not None  # noqa: S101 - set together
            jobs = [
                (i, window)
                for i, document in enumerate(documents)
                for window in windows(document.text, document.paragraphs, self._tokenizer)
            ]
            # windows of one length together: less padding
            order = sorted(range(len(jobs)), key=lambda j: len(jobs[j][1].ids))
            read: dict[int, tuple[Floats, LinkStates]] = {}
            for at in range(0, len(order), BATCH):
                chunk = order[at : at + BATCH]
                states = _read(self._network, [jobs[j][1] for j in chunk])
                read.update(zip(chunk, states, strict=True))
        per_document: list[list[tuple[Window, Floats, LinkStates]]] = [[] for _ in documents]
        for j, (i, window) in enumerate(jobs):
            per_document[i].append((window, *read[j]))
        return [_merge(parts) for parts in per_document]

    def tag_articles(self, articles: Sequence[Article]) -> list[Tagged]:
        """``tag`` of title and paragraphs."""
        return self.tag([document_of(article) for article in articles])


def load_network(weights: Path | None = None) -> TaggerNetwork:
    """The embedder's embedding layer with our layers. Raises ValueError when the weights do not fit."""
    from index.quotes.network import SHARED_PREFIXES, TaggerNetwork

    with as_file(files("index.quotes") / WEIGHTS) as shipped:
        return pretrained.load_network(TaggerNetwork, SHARED_PREFIXES, weights or shipped)


def _read(network: Network, batch: Sequence[Window]) -> list[tuple[Floats, LinkStates]]:
    """Probabilities and link states of all tokens of each window, [CLS] and [SEP] among them."""
    ids, surface, mask = np.zeros((3, len(batch), max(len(w.ids) for w in batch)), np.int64)
    for i, window in enumerate(batch):
        n = len(window.ids)
        ids[i, :n], surface[i, :n], mask[i, :n] = window.ids, window.surface, 1
    found = network(ids, mask, surface)
    read = []
    for i, window in enumerate(batch):
        tags, mean, head, source = (array[i, : len(window.ids)] for array in found)
        read.append((tags, LinkStates(0, mean, head, source, source[0])))
    return read


def _in_torch(network: TaggerNetwork) -> Network:
    import torch

    narrow(network.encoder)

    def run(ids: Ints, mask: Ints, surface: Ints) -> tuple[Floats, ...]:
        with torch.inference_mode():
            with inference():
                hidden, logits = network(*(torch.from_numpy(a) for a in (ids, mask, surface)))
            states = network.link_states(hidden.float())
            return tuple(t.numpy() for t in (torch.softmax(logits.float(), -1), *states))

    return run


def _in_onnx(folder: Path) -> Network:
    session = graphs.session(_graph(folder))

    def run(ids: Ints, mask: Ints, surface: Ints) -> tuple[Floats, ...]:
        inputs = {"input_ids": ids, "attention_mask": mask, "surface": surface}
        return tuple(session.run(["tags", "mean", "head", "source"], inputs))

    return run


def _graph(folder: Path) -> Path:
    return graphs.ready(folder, "tagger", weights_key("quotes", WEIGHTS))


def _merge(parts: Sequence[tuple[Window, Floats, LinkStates]]) -> Tagged:
    """Windows of one document put together; where two overlap, their probabilities are averaged."""
    offsets: list[tuple[int, int]] = []
    index: dict[tuple[int, int, int], int] = {}
    sums: list[Floats] = []
    counts: list[int] = []
    links = []
    for window, probabilities, states in parts:
        real = [i for i, (a, b) in enumerate(window.offsets) if b > a]
        first, previous, again = -1, (-1, -1), 0
        for i in real:
            offset = window.offsets[i]
            again = again + 1 if offset == previous else 0  # one character may be several word pieces
            previous = offset
            at = index.setdefault((*offset, again), len(offsets))
            if at == len(offsets):
                offsets.append(offset)
                sums.append(probabilities[i].copy())
                counts.append(1)
            else:
                sums[at] += probabilities[i]
                counts[at] += 1
            first = at if first < 0 else first
        if real:
            links.append(
                LinkStates(first, states.mean[real], states.head[real], states.source[real], states.none)
            )
    width = parts[0][1].shape[1] if parts else 0
    return Tagged(
        np.array(offsets, np.int64).reshape(-1, 2),
        np.array([s / c for s, c in zip(sums, counts, strict=True)], np.float32).reshape(-1, width),
        tuple(links),
    )
