"""Full text at a million passages, against bm25s over the same passages and questions."""

from __future__ import annotations

import numpy as np

from index.answering.question import parse
from index.model import SHARED_SHELF
from index.store.sqlite.database import Database
from index.store.sqlite.fulltext import rank
from index.text.words import stems
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, at_most, in_turn
from tests.benchmarks.growth import archive_store
from tests.benchmarks.source import QUESTIONS, SkipError

TOP = 10


def run(bench: Bench) -> list[Figure]:
    """Raises SkipError without bm25s."""
    try:
        import bm25s
    except ImportError as error:
        raise SkipError("needs bm25s: install the extra [train]") from error
    count = bench.size(1_000_000, 300)
    database = Database(archive_store(bench, count))
    ids: list[int] = []  # the row ``growth`` may have added an article
    vocabulary: dict[str, int] = {}
    texts: list[list[int]] = []
    for number, body in database.connection.execute("SELECT rowid, body FROM passages_fts"):
        ids.append(number)
        texts.append([vocabulary.setdefault(stem, len(vocabulary)) for stem in stems(body)])
    engine = bm25s.BM25()
    engine.index(bm25s.tokenization.Tokenized(texts, vocabulary), show_progress=False)
    del texts

    def theirs(question: str) -> list[int]:
        asked = [stem for stem in dict.fromkeys(stems(" ".join(parse(question).words))) if stem in vocabulary]
        rows, _ = engine.retrieve([asked], k=TOP, show_progress=False)
        return [ids[row] for row in rows[0]]

    def ours(question: str) -> list[int]:
        return [n for n, *_ in rank(database.connection, parse(question).words, (SHARED_SHELF,), TOP)]

    same = [len(set(theirs(q)) & set(ours(q))) / TOP for q in QUESTIONS]
    plain, own = in_turn(QUESTIONS, theirs, ours, rounds=bench.size(4, 1))
    database.close()
    return [
        Figure("fulltext", f"p50, {count:,} passages", own[0], "ms", plain[0], at_most(5)),
        Figure("fulltext", f"top-{TOP} agreement, {count:,} passages", float(np.mean(same)), ""),
    ]
