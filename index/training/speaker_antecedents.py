"""Trains ``quotes/antecedents.py``: whom "he" means, on five sets (``speakers.py`` names them)."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.evaluation.resolved import shares_name
from index.model import Span
from index.quotes.antecedents import FEATURES, SOURCE
from index.quotes.marks import find_marked
from index.quotes.people import Cast
from index.quotes.persons import CLUES, KINDS, Floats
from index.quotes.persons import FEATURES as KIND_FEATURES
from index.quotes.resolve import Resolver
from index.quotes.tagging import paragraph_spans
from index.quotes.vocabulary import DEFINITE, HE, IT, SHE, THEY
from index.training.speaker_kinds import is_locked, lines

Batch = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Features (samples, candidates, FEATURES), which are candidates, labels, weights."""
PRONOUNS = HE | SHE | THEY | IT
WEIGHT = {"polnear": 1.0, "gum": 0.6, "gap": 0.3, "knowref": 0.3, "litbank": 0.15, "pdnc": 0.5, "own": 2.0}
"""Chains of a program are wrong at times; novels and encyclopedias are further from news."""
SOURCES = 3.0
"""Pronouns that tell who speaks count so much more: they are what is asked for."""
HIDDEN, EPOCHS, MEMBERS = 24, 14, 3
CAREFUL = 0.95
"""Chances are made so much flatter than true: a wrong name costs more than none."""
LONGEST = 60
"""Longer descriptions teach nothing, in characters."""
NONE_SHARE = 0.15
"""Pronouns whose antecedent is no candidate: so many of them, as a share of the others, teach to name nobody."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One pronoun: features of its candidates (the last: none), which is right, from which set."""

    rows: Floats
    label: int
    set: str
    locked: bool


def blank() -> dict[str, np.ndarray]:
    """Weights that prefer nobody, for the first run."""
    shapes = {
        "in": (FEATURES, HIDDEN),
        "in_bias": (HIDDEN,),
        "out": (HIDDEN,),
        "direct": (FEATURES,),
        "scale": (),
    }
    found = {f"antecedent.{name}": np.ones(shape, np.float32) for name, shape in shapes.items()}
    kinds = {"kinds": np.zeros((KIND_FEATURES, len(KINDS)), np.float32)}
    return {**found, **kinds, "kinds.clues": np.zeros((CLUES, len(KINDS)), np.float16)}


def fitted(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The network's arrays for as many features as there are now: new ones count nothing yet."""
    found = {}
    for name in ("antecedent.in", "antecedent.direct"):
        kept = arrays[name][:FEATURES]
        more = np.zeros((FEATURES - len(kept), *kept.shape[1:]), kept.dtype)
        found[name] = np.concatenate([kept, more])
    return found


def train(data: Path, more: Iterable[Sample] = (), *, follows: bool) -> dict[str, np.ndarray]:
    """The network's arrays: of ``MEMBERS`` networks beside one another, whose scores are averaged. ``more``: samples
    beside those of the folder. ``follows``: with the pronouns before each one followed by the weights that are there."""
    samples = [s for make in (_polnear, _gum, _litbank, _pdnc, _pairs) for s in make(data, follows)]
    samples += more
    print(Counter((s.set, s.locked) for s in samples))
    taught, held = [s for s in samples if not s.locked], [s for s in samples if s.locked]
    members = [_member(taught, seed) for seed in range(MEMBERS)]
    found = {
        "in": np.concatenate([m["in"] for m in members], 1),
        "in_bias": np.concatenate([m["in_bias"] for m in members]),
        "out": np.concatenate([m["out"] for m in members]) / MEMBERS,
        "direct": np.mean([m["direct"] for m in members], 0),
    }
    unseen = [
        np.maximum(s.rows @ found["in"] + found["in_bias"], 0) @ found["out"] + s.rows @ found["direct"]
        for s in held
    ]
    found["scale"] = np.array(CAREFUL * _scale(unseen, held))
    _report(unseen, held, float(found["scale"]))
    return {f"antecedent.{name}": np.ascontiguousarray(a, np.float32) for name, a in found.items()}


def _member(taught: Sequence[Sample], seed: int) -> dict[str, np.ndarray]:
    import torch
    from torch import nn

    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    first, out, direct = (
        nn.Linear(FEATURES, HIDDEN),
        nn.Linear(HIDDEN, 1, bias=False),
        nn.Linear(FEATURES, 1, bias=False),
    )
    parameters = [*first.parameters(), *out.parameters(), *direct.parameters()]
    optimiser = torch.optim.AdamW(parameters, 3e-3, weight_decay=0.02)
    batches = _batches(taught, rng)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS * len(batches))
    for _ in range(EPOCHS):
        for rows, mask, labels, weights in (batches[i] for i in rng.permutation(len(batches))):
            given = torch.from_numpy(rows)
            scores = (out(torch.relu(first(given))) + direct(given)).squeeze(-1)
            scores = scores.masked_fill(~torch.from_numpy(mask), -1e4)
            loss = nn.functional.cross_entropy(scores, torch.from_numpy(labels), reduction="none")
            loss = (loss * torch.from_numpy(weights)).mean()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    arrays = {
        "in": first.weight.T,
        "in_bias": first.bias,
        "out": out.weight[0],
        "direct": direct.weight[0],
    }
    return {name: a.detach().numpy() for name, a in arrays.items()}


