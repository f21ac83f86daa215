"""The trained tagger at work: an article's paragraphs in, for every word piece tag probabilities and link states out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.model import Article
from index.quotes.tagging import TokenWindow, windows
from index.runtime import onnx_graphs as graphs
from index.runtime import shared_layers as pretrained
from index.runtime.bfloat16 import inference, narrow
from index.runtime.exports import Exports, Wanted
from index.runtime.fingerprint import weights_key
from index.runtime.loading import LazyNetwork
from index.runtime.turns import Turns
from index.text.passages import split_glued
from index.text.turns import words_from

if TYPE_CHECKING:
    from index.quotes.network import TaggerNetwork

Floats = npt.NDArray[np.float32]
States = npt.NDArray[np.float32] | npt.NDArray[np.float16]
Ints = npt.NDArray[np.int64]
Forward = Callable[[Ints, Ints, Ints], tuple[Floats, ...]]
"""Word pieces, mask and surface classes, each (windows, tokens), to tag probabilities and the link's ``mean``,
``head`` and ``source``, each (windows, tokens, width)."""

WEIGHTS = "tagger.safetensors"
BATCH = 4
"""Windows that are read at once: as many word pieces as the caches hold, and every further window would hold 11 MB of
activations and be read no faster."""
GROUP = 16 * BATCH
"""Windows that are read in one turn, put in order by their lengths."""
SPACES = dict.fromkeys(
    map(
        ord,
        "\n\r\v\f\t\u0085\u2028\u2029\u00a0\u1680\u202f\u205f\u3000"
        + "".join(map(chr, range(0x2000, 0x200B))),
    ),
    " ",
)
LINK_WIDTH = 128
"""Width of the bilinear link (``network.py``)."""


@dataclass(frozen=True, slots=True)
class LinkStates:
    """What the link needs of one window's tokens ``first:first + len(mean)``, all (tokens, LINK_WIDTH).

    A content's query is the mean of ``mean`` over its tokens plus ``head`` of its first token (which has
    the bias in it); ``source`` are the keys, ``none`` (LINK_WIDTH,) the key of "no source in this window".
    """

    first: int
    mean: States
    head: States
    source: States
    none: States

    def scores(self, low: int, high: int) -> Floats:
        """Log probabilities of the window's tokens to begin the source of content ``low:high``; last: none."""
        a, b = low - self.first, high - self.first
        query = self.mean[a:b].mean(0, dtype=np.float32) + self.head[a]
        keys = np.vstack((self.source, self.none)).astype(np.float32)
        scores = keys @ query / np.float32(LINK_WIDTH**0.5)
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


SECTION = 60_000
"""Characters of a document that are read at once; a longer paragraph is read whole."""


def sections(document: Document) -> list[Document]:
    """Runs of whole paragraphs, so that memory does not grow with the article."""
    found: list[list[tuple[int, int]]] = []
    room = 0
    for start, end in document.paragraphs:
        if not found or end - start > room:
            found.append([])
            room = SECTION
        found[-1].append((start, end))
        room -= end - start
    return [Document(document.text, tuple(paragraphs)) for paragraphs in found]


def document_of(article: Article) -> Document:
    """Title and paragraphs, those that are glued together apart; the title is paragraph 0 here.

    Labels of turns are left out; line ends inside a paragraph and spaces of every width are spaces, which leaves offsets as they are.
    """
    spans = [(article.title_start, article.title_end)]
    for paragraph in article.paragraphs:
        start = paragraph.start
        if paragraph.speaker is not None and paragraph.kind.is_prose:
            start = words_from(article.text, start, paragraph.end, paragraph.speaker)
        spans += split_glued(article.text, start, paragraph.end)
    return Document(article.text.translate(SPACES), tuple(spans))


