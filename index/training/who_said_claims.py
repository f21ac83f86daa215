"""Statements in other words and claims that nobody makes, with the statements near them: what "meaning" learns from."""

from __future__ import annotations

import json
import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.checking.catalog import Catalog
from index.checking.checker import Place
from index.checking.deciding import MEANING_SIGNS, RANKING_SIGNS, Logistic
from index.checking.meaning import Near, meaning_signs
from index.checking.ranking import rank_with, ranking_signs
from index.checking.tokens import is_content, split_words
from index.embedding.embedder import Embedder
from index.evaluation.datasets import fold_of
from index.evaluation.own_claims import OWN
from index.evaluation.polnear import Polnear, is_measured
from index.evaluation.who_said import Case, CaseSet, GoldLibrary, gold_library
from index.model import Quote, VerdictKind
from index.quotes import extract_quotes_batch
from index.reading.formats import read_bytes
from index.training.claims_data import is_learned_from
from index.training.own_articles import OwnArticle, own_articles
from index.training.who_said_fitting import FOLDS, Examples, balanced, fit_order

OWN_EACH = 4
"""Retellings of each of our own articles, and as many statements that nobody makes there."""
OTHERS = 120
"""PolNeAR's articles beside those that our own claims are about."""
QUOTES_EACH = 2
LEAST_WORDS, LEAST_CONTENT = 8, 4
"""Of a quote that is asked of articles that do not have it."""
SIZES = (1, 20, 60)
FALSE_PARAPHRASES = 0.02
"""Share of the quotes of other articles that may pass for a paraphrase in a library of any size."""
FALSE_ON_TOPIC = 0.03
"""Share of the claims on an article's topic that nobody made which may."""
FLOOR = 0.05
"""Share of the rewordings that may lie below the least odds or the least coverage of a paraphrase."""
_JUDGED = (VerdictKind.NOT_FOUND, VerdictKind.PARAPHRASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A text asked of a library of ``size``, the statements near it, and where it was said in other words, if anywhere."""

    article: str
    text: str
    size: int
    catalog: Catalog
    near: tuple[Near, ...]
    said: tuple[Place, ...]
    taken_out: bool = False

    @property
    def kind(self) -> str:
        """What it is an example of."""
        if self.said:
            return "reworded"
        if self.taken_out:
            return "taken out"
        own = any(s.article.name == self.article for s in self.catalog.sources)
        return "never said" if own else "of others"

    def right(self, near: Near) -> bool:
        """Is it the statement, or a part of it, or does it hold it?"""
        return any(
            i == near.article_id and near.start < end and start < near.end for i, start, end in self.said
        )


def claims_of(
    gold: Sequence[CaseSet], polnear: Polnear, embedder: Embedder, rng: random.Random
) -> list[Claim]:
    """The claims of the gold files, of PolNeAR and of our own articles, each in its article alone and among others; real
    quotes asked of articles that do not have them, and of their own without the paragraph they stand in. The statements
    near them are those that the engine finds in the articles.
    """
    rows = defaultdict(list)
    for line in OWN.read_text("utf-8").splitlines():
        row = json.loads(line)
        if not is_measured(row["article"]):
            rows[row["article"]].append(row)
    free = [n for n in polnear.names if n not in rows and not is_measured(n) and not is_learned_from(n)]
    others = rng.sample(free, OTHERS)
    members = [
        *(m for m in gold if m.quotes and not is_measured(m.article.name)),
        *map(polnear.read, [*rows, *others]),
    ]
    own = [a for a in own_articles() if a.use == "weights" and a.claims]
    first_own = len(members)
    members += [CaseSet(read_bytes(a.text.encode(), f"{a.id}.{a.format}"), (), ()) for a in own]
    found = extract_quotes_batch(
        [m.article for m in members]
    )  # what is near by chance is what the engine has
    library = gold_library(embedder, [replace(m, quotes=q) for m, q in zip(members, found, strict=True)])
    shelves = Shelves(library, rng)
    claims: list[Claim] = []
    for number, member in enumerate(members):
        known = [(c.text, _said_by(member, c)) for c in member.cases if c.verdict in _JUDGED]
        asked = [(text, said) for text, said in known if said is not None]
        for row in rows[member.article.name]:
            said = [q for q in member.quotes if q.start == row["said_at"]]
            if said or row["said_at"] is None:
                asked.append((row["text"], said))
        for text, said in asked:
            spans = tuple((number, q.start, q.end) for q in said)
            claims += [shelves.claim(text, number, size, spans, with_own=True) for size in (1, SIZES[-1])]
        long = [q for q in member.quotes if _is_statement(q)]
        quotes = rng.sample(long, min(QUOTES_EACH, len(long)))
        sizes = [size for _ in quotes for size in (rng.choice(SIZES[:-1]), SIZES[-1])]
        for quote, size in zip(quotes * 2, sizes[::2] + sizes[1::2], strict=True):
            claims.append(shelves.claim(quote.text, number, size, (), with_own=False))
        for quote in quotes[:1]:
            inside = next(p for p in member.article.paragraphs if p.start <= quote.start < p.end)
            skipped = (number, inside.start, inside.end)
            claims.append(shelves.claim(quote.text, number, 1, (), with_own=True, skipped=skipped))
    for number, article in enumerate(own, first_own):
        for text, said_at in _retold(article, rng):
            spans = tuple((number, a, b) for a, b in said_at)
            claims += [shelves.claim(text, number, size, spans, with_own=True) for size in (1, SIZES[-1])]
    return [claim for claim in claims if claim.near]


def _retold(article: OwnArticle, rng: random.Random) -> list[tuple[str, list[tuple[int, int]]]]:
    """Texts, each with where it was said."""
    at = {claim: article.text.find(claim.source) for claim in article.claims}
    same = [(t, [(at[c], at[c] + len(c.source))]) for c in article.claims for t in c.same]
    never: list[tuple[str, list[tuple[int, int]]]] = [(t, []) for c in article.claims for t in c.never]
    return rng.sample(same, min(OWN_EACH, len(same))) + rng.sample(never, min(OWN_EACH, len(never)))


def _said_by(member: CaseSet, case: Case) -> list[Quote] | None:
    """Where a gold paraphrase was said; None when that is not known."""
    said = [q for q in member.quotes if q.paragraph in case.paragraphs and q.speaker in case.speakers]
    if case.verdict is VerdictKind.NOT_FOUND:
        return []
    return said or None


def _is_statement(quote: Quote) -> bool:
    words = split_words(quote.text)
    return len(words) >= LEAST_WORDS and sum(is_content(w.folded) for w in words) >= LEAST_CONTENT


class Shelves:
    """Libraries of several sizes over the same articles, dealt once so that their catalogs are made once."""

    def __init__(self, library: GoldLibrary, rng: random.Random) -> None:
        self._library = library
        order = list(range(len(library.sources)))
        rng.shuffle(order)
        self._order, self._rng = order, rng
        self._catalogs: dict[tuple[int, ...], Catalog] = {}

    def claim(
        self,
        text: str,
        number: int,
        size: int,
        said: tuple[Place, ...],
        *,
        with_own: bool,
        skipped: Place | None = None,
    ) -> Claim:
        """A text asked of ``size`` articles, article ``number`` among them or not."""
        shelf = (number,) if with_own and size == 1 else self._shelf(number, size, with_own=with_own)
        if shelf not in self._catalogs:
            self._catalogs[shelf] = self._library.catalog(shelf)
        near = tuple(self._library.near(text, shelf, skipped))
        name = self._library.sources[number].article.name
        return Claim(name, text, size, self._catalogs[shelf], near, said, taken_out=skipped is not None)

    def _shelf(self, number: int, size: int, *, with_own: bool) -> tuple[int, ...]:
        ring = self._order * 2
        shelves = [tuple(ring[at : at + size]) for at in range(0, len(self._order), max(1, size // 3))]
        return self._rng.choice([s for s in shelves if (number in s) is with_own])


def fit_meaning(claims: Sequence[Claim]) -> dict[str, dict[str, object]]:
    """Weights of "ranking" and "paraphrase", and "floors"; prints what each article's claims get from the others' weights.

    The threshold is where, cross-validated, FALSE_PARAPHRASES of the quotes asked of one article without them would
    pass, and FALSE_ON_TOPIC of what nobody says; it rises with the logarithm of the library to where FALSE_PARAPHRASES
    pass in larger ones. What lies below a floor passes nowhere.
    """
    held = np.zeros(len(claims))
    nearest: list[Near] = []
    folds = np.array([fold_of(c.article, FOLDS) for c in claims])
    trained = {f: _fitted([c for c, g in zip(claims, folds, strict=True) if g != f]) for f in range(FOLDS)}
    for i, (claim, fold) in enumerate(zip(claims, folds.tolist(), strict=True)):
        ranking, weights = trained[fold]
        signs, near = signs_of(claim, ranking)
        nearest.append(near)
        held[i] = weights.total(MEANING_SIGNS, signs)  # without "crowd", which is 0 so far
    kinds, sizes = np.array([c.kind for c in claims]), np.array([c.size for c in claims])
    right = np.array([c.right(n) for c, n in zip(claims, nearest, strict=True)])
    said = np.array([n.odds.said for n in nearest])
    coverage = np.array([n.coverage for n in nearest])
    floors = {
        "said": round(float(np.quantile(said[right], FLOOR)), 4),
        "coverage": round(float(np.quantile(coverage[right], FLOOR)), 4),
    }
    held = np.where((said >= floors["said"]) & (coverage >= floors["coverage"]), held, -math.inf)

    def passing(kind: str, size: int, share: float) -> float:
        return float(np.quantile(held[(kinds == kind) & (sizes == size)], 1 - share, method="higher"))

    alone = max(passing("of others", 1, FALSE_PARAPHRASES), passing("never said", 1, FALSE_ON_TOPIC))
    rises = [(passing("of others", n, FALSE_PARAPHRASES) - alone) / math.log(n) for n in SIZES[1:]]
    slope = max(0.0, *rises)
    told = held > alone + slope * np.log(sizes)
    for kind in sorted(set(kinds)):
        for size in sorted(set(sizes[kinds == kind].tolist())):
            rows = (kinds == kind) & (sizes == size)
            print(f"{kind}, library of {size}: {rows.sum()}, told as a paraphrase {told[rows].mean():.3f}, "
                  f"of the right statement {(told & right)[rows].mean():.3f}")  # fmt: skip
    ranking, weights = _fitted(claims)
    named = {**weights.weights, "crowd": round(-slope, 4)}
    return {
        "ranking": _named(ranking),
        "paraphrase": _named(Logistic(round(weights.intercept - alone, 4), named)),
        "floors": dict(floors),
    }


def _fitted(claims: Sequence[Claim]) -> tuple[Logistic, Logistic]:
    ranking = _order([c for c in claims if c.said])
    rows = [(*signs_of(c, ranking), c) for c in claims]
    rows = [row for row in rows if row[2].right(row[1]) or not row[2].said]
    examples = Examples(
        np.array([signs for signs, _, _ in rows]),
        np.array([int(bool(c.said)) for _, _, c in rows]),
        np.array([c.article for _, _, c in rows]),
    )
    found = balanced(examples, MEANING_SIGNS)
    return ranking, Logistic(found.intercept, {**found.weights, "crowd": 0.0})


def signs_of(claim: Claim, ranking: Logistic) -> tuple[tuple[float, ...], Near]:
    """The statement that ranks first, and its signs as ``judge`` computes them."""
    ranked = rank_with(ranking, claim.catalog, claim.near)
    best = ranked[0]
    words = split_words(claim.text)
    signs = meaning_signs(claim.catalog, claim.text, words, best.near, best.span)
    return replace(signs, crowd=0.0).values(), best.near  # its weight comes from the tails


def _order(claims: Sequence[Claim]) -> Logistic:
    cases = [
        (
            np.array([ranking_signs(n) for n in claim.near]),
            np.array([claim.right(n) for n in claim.near]),
        )
        for claim in claims
    ]
    return Logistic(0.0, fit_order([case for case in cases if case[1].any()], RANKING_SIGNS))


def _named(model: Logistic) -> dict[str, object]:
    return {"intercept": model.intercept, "weights": dict(model.weights)}
