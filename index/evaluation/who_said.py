"""How well quotes are judged: verdict by verdict, beside the plain baseline, on our gold files."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from index.checking import ClaimReader, Encoders, coverages, judge
from index.checking.catalog import Catalog, Source, build, read_source
from index.checking.checker import Place, nearest, statements
from index.checking.meaning import Near
from index.embedding.arrays import Vectors
from index.embedding.embedder import Embedder
from index.errors import InputError
from index.library import Library
from index.model import (
    Article,
    Progress,
    ProgressCallback,
    Quote,
    QuoteKind,
    StoredQuote,
    Verdict,
    VerdictKind,
    View,
)
from index.reading.text import read_text
from index.text.folding import fold

BASELINE_FROM = 0.45
"""Cosine of the nearest paragraph from which the baseline calls a text a paraphrase."""
_GOLD_KINDS = {
    "quotes": VerdictKind.EXACT,
    "misquotes": VerdictKind.ALTERED,
    "paraphrases": VerdictKind.PARAPHRASE,
    "never_said": VerdictKind.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A text to judge; ``speakers`` are the accepted names, ``paragraphs`` where it stands, if known."""

    text: str
    verdict: VerdictKind
    speakers: tuple[str, ...]
    paragraphs: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class CaseSet:
    """The cases of one article; ``quotes`` are the annotated quotes with their speakers."""

    article: Article
    cases: tuple[Case, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case judged: the verdict, the right place (None where it is not known), the right speaker."""

    case: Case
    verdict: VerdictKind
    confidence: float
    place: bool | None
    speaker: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Shares of one kind of case: right verdict, right paragraph, right speaker."""

    system: str
    kind: str
    cases: int
    right: float
    place: float
    speaker: float

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Rows of the table and what they were made of, by system."""

    rows: tuple[Row, ...]
    outcomes: dict[str, tuple[Outcome, ...]]


Judge = Callable[[str], Verdict]


def evaluate(
    data: Path,
    make_library: Callable[[Path], Library],
    embedding_model: str | None,
    progress: ProgressCallback,
) -> Evaluation:
    """Judge every case under ``data`` (dawn/, seed/, or a folder of gold files) within its own article.

    Three systems: "baseline" (substring test and nearest paragraph), "whosaid", and "gold quotes" (the
    judge over the annotated quotes: what is left when the extractor makes no mistake). Raises InputError
    when there are no cases.
    """
    sets = load_cases(data)
    outcomes: dict[str, list[Outcome]] = {"baseline": [], "whosaid": [], "gold quotes": []}
    embedder = Embedder(embedding_model)
    with tempfile.TemporaryDirectory() as folder:
        library = make_library(Path(folder))
        try:
            library.reindex([s.article for s in sets])
            for done, member in enumerate(sets):
                progress(Progress(member.article.name, done, len(sets)))
                systems: dict[str, Judge] = {
                    "baseline": baseline(embedder, member.article),
                    "whosaid": _whosaid(library, View(article=member.article.name)),
                }
                if member.quotes:
                    systems["gold quotes"] = over_gold(embedder, member)
                for system, judged in systems.items():
                    outcomes[system] += [outcome(case, judged(case.text)) for case in member.cases]
        finally:
            library.close()
            embedder.close()
    progress(Progress("done", len(sets), len(sets)))
    rows = [row for system, found in outcomes.items() for row in table(system, found)]
    return Evaluation(tuple(rows), {system: tuple(found) for system, found in outcomes.items()})


def load_cases(data: Path) -> list[CaseSet]:
    """Gold files of ``data`` and its folders dawn/ and seed/. Raises InputError when there are none."""
    sets = []
    for folder in (data, data / "dawn", data / "seed"):
        for file in sorted(folder.glob("gold*.json")):
            gold = json.loads(file.read_text("utf-8"))
            suffix = file.stem.removeprefix("gold").lstrip("_")
            name = f"{suffix}.txt" if suffix else gold["article"]
            article = read_text((folder / name).read_bytes(), f"{folder.name}/{name}")
            cases = [
                Case(
                    entry["text"],
                    kind,
                    _names(entry, gold),
                    tuple(entry.get("paragraphs") or [entry.get("paragraph")]),
                )
                for key, kind in _GOLD_KINDS.items()
                for entry in gold.get(key, [])
            ]
            cases += [
                Case(entry["text"], VerdictKind(entry["verdict"]), _names(entry, gold), ())
                for entry in gold.get("who_said", [])
            ]
            if cases:
                sets.append(
                    CaseSet(article, tuple(cases), tuple(_gold_quotes(article, gold.get("quotes", []))))
                )
    if not sets:
        raise InputError("{data} holds no gold files with quotes; give the folder with --data.", data=data)
    return sets


def _names(entry: dict[str, object], gold: dict[str, list[dict[str, object]]]) -> tuple[str, ...]:
    """The speaker and the aliases that any entry of the file gives that speaker: misquotes have none."""
    speaker = entry.get("speaker")
    if not speaker:
        return ()
    names = [str(speaker)]
    for key in (*_GOLD_KINDS, "who_said"):
        for other in gold.get(key, []):
            aliases = other.get("aliases")
            if other.get("speaker") == speaker and isinstance(aliases, list):
                names += map(str, aliases)
    return tuple(dict.fromkeys(names))


def _gold_quotes(article: Article, entries: Sequence[dict[str, object]]) -> list[Quote]:
    spans = {p.number: p for p in article.paragraphs}
    quotes = []
    for number, entry in enumerate(entries):
        text, at = str(entry["text"]), entry["paragraph"]
        paragraph = spans.get(at) if isinstance(at, int) else None
        start = article.text.find(text, paragraph.start if paragraph else 0)
        if start >= 0:
            speaker = str(entry["speaker"]) if entry["speaker"] else None
            kind = QuoteKind(str(entry["kind"]))
            place = paragraph.number if paragraph else None
            quotes.append(Quote(kind, text, start, start + len(text), place, number, speaker))
    return quotes


def outcome(case: Case, verdict: Verdict) -> Outcome:
    """Compare one verdict with its case. Names are equal when folded."""
    known = case.paragraphs and case.verdict is not VerdictKind.NOT_FOUND
    accepted = {fold(name) for name in case.speakers}
    return Outcome(
        case=case,
        verdict=verdict.verdict,
        confidence=verdict.confidence,
        place=(verdict.quote is not None and verdict.quote.paragraph in case.paragraphs) if known else None,
        speaker=fold(verdict.speaker or "") in (accepted or {""}),
    )


def table(system: str, outcomes: Sequence[Outcome]) -> list[Row]:
    """One row a kind of case, in the order of the contract."""
    rows = []
    for kind in VerdictKind:
        members = [o for o in outcomes if o.case.verdict is kind]
        if members:
            places = [o.place for o in members if o.place is not None]
            rows.append(
                Row(
                    system,
                    kind.value,
                    len(members),
                    float(np.mean([o.verdict is kind for o in members])),
                    float(np.mean(places)) if places else float("nan"),
                    float(np.mean([o.speaker for o in members])),
                )
            )
    return rows


def _whosaid(library: Library, view: View) -> Judge:
    return lambda text: library.who_said([text], view)[0]


def baseline(embedder: Embedder, article: Article) -> Judge:
    """Nearest paragraph and substring test: what most chat-with-your-document bots could do."""
    texts = [article.cut(p.start, p.end) for p in article.paragraphs]
    vectors, folded = embedder.encode(texts, "document"), fold(article.text)

    def judged(text: str) -> Verdict:
        if fold(text) in folded:
            return Verdict(text, VerdictKind.EXACT, 1.0)
        nearest = float((vectors @ embedder.encode([text], "query")[0]).max())
        kind = VerdictKind.PARAPHRASE if nearest >= BASELINE_FROM else VerdictKind.NOT_FOUND
        return Verdict(text, kind, nearest)

    return judged


def over_gold(embedder: Embedder, member: CaseSet) -> Judge:
    """The judge over the annotated quotes."""
    library = gold_library(embedder, [member])
    catalog = library.catalog([0])
    return lambda text: judge(text, catalog, lambda needle: library.near(needle, [0]))


@dataclass(frozen=True, slots=True)
class GoldLibrary:
    """Annotated quotes of some articles; number i is that of the i-th member, and each statement has its vector."""

    sources: tuple[Source, ...]
    spans: tuple[tuple[Place, ...], ...]
    vectors: tuple[Vectors, ...]
    encoders: Encoders

    def catalog(self, numbers: Sequence[int]) -> Catalog:
        """The words and quotes of some of the articles."""
        return build([self.sources[i] for i in numbers])

    def near(self, text: str, numbers: Sequence[int], skipped: Place | None = None) -> list[Near]:
        """The statements of some of the articles nearest to a text, those that touch ``skipped`` left out."""
        found = [
            (span, vector)
            for i in numbers
            for span, vector in zip(self.spans[i], self.vectors[i], strict=True)
            if not (skipped and span[0] == skipped[0] and span[1] < skipped[2] and skipped[1] < span[2])
        ]
        if not found:
            return []
        spans = [span for span, _ in found]
        texts = [self.sources[i].article.cut(a, b) for i, a, b in spans]
        cosines = np.stack([vector for _, vector in found]) @ self.encoders.query(text)
        return nearest(text, spans, texts, cosines, self.encoders)


def gold_library(embedder: Embedder, members: Sequence[CaseSet]) -> GoldLibrary:
    """Sources, statements and vectors of articles with annotated quotes."""
    encoders = Encoders(
        lambda text: embedder.encode([text], "query")[0],
        lambda texts: embedder.encode(texts, "document"),
        lambda text, said: coverages(embedder, text, said),
        ClaimReader().odds,
    )
    sources, all_spans, vectors = [], [], []
    for number, member in enumerate(members):
        article = member.article
        stored = [
            StoredQuote(f"{number}.{i}", number, article.name, article.title, None, q)
            for i, q in enumerate(member.quotes)
        ]
        source = read_source(number, article, stored)
        spans = tuple(dict.fromkeys(s for q in member.quotes for s in statements(source, q)))
        sources.append(source)
        all_spans.append(spans)
        vectors.append(encoders.statements([article.cut(a, b) for _, a, b in spans]))
    return GoldLibrary(tuple(sources), tuple(all_spans), tuple(vectors), encoders)
