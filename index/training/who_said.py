"""Fits index/checking/weights.json: is it that statement, changed; which one is nearest; is it that meaning.

``python -m index.training.who_said DATA`` with the folder of shared data. "Altered" learns from real quotes
that are changed by rule (a negation, a number, a name, a key word) against statements of other articles.
"Ranking" and "paraphrase" learn from the annotated paraphrases and never-said texts of the gold files and from
our own for 20 PolNeAR articles (reworded.jsonl: 83 statements in other words, 57 claims on the topic that nobody
makes there; ``said_at`` is where the statement stands), and from real quotes asked of 1, 20 and 60 articles that do not
have them. There are few, so there are few weights, cross-validated over articles. The articles' texts are read where they lie; only weights are written.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.checking.aligning import align, shortlist
from index.checking.catalog import Catalog, build, read_source
from index.checking.deciding import ALTERED_SIGNS, altered_signs
from index.checking.tokens import is_content, split_words
from index.embedding.embedder import Embedder
from index.evaluation.altering import change
from index.evaluation.polnear import Polnear
from index.evaluation.who_said import CaseSet, load_cases
from index.training.who_said_claims import claims_of, fit_meaning
from index.training.who_said_fitting import Examples, fit

ARTICLES = 120
QUOTES_EACH = 4
LEAST_WORDS = 6
"""Of a quote that is changed."""


def main(data: Path) -> None:
    """Fit the models, print their cross-validated figures, write the weights."""
    rng = random.Random(0)  # noqa: S311 - examples, no secrets
    polnear = Polnear(data / "polnear")
    members = [polnear.read(name) for name in rng.sample(polnear.names, ARTICLES)]
    embedder = Embedder()
    try:
        claims = claims_of(load_cases(data), polnear, embedder, random.Random(0))  # noqa: S311
    finally:
        embedder.close()
    fitted = {
        "altered": fit("altered", altered_examples(members, rng), ALTERED_SIGNS),
        **fit_meaning(claims),
    }
    file = Path(__file__).parents[1] / "checking" / "weights.json"
    file.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


def altered_examples(members: Sequence[CaseSet], rng: random.Random) -> Examples:
    """Changed slices of the first half's quotes are positive, slices of the other half's negative."""
    members = [
        replace(m, quotes=long)
        for m in members
        if len(long := tuple(q for q in m.quotes if len(split_words(q.text)) >= LEAST_WORDS)) >= QUOTES_EACH
    ]
    half = len(members) // 2
    catalog = build([read_source(i, m.article, ()) for i, m in enumerate(members[:half])])
    pool = [w.folded for m in members for q in m.quotes for w in split_words(q.text) if is_content(w.folded)]
    signs, labels, groups = [], [], []
    for i, member in enumerate(members):
        for quote in rng.sample(member.quotes, QUOTES_EACH):
            words = [w.folded for w in split_words(quote.text)]
            length = min(len(words), rng.randint(5, 22))
            at = rng.randrange(len(words) - length + 1)
            asked = words[at : at + length]
            if i < half:
                asked = change(asked, pool, rng)
            found = _signs(catalog, asked)
            if found is not None and sum(map(is_content, asked)) >= 2:
                signs.append(found)
                labels.append(int(i < half))
                groups.append(member.article.name)
    return Examples(np.array(signs), np.array(labels), np.array(groups))


def _signs(catalog: Catalog, asked: list[str]) -> tuple[float, ...] | None:
    numbers = catalog.numbers(asked)
    found = align(catalog, asked, numbers, shortlist(catalog, asked, numbers))
    return altered_signs(catalog, asked, found[0]) if found and found[0].score < 0.999 else None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
