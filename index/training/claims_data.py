"""Pairs of a claim and a statement for the claim network, from sets whose licence allows it or that state none.

From DATA/claims: SummEdits, MultiNLI and SNLI development sets, counterfactually augmented NLI, negated
NLI, Breaking NLI, FoolMeTwice, FEVER, FEVER symmetric, BUMP, RTE, WiCE, QAGS, summary errors, the Fake News Challenge,
STS. From PolNeAR: statements of other articles, other statements of the same article, statements reported, shortened
and changed by rule. Sources and licences: that folder's README. Ours are rewordings of statements in PolNeAR
(claims.jsonl: where each stands) and statements of our own with what says the same, what changes it and what is beside
it on the same topic (statements.jsonl; close.jsonl: in their own words, in other order). The statements
of our own articles (own_articles.py) are retold in the same way: two thirds of the articles are learned from.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import bm25s

from index.checking.claims import RELATIONS
from index.checking.tokens import is_content, split_words
from index.evaluation.altering import change
from index.evaluation.datasets import fold_of
from index.evaluation.own_claims import OWN
from index.evaluation.polnear import Polnear
from index.text.sentences import split_sentences
from index.text.words import content_stems
from index.training.own_articles import own_articles
from index.training.reporting import reported
from index.training.rewriting import casual

MOST = {"mnli_dev": 4_000, "counterfactual_nli": 900, "breaking_nli": 300, "negated_nli": 900, "rte": 2_000,
        "foolmetwice": 1_500, "sts": 4_500, "fever_dev": 1_500, "fever_symmetric": 600, "summedits_pairs": 2_400,
        "wice": 500}  # fmt: skip
"""Pairs of each set: a CPU learns from some thirty thousand in half an hour."""
SUMMARIES, QUOTES = 3_000, 3_000
"""Sentences of summaries, and statements of PolNeAR."""
OURS = 3
"""How often our own rewordings are seen."""
STATED = {"same": "same", "altered": "altered", "beside": "neutral"}
"""The kinds of statements.jsonl as labels."""
ALLOWED = {
    "same": ("same",), "entails": ("same",), "altered": ("altered", "contradicts"), "contradicts": ("contradicts",),
    "neutral": ("unrelated", "altered"), "unrelated": ("unrelated",), "partial": ("altered", "unrelated"),
    "not_entails": ("altered", "contradicts", "unrelated"), "edited": ("altered",),
}  # fmt: skip
"""What each set's label can mean here."""
FOLDS, TRAINED = 3, 0
"""PolNeAR's articles are dealt into folds by name; the network learns from this one alone."""
NEAR_DUPLICATE = 0.6
"""Share of common content from which two statements may say the same."""
SUPPORTED = 0.6
"""Share of a summary sentence's content that one sentence has, from which it is said there."""
APART = 0.2
"""Share up to which it is not."""
LEAST_WORDS = 7
MOST_CHARACTERS = 260


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, a statement, and which of RELATIONS are right."""

    claim: str
    statement: str
    right: tuple[bool, ...]


def load(
    data: Path, seed: int, others: int | None = None, beside: int = 1, *, joined: bool = False, close: int = 0
) -> list[Pair]:
    """All pairs in a random, repeatable order; ``data`` is the folder of shared data.

    ``others``: so many at most that are not made of our own statements; ``beside``: beside how many other statements of ours each
    claim of ours is put; ``joined``: also long claims, made of two of ours; ``close``: how often
    those that keep most of the words are seen.
    """
    rng = random.Random(seed)  # noqa: S311 - examples, no secrets
    pairs: list[Pair] = []
    for name, most in MOST.items():
        rows = _rows(data / "claims" / f"{name}.jsonl.gz")
        rng.shuffle(rows)
        pairs += [_pair(*_texts(row, rng), _label(row)) for row in rows[:most] if _label(row)]
    pairs += _summaries(data / "claims", rng)
    pairs += _polnear(data / "polnear", rng)
    rng.shuffle(pairs)
    pairs = pairs[:others]
    pairs += _statements(beside)
    pairs += _retold(beside)
    pairs += _joined(rng) if joined else []
    pairs += _close() * close
    pairs = [
        Pair(casual(p.claim, rng), p.statement, p.right) if rng.random() < 0.12 else p
        for p in pairs
        if len(p.claim) <= (1.5 if joined else 1) * MOST_CHARACTERS
        and len(p.statement) <= (2 if joined else 1.5) * MOST_CHARACTERS
    ]
    rng.shuffle(pairs)
    return pairs


def mistakable(seed: int) -> list[Pair]:
    """Our own claims beside statements that they do not come from, in a random, repeatable order: every other one of the
    same article, and of the statements without one those that are nearest and some by chance.

    However people put things, it is the statement that tells whether it says them.
    """
    rng = random.Random(seed)  # noqa: S311 - examples, no secrets
    pairs: list[Pair] = []
    for article in own_articles():
        if article.use == "networks":
            said = [" ".join(claim.source.split()) for claim in article.claims]
            for i, row in enumerate(article.claims):
                others = [text for text in said if text != said[i]]
                for claim in (*row.same, *row.opposite, *row.never):
                    pairs += [_apart(claim, text) for text in others if _common(claim, text) < NEAR_DUPLICATE]
    rows = _shipped("statements.jsonl")
    said = [row["said"] for row in rows]
    asked = [(row["said"], claim) for row in rows for claim in row["same"]]
    for (own, claim), near in zip(asked, _nearest(said, [claim for _, claim in asked], 4), strict=True):
        texts = [said[i] for i in near] + rng.sample(said, 2)
        pairs += [_apart(claim, t) for t in texts if t != own and _common(claim, t) < NEAR_DUPLICATE]
    pairs = [p for p in pairs if len(p.claim) <= MOST_CHARACTERS and len(p.statement) <= MOST_CHARACTERS]
    rng.shuffle(pairs)
    return pairs


def _apart(claim: str, statement: str) -> Pair:
    return _pair(claim, statement, "unrelated" if _common(claim, statement) <= APART else "neutral")


def _pair(claim: str, statement: str, label: str) -> Pair:
    return Pair(claim, statement, tuple(name in ALLOWED[label] for name in RELATIONS))


def _rows(file: Path) -> list[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _label(row: dict[str, Any]) -> str:
    if row["label"] == "score":  # STS: the same, or hardly alike; between lies neither
        score = float(row["score"])
        return "same" if score >= 4.4 else "unrelated" if score <= 1.8 else ""
    if row["source"] == "breaking_nli" and row["label"] == "contradicts":
        return "altered"
    return str(row["label"])


def _texts(row: dict[str, Any], rng: random.Random) -> tuple[str, str]:
    turned = row["label"] in ("same", "altered") and rng.random() < 0.3  # an edit can be read both ways
    return (row["b"], row["a"]) if turned else (row["a"], row["b"])


def _summaries(folder: Path, rng: random.Random) -> list[Pair]:
    """Sentences of summaries and headlines beside sentences of their article and of others.

    A faithful one is "same" where one sentence has most of its content; sentences that have little of it are
    "unrelated", those of other articles the nearest that BM25 finds.
    """
    claims = [c for c in _claims(folder) if len(c.text) <= MOST_CHARACTERS]
    claims = rng.sample(claims, SUMMARIES)
    documents = {claim.document: claim.text_of for claim in claims}
    sentences: list[str] = []
    homes: list[str] = []
    for name, text in documents.items():
        own = [" ".join(text[a:b].split()) for a, b in split_sentences(text, 0, len(text))][:60]
        sentences += own
        homes += [name] * len(own)
    near = _nearest(sentences, [c.text for c in claims], 16)
    pairs = []
    for claim, found in zip(claims, near, strict=True):
        home = [i for i in found if homes[i] == claim.document]
        shares = {i: _covered(claim.text, sentences[i]) for i in found}
        if claim.label in ("same", "not_entails", "contradicts") and home:
            best = max(home, key=lambda i: shares[i])
            if shares[best] >= SUPPORTED:
                pairs.append(_pair(claim.text, sentences[best], claim.label))
        apart = [i for i in home if shares[i] <= APART]
        abroad = [i for i in found if homes[i] != claim.document and shares[i] <= SUPPORTED]
        if rng.random() < 0.6:
            pairs += [_pair(claim.text, sentences[i], "unrelated") for i in apart[:1] + abroad[:1]]
    return pairs


@dataclass(frozen=True, slots=True)
class _Claim:
    text: str
    label: str
    document: str
    text_of: str


def _claims(folder: Path) -> Iterator[_Claim]:
    for name in ("qags_docs", "summedits_docs", "summary_errors_docs"):
        for row in _rows(folder / f"{name}.jsonl.gz"):
            for text, label, *_ in row["claims"]:
                yield _Claim(text, {"entails": "same"}.get(label, label), row["doc_id"], row["doc"])
    seen = set()
    for row in _rows(folder / "bump_altered_summaries.jsonl.gz"):
        for line in row["b"].split(" . "):
            if line not in seen and len(line.split()) >= LEAST_WORDS - 2:
                seen.add(line)
                yield _Claim(line.replace(" .", "."), "same", row["doc_id"], row["doc"])
    bodies = {row["body_id"]: row["body"] for row in _rows(folder / "fnc_bodies.jsonl.gz")}
    for row in _rows(folder / "fnc_headline_body.jsonl.gz"):
        label = {"entails": "same", "contradicts": "contradicts", "unrelated": "unrelated"}.get(row["label"])
        if label and row["body_id"] in bodies:
            yield _Claim(row["a"], label, f"fnc{row['body_id']}", bodies[row["body_id"]])


def _common(left: str, right: str) -> float:
    a, b = set(content_stems(left)), set(content_stems(right))
    return len(a & b) / max(1, min(len(a), len(b)))


def _covered(claim: str, statement: str) -> float:
    a = set(content_stems(claim))
    return len(a & set(content_stems(statement))) / max(1, len(a))


def _polnear(folder: Path, rng: random.Random) -> list[Pair]:
    """Statements of news: reported and changed by rule, beside their neighbours, and our own rewordings of some."""
    polnear = Polnear(folder)
    ours = _ours()
    kept = {json.loads(line)["article"] for line in OWN.read_text("utf-8").splitlines()}
    reworded = {row["article"] for row in ours}
    names = [n for n in polnear.names if (fold_of(n, FOLDS) == TRAINED or n in reworded) and n not in kept]
    members = {name: polnear.read(name) for name in names}
    said = [
        (name, quote.start, quote.text)
        for name, member in members.items()
        for quote in member.quotes
        if len(split_words(quote.text)) >= LEAST_WORDS and len(quote.text) <= MOST_CHARACTERS
    ]
    texts = [text for _, _, text in said]
    pool = [w.folded for text in texts for w in split_words(text) if is_content(w.folded)]
    pairs = []
    chosen = rng.sample(range(len(said)), QUOTES)
    for at, others in zip(chosen, _nearest(texts, [texts[i] for i in chosen], 14), strict=True):
        name, _, text = said[at]
        apart = [i for i in others if i != at and _common(text, texts[i]) < NEAR_DUPLICATE]
        abroad = [texts[i] for i in apart if said[i][0] != name][:1]
        home = [texts[i] for i in apart if said[i][0] == name][:1]
        claim = reported(text, rng) if rng.random() < 0.5 else text
        pairs += [_pair(claim, other, "unrelated") for other in abroad + home]
        if rng.random() < 0.3:
            words = [w.folded for w in split_words(text)]
            pairs.append(_pair(" ".join(change(words, pool, rng)), text, "edited"))
        if rng.random() < 0.7:
            pairs.append(_pair(reported(text, rng), text, "same"))
    where = {(name, start): text for name, start, text in said}
    known = [(row, where.get((row["article"], row["said_at"]))) for row in ours]
    stated = [(row, text) for row, text in known if text is not None]
    for (row, text), others in zip(
        stated, _nearest(texts, [row["text"] for row, _ in stated], 14), strict=True
    ):
        claim = row["text"]
        pairs += [_pair(claim, text, "same" if row["same"] else "not_entails")] * OURS
        apart = [i for i in others if texts[i] != text and _common(claim, texts[i]) < NEAR_DUPLICATE]
        beside = [i for i, (name, _, other) in enumerate(said) if name == row["article"] and other != text]
        wrong = apart[:3] + rng.sample(beside, min(2, len(beside)))
        pairs += [_pair(claim, texts[i], "unrelated") for i in wrong]
    return pairs


def _statements(beside: int) -> list[Pair]:
    """Our own statements with claims of three kinds, each claim also beside the nearest of the other statements."""
    rows = _shipped("statements.jsonl")
    asked = [(i, STATED[kind], claim) for i, row in enumerate(rows) for kind in STATED for claim in row[kind]]
    return _among([row["said"] for row in rows], asked, beside)


def _close() -> list[Pair]:
    """Statements of statements.jsonl told in other order with most of their words, and others made of those words: sharing
    words is neither a sign of saying the same nor of having changed it."""
    return [
        _pair(claim, row["said"], label)
        for row in _shipped("close.jsonl")
        for label in ("same", "altered")
        for claim in row[label]
    ]


def _retold(beside: int) -> list[Pair]:
    """The same of the statements of our own articles that networks learn from."""
    rows = [claim for article in own_articles() if article.use == "networks" for claim in article.claims]
    asked = [
        (i, label, claim)
        for i, row in enumerate(rows)
        for label, claims in (("same", row.same), ("altered", row.opposite), ("neutral", row.never))
        for claim in claims
    ]
    return _among([" ".join(row.source.split()) for row in rows], asked, beside)


def _joined(rng: random.Random) -> list[Pair]:
    """Two of our own claims as one long one, beside what both retell, and beside that with one of them changed or missing:
    most of the long claims of our articles are such as nobody makes, and length is no reason to think so."""
    groups = [
        [(" ".join(c.source.split()), c.same, c.opposite) for c in article.claims]
        for article in own_articles()
        if article.use == "networks"
    ]
    rows = _shipped("statements.jsonl")
    texts = [row["said"] for row in rows]
    for i, near in enumerate(_nearest(texts, texts, 3)):
        chosen = [i, *(j for j in near if j != i)][:2]
        groups.append([(texts[j], tuple(rows[j]["same"]), tuple(rows[j]["altered"])) for j in chosen])
    pairs = []
    for group in groups:
        for first, second in itertools.pairwise(group):
            both, (said, same, _), (other, also, changed) = f"{first[0]} {second[0]}", first, second
            for label, left, right, statement in (
                ("same", same, also, both),
                ("same", same, also, both),
                ("edited", same, changed, both),
                ("partial", same, also, rng.choice((said, other))),
            ):
                if left and right:
                    pairs.append(_pair(_one(rng.choice(left), rng.choice(right), rng), statement, label))
    return pairs


def _one(first: str, second: str, rng: random.Random) -> str:
    """Two claims in one sentence, or behind each other."""
    start, joint = first.rstrip(" .!?"), rng.choice(("; ", ", and ", " and ", ". ", ", but "))
    bare = second[:1].lower() + second[1:] if second.split()[0] not in ("I", "I'm", "I'd") else second
    return start + joint + (second if joint == ". " else bare)


def _among(said: Sequence[str], asked: Sequence[tuple[int, str, str]], beside: int) -> list[Pair]:
    pairs = [_pair(claim, said[i], label) for i, label, claim in asked]
    texts = [claim for *_, claim in asked]
    for (i, _, claim), near in zip(asked, _nearest(said, texts, beside + 1), strict=True):
        apart = [j for j in near if j != i and said[j] != said[i]]
        pairs += [_pair(claim, said[j], "unrelated") for j in apart[:beside]]
    return pairs


def _shipped(name: str) -> list[dict[str, Any]]:
    lines = (files("index.training") / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _nearest(texts: Sequence[str], queries: Sequence[str], most: int) -> list[list[int]]:
    """For each query the texts that BM25 finds nearest."""
    retriever = bm25s.BM25()
    retriever.index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)
    asked = bm25s.tokenize(queries, stopwords="en", show_progress=False)
    found, _ = retriever.retrieve(asked, k=min(most, len(texts)), show_progress=False)
    return [[int(j) for j in row] for row in found]


def is_learned_from(name: str) -> bool:
    """Does the claim network learn from an article of PolNeAR?"""
    return fold_of(name, FOLDS) == TRAINED or any(row["article"] == name for row in _ours())


@lru_cache(maxsize=1)
def _ours() -> tuple[dict[str, Any], ...]:
    return tuple(_shipped("claims.jsonl"))
