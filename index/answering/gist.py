"""What an article is about, in its own words: its lead and its most central sentences."""

from __future__ import annotations

import re

import numpy as np

from index.answering.features import FLAGS, ArticleFeatures, Marks, Table
from index.answering.runs import MAX_RUN, Run
from index.embedding.arrays import Vectors
from index.text.words import FUNCTION_WORDS

CENTRAL = 3
"""Central sentences beside the lead."""
_READ = 600
"""Sentences that are compared with each other: the matrix is square."""
_LIKE_FROM = 0.3
"""Cosine from which two sentences vote for each other (LexRank's threshold is 0.1 for tf-idf; vectors of meaning
stand closer together)."""
_DAMPING = 0.6
"""Share of the votes; the rest is nearness to the topic."""
_ROUNDS = 40
_REPEATS_FROM = 0.75
"""Cosine from which a sentence repeats one that was taken."""
_SHORTEST, _LONGEST = 40, 400
"""Characters of a sentence that can stand alone."""
_PRONOUN = re.compile(r"\b(?:he|she|they|him|them|his|her|hers|their|theirs)\b", re.I)
_NAME = re.compile(r"(?<=[\w,;:] )[A-Z][\w’'-]+")
_FIRST = re.compile(r"[A-Z][\w’'-]*")
_NO_NAME = re.compile(r"(?:ed|ing|ly)\Z")
"""Endings of words that open a clause before its subject."""
_LEAD = 25
"""Characters of the shortest lead: shorter lines are greetings."""
_LEAD_ENOUGH = 120
"""Characters of a lead that needs no further sentence."""


def gist(f: ArticleFeatures, most: int = CENTRAL) -> list[Run]:
    """The lead, then up to ``most`` central sentences as they come in the text (LexRank, Erkan & Radev 2004, its walk
    starting anew at what is near the title and the lead: Otterbacher et al. 2005). Empty for an article of nothing but
    headings."""
    able = _able(f)
    if not able.any():
        return []
    lead = _lead(f)
    taken = list(range(lead.first, lead.last + 1))
    rows = np.flatnonzero(able)[:_READ]
    rows = rows[rows > lead.last]
    titled = np.flatnonzero([f.paragraphs[p] is None for p in f.passage_of.tolist()])
    topic = f.sentence_vectors[[*titled.tolist(), *taken]].mean(axis=0)
    scores = centrality(f.sentence_vectors[rows], f.sentence_vectors[rows] @ topic)
    chosen: list[int] = []
    for at in np.argsort(-scores, kind="stable").tolist():
        row = int(rows[at])
        known = f.sentence_vectors[[*taken, *chosen]]
        if len(chosen) < most and float((known @ f.sentence_vectors[row]).max()) < _REPEATS_FROM:
            chosen.append(row)
    return [lead, *(Run(f, row, row, row, 1.0) for row in sorted(chosen))]


def centrality(vectors: Vectors, near: Table) -> Table:
    """How much each of the unit vectors is voted for by the others, shape (n,); ``near``, of the same shape, is how near
    each stands to the topic."""
    if len(vectors) == 0:
        return np.zeros(0)
    start = np.maximum(near, 0.0) + 1e-9
    start /= start.sum()
    votes = (vectors @ vectors.T).astype(np.float64)
    votes[votes < _LIKE_FROM] = 0.0
    votes /= np.maximum(votes.sum(axis=1, keepdims=True), 1e-9)
    rank: Table = np.full(len(votes), 1 / len(votes))
    for _ in range(_ROUNDS):
        rank = (1 - _DAMPING) * start + _DAMPING * (rank @ votes)
    return rank


def _lead(f: ArticleFeatures) -> Run:
    """The first sentence of text with those that follow in its passage until there is enough; a line without a full
    stop, a byline for instance, is passed over where a longer text follows."""
    starts = [i for i in range(len(f.starts)) if not f.frame[i]]
    first = next((i for i in starts if f.ends[i] - f.starts[i] >= _LEAD and _is_whole(f, i)), starts[0])
    last = first
    while (
        f.ends[last] - f.starts[first] < _LEAD_ENOUGH
        and last + 1 < len(f.starts)
        and f.passage_of[last + 1] == f.passage_of[first]
        and not f.frame[last + 1]
        and f.ends[last + 1] - f.starts[first] <= MAX_RUN
    ):
        last += 1
    return Run(f, first, last, first, 1.0)


def _is_whole(f: ArticleFeatures, row: int) -> bool:
    return f.text(row, row).rstrip("”\"’')]*_ ").endswith((".", "!", "?", "…"))


def _able(f: ArticleFeatures) -> Marks:
    """Sentences of the article's own text that stand by themselves."""
    lengths = np.array(f.ends) - np.array(f.starts)
    flags = {name: f.flags[:, i] > 0 for i, name in enumerate(FLAGS)}
    able: Marks = ~f.frame & ~flags["leans"] & ~flags["asks"] & ~flags["comment"]
    able &= (lengths >= _SHORTEST) & (lengths <= _LONGEST)
    able &= np.array([_is_whole(f, i) and _stands_alone(f.text(i, i)) for i in range(len(lengths))])
    return able if able.any() else ~f.frame


def _stands_alone(text: str) -> bool:
    """Does it say of whom it speaks? It holds whole quotations, begins with none, and names somebody before it says
    "she"."""
    if text.startswith(("“", '"', "‘", "'")) or text.count("“") != text.count("”") or text.count('"') % 2:
        return False
    pronoun = _PRONOUN.search(text)
    if pronoun is None or _NAME.search(text, 0, pronoun.start()):
        return True
    first = _FIRST.match(text)
    return first is not None and not (
        first.group().lower() in FUNCTION_WORDS or _NO_NAME.search(first.group())
    )