def _scale(given: Sequence[Floats], held: Sequence[Sample]) -> float:
    """The temperature that makes chances true on documents kept out."""
    best = (np.inf, 1.0)
    for scale in np.arange(0.4, 1.6, 0.1):
        loss = 0.0
        for scores, sample in zip(given, held, strict=True):
            scaled = scores * scale
            loss -= float(scaled[sample.label] - scaled.max() - np.log(np.exp(scaled - scaled.max()).sum()))
        best = min(best, (loss, float(scale)))
    return best[1]


def _report(given: Sequence[Floats], held: Sequence[Sample], scale: float) -> None:
    """Of documents kept out: right, and the curve of thresholds against wrong and right names."""
    by_set: dict[str, list[tuple[float, bool, bool]]] = defaultdict(list)
    for scores, sample in zip(given, held, strict=True):
        chances = np.exp(scores * scale - (scores * scale).max())
        chances /= chances.sum()
        best = int(chances[:-1].argmax()) if len(chances) > 1 else -1
        by_set[sample.set].append(
            (float(chances[best]), best == sample.label, int(chances.argmax()) == sample.label)
        )
    for name, rows in by_set.items():
        line = f"{name}: n {len(rows)}, right {np.mean([r for _, r, _ in rows]):.3f}"
        for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            named = [r for c, r, _ in rows if c >= threshold]
            line += f" | {threshold}: right {sum(named) / len(rows):.3f} wrong {(len(named) - sum(named)) / len(rows):.3f}"
        print(line)
    print("scale", scale)