class Tagger:
    """Loads at the first call; may be called from any thread. Calls share the network in turns of some windows."""

    def __init__(self, weights: Path | None = None, onnx: Exports | None = None) -> None:
        """``onnx``: exported graphs, for the shipped weights alone; None: torch."""
        self._weights = weights
        self._turns = Turns()
        self._lazy = LazyNetwork(exported, lambda: _in_torch(load_network(weights)), _in_onnx, onnx)

    @property
    def available(self) -> bool:
        """Are there weights to load?"""
        return self._weights.exists() if self._weights else files("index.quotes").joinpath(WEIGHTS).is_file()

    def prepare(self) -> None:
        """Export the graph where that is to be done, so that no article waits for it. Raises ModelError."""
        self._lazy.prepare()

    def tag(self, documents: Sequence[Document]) -> list[Tagged]:
        """One ``Tagged`` a document. Raises ValueError when the weights do not fit the network, or ModelError."""
        with self._turns:
            network, tokenizer = self._lazy.load()
        merges = [_Merge() for _ in documents]
        jobs = (
            (merge, window)
            for merge, document in zip(merges, documents, strict=True)
            for window in windows(document.text, document.paragraphs, tokenizer)
        )
        while group := list(islice(jobs, GROUP)):
            with self._turns:  # between two groups others get their turn
                group.sort(key=lambda job: len(job[1].ids))  # windows of one length together: less padding
                for at in range(0, GROUP, BATCH):
                    chunk = group[at : at + BATCH]
                    for (merge, window), read in zip(
                        chunk, _read(network, [w for _, w in chunk]) if chunk else [], strict=True
                    ):
                        merge.add(window, *read)
        return [merge.tagged() for merge in merges]

    def tag_articles(self, articles: Sequence[Article]) -> list[Tagged]:
        """``tag`` of title and paragraphs."""
        return self.tag([document_of(article) for article in articles])


def exported() -> Wanted:
    """The shipped tagger as a graph."""
    return Wanted("tagger", weights_key("quotes", WEIGHTS))


def load_network(weights: Path | None = None) -> TaggerNetwork:
    """The embedder's embedding layer with our layers. Raises ValueError when the weights do not fit."""
    from index.quotes.network import SHARED_PREFIXES, TaggerNetwork

    with as_file(files("index.quotes") / WEIGHTS) as shipped:
        return pretrained.load_network(TaggerNetwork, SHARED_PREFIXES, weights or shipped)


def _read(network: Forward, batch: Sequence[TokenWindow]) -> list[tuple[Floats, LinkStates]]:
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


def _in_torch(network: TaggerNetwork) -> Forward:
    import torch

    narrow(network.encoder)

    def run(ids: Ints, mask: Ints, surface: Ints) -> tuple[Floats, ...]:
        with torch.inference_mode():
            with inference():
                hidden, logits = network(*(torch.from_numpy(a) for a in (ids, mask, surface)))
            states = network.link_states(hidden.float())
            return tuple(t.numpy() for t in (torch.softmax(logits.float(), -1), *states))

    return run


def _in_onnx(graph: Path) -> Forward:
    session = graphs.session(graph)

    def run(ids: Ints, mask: Ints, surface: Ints) -> tuple[Floats, ...]:
        inputs = {"input_ids": ids, "attention_mask": mask, "surface": surface}
        return tuple(session.run(["tags", "mean", "head", "source"], inputs))

    return run


class _Merge:
    """Windows of one document put together; where two overlap, their probabilities are averaged."""

    def __init__(self) -> None:
        self._read: list[tuple[int, Ints, Floats, LinkStates]] = []

    def add(self, window: TokenWindow, probabilities: Floats, states: LinkStates) -> None:
        """Windows may come in any order. Link states, most of what is kept, are kept in half precision."""
        offsets = np.array(window.offsets, np.int64)
        real = np.flatnonzero(offsets[:, 1] > offsets[:, 0])
        mean, head, source = (a[real].astype(np.float16) for a in (states.mean, states.head, states.source))
        none = states.none.astype(np.float16)
        kept = LinkStates(window.first, mean, head, source, none)
        self._read.append((window.first, offsets[real], probabilities[real], kept))

    def tagged(self) -> Tagged:
        """The document's tokens, each once."""
        self._read.sort(key=lambda part: (part[0], len(part[1])))
        total = max((first + len(offsets) for first, offsets, *_ in self._read), default=0)
        width = self._read[0][2].shape[1] if self._read else 0
        spans, sums = np.zeros((total, 2), np.int64), np.zeros((total, width), np.float32)
        counts = np.zeros((total, 1), np.float32)
        for first, offsets, probabilities, _ in self._read:
            here = slice(first, first + len(offsets))
            spans[here], counts[here] = offsets, counts[here] + 1
            sums[here] += probabilities
        links = tuple(states for _, offsets, _, states in self._read if len(offsets))
        return Tagged(spans, np.divide(sums, np.maximum(counts, 1), dtype=np.float32), links)