def _batches(samples: Sequence[Sample], rng: np.random.Generator) -> list[Batch]:
    order = sorted(rng.permutation(len(samples)), key=lambda i: len(samples[i].rows) // 3)
    batches: list[Batch] = []
    for at in range(0, len(order), 64):
        chunk = [samples[i] for i in order[at : at + 64]]
        most = max(len(s.rows) for s in chunk)
        rows = np.zeros((len(chunk), most, FEATURES), np.float32)
        mask = np.zeros((len(chunk), most), bool)
        for i, sample in enumerate(chunk):
            rows[i, : len(sample.rows)] = sample.rows
            mask[i, : len(sample.rows)] = True
        labels = np.array([s.label for s in chunk], np.int64)
        weights = [WEIGHT[s.set] * (SOURCES if s.rows[0][SOURCE] else 1) for s in chunk]
        batches.append((rows, mask, labels, np.array(weights, np.float32)))
    return batches


def cast_of(text: str, sources: Sequence[Span] = ()) -> Cast:
    """The cast of a plain text."""
    blocks = paragraph_spans(text)
    marks = [(m.start, m.end) for a, b in blocks for m in find_marked(text, a, b) if not m.single]
    return Cast(text, blocks, marks, sorted(sources))


def _sample(
    resolver: Resolver,
    text: str,
    span: Span,
    entities: set[int],
    of: str,
    name: str,
    *,
    source: bool,
    described: bool = False,
) -> Sample | None:
    """The pronoun at a span that means one of ``entities`` (several: parts of one person)."""
    word = "" if described else text[slice(*span)].lower()
    resolver.antecedents.follow(span[0], resolver.heard)
    phrase = text[slice(*span)] if described else ""
    able, rows = resolver.antecedents.candidates(word, span[0], resolver.heard, source=source, phrase=phrase)
    right = [i for i, entity in enumerate(able) if entity in entities]
    if not able or (not right and not described and hash_share(name, span) > NONE_SHARE):
        return None
    return Sample(rows, right[0] if right else len(able), of, is_locked(name))


def hash_share(name: str, span: Span) -> float:
    """A stable number from 0 to 1."""
    import hashlib

    return int(hashlib.sha256(f"{name}{span}".encode()).hexdigest()[:8], 16) / 0xFFFFFFFF


def _votes(cast: Cast, spans: Sequence[Span]) -> set[int]:
    """The entities that the mentions of a chain name."""
    ends = {m.end: m for m in cast.mentions}
    exact = {(m.start, m.end): m for m in cast.mentions}
    counted: Counter[int] = Counter()
    for start, end in spans:
        mention = exact.get((start, end), ends.get(end))
        if mention is not None and mention.start >= start - 40:
            counted[mention.entity] += 1
    return {e for e, n in counted.items() if 2 * n >= max(counted.values())}


def _polnear(data: Path, follows: bool) -> Iterator[Sample]:
    gold: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (data / "polnear" / "gold_train.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["source"]:
            gold[row["article"]].append(row)
    for row in lines(data / "polnear" / "corenlp_train.jsonl.gz"):
        name = row["article"]
        text = (data / "polnear" / "train" / "text" / f"{name}.txt").read_text("utf-8")
        chains = [
            [(row["sentences"][s][a][0], row["sentences"][s][b - 1][1]) for s, a, b, _ in chain]
            for chain in row["coref"]
        ]
        chain_of = {span: i for i, chain in enumerate(chains) for span in chain}
        sources = sorted({(g["source"][0][0], g["source"][-1][1]) for g in gold[name]})
        cast = cast_of(text, sources)
        resolver = Resolver(cast, follows=follows)
        for span in sources:
            word = text[slice(*span)].lower()
            described = (
                word.split(" ")[0] in DEFINITE
                and not cast.names_in(*span)
                and cast.by_office(word, span[0]) is None
            )
            if word not in PRONOUNS and not described:
                resolver.resolve(*span)
                continue
            chain = chain_of.get(span)
            if chain is None:
                continue  # the chains miss most descriptions: nothing says that nobody is meant
            entities = _votes(cast, chains[chain])
            if described and not entities:
                continue
            sample = _sample(
                resolver, text, span, entities, "polnear", name, source=True, described=described
            )
            if sample is not None:
                yield sample
            if entities:
                resolver.heard.hear(min(entities), span[0])
                resolver.heard.told[span[0]] = min(entities)


def _gum(data: Path, follows: bool) -> Iterator[Sample]:
    for row in lines(data / "speakers" / "gum.jsonl.gz"):
        text = row["text"]
        chains: dict[str, list[Span]] = defaultdict(list)
        for a, b, chain, *_ in row["mentions"]:
            chains[chain].append((a, b))
        cues = [tuple(c) for a in row["attributions"] for c in a["cue"]]
        yield from _of_chains(text, row["id"], chains, cues, "gum", follows)


def _litbank(data: Path, follows: bool) -> Iterator[Sample]:
    for row in lines(data / "speakers" / "litbank.jsonl.gz"):
        chains: dict[str, list[Span]] = defaultdict(list)
        for a, b, chain, *_ in row["mentions"]:
            chains[chain].append((a, b))
        yield from _of_chains(row["text"], row["id"], chains, [], "litbank", follows)


def _of_chains(
    text: str,
    name: str,
    chains: dict[str, list[Span]],
    cues: Sequence[Sequence[int]],
    of: str,
    follows: bool,
) -> Iterator[Sample]:
    cast = cast_of(text)
    resolver = Resolver(cast, follows=follows)
    votes = {chain: _votes(cast, spans) for chain, spans in chains.items()}
    anaphors = sorted(
        (span, chain)
        for chain, spans in chains.items()
        for span in spans
        if votes[chain]
        and not cast.is_quoted(span[0])
        and (text[slice(*span)].lower() in PRONOUNS or _describes(resolver, text, span))
    )
    for span, chain in anaphors:
        source = any(a <= span[0] < b for a, b in cues)
        described = text[slice(*span)].lower() not in PRONOUNS
        sample = _sample(resolver, text, span, votes[chain], of, name, source=source, described=described)
        if sample is not None and not (described and sample.label == len(sample.rows) - 1):
            yield sample
        if source:
            resolver.heard.hear(min(votes[chain]), span[0])
            resolver.heard.told[span[0]] = min(votes[chain])


def _describes(resolver: Resolver, text: str, span: Span) -> bool:
    """Is it such a description as the resolver asks the network about?"""
    phrase = text[slice(*span)]
    return len(phrase) < LONGEST and " " in phrase and resolver.is_open(phrase, *span)


def _pdnc(data: Path, follows: bool) -> Iterator[Sample]:
    for row in lines(data / "speakers" / "pdnc_third.jsonl.gz"):
        text = re.sub(r"(?<!\n)\n(?!\n)", " ", row["text"])
        cast = cast_of(text)
        resolver = Resolver(cast, follows=follows)
        known: dict[str, set[int]] = {}
        for quote in row["quotes"]:
            speaker = quote["speaker"]
            if speaker not in known:
                fits = [e for e in cast.entities if e.names and shares_name(e.display, [speaker])]
                fits = [e for e in fits if e.female is None or e.female == (quote["gender"] == "F")]
                known[speaker] = {e.number for e in fits}
            entities, start = known[speaker], quote["spans"][0][0]
            if not entities:
                continue
            if quote["type"] == "Anaphoric":
                place = _reference(text, quote)
                sample = place and _sample(resolver, text, place, entities, "pdnc", row["novel"], source=True)
                if sample:
                    yield sample
            resolver.heard.hear(min(entities), start)


def _reference(text: str, quote: dict[str, Any]) -> Span | None:
    """Where the "he" of "said he" stands: between or beside the parts of a quote."""
    low, high = quote["spans"][0][0] - 80, quote["spans"][-1][1] + 80
    at = text.find(" ".join(quote["ref"].split()), max(0, low), high)
    if at < 0:
        return None
    for match in re.finditer(r"\w+", quote["ref"]):
        if match.group().lower() in HE | SHE:
            return at + match.start(), at + match.end()
    return None


def _pairs(data: Path, follows: bool) -> Iterator[Sample]:
    """GAP and KnowRef: a pronoun and two candidates."""
    for row in lines(data / "speakers" / "pronouns.jsonl.gz"):
        if row["source"] not in ("gap", "knowref") or row["answer"] is None or row["answer"] < 0:
            continue
        cast = cast_of(row["text"])
        votes = [_votes(cast, [tuple(c)]) for c in row["candidates"]]
        right = votes[row["answer"]]
        if not right or any(right & v for i, v in enumerate(votes) if i != row["answer"]):
            continue
        span = (row["pronoun"][0], row["pronoun"][1])
        sample = _sample(
            Resolver(cast, follows=follows),
            row["text"],
            span,
            right,
            row["source"],
            row["source"] + row["id"],
            source=False,
        )
        if sample is not None:
            yield sample
